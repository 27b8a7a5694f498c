"""What each of the two is to do: one page of it, and how each thing stands."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentoring import clock
from organizations.access import organization_view
from organizations.roles import Role
from partnerships.actions import queries, services
from partnerships.actions.forms import ActionForm
from partnerships.actions.standings import Standing
from partnerships.goals import pages
from partnerships.writing.services import CannotWrite

SAID = {"done": Standing.DONE, "drop": Standing.DROPPED, "open": Standing.OPEN}


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def board(request, partnership):
    """Everything that is to be done, and a form for more."""
    desk = pages.Desk(request, partnership)
    form = ActionForm(request.POST or None, owners=_owners(desk), initial={"owner": desk.person_id})
    if request.method != "POST" or not form.is_valid():
        return _show(desk, form)
    typed = form.cleaned_data
    facts = {"owner_id": typed["owner"], "due_on": typed["due_on"], "item_id": typed["item"]}
    act = services.add_item
    try:
        if form.try_to(lambda: act(desk.partnership, typed["text"], by=desk.by, **facts)):
            messages.success(request, _("It is on the list."))
            return _to_board(desk)
    except CannotWrite as refusal:
        form.add_error(None, refusal.message)
        return _show(desk, form, status=409)
    return _show(desk, form)


@require_POST
@organization_view(Role.PARTICIPANT)
def say(request, partnership, item):
    """Say that something is done, no longer needed, or open after all."""
    desk = pages.Desk(request, partnership)
    standing = SAID.get(request.POST.get("go"))
    seen = request.POST.get("seen", "")
    if queries.item_of(desk.partnership, item, *desk.who) is None:
        raise Http404
    if standing is None:
        return _to_board(desk)
    facts = {"seen": int(seen) if seen.isdecimal() and len(seen) < 7 else None}
    try:
        services.say(desk.partnership, item, standing, by=desk.by, **facts)
    except CannotWrite as refusal:
        messages.warning(request, refusal.message)
        return _show(desk, _empty(desk), status=409)
    if request.POST.get("back") == "goals":
        return desk.to("board")
    return _to_board(desk)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def change(request, partnership, item):
    """Say in other words what is to be done, or give it another owner or day."""
    desk = pages.Desk(request, partnership)
    shown = queries.item_of(desk.partnership, item, *desk.who)
    if shown is None or not shown.may_change:
        raise Http404
    facts = {"owners": _owners(desk), "initial": _initial(shown), "may_word": shown.may_word}
    form = ActionForm(request.POST or None, **facts)
    if request.method != "POST" or not form.is_valid():
        return desk.show("actions/change", form=form, item=shown)
    typed = form.cleaned_data
    facts = {"owner_id": typed["owner"], "due_on": typed["due_on"], "seen": typed["seen"] or 0}
    act = services.change_item
    try:
        if form.try_to(lambda: act(desk.partnership, item, typed["text"], by=desk.by, **facts)):
            return _to_board(desk)
    except CannotWrite as refusal:
        return _refused(desk, shown, form, refusal)
    return desk.show("actions/change", form=form, item=shown)


def _refused(desk, shown, form, refusal):
    """What was typed, beside what stands there now."""
    typed = {name: form.cleaned_data[name] for name in ("text", "owner", "due_on")}
    initial = _initial(shown) | typed
    again = ActionForm(owners=_owners(desk), initial=initial, may_word=shown.may_word)
    again.refusal = refusal.message
    return desk.show("actions/change", 409, form=again, item=shown, is_stale=True)


def _initial(shown):
    row = shown.row
    facts = {"owner": row.owner_id, "due_on": row.due_on, "item": row.pk, "seen": shown.version}
    return {"text": shown.text, **facts}


def _owners(desk):
    partner = desk.pair.partner
    return [(desk.person_id, _("You")), (partner.pk, partner.name)]


def _empty(desk):
    return ActionForm(owners=_owners(desk), initial={"owner": desk.person_id})


def _show(desk, form, status=200):
    waiting, others = queries.items_of(desk.partnership, *desk.who)
    page = {"form": form, "actions": waiting, "others": others, "today": clock.today()}
    return desk.show("actions/board", status, **page)


def _to_board(desk):
    place = [desk.request.organization.slug, desk.partnership.pk]
    return redirect("portal:actions:board", *place)
