"""One's own photo, put in place and taken away; and the photos that one may see."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from participants.photos import keeping
from participants.photos.serving import picture_response
from participants.profiles.readers import PHOTO
from portal.forms import PhotoForm


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def photo(request):
    """The photo as it is now, and the form to send another one."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, membership = PhotoForm(*sent), request.membership
    if form.is_valid():
        try:
            keeping.put(membership.person, form.cleaned_data["photo"], by=membership)
        except ValidationError as refused:
            form.add_error("photo", refused)
        else:
            messages.success(request, _("Your photo is saved."))
            return redirect("portal:profile", request.organization.slug)
    page = {
        "form": form,
        "has_photo": keeping.has_photo(membership.person_id),
        "person_id": membership.person_id,
        "readers": PHOTO,
    }
    return render(request, "portal/profile_photo.html", page)


@require_POST
@organization_view(Role.PARTICIPANT)
def remove(request):
    if keeping.remove(request.membership.person, by=request.membership):
        messages.success(request, _("Your photo is removed. Nobody sees it any more."))
    return redirect("portal:photo", request.organization.slug)


@require_safe
@organization_view(Role.PARTICIPANT)
def picture(request, person_id, size):
    """One's own photo, or that of a partner once both have accepted."""
    return picture_response(request, person_id, size)
