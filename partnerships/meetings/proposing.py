"""The pages on which times are proposed: for a new meeting, for one that is there, and for many."""

from datetime import timedelta

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentoring import clock
from organizations.access import organization_view
from organizations.roles import Role
from partnerships.meetings import again, queries, services
from partnerships.meetings.forms import EVERY, ProposeForm, SeriesForm, TimesForm
from partnerships.meetings.kinds import SeriesStatus
from partnerships.meetings.pages import Desk, tried

A_SERIES = timedelta(days=182)
REFUSED = 409
MONTHLY = "month:1"


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def propose(request, partnership):
    """Propose a meeting: times that suit both are there already."""
    page = Desk(request, partnership)
    if not page.may_arrange() and request.method != "POST":
        return page.to_board()
    slots = page.suggested()
    form = ProposeForm(request.POST or None, sides=page.sides, slots=slots, **page.shape)
    status = _propose(request, page, form) if request.method == "POST" else 200
    if status == 302:
        return page.to_board()
    return page.show("propose", status, form=form, slots=slots)


def _propose(request, page, form):
    if not form.is_valid():
        return 200
    values = form.cleaned_data
    if form.refuse_clashes(queries.clashes_of(page.person_id, values["times"], values["minutes"])):
        return 200
    facts = {name: values[name] for name in ("times", "zone", "minutes", "form", "place")}
    facts |= {"meeting_id": values["item"], "by": request.membership}
    _done, refusal = tried(services.propose, page.pair.partnership, **facts)
    return _ended(request, form, refusal, _("Proposed. Your partner gets a mail and chooses."))


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def move(request, partnership, item):
    """Propose other times for a meeting that waits, or is planned."""
    page = Desk(request, partnership)
    shown = page.one(item)
    meeting = shown.row
    slots = queries.suggested(page.pair, page.person_id, meeting.minutes, is_moved=True)
    initial = {"seen": meeting.revision}
    form = TimesForm(request.POST or None, sides=page.sides, slots=slots, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return page.show("move", form=form, slots=slots, shown=shown)
    values = form.cleaned_data
    clashes = queries.clashes_of(page.person_id, values["times"], meeting.minutes, but=meeting.pk)
    if form.refuse_clashes(clashes):
        return page.show("move", form=form, slots=slots, shown=shown)
    facts = {name: values[name] for name in ("times", "zone", "seen")}
    _done, refusal = tried(services.propose_again, meeting, by=request.membership, **facts)
    said = _("Proposed. Your partner gets a mail and chooses.")
    if _ended(request, form, refusal, said) == REFUSED:
        form.data = form.data.copy()
        shown = page.one(item)
        form.data["seen"] = shown.row.revision
        return page.show("move", REFUSED, form=form, slots=slots, shown=shown)
    return page.to(meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def propose_series(request, partnership):
    """Propose to meet again and again."""
    page = Desk(request, partnership)
    if not page.may_arrange() and request.method != "POST":
        return page.to_board()
    form = SeriesForm(request.POST or None, sides=page.sides, initial=_first_of(page), **page.shape)
    status = _propose_series(request, page, form) if request.method == "POST" else 200
    if status == 302:
        return page.to_board()
    return page.show("propose_series", status, form=form)


def _first_of(page):
    """The first time that suits both, every so often as the program asks, for half a year."""
    slots = page.suggested()
    zone = page.sides[0].zone
    start = (slots[0].at if slots else clock.now() + timedelta(days=7)).astimezone(zone)
    weeks = round(page.usual.every.days / 7)
    return {
        "first_on": start.date(),
        "at": start.time(),
        "every": f"week:{weeks}" if weeks in (1, 2, 3) else MONTHLY,
        "until": start.date() + A_SERIES,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def move_series(request, partnership, item):
    """Propose another rule for a series that is planned."""
    page = Desk(request, partnership)
    moved = page.series(item)
    row = moved.row
    if row.status != SeriesStatus.PLANNED or not page.may_arrange():
        return page.to_board()
    initial = {**_rule_of(row, page.sides), "seen": row.revision}
    shape = {"length": row.minutes, "how": row.form}
    form = SeriesForm(request.POST or None, sides=page.sides, initial=initial, **shape)
    status = 200
    if request.method == "POST":
        status = _propose_series(request, page, form, replaces=row)
    if status == 302:
        return page.to_board()
    if status == REFUSED:
        form.data = form.data.copy()
        form.data["seen"] = page.series(item).row.revision
    return page.show("propose_series", status, form=form, moved=moved)


def _rule_of(series, sides):
    """What the form begins with by which a series is moved."""
    every = f"{series.unit}:{series.every}"
    first_on = max(series.first_on, clock.today() + timedelta(days=1))
    rule = {
        "first_on": first_on,
        "at": series.at,
        "every": every if every in EVERY else MONTHLY,
        "until": max(series.until, first_on),
    }
    if series.zone in [str(side.zone) for side in sides]:
        rule["zone"] = series.zone
    return rule


def _propose_series(request, page, form, replaces=None):
    if not form.is_valid():
        return 200
    values = form.cleaned_data
    names = ("first_on", "at", "zone", "every", "unit", "until", "minutes", "form", "place")
    facts = {name: values[name] for name in names}
    facts |= {"series_id": values["item"], "by": request.membership}
    if replaces is not None:
        facts |= {"replaces": replaces, "seen": values["seen"]}
    _done, refusal = tried(again.propose_series, page.pair.partnership, **facts)
    return _ended(request, form, refusal, _("Proposed. Your partner gets a mail and answers."))


def _ended(request, form, refusal, words):
    """The status to answer; what stands against it is told at the form."""
    if refusal:
        form.add_error(None, refusal.message)
        return REFUSED
    for at in form.comes_twice:
        said = _("%(time)s comes twice in that night. The first of the two is meant.")
        messages.info(request, said % {"time": f"{at:%H:%M}"})
    messages.success(request, words)
    return 302
