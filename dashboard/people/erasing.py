"""Coordinators have a person erased whose time is over, or say that they stay."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.ui.formats import written_day
from organizations.access import organization_view
from organizations.people import person_or_404
from organizations.roles import STAFF
from participants.photos.keeping import has_photo
from partnerships.erasing import queries, services
from partnerships.erasing.forms import EraseForm


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def erase(request, person_id):
    """Say what erasing means and what stands against it, and take the wish."""
    person = person_or_404(person_id)
    erasure = queries.erasure_of(person.pk)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erasure = services.ask(person, by=request.membership)
        except services.CannotErase as refusal:
            form.add_error(None, refusal.message)
        else:
            said = _("%(name)s will be erased on %(day)s, and gets a mail that says so.")
            day = written_day(erasure.due_at.date())
            messages.success(request, said % {"name": person.name, "day": day})
            return redirect("people:erase", request.organization.slug, person.pk)
    page = {
        "person": person,
        "erasure": erasure,
        "form": form,
        "running": queries.running_with(person.pk),
        "days": services.GRACE.days,
        "has_photo": has_photo(person_id),
    }
    return render(request, "dashboard/people/erase.html", page)


@require_POST
@organization_view(*STAFF)
def keep(request, person_id):
    """Take it back, whoever wanted it."""
    person = person_or_404(person_id)
    try:
        services.take_back(person, by=request.membership)
    except services.CannotErase as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Taken back. Everything stays as it is."))
    return redirect("people:erase", request.organization.slug, person.pk)
