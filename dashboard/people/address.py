"""The page on which a coordinator corrects a mail address that mail does not reach."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from notifications.bounces import correcting
from organizations.access import organization_view
from organizations.people import person_or_404
from organizations.roles import STAFF
from participants.photos.keeping import has_photo


class AddressForm(forms.Form):
    """The new address, and the old one as it was read."""

    email = forms.EmailField(
        label=gettext_lazy("New mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.CharField(max_length=254, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def address(request, person_id):
    """Say what changes with it, and take the new address."""
    person = person_or_404(person_id)
    form = AddressForm(
        request.POST if request.method == "POST" else None, initial={"seen": person.email}
    )
    if request.method == "POST" and form.is_valid():
        try:
            signs_in = correcting.correct(person, **form.cleaned_data, by=request.membership)
        except ValidationError as refused:
            person.refresh_from_db(fields=["email", "user"])
            form.data = form.data.dict() | {"seen": person.email}  # it is read by now
            form.add_error(None, refused)
        else:
            messages.success(request, _said(signs_in))
            return redirect("people:person", request.organization.slug, person.pk)
    page = {
        "person": person,
        "has_photo": has_photo(person_id),
        "form": form,
        "may_correct": correcting.may_correct(person),
        "is_unused": correcting.is_unused(person),
    }
    return render(request, "dashboard/people/address.html", page)


def _said(signs_in):
    if signs_in:
        return _("Corrected. Mail goes there from now on, and they sign in with it.")
    return _("Corrected. Mail goes there from now on; they sign in as before.")
