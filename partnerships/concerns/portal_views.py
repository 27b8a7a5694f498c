"""Where each of the two turns when something is in the way."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.concerns import queries, services
from partnerships.concerns.forms import CallForm, ConcernForm
from partnerships.concerns.services import CannotAsk, CannotTell
from partnerships.writing.queries import pair_or_404


@require_safe
@organization_view(Role.PARTICIPANT)
def ways(request, partnership):
    """All ways to get help, each with who learns what."""
    pair = pair_or_404(partnership, request.membership.person_id)
    return _ways(request, pair, CallForm())


@require_POST
@organization_view(Role.PARTICIPANT)
def call(request, partnership):
    """Ask the coordinators for a call."""
    pair = pair_or_404(partnership, request.membership.person_id)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _ways(request, pair, form)
    try:
        services.ask_call(pair.partnership, by=request.membership, **form.cleaned_data)
    except CannotAsk as refusal:
        form.add_error(None, refusal.message)
        return _ways(request, pair, form, status=409)
    messages.success(request, _("The coordinators know that you would like a call."))
    return _to_ways(request, pair.partnership.pk)


@require_POST
@organization_view(Role.PARTICIPANT)
def take_back(request, partnership, call):
    call = queries.own_call_or_404(call, partnership, request.membership.person_id)
    services.take_back(call, by=request.membership)
    messages.success(request, _("The coordinators know that the call is not needed any more."))
    return _to_ways(request, call.partnership_id)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def concern(request, partnership):
    """Write to the program's contact person, past the coordinators."""
    pair = pair_or_404(partnership, request.membership.person_id)
    contact = queries.contact_of(pair.partnership.program)
    form = ConcernForm(request.POST if request.method == "POST" else None, contact=contact)
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.tell(
                pair.partnership,
                given["text"],
                by=request.membership,
                concern_id=given["item"],
                contact_id=given["contact"],
            )
        except CannotTell as refusal:
            form = _again(form, contact, refusal)
            status = 409
        else:
            messages.success(request, _("Your message is on its way, to them alone."))
            return redirect(request.path)
    page = {
        "pair": pair,
        "contact": contact,
        "form": form,
        "told": queries.own_concerns(pair.partnership, request.membership.person_id),
    }
    return render(request, "partnerships/concerns/concern.html", page, status=status)


def _again(form, contact, refusal):
    """What was typed, to be sent to whoever is the contact person now."""
    data = form.data.copy()
    data["contact"] = str(contact.pk) if contact else ""
    again = ConcernForm(data, contact=contact)
    again.is_valid()
    again.errors.clear()
    again.add_error(None, refusal.message)
    return again


def _ways(request, pair, form, status=200):
    person = request.membership.person_id
    page = {
        "pair": pair,
        "form": form,
        "waiting": queries.own_open_call(pair.partnership, person),
        "contact": queries.contact_of(pair.partnership.program),
    }
    return render(request, "partnerships/concerns/ways.html", page, status=status)


def _to_ways(request, partnership_id):
    return redirect("portal:help:ways", request.organization.slug, partnership_id)
