"""What is kept of somebody: to take along, and to have erased. The login is proven once more."""

import tempfile
from functools import wraps
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring import clock
from mentoring.ui.formats import written_day
from organizations.access import organization_view
from organizations.roles import Role
from partnerships.erasing import queries, services
from partnerships.erasing.forms import EraseForm
from partnerships.erasing.own_data import write_archive


def _proven_anew(view):
    """Whoever proved their login more than some minutes ago does it again, and comes back."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        back = reverse("portal:data", args=[request.organization.slug])
        return redirect(reverse("account_reauthenticate") + "?" + urlencode({"next": back}))

    return wrapper


@require_safe
@organization_view(Role.PARTICIPANT)
def data(request):
    """What is kept, and what can be done about it."""
    erasure = queries.erasure_of(request.membership.person_id)
    return render(request, "portal/data.html", {"erasure": erasure})


@require_POST
@organization_view(Role.PARTICIPANT)
@_proven_anew
def download(request):
    """Everything that is kept of the person, as one file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it, and it is gone then)
    write_archive(file, request.membership.person_id)
    file.seek(0)
    name = f"{request.organization.slug}-{clock.today()}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
@_proven_anew
def erase(request):
    """Say what erasing means, and take the wish."""
    person, here = request.membership.person, ("portal:data", request.organization.slug)
    if queries.erasure_of(person.pk):
        return redirect(*here)
    running = queries.running_with(person.pk)
    form = EraseForm(request.POST if request.method == "POST" else None, running=running)
    if request.method == "POST" and form.is_valid():
        insists = form.cleaned_data.get("ends_partnership", False)
        try:
            erasure = services.ask(person, by=request.membership, ends_partnership=insists)
        except services.CannotErase as refusal:
            form.add_error(None, refusal.message)
        else:
            said = _("Your data will be erased on %(day)s. Until then you can take it back.")
            messages.success(request, said % {"day": written_day(erasure.due_at.date())})
            return redirect(*here)
    page = {"form": form, "running": running, "days": services.GRACE.days}
    return render(request, "portal/data_erase.html", page)


@require_POST
@organization_view(Role.PARTICIPANT)
def keep(request):
    """Take the wish back."""
    try:
        services.take_back(request.membership.person, by=request.membership)
    except services.CannotErase as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Taken back. Everything stays as it is."))
    return redirect("portal:data", request.organization.slug)
