"""A year lived in an afternoon: each thing done on its own day, with the clock held there.

A program is lived in one transaction: what reads the time of day meanwhile, in another process,
must not find a match that nobody has answered for half a year.
"""

from datetime import UTC, datetime, time, timedelta
from functools import partial

from django.db import transaction

from demo.baseline import answer, answer_and_close, people_of
from demo.learning import furnish
from demo.lived import evidence, observing, people, reporting, steps
from demo.lived.alumni import ALUMNI
from demo.lived.cast import MIDYEAR
from demo.nominations import all_agreed
from evaluations.results.services import work_out_at_once
from instruments import services as questionnaires
from instruments.asked import people_asked
from instruments.kinds import Occasion
from instruments.stages import stage_of
from matching.announcing import announce_matches
from matching.models import MatchingRun
from matching.queries import matches_of
from matching.services import approve_many, start_run
from matching.tasks import run_matching
from mentoring import clock
from mentoring.tenancy import context
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant
from partnerships.agreements import versions
from partnerships.checks import due as checks
from partnerships.goals.scale import Level
from partnerships.lasting.services import close_due, complete_due
from partnerships.models import Partnership
from partnerships.services import introduce_trained
from programs.models import Program, ProgramDate
from programs.services import create_program, sponsor
from programs.timetable import add_months

# The days before today on which the two programs began.
BEGUN, ENDED = 172, 575
MONTH = 30
# When a pair ends that does not last.
EARLY = {"end": 75, "leave": 212}
# How far the goals of pairs come that are not slow.
MOST = (Level.REACHED, Level.MORE, Level.REACHED, Level.MUCH_MORE, Level.MORE)

PROGRAMS = (("Bridge Midyear", BEGUN, MIDYEAR), ("Bridge Alumni", ENDED, ALUMNI))


def live(organization, let_in, say, programs=PROGRAMS):
    """Each program; ``let_in`` gives the logins of its people a way in."""
    with context.enter(context.Context(organization.pk)):
        coordinator = Membership.objects.filter(role=Role.COORDINATOR).order_by("pk").first()
    for name, days, pairs in programs:
        logins = _live_once(organization, name, days, pairs, coordinator)
        let_in(logins)
        say(f"{name}: {len(pairs)} pairs and their year so far")


def _live_once(organization, name, days, pairs, coordinator):
    """Live one program unless it is there; the logins of its people."""
    with transaction.atomic(), context.enter(context.Context(organization.pk)):
        if not Program.objects.filter(name=name).exists():
            _Year(name, clock.now() - timedelta(days=days), pairs, coordinator).live()
        inside = Participant.objects.filter(program__name=name, person__user__isnull=False)
        return list(inside.values_list("person__user", flat=True))


class _Year:
    """One program from its first day to today."""

    def __init__(self, name, started, pairs, coordinator):
        self.name, self.pairs, self.coordinator = name, pairs, coordinator
        self.start = datetime.combine(started.date(), time(9), tzinfo=UTC)
        self.today = clock.now()
        self.program, self.twos = None, []

    def live(self):
        self._before()
        for day, act in sorted(self._days(), key=lambda one: one[0]):
            if self._at(day) < self.today:
                with clock.held_at(self._at(day)):
                    act()

    def _at(self, day):
        return self.start + timedelta(days=day)

    def _before(self):
        """From the set-up to the announcement, as a coordinator does it."""
        with clock.held_at(self._at(-7 * 20)):
            self.program = create_program(
                name=self.name,
                starts_on=self.start.date(),
                purpose="Give people on the way to larger roles an outside view.",
                by=self.coordinator,
            )
            furnish()
            versions.ship()
            versions.furnish_programs()
        with clock.held_at(self._at(-7 * 8)):
            people.enter(self.program, self.pairs, self.coordinator)
            all_agreed(self.program)
            self._sponsor()
        with clock.held_at(self._at(-38)):
            # By hand: the database opens what it opens by itself on the days of its own clock.
            questionnaires.reopen(self.program, Occasion.BASELINE, by=self.coordinator)
            observing.observe(self.program, Occasion.BASELINE)
            answer_and_close(self.program, self.coordinator, one_in=1)
        with clock.held_at(self._at(-30)):
            self._match()

    def _sponsor(self):
        sent = Participant.objects.filter(program=self.program).select_related("company")
        companies = {row.company_id: [row.company, 0, 0] for row in sent}
        for row in sent:
            companies[row.company_id][1 + row.is_mentor] += 1
        for company, mentees, mentors in companies.values():
            sponsor(self.program, company, mentees, mentors, by=self.coordinator)
        reporting.agree(self.program, self.coordinator)

    def _match(self):
        run = start_run(self.program, by=self.coordinator)
        run_matching.run(str(self.program.organization_id), str(run.pk))
        run = MatchingRun.objects.get(pk=run.pk)
        approve_many(list(matches_of(run)), by=self.coordinator, alternates=0)
        # The database keeps the time to answer by its own clock: it lasts until today.
        until_today = (self.today - clock.now()).days + 1
        announce_matches(list(run.matches.all()), answer_days=until_today, by=self.coordinator)
        cast = {pair.mentee.email: pair for pair in self.pairs}
        rows = Partnership.objects.filter(program=self.program).select_related("mentee_person")
        self.twos = [steps.Two(cast[row.mentee_person.email], row) for row in rows.order_by("pk")]

    def _days(self):
        """``(day, act)`` of everything that happens, in any order."""
        for number, two in enumerate(self.twos):
            yield from _together(two, number)
        yield 0, introduce_trained
        for day in (9, 12):
            yield day, checks.open_fit_checks
        for row in ProgramDate.objects.filter(program=self.program, key__startswith="check_"):
            opens = (row.opens_on - self.start.date()).days
            yield opens + 1, checks.open_progress_checks
            for number, two in enumerate(self.twos):
                if "quiet" not in two.pair.turns:
                    yield opens + 3 + number % 5, partial(steps.answer_checks, two, number + opens)
        last = (self.program.ends_on - self.start.date()).days
        yield from self._questionnaires(last)
        yield last + 1, close_due
        over = last + self.program.closing_days + 3
        yield over, complete_due
        yield over + 1, lambda: evidence.leave(self.program, self.coordinator)
        yield over + 2, lambda: evidence.share(self.program, self.coordinator)
        for day, period in reporting.days(self.program):
            yield day, lambda period=period: self._report(period)
        half_year = (add_months(self.program.ends_on, 6) - self.start.date()).days
        yield half_year + 9, lambda: self._answer(Occasion.FOLLOW_UP_6, lambda n: n % 2)
        yield half_year + 12, lambda: reporting.count(self.program)
        for day in (BEGUN - 1, half_year + 12):
            yield day, lambda: work_out_at_once(self.program)

    def _report(self, period):
        reporting.publish(self.program, period, self.coordinator)

    def _questionnaires(self, last):
        """Who is in the middle of a year is asked some days early; who is through has answered."""
        if (self.today - self.start).days < last:
            yield BEGUN - 6, self._open_early
            yield BEGUN - 4, lambda: self._answer(Occasion.MID_YEAR, lambda n: n % 3 == 0)
        else:
            middle = self.program.dates.get(key="check_6").opens_on - self.start.date()
            yield middle.days + 3, lambda: self._answer(Occasion.MID_YEAR, lambda n: n % 5)
            yield last - 20, lambda: observing.observe(self.program, Occasion.FINAL)
            yield last - 12, lambda: self._answer(Occasion.FINAL, lambda n: n % 10 != 4)
            yield last - 11, lambda: self._answer(Occasion.THEN, lambda n: n % 4 != 3)
            yield last - 5, lambda: evidence.let_read(self.program)

    def _open_early(self):
        questionnaires.reopen(self.program, Occasion.MID_YEAR, by=self.coordinator)

    def _answer(self, occasion, is_chosen):
        """Those of the people whom it asks, each with the number that they had at the start.

        ``is_chosen`` takes how many of them come before somebody.
        """
        numbers = {row.pk: number for number, row in enumerate(people_of(self.program))}
        asked = people_asked(stage_of(self.program, occasion)).filter(pk__in=numbers)
        people = list(asked.select_related("person", "program").order_by("id"))
        for place, participant in enumerate(people):
            if is_chosen(place):
                answer(participant, occasion, numbers[participant.pk])


def _together(two, number):
    """The year of one pair."""
    turns = two.pair.turns
    yield -27, lambda: steps.accept(two)
    yield -12, lambda: steps.train(two)
    yield 1, lambda: steps.greet(two)
    yield 2, lambda: steps.plan_meeting(two)
    yield 8.5, lambda: steps.say_met(two)
    yield 10, lambda: steps.set_goal(two)
    yield 10.5, lambda: steps.plan_to_do(two)
    yield 26, lambda: steps.tick_off(two)
    yield 13, lambda: steps.answer_checks(two, number)
    yield 14 + number % 9, lambda: steps.agree(two)
    last = next((day for turn, day in EARLY.items() if turn in turns), 360)
    if last < 360:
        yield last, lambda: steps.end_early(two)
    if "pause" in turns:
        yield 95, lambda: steps.pause(two)
        yield 118, lambda: steps.resume(two)
    if "extend" in turns:
        yield BEGUN - 2, lambda: steps.extend(two)
    yield from _months(two, number, last)
    if "call" in turns:
        yield BEGUN - 1, lambda: steps.ask_call(two)
    if last > BEGUN and "quiet" not in turns:
        yield BEGUN - 4 + number / 10, lambda: steps.plan_to_do(two)
        yield BEGUN - 3 + number / 10, lambda: steps.plan_meeting(two, ahead=9)


def _months(two, number, last):
    """A meeting, a note and a level each month; who is quiet lets two of three go by."""
    is_quiet, is_slow, is_paused = (word in two.pair.turns for word in ("quiet", "slow", "pause"))
    for month in range(1, 12):
        day = month * MONTH + 6 + number % 20
        if day >= last or (is_paused and 95 <= day < 118) or (is_quiet and month % 3):
            continue
        level = min(Level.LESS + month // (12 if is_slow else 3), MOST[number % len(MOST)])
        yield day, lambda: steps.log_meeting(two)
        yield day + 0.2, lambda: steps.write_note(two)
        yield day + 0.3, lambda level=level: steps.progress(two, level)
        yield day + 0.5, lambda month=month: steps.answer_checks(two, number + month)
