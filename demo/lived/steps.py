"""What people of a lived-in program do, each as themselves: one function for each thing done."""

import contextlib
from datetime import UTC, datetime, time, timedelta

from demo.learning import go_through
from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership
from organizations.roles import Role
from partnerships import services as matches
from partnerships.actions import services as actions
from partnerships.actions.models import ActionItem
from partnerships.actions.standings import Standing
from partnerships.agreements import queries as agreed
from partnerships.agreements import services as agreements
from partnerships.checks import services as checks
from partnerships.checks.kinds import Fit, Occasion
from partnerships.checks.models import Check
from partnerships.concerns import services as concerns
from partnerships.endings import services as endings
from partnerships.goals import services as goals
from partnerships.goals.models import Goal
from partnerships.goals.scale import Level
from partnerships.goals.wording import Wording
from partnerships.lasting import extending
from partnerships.lasting import services as lasting
from partnerships.lifecycle import MENTEE, MENTOR
from partnerships.meetings import services as meetings
from partnerships.meetings import telling, written
from partnerships.meetings.kinds import Form, MeetingStatus, Said
from partnerships.meetings.models import Meeting
from partnerships.models import Partnership
from partnerships.writing import services as writing
from partnerships.writing.kinds import Kind

MODULES = 5
USUAL_MINUTES = 60
CADENCE_WEEKS = 4


class Two:
    """A pair of the cast and the partnership that a run made of it."""

    def __init__(self, pair, partnership):
        self.pair, self.words, self.pk = pair, pair.words, partnership.pk
        self.organization_id = partnership.organization_id
        self.people = {
            MENTEE: partnership.mentee_person_id,
            MENTOR: partnership.mentor_person_id,
        }

    @property
    def now(self):
        return Partnership.objects.get(pk=self.pk)

    @contextlib.contextmanager
    def acting(self, side):
        """In the context of one of the two; gives their membership."""
        own = Membership.objects.get(person=self.people[side], role=Role.PARTICIPANT)
        as_self = context.Context(self.organization_id, own.user_id, context.Actor.PARTICIPANT)
        with context.enter(as_self):
            yield own

    def zone(self, side=MENTEE):
        return getattr(self.pair, side).zone


def accept(two):
    for side in (MENTOR, MENTEE):
        with two.acting(side) as own:
            matches.accept(two.now, by=own)


def train(two):
    for number, side in enumerate((MENTEE, MENTOR)):
        go_through(two.organization_id, two.people[side], (MODULES, MODULES), number)


def greet(two):
    _say(two, MENTEE, Kind.MESSAGE, two.words.hello)
    _say(two, MENTOR, Kind.MESSAGE, two.words.answer)


def plan_meeting(two, ahead=6):
    """The mentee proposes two moments and what to talk about; the mentor takes the first."""
    day = clock.now().date() + timedelta(days=ahead)
    times = [datetime.combine(day, time(hour), tzinfo=UTC) for hour in (9, 13)]
    with two.acting(MENTEE) as own:
        meeting = meetings.propose(
            two.now,
            times=times,
            zone=two.zone(),
            minutes=USUAL_MINUTES,
            form=Form.VIRTUAL,
            by=own,
            meeting_id=uuid7(),
            place="https://meet.example.org/our-hour",
        )
        written.write_agenda(meeting, two.words.agenda, by=own, seen=0)
    with two.acting(MENTOR) as own:
        meeting = Meeting.objects.get(pk=meeting.pk)
        meetings.accept(meeting, times[0], by=own, seen=meeting.revision)


def say_met(two):
    """Both say that they met; the mentee writes down what came of it."""
    for side in (MENTEE, MENTOR):
        with two.acting(side) as own:
            begun = Meeting.objects.filter(
                partnership=two.pk, status__in=(MeetingStatus.PLANNED, MeetingStatus.HELD)
            )
            meeting = begun.filter(starts_at__lte=clock.now()).latest("starts_at")
            telling.say(meeting, Said.HELD, by=own)
    _say(two, MENTEE, Kind.JOURNAL, two.words.journal)


def log_meeting(two):
    """They met elsewhere, yesterday; one of them notes it down."""
    at = clock.now() - timedelta(days=1)
    with two.acting(MENTEE) as own:
        telling.log(
            two.now,
            at=at,
            zone=two.zone(),
            minutes=USUAL_MINUTES,
            form=Form.IN_PERSON,
            by=own,
            meeting_id=uuid7(),
        )


def set_goal(two):
    words = two.words
    said = Wording(words.title, words.why, words.levels, ("delegating-work",))
    with two.acting(MENTEE) as own:
        goals.set_goal(two.now, said, by=own, goal_id=uuid7(), start=Level.LESS)


def plan_to_do(two):
    """Something for the mentee to do before they meet again."""
    with two.acting(MENTEE) as own:
        due = clock.now().date() + timedelta(days=20)
        item = {"item_id": uuid7(), "owner_id": own.person_id, "due_on": due}
        actions.add_item(two.now, two.words.todo, by=own, **item)


def tick_off(two):
    with two.acting(MENTEE) as own:
        for item in ActionItem.objects.filter(partnership=two.pk):
            actions.say(two.now, item.pk, Standing.DONE, by=own)


def agree(two):
    """The mentee proposes, and both sign what they read: the partnership begins."""
    with two.acting(MENTEE) as own:
        row = agreements.propose(
            two.now,
            weeks=CADENCE_WEEKS,
            minutes=USUAL_MINUTES,
            form="either",
            clauses=two.words.clauses,
            seen=0,
            by=own,
        )
    for side in (MENTEE, MENTOR):
        with two.acting(side) as own:
            newest = agreed.agreements_of(two.now).newest.row
            agreements.sign(two.now, number=newest.number, digest=newest.digest, by=own)
    return row


def progress(two, level):
    with two.acting(MENTEE) as own:
        goal = Goal.objects.filter(partnership=two.pk).first()
        goals.note_progress(
            two.now, goal.pk, by=own, item_id=uuid7(), level=level, text=two.words.progress
        )


def write_note(two):
    _say(two, MENTEE, Kind.NOTE, two.words.note)


def answer_checks(two, number):
    """Whoever has been asked and not answered does so; a mentor forgets now and then."""
    for side in (MENTEE, MENTOR) if number % 3 else (MENTEE,):
        with two.acting(side) as own:
            asked = Check.objects.filter(
                partnership=two.pk,
                participant__person=own.person_id,
                answered_at__isnull=True,
                closes_on__gte=clock.today(),
            )
            for check in asked:
                checks.answer(check, by=own, **_said(check, number))


def _said(check, number):
    if check.occasion == Occasion.FIT:
        return {"fit": Fit.GOOD}
    return {"meeting": 4 + number % 2, "useful": 3 + number % 3}


def ask_call(two):
    """The mentee would like to talk to a coordinator, and does not say about what."""
    with two.acting(MENTEE) as own:
        concerns.ask_call(two.now, by=own, reach="Thursday afternoon")


def pause(two):
    with two.acting(MENTEE) as own:
        lasting.pause(two.now, by=own)


def resume(two):
    with two.acting(MENTOR) as own:
        lasting.resume(two.now, by=own)


def extend(two, days=60):
    """The mentee asks for two months more, and the mentor has not answered yet."""
    partnership = two.now
    with two.acting(MENTEE) as own:
        extending.propose(
            partnership, to_ends_on=partnership.ends_on + timedelta(days=days), by=own
        )


def end_early(two):
    with two.acting(MENTEE) as own:
        endings.end(two.now, by=own, reason="changed")
        endings.say_next(two.now, wants=True, by=own)


def _say(two, side, kind, text):
    with two.acting(side) as own:
        writing.write(two.now, kind, text, by=own, item_id=uuid7())
