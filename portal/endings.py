"""Mentee and mentor end their partnership early, and say whether they want another match."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.endings import services
from partnerships.endings.forms import EndForm
from portal import queries


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def end(request, partnership):
    """Say what ending means, and take it, with a reason or without."""
    partnership = queries.partnership_or_404(partnership, request.membership.person_id)
    form = EndForm(request.POST or None, initial={"reason": ""})
    if request.method == "POST" and form.is_valid():
        try:
            services.end(partnership, by=request.membership, **form.cleaned_data)
        except services.CannotEnd as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("Your partnership has ended."))
        return _to_match(request, partnership)
    page = queries.match_page(partnership, request.membership.person_id)
    if not page["match"].may_end:
        return _to_match(request, partnership)
    return render(request, "portal/end.html", {**page, "form": form})


@require_POST
@organization_view(Role.PARTICIPANT)
def next_match(request, partnership):
    """Take the answer whether somebody wants to be matched again."""
    partnership = queries.partnership_or_404(partnership, request.membership.person_id)
    answer = request.POST.get("wants")
    if answer not in ("yes", "no"):
        messages.warning(request, _("Choose yes or no."))
        return _to_match(request, partnership)
    try:
        said = services.say_next(partnership, wants=answer == "yes", by=request.membership)
    except services.CannotSay as refusal:
        messages.warning(request, refusal.message)
    else:
        words = _("You will be matched again.") if said.wants else _("You are not matched again.")
        messages.success(request, words)
    return _to_match(request, partnership)


def _to_match(request, partnership):
    return redirect("portal:match", request.organization.slug, partnership.pk)
