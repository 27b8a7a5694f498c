"""The pages on which a pair arranges its meetings."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.meetings import again, queries, services, telling, written
from partnerships.meetings.forms import AnswerForm, CancelForm, LogForm, WordsForm
from partnerships.meetings.kinds import Said, SeriesStatus, Words
from partnerships.meetings.pages import Desk, tried


@require_safe
@organization_view(Role.PARTICIPANT)
def board(request, partnership):
    """What waits, what lies ahead, and what was."""
    page = Desk(request, partnership, looks=True)
    if page.pair.is_closed:
        return page.show("closed")
    number = None if "all" in request.GET else queries.BEHIND
    found = queries.board_of(page.pair, page.person_id, page.keys, most_behind=number)
    log = LogForm(sides=page.sides) if page.pair.partnership.introduced_at else None
    return page.show("board", board=found, log=log)


@require_safe
@organization_view(Role.PARTICIPANT)
def one(request, partnership, item):
    """One meeting: when, where, what about, and what became of it."""
    page = Desk(request, partnership)
    return page.show_one(page.one(item))


@require_safe
@organization_view(Role.PARTICIPANT)
def series(request, partnership, item):
    """A series that is proposed; answered, its meetings are on the board."""
    page = Desk(request, partnership)
    shown = page.series(item)
    return page.show_one(shown) if shown.row.status == SeriesStatus.PROPOSED else page.to_board()


@require_POST
@organization_view(Role.PARTICIPANT)
def answer(request, partnership, item):
    """Take one of the times, or none."""
    page = Desk(request, partnership)
    meeting, form = page.one(item).row, AnswerForm(request.POST)
    if not form.is_valid():
        return page.to(meeting)
    facts = {"by": request.membership, "seen": form.cleaned_data["seen"]}
    if form.cleaned_data["go"] == AnswerForm.NO:
        _done, refusal = tried(services.give_up, meeting, **facts)
        return _said(page, item, refusal, _("Said, and the other gets a mail."))
    _done, refusal = tried(services.accept, meeting, form.cleaned_data["at"], **facts)
    return _said(page, item, refusal, _("It is planned. You both get a mail."), stay=True)


@require_POST
@organization_view(Role.PARTICIPANT)
def answer_series(request, partnership, item):
    """Agree to a series, or not."""
    page = Desk(request, partnership)
    row, form = page.series(item).row, AnswerForm(request.POST)
    if not form.is_valid():
        return page.to_board()
    facts = {"by": request.membership, "seen": form.cleaned_data["seen"]}
    act, said = again.accept_series, _("Your meetings are planned. You both get a mail.")
    if form.cleaned_data["go"] == AnswerForm.NO:
        act, said = again.give_up_series, _("Said, and the other gets a mail.")
    _done, refusal = tried(act, row, **facts)
    if refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, said)
    return page.to_board()


@require_POST
@organization_view(Role.PARTICIPANT)
def say(request, partnership, item):
    """Whether the two met."""
    page = Desk(request, partnership)
    meeting, what = page.one(item).row, request.POST.get("what")
    if what not in Said.values:
        return page.to(meeting)
    _done, refusal = tried(telling.say, meeting, what, by=request.membership)
    said = {Said.HELD: _("Noted: you met."), Said.MISSED: _("Noted: you did not meet.")}
    return _said(page, item, refusal, said[Said(what)])


@require_POST
@organization_view(Role.PARTICIPANT)
def agenda(request, partnership, item):
    """The mentee says what a meeting is about."""
    return _words(request, partnership, item, Words.AGENDA, written.write_agenda)


@require_POST
@organization_view(Role.PARTICIPANT)
def place(request, partnership, item):
    """Either of the two says where it is."""
    return _words(request, partnership, item, Words.PLACE, written.write_place)


def _words(request, partnership, item, kind, write):
    page = Desk(request, partnership)
    shown = page.one(item)
    form = WordsForm(request.POST, kind=kind)
    typed = {str(kind): form}
    if not form.is_valid():
        return page.show_one(shown, **typed)
    values = form.cleaned_data
    _done, refusal = tried(
        write, shown.row, values["text"], by=request.membership, seen=values["seen"]
    )
    if refusal:
        now = page.one(item)
        seen = now.agenda_revision if kind == Words.AGENDA else now.row.revision
        typed = {str(kind): WordsForm(kind=kind, text=values["text"], seen=seen)}
        return page.show_one(now, 409, refusal=refusal.message, **typed)
    messages.success(request, _("Saved. The two of you can read it."))
    return page.to(shown.row)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def cancel(request, partnership, item):
    """Say what cancelling does, and do it: one, from one on, or all of a series."""
    page = Desk(request, partnership)
    shown = page.one(item)
    meeting = shown.row
    form = CancelForm(request.POST or None, initial={"seen": meeting.revision, "scope": "one"})
    if meeting.series_id is None:
        form.fields["scope"].required = False
    if request.method != "POST" or not form.is_valid():
        return page.show("cancel", shown=shown, form=form)
    scope, by = form.cleaned_data["scope"], request.membership
    if meeting.series_id and scope in (CancelForm.FOLLOWING, CancelForm.ALL):
        since = meeting if scope == CancelForm.FOLLOWING else None
        row = page.series(meeting.series_id).row
        _done, refusal = tried(again.cancel_series, row, by=by, since=since)
    else:
        seen = form.cleaned_data["seen"]
        _done, refusal = tried(services.cancel, meeting, by=by, seen=seen)
    return _said(page, item, refusal, _("Cancelled. You both get a mail."))


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def log(request, partnership):
    """Write down a meeting that was held without being planned here."""
    page = Desk(request, partnership)
    form = LogForm(request.POST or None, sides=page.sides)
    if request.method != "POST" or not form.is_valid():
        return page.show("log", form=form)
    values = form.cleaned_data
    facts = {name: values[name] for name in ("zone", "minutes", "form")}
    facts |= {"at": values["starts_at"], "meeting_id": values["item"], "by": request.membership}
    meeting, refusal = tried(telling.log, page.pair.partnership, **facts)
    if refusal:
        form.add_error(None, refusal.message)
        return page.show("log", 409, form=form)
    messages.success(request, _("Written down: you met."))
    return page.to(meeting)


def _said(page, item, refusal, words, *, stay=False):
    """The meeting as it stands with why not, or the words and where it goes on."""
    if refusal:
        return page.refused(item, refusal)
    messages.success(page.request, words)
    return page.to(page.one(item).row) if stay else page.to_board()
