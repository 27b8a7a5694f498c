"""Reading what a program means, and answering: yes with consent, or no in private."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organizations.access import organization_view
from organizations.roles import Role
from participants.nominating import answering
from portal.consent import ANSWER, own_or_404, reading_of
from portal.consent_forms import ConsentForm, DeclineForm


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def consent(request, participant):
    """The program's text, and the form to agree to it; later what one agreed to."""
    participant = own_or_404(participant, request.membership.person_id)
    reading = reading_of(participant)
    form = ConsentForm(reading, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _agree(request, reading, form.cleaned_data)
    page = {"reading": reading, "form": form if reading.asks else None}
    return render(request, "portal/consent.html", page)


def _agree(request, reading, data):
    participant, slug = reading.participant, request.organization.slug
    facts = {"capacity": data["capacity"]} if "capacity" in data else {}
    try:
        answering.accept(participant, data["text"], by=request.membership, **facts)
    except answering.CannotAnswer as refusal:
        messages.warning(request, refusal.message)
        return redirect("portal:consent", slug, participant.pk)
    if reading.may == ANSWER:
        said = _("You take part in %(program)s. Welcome.")
    else:
        said = _("Thank you. Your consent to %(program)s is noted.")
    messages.success(request, said % {"program": participant.program.name})
    return redirect("portal:home", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def decline(request, participant):
    """Say what a no means, and take it, with a reason or without."""
    participant = own_or_404(participant, request.membership.person_id)
    slug = request.organization.slug
    form = DeclineForm(request.POST or None, initial={"reason": ""})
    if request.method == "POST" and form.is_valid():
        try:
            answering.decline(participant, by=request.membership, **form.cleaned_data)
        except answering.CannotAnswer as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("You have declined. Thank you for answering."))
        return redirect("portal:home", slug)
    reading = reading_of(participant)
    if reading.may != ANSWER:
        return redirect("portal:consent", slug, participant.pk)
    return render(request, "portal/consent_decline.html", {"reading": reading, "form": form})
