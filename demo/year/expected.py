"""What everybody is owed in a program, by its timetable and by what the two of each pair did.

Pure, and without a word from the code that sends: dates are counted here once more. An ``Owed`` is
a mail that must come within its time; what is ``optional`` may. Whatever else comes of these kinds
was uncalled for.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MENTEE, MENTOR = "mentee", "mentor"
SIDES = (MENTEE, MENTOR)
OTHER = {MENTEE: MENTOR, MENTOR: MENTEE}

DAY = timedelta(days=1)
# Quiet hours may hold a mail until the morning; an address that was put off is tried again.
SOON = timedelta(hours=30)
QUIET_FROM, QUIET_UNTIL = time(20), time(7)
REMIND_BEFORE = timedelta(days=2)
CHECK_MONTHS = {"check_1": 1, "check_3": 3, "check_6": 6, "check_9": 9}
CHECK_DAYS, CHECK_REMIND_DAYS, FIT_DAYS, FIRST_MEETING_DAYS = 14, 2, 14, 30
STEPS = (7, 14, 21)
PAUSE_DAYS, CLOSING_DAYS = 92, 21
# The kinds of which everything is known: none of them comes without a reason.
KINDS = {
    "match_announced", "answer_reminder", "match_over", "partnership_preparing", "training_due",
    "partnership_introduced", "agreement_proposed", "partnership_active", "agreement_due",
    "goal_due", "meeting_proposed", "meeting_planned", "meeting_cancelled", "check_open",
    "check_reminder", "partnership_paused", "partnership_resumed", "partnership_closing",
    "partnership_completed", "partnership_ended", "extension_proposed", "extension_agreed",
    "extension_not_agreed", "meeting_tomorrow",
}  # fmt: skip
CONTENT_STAYS = timedelta(days=30)


@dataclass(frozen=True)
class Program:
    """What a program's timetable says: ``checks`` are ``{key: (opens_on, closes_on)}``."""

    starts_on: date
    ends_on: date
    checks: dict
    trains_from: date
    zone: str

    def day(self, moment):
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def begins(self, day):
        return datetime.combine(day, time(), tzinfo=ZoneInfo(self.zone))


@dataclass(frozen=True)
class Owed:
    """A mail of this kind about ``of`` to one side of a pair, from the first to the last moment."""

    kind: str
    side: str
    of: str
    first: datetime
    last: datetime
    optional: bool = False


@dataclass
class Story:
    """A pair as it lived: when it was announced, and what its two did, in order."""

    pk: str
    announced_at: datetime
    answer_by: datetime
    deeds: list
    zones: dict = field(default_factory=dict)  # of each side

    def when(self, what, side=None):
        """The first moment at which this was done, or None."""
        done = (deed.at for deed in self.deeds if deed.what == what and side in (None, deed.side))
        return next(done, None)

    def all(self, what):
        return [deed for deed in self.deeds if deed.what == what]

    def morning(self, side, moment):
        """``moment``, or the end of the night in which it lies, by the clocks of this side."""
        local = moment.astimezone(ZoneInfo(self.zones.get(side, "UTC")))
        if QUIET_UNTIL <= local.time() < QUIET_FROM:
            return moment
        day = local.date() + (local.time() >= QUIET_FROM) * DAY
        return datetime.combine(day, QUIET_UNTIL, tzinfo=local.tzinfo)

    @property
    def prepared_at(self):
        both = [self.when("accept", side) for side in SIDES]
        return max(both) if all(both) else None

    @property
    def introduced_at(self):
        both = [self.when("train", side) for side in SIDES]
        return max(both) if all(both) else None

    @property
    def pauses(self):
        """``[(from, to or None)]``."""
        resumed = [deed.at for deed in self.all("resume")]
        begun = [deed.at for deed in self.all("pause")]
        return [(at, next((to for to in resumed if to > at), None)) for at in begun]

    def rests(self, first, last):
        """Whether it is paused at any moment of this time."""
        return any(at < last and (to is None or to > first) for at, to in self.pauses)


@dataclass(frozen=True)
class Fate:
    """How a pair's story ends: the status, its last day, and when it closed and was over."""

    status: str
    ends_on: date | None = None
    closes_on: date | None = None
    over_at: datetime | None = None
    over_on: date | None = None


def months_later(day, months):
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def fate(program, story):
    """What must become of this pair, whatever it forgot."""
    refused = story.when("decline")
    if refused:
        return Fate("declined", over_at=refused, over_on=program.day(refused))
    if story.prepared_at is None:
        return Fate("expired", over_at=story.answer_by, over_on=program.day(story.answer_by))
    ends_on, closes_on = last_day(program, story)
    ended = story.when("end")
    if ended:
        return Fate("ended", ends_on, None, ended, program.day(ended))
    over_on = closes_on + timedelta(days=CLOSING_DAYS + 1)
    return Fate("completed", ends_on, closes_on, program.begins(over_on), over_on)


def last_day(program, story):
    """``(the last day, the day on which it begins to close)``."""
    last, used = program.ends_on, 0
    for begun, went_on in story.pauses:
        began = program.day(begun)
        if went_on is None:  # it rests to the end, and as far as pauses move it
            last += timedelta(days=PAUSE_DAYS - used)
            return last, last
        days = min((program.day(went_on) - began).days, PAUSE_DAYS - used)
        used, last = used + days, last + timedelta(days=days)
    for agreed in story.all("agree_extension"):
        last += timedelta(days=int(agreed.of))
    return last, last


def owed(program, story):
    """Every ``Owed`` of this pair."""
    found = [*_of_the_match(story)]
    if story.prepared_at:
        found += _of_the_way(program, story)
        found += _of_meetings(program, story)
        found += _of_checks(program, story)
        found += _of_the_end(program, story)
    return found


def _at_once(kind, of, at, *sides):
    return [Owed(kind, side, str(of), at, at + SOON) for side in sides]


def _of_the_match(story):
    found, announced_at = [], story.announced_at
    remind = story.answer_by - REMIND_BEFORE
    refused = story.when("decline")
    for side in SIDES:
        answered = story.when("accept", side) or story.when("decline", side)
        closed = min(filter(None, (answered, refused, story.answer_by)))
        # Who has answered before it is morning there need not be asked any more.
        is_early = closed <= story.morning(side, announced_at)
        found.append(
            Owed("match_announced", side, story.pk, announced_at, announced_at + SOON, is_early)
        )
        if closed > remind:
            # Who answers within the night in which it waits gets it no more.
            is_late = closed - remind > SOON
            found.append(
                Owed("answer_reminder", side, story.pk, remind, story.answer_by, not is_late)
            )
    if refused:
        side = next(deed.side for deed in story.all("decline"))
        found += _at_once("match_over", story.pk, refused, OTHER[side])
    elif story.prepared_at is None:
        found += _at_once("match_over", story.pk, story.answer_by, *SIDES)
    return found


def _of_the_way(program, story):
    """From the second yes to the second signature."""
    found = _at_once("partnership_preparing", story.pk, story.prepared_at, *SIDES)
    over = _over(program, story)
    since = max(program.day(story.prepared_at), program.trains_from)
    for side in SIDES:
        found += _steps(
            program, story, "training_due", side, since, story.when("train", side), over
        )
    if story.introduced_at is None:
        return found
    found += _at_once("partnership_introduced", story.pk, story.introduced_at, *SIDES)
    for deed in story.all("propose_agreement"):
        found += _at_once("agreement_proposed", deed.of, deed.at, OTHER[deed.side])
    signed = story.when("sign")
    if signed:
        found += _at_once("partnership_active", story.pk, signed, *SIDES)
    since = program.day(story.introduced_at)
    proposed = story.when("propose_agreement")
    found += _steps(program, story, "agreement_due", MENTEE, since, proposed, over)
    if proposed:
        found += _steps(program, story, "agreement_due", MENTOR, since, signed, over, proposed)
    found += _steps(program, story, "goal_due", MENTEE, since, story.when("set_goal"), over)
    return found


def _steps(program, story, kind, side, since, done, over, asked=None):
    """Reminders after 7, 14 and 21 days, for as long as nothing was done.

    Who could do it only since ``asked`` may hear the last reminder before that as well.
    """
    found = []
    for days in STEPS:
        first = program.begins(since + timedelta(days=days))
        last = first + DAY + SOON
        is_late = asked is not None and asked > first
        if is_late:
            first, last = asked, first + STEPS[0] * DAY + SOON
        until = min(filter(None, (done, over)))
        if until <= first or last <= first:
            continue
        optional = until < last or is_late or story.rests(first, last)
        found.append(Owed(kind, side, f"{story.pk}:{days}", first, last, optional))
    return found


def _of_meetings(program, story):
    found = []
    cancelled = {deed.of: deed for deed in story.all("cancel_meeting")}
    planned = {deed.of: deed for deed in story.all("accept_meeting")}
    for deed in story.all("propose_meeting"):
        soon = planned.get(deed.of)
        overtaken = soon is not None or story.rests(deed.at, deed.at + SOON)
        found.append(
            Owed("meeting_proposed", OTHER[deed.side], deed.of, deed.at, deed.at + SOON, overtaken)
        )
    for deed in planned.values():
        stops = [story.when("end"), *(at for at, _to in story.pauses)]
        overtaken = any(stop and deed.at < stop < deed.at + SOON for stop in stops)
        found += [
            Owed("meeting_planned", side, deed.of, deed.at, deed.at + SOON, overtaken)
            for side in SIDES
        ]
        stop = next((stop for stop in stops if stop and deed.at <= stop < deed.until), None)
        over = fate(program, story).over_at
        found += _eve(program, deed, deed.of in cancelled or stop is not None or over < deed.until)
        if stop and deed.of not in cancelled:
            found += _at_once("meeting_cancelled", deed.of, stop, *SIDES)
    for deed in cancelled.values():
        found += _at_once("meeting_cancelled", deed.of, deed.at, *SIDES)
    return found


def _eve(program, deed, optional):
    """Both hear of a meeting on the day before, if they have not agreed on it that late."""
    first = program.begins(program.day(deed.until) - DAY)
    if deed.at >= first:
        return []
    of = f"{deed.of}:{deed.until:%Y%m%dT%H%MZ}"
    return [Owed("meeting_tomorrow", side, of, first, deed.until, optional) for side in SIDES]


def _of_checks(program, story):
    found = []
    begun = story.when("sign")
    if begun and story.introduced_at:
        introduced_on = program.day(story.introduced_at)
        for key, (opens_on, closes_on) in program.checks.items():
            days = (closes_on - opens_on).days or CHECK_DAYS
            first = max(opens_on, months_later(introduced_on, CHECK_MONTHS[key]))
            found += _check(program, story, key, first, first + timedelta(days=days), begun)
    met = story.all("met")
    first = min((deed.until for deed in met), default=None)
    if first:
        said = min(deed.at for deed in met)
        opens = program.day(said)
        if program.day(said) - program.day(first) < timedelta(days=FIRST_MEETING_DAYS):
            closes = opens + timedelta(days=FIT_DAYS + 1)
            found += _check(program, story, "fit", opens, closes, said)
    return found


def _check(program, story, key, first, last, begun):
    """Both are asked on the first day on which the pair is under way; who forgot, once more."""
    over = _over(program, story)
    day = max(first, program.day(begun))
    while day <= last and story.rests(ends := program.begins(day + DAY), ends):
        day += DAY
    woken = [to for _at, to in story.pauses if to and program.day(to) == day]
    opens = max([program.begins(day), begun, *woken])
    if day > last or opens >= over:
        return []
    of = f"{story.pk}:{key}"
    is_edge = over - opens < SOON + DAY or day == last or story.rests(opens, opens + SOON + DAY)
    found = [
        Owed("check_open", side, of, opens, opens + SOON + DAY, is_edge or at_night)
        for side in SIDES
        for at_night in [_answered_at_night(story, key, side, opens)]
    ]
    reminded = program.begins(last - timedelta(days=CHECK_REMIND_DAYS + (key == "fit")))
    closes = program.begins(last + DAY)
    for side in SIDES:
        answers = [d.at for d in story.all("answer_check") if (d.side, d.of) == (side, key)]
        done = min([*answers, over])
        if done > reminded:
            optional = done < closes or story.rests(reminded, closes) or opens > reminded
            found.append(Owed("check_reminder", side, of, reminded, closes + SOON, optional))
    return found


def _answered_at_night(story, key, side, opens):
    """Whether a check that opened in the night was answered before its mail went out."""
    answers = (deed.at for deed in story.all("answer_check") if (deed.side, deed.of) == (side, key))
    at = next(answers, None)
    return at is not None and at - opens <= SOON and story.morning(side, at) > at


def _of_the_end(program, story):
    found = []
    for what, kind in (("pause", "partnership_paused"), ("resume", "partnership_resumed")):
        for deed in story.all(what):
            found += _at_once(kind, story.pk, deed.at, OTHER[deed.side])
    for deed in story.all("propose_extension"):
        found += _of_extension(story, deed)
    ended = fate(program, story)
    if ended.status == "ended":
        side = story.all("end")[0].side
        return found + _at_once("partnership_ended", story.pk, ended.over_at, OTHER[side])
    for kind, day in (("closing", ended.closes_on), ("completed", ended.over_on)):
        first = program.begins(day)
        found += [
            Owed(f"partnership_{kind}", side, story.pk, first, first + SOON + DAY) for side in SIDES
        ]
    return found


def _of_extension(story, deed):
    found = _at_once("extension_proposed", deed.of, deed.at, OTHER[deed.side])
    agreed, refused = story.when("agree_extension"), story.when("refuse_extension")
    if agreed:
        return found + _at_once("extension_agreed", deed.of, agreed, deed.side)
    at = refused or deed.until
    return found + _at_once("extension_not_agreed", deed.of, at, deed.side)


def _over(program, story):
    """Until when a pair is reminded of anything: its early end or the day it closes."""
    ended = fate(program, story)
    return ended.over_at if ended.status == "ended" else program.begins(ended.closes_on)
