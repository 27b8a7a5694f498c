"""What the two of a pair do, each as themselves and through the services that pages use.

An act looks first whether it still makes sense, as people do. What was done is noted as a ``Deed``:
of these, and of the program's timetable, ``expected`` knows what everybody is owed.
"""

import contextlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from demo.learning import go_through
from demo.year.behavior import MENTEE, MENTOR, MISSED, YES
from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership
from organizations.roles import Role
from partnerships import services as matches
from partnerships.agreements import queries as agreed
from partnerships.agreements import services as agreements
from partnerships.checks import services as checks
from partnerships.checks.kinds import Occasion
from partnerships.checks.models import Check
from partnerships.concerns import services as concerns
from partnerships.endings import services as endings
from partnerships.goals import services as goals
from partnerships.goals.scale import Level
from partnerships.goals.wording import Wording
from partnerships.lasting import extending
from partnerships.lasting import services as lasting
from partnerships.lifecycle import FINAL, Status
from partnerships.meetings import services as meetings
from partnerships.meetings import telling
from partnerships.meetings.kinds import Form, MeetingStatus, Said
from partnerships.meetings.models import Meeting
from partnerships.models import Partnership
from partnerships.writing import services as writing
from partnerships.writing.kinds import Kind

OTHER = {MENTEE: MENTOR, MENTOR: MENTEE}
LEVELS = tuple(f"Somebody else leads {count} of the four meetings." for count in range(5))
GOAL = Wording("Let others lead", "I am the loudest in each meeting.", LEVELS, ("delegating-work",))


@dataclass(frozen=True)
class Deed:
    """Something that one side did at a moment; ``of`` is the thing it was done to."""

    at: datetime
    what: str
    side: str
    of: str = ""
    until: datetime | None = None


@dataclass
class Pair:
    """One announced match and all that its two did."""

    pk: object
    organization_id: object
    people: dict
    zones: dict
    temper: object
    announced_at: datetime
    answer_by: datetime
    status: str = "proposed"
    deeds: list = field(default_factory=list)
    own: dict = field(default_factory=dict)
    reached: set = field(default_factory=set)
    checks: set = field(default_factory=set)

    def note(self, what, side, of="", until=None):
        self.deeds.append(Deed(clock.now(), what, side, str(of), until))

    @property
    def now(self):
        return Partnership.objects.get(pk=self.pk)

    @contextlib.contextmanager
    def acting(self, side):
        """In the context of one of the two; gives their membership."""
        if side not in self.own:
            with context.enter(context.Context(self.organization_id)):
                own = Membership.objects.get(person=self.people[side], role=Role.PARTICIPANT)
                self.own[side] = own
        own = self.own[side]
        as_self = context.Context(self.organization_id, own.user_id, context.Actor.PARTICIPANT)
        with context.enter(as_self):
            yield own


def accept(pair, side):
    with pair.acting(side) as own:
        row = pair.now
        if row.status == Status.PROPOSED and row.answer_by > clock.now():
            matches.accept(row, by=own)
            pair.note("accept", side)


def decline(pair, side):
    with pair.acting(side) as own:
        row = pair.now
        if row.status == Status.PROPOSED and row.answer_by > clock.now():
            matches.decline(row, by=own)
            pair.note("decline", side)


def train(pair, side):
    with pair.acting(side):
        is_waited_for = pair.now.status == Status.PREPARING
    if is_waited_for:
        go_through(pair.organization_id, pair.people[side], (1, 1), 0)
        pair.note("train", side)


def propose_agreement(pair, side):
    """The mentee proposes what to agree on, and signs it."""
    with pair.acting(side) as own:
        row = pair.now
        if row.status != Status.PREPARING or row.introduced_at is None:
            return
        said = {"weeks": 4, "minutes": 60, "form": "either", "clauses": "", "seen": 0}
        proposed = agreements.propose(row, **said, by=own)
        agreements.sign(row, number=proposed.number, digest=proposed.digest, by=own)
        pair.note("propose_agreement", side, proposed.pk)


def sign(pair, side):
    with pair.acting(side) as own:
        row = pair.now
        newest = agreed.agreements_of(row).newest
        if row.status == Status.PREPARING and newest and newest.row:
            found = newest.row
            agreements.sign(row, number=found.number, digest=found.digest, by=own)
            pair.note("sign", side, found.pk)


def set_goal(pair, side):
    with pair.acting(side) as own:
        row = pair.now
        if row.status in (Status.PREPARING, Status.ACTIVE) and row.introduced_at:
            goals.set_goal(row, GOAL, by=own, goal_id=uuid7(), start=Level.LESS)
            writing.write(row, Kind.NOTE, "What we begin with.", by=own, item_id=uuid7())
            pair.note("set_goal", side)


def propose_meeting(pair, side, at):
    with pair.acting(side) as own:
        row = pair.now
        if row.status not in (Status.PREPARING, Status.ACTIVE) or at <= clock.now():
            return
        shape = {"zone": pair.zones[side], "minutes": 60, "form": Form.VIRTUAL}
        made = meetings.propose(row, times=[at], **shape, by=own, meeting_id=uuid7())
        pair.note("propose_meeting", side, made.pk, at)


def _meeting_at(pair, at, *statuses):
    rows = Meeting.objects.filter(partnership=pair.pk, starts_at=at, status__in=statuses)
    return rows.first()


def accept_meeting(pair, side, at):
    with pair.acting(side) as own:
        found = _meeting_at(pair, at, MeetingStatus.PROPOSED)
        is_open = pair.now.status in (Status.PREPARING, Status.ACTIVE)
        if found and is_open and at > clock.now():
            meetings.accept(found, at, by=own, seen=found.revision)
            pair.note("accept_meeting", side, found.pk, at)


def cancel_meeting(pair, side, at):
    with pair.acting(side) as own:
        found = _meeting_at(pair, at, MeetingStatus.PLANNED)
        if found and at > clock.now() and pair.now.status not in FINAL:
            meetings.cancel(found, by=own, seen=found.revision)
            pair.note("cancel_meeting", side, found.pk, at)


def say_met(pair, side, at, went):
    with pair.acting(side) as own:
        found = _meeting_at(pair, at, MeetingStatus.PLANNED, MeetingStatus.HELD)
        if found and pair.now.status not in FINAL:
            telling.say(found, Said.MISSED if went == MISSED else Said.HELD, by=own)
            pair.note("missed" if went == MISSED else "met", side, found.pk, at)


def log_meeting(pair, side, at):
    """They met elsewhere, and one of them notes it down."""
    with pair.acting(side) as own:
        row = pair.now
        if row.introduced_at is None or row.status in FINAL:
            return
        shape = {"zone": pair.zones[side], "minutes": 60, "form": Form.IN_PERSON}
        made = telling.log(row, at=at, **shape, by=own, meeting_id=uuid7())
        pair.note("met", side, made.pk, at)


def answer_check(pair, side, occasion):
    with pair.acting(side) as own:
        own_check = Check.objects.filter(
            partnership=pair.pk,
            participant__person=own.person_id,
            occasion=occasion,
            answered_at__isnull=True,
            closes_on__gte=clock.today(),
        ).first()
        if own_check is None or pair.now.status in FINAL:
            return
        meeting, useful = pair.temper.ratings
        said = {"meeting": meeting, "useful": useful}
        if occasion == Occasion.FIT:
            said = {"fit": pair.temper.fit}
        checks.answer(own_check, by=own, **said)
        pair.note("answer_check", side, occasion)


def pause(pair, side):
    with pair.acting(side) as own:
        row = pair.now
        if row.status == Status.ACTIVE and row.ends_on > clock.today():
            lasting.pause(row, by=own)
            pair.note("pause", side)


def resume(pair, side):
    with pair.acting(side) as own:
        if pair.now.status == Status.PAUSED:
            lasting.resume(pair.now, by=own)
            pair.note("resume", side)


def propose_extension(pair, side, days):
    with pair.acting(side) as own:
        row = pair.now
        if row.status == Status.ACTIVE and row.ends_on > clock.today():
            to = row.ends_on + timedelta(days=days)
            made = extending.propose(row, to_ends_on=to, by=own)
            pair.note("propose_extension", side, made.pk, made.answer_by)


def answer_extension(pair, side, answer):
    with pair.acting(side) as own:
        row = pair.now
        waiting = row.extensions.filter(outcome="", answer_by__gt=clock.now()).first()
        if waiting and row.status == Status.ACTIVE and row.ends_on > clock.today():
            days = (waiting.to_ends_on - waiting.from_ends_on).days
            extending.answer(waiting, agrees=answer == YES, by=own)
            what = "agree_extension" if answer == YES else "refuse_extension"
            pair.note(what, side, days)


def end(pair, side):
    with pair.acting(side) as own:
        if pair.now.status in (Status.PREPARING, Status.ACTIVE, Status.PAUSED):
            endings.end(pair.now, by=own, reason="changed")
            endings.say_next(pair.now, wants=False, by=own)
            pair.note("end", side)


def call(pair, side):
    with pair.acting(side) as own:
        if pair.now.status not in FINAL:
            concerns.ask_call(pair.now, by=own)
            pair.note("call", side)
