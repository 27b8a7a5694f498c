"""HR's pages: briefings it is invited to, and the text that it reads and agrees to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentoring.tenancy.keys import as_id
from organizations.access import organization_view
from organizations.roles import Role
from training import calendars, hr, texts
from training.portal_views import thanks
from training.views import calendar_response


@require_safe
@organization_view(Role.HR)
def briefings(request):
    ahead, past = hr.briefings()
    text = hr.text()
    page = {
        "ahead": ahead,
        "past": past,
        "text": text,
        "blocks": texts.blocks(text.body) if text else [],
    }
    return render(request, "training/company.html", page)


@require_POST
@organization_view(Role.HR)
def answer(request, invited_id):
    invitation = hr.briefing_or_404(invited_id)
    given = request.POST.get("answer", "")
    try:
        hr.answer(invitation.pk, given)
    except hr.Refused as refused:
        messages.warning(request, _refusal(str(refused)))
    else:
        messages.success(request, thanks(given))
    return redirect("company-briefings:list", request.organization.slug)


@require_POST
@organization_view(Role.HR)
def agree(request):
    try:
        hr.agree(as_id(request.POST.get("version", "")))
    except hr.Refused:
        messages.warning(request, _("The text has changed since you opened it. Read it again."))
    else:
        messages.success(request, _("Thank you. Your agreement is noted."))
    return redirect("company-briefings:list", request.organization.slug)


@require_safe
@organization_view(Role.HR)
def calendar(request, invited_id):
    row = hr.briefing_or_404(invited_id)
    return calendar_response(calendars.appointment(row, session_id=row.session_id))


def _refusal(outcome):
    words = {
        "full": _("Every place is taken by now. The coordinator may know more."),
        "over": _("This session is over or was cancelled, so no answer is needed."),
        "unknown": _("Choose whether you come."),
    }
    return words[outcome]
