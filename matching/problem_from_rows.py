"""A program's rows → the engine's frozen problem, in a constant number of statements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from matching import rematch
from matching.decisions import Decision
from matching.engine.build import build_problem
from matching.engine.people import MeetingForm, Profile, Role, utc_hours
from matching.engine.problem import Problem, Rule
from matching.engine.rules import Facts
from matching.engine.scoring import Weights
from matching.engine.shortlist import with_rankings
from matching.erasing import former_selves
from matching.listed import attach, jobs_of
from matching.meaning.share import share_of
from matching.meaning.stored import wholes_of
from matching.models import Match
from matching.pool import Pool, free_places, pool_of
from matching.reasons import reasons_of
from matching.rulings.queries import in_force
from matching.shortlists.queries import rankings_of
from mentoring import clock
from organizations.models import CompanyConflict
from organizations.queries import companies_by_name, company_conflicts
from participants import roles
from participants.models import Participant
from participants.roles import Standing
from partnerships.lifecycle import ACCEPTED, Status
from partnerships.models import Partnership

RULES = {
    CompanyConflict.Rule.GROUP: Rule.CORPORATE_GROUP,
    CompanyConflict.Rule.DECLARED: Rule.DECLARED_COMPETITORS,
    CompanyConflict.Rule.COMPETITOR_GROUP: Rule.COMPETITOR_GROUP,
    CompanyConflict.Rule.INDUSTRY: Rule.SAME_INDUSTRY,
}
FORMS = {
    roles.MeetingForm.VIRTUAL: MeetingForm.VIRTUAL,
    roles.MeetingForm.IN_PERSON: MeetingForm.IN_PERSON,
    roles.MeetingForm.EITHER: MeetingForm.EITHER,
}
ANSWERS = {"A": 1, "B": -1, "-": 0}
NOON = time(12)


@dataclass(frozen=True)
class Numbers:
    """What the engine's numbers stand for: ids and codes by position."""

    companies: tuple
    competencies: tuple
    languages: tuple


@dataclass(frozen=True)
class Collected:
    """Everybody who stands for a match, the engine's view of each (by id), and the rules."""

    pool: Pool
    numbers: Numbers
    profiles: dict[str, Profile]
    facts: Facts
    weights: Weights
    vetoes: tuple
    previous: tuple
    pins: tuple = ()
    held: tuple = ()

    def problem(self, floor=0) -> Problem:
        """The frozen problem: the same rows give the same bytes.

        Pins of coordinators stand in it whether they can hold or not. Pairs to be ``held`` are
        pinned as far as nothing stands against them by now.
        """
        problem = self._unheld(floor)
        return rematch.hold(problem, self.held) if self.held else problem

    def _unheld(self, floor):
        return build_problem(
            [self.profiles[str(row.pk)] for row in self.pool.mentees],
            [self.profiles[str(row.pk)] for row in self.pool.mentors],
            facts=self.facts,
            weights=self.weights,
            pins=self.pins,
            vetoes=self.vetoes,
            previous=self.previous,
            floor=floor,
        )

    def reasons(self, mentee, mentor):
        """What speaks for and against a pair of ids, see ``matching.reasons``."""
        return reasons_of(
            self._rows[mentee], self._rows[mentor], self.profiles[mentee], self.profiles[mentor]
        )

    @cached_property
    def _rows(self):
        return {str(row.pk): row for row in self.pool}


def collect(program, *, previous_run=None, holds=False, stories=False):
    """Read everything that a matching run of ``program`` depends on.

    ``previous_run`` is the last finished run: the new one departs from its matches as little as the
    optimum allows, and with ``holds`` keeps all of them that nobody has been told of. With
    ``stories`` what was read of them comes along though the program does not compare them.
    """
    pool = pool_of(program)
    names = ("competencies", "former_employers", "please_not")
    attach(pool, *names, program=program, standing=Standing.IN)
    companies = companies_by_name()
    # A company stands in there under each of its names.
    ids = sorted({row.pk for row in companies.values()})
    index = {str(pk): number for number, pk in enumerate(ids)}
    people = _People(program, pool, companies, index, stories or share_of(program) > 0)
    paired, declined = _pairs_before(program, pool)
    pins, vetoes = in_force(program, pool)
    profiles = with_rankings((people.profile(row) for row in pool), rankings_of(program))
    return Collected(
        pool=pool,
        numbers=Numbers(tuple(ids), tuple(people.competencies), tuple(people.languages)),
        profiles={profile.id: profile for profile in profiles},
        facts=Facts(
            companies=_conflicts(index),
            paired_before=paired,
            former_employer_months=program.former_employer_months,
        ),
        weights=_weights(program),
        vetoes=tuple(declined) + _rejected(program) + vetoes,
        previous=_matched_in(previous_run),
        pins=pins,
        held=rematch.pairs_to_hold(previous_run) if holds and previous_run else (),
    )


def reasons_of_pairs(program, pairs):
    """``{(mentee id, mentor id): reasons}`` of some pairs of ids, in two statements."""
    ids = {pk for pair in pairs for pk in pair}
    rows = list(Participant.objects.filter(pk__in=ids))
    attach(rows, "competencies")
    people = {str(row.pk): row for row in rows}
    noon = datetime.combine(program.starts_on, NOON)
    hours = {pk: _Hours(_hours(row, _offset(row, noon))) for pk, row in people.items()}
    return {
        (mentee, mentor): reasons_of(people[mentee], people[mentor], hours[mentee], hours[mentor])
        for mentee, mentor in pairs
    }


@dataclass(frozen=True)
class _Hours:
    """As much of a profile as reasons need."""

    hours: tuple


class _People:
    """Looks up, once for all, what profiles refer to by name, address or code."""

    def __init__(self, program, pool, companies, index, stories):
        self.program = program
        self.companies = companies
        self.index = index
        self.pool = pool
        self.today = clock.today()
        self.jobs = jobs_of(program)
        self.by_email = defaultdict(set)
        self.manager_of = {}
        for row in pool:
            email = row.email.casefold()
            self.by_email[email].add(str(row.pk))
            if row.manager_email:
                self.manager_of[email] = row.manager_email.casefold()
        self.competencies = _numbered(c.competency for row in pool for c in row.listed_competencies)
        self.transitions = _numbered(code for row in pool for code in row.transitions)
        self.languages = _numbered(code for row in pool for code in row.languages)
        noon = datetime.combine(program.starts_on, NOON)
        self.stories = wholes_of(program) if stories else {}
        zones = {row.time_zone for row in pool if row.time_zone}
        self.offsets = {zone: _minutes(noon.replace(tzinfo=ZoneInfo(zone))) for zone in zones}

    def profile(self, row):
        offset = self.offsets.get(row.time_zone, 0)
        answers = [(self.competencies[c.competency], c) for c in row.listed_competencies]
        please_not = self._please_not(row)
        return Profile(
            id=str(row.pk),
            role=Role.MENTOR if row.is_mentor else Role.MENTEE,
            company=self.index[self._company_now(row)],
            needs=tuple(code for code, c in sorted(answers, key=_rank) if c.rank is not None),
            offers=tuple(sorted((code, c.level) for code, c in answers if c.level is not None)),
            level=row.level,
            years=row.years_experience,
            transitions=_bits(self.transitions, row.transitions),
            languages=_bits(self.languages, row.languages),
            utc_offset=offset,
            max_gap=60 * self._gap_hours(row),
            hours=_hours(row, offset),
            meeting_form=FORMS[row.meeting_form],
            ways_of_working=tuple(ANSWERS[answer] for answer in row.ways_of_working),
            story=self._story(row),
            former_employers=self._former_employers(row),
            **self._move(row),
            please_not_companies=frozenset(please_not["companies"]),
            please_not_people=frozenset(please_not["people"]),
            managers=self._managers(row),
            capacity=free_places(row) if row.is_mentor else 0,
            complete=not self.pool.missing[row.pk],
        )

    def _company_now(self, row):
        """Where the person works today; where they were nominated from if that is unknown."""
        jobs = [job for job in self.jobs[row.person_id] if job.ended_on is None]
        return jobs[0].company_id if jobs else str(row.company_id)

    def _move(self, row):
        """The change of employer that is known to come before the program ends."""
        job = next(iter(self.jobs[row.person_id]), None)
        if job is None or job.moves_on is None:
            return {}
        joins = None if job.moves_to is None else self.index[job.moves_to]
        return {"moves_on": job.moves_on.toordinal(), "moves_to": joins}

    def _story(self, row):
        whole = self.stories.get(row.pk)
        return None if whole is None else tuple(memoryview(whole).cast("b"))

    def _gap_hours(self, row):
        own = row.max_zone_gap_hours
        return self.program.default_zone_gap_hours if own is None else own

    def _former_employers(self, row):
        """As the profile says, and as the organization saw it happen."""
        found = set()
        for former in row.listed_former_employers:
            company_id = former.company_id or self._company_named(former.name)
            if company_id is not None:
                found.add((self.index[company_id], _months(former.ended_on, self.today)))
        for job in self.jobs[row.person_id]:
            if job.ended_on is not None:
                found.add((self.index[job.company_id], _months(job.ended_on, self.today)))
        return frozenset(found)

    def _please_not(self, row):
        found = {"companies": set(), "people": set()}
        for wish in row.listed_please_not:
            company_id = wish.company_id or self._company_named(wish.text)
            if company_id is not None:
                found["companies"].add(self.index[company_id])
            found["people"] |= self.by_email.get(wish.text.strip().casefold(), set())
        return found

    def _company_named(self, name):
        company = self.companies.get(name.strip().casefold())
        return str(company.pk) if company else None

    def _managers(self, row):
        """Everybody above, as far as addresses lead; a circle of managers ends the walk."""
        above, seen = set(), set()
        email = self.manager_of.get(row.email.casefold())
        while email and email not in seen:
            seen.add(email)
            above |= self.by_email.get(email, set())
            email = self.manager_of.get(email)
        return frozenset(above)


def _numbered(codes):
    return {code: number for number, code in enumerate(sorted(set(codes)))}


def _rank(answer):
    return answer[1].rank or 0


def _bits(numbers, codes):
    return sum(1 << numbers[code] for code in set(codes))


def _offset(row, noon):
    """Minutes ahead of UTC at ``noon`` of the program's first day."""
    return _minutes(noon.replace(tzinfo=ZoneInfo(row.time_zone))) if row.time_zone else 0


def _minutes(moment):
    return int(moment.utcoffset().total_seconds() // 60)


def _hours(row, offset):
    if row.hours_from is None or row.hours_to is None or not row.time_zone:
        return ()
    start, end = (60 * t.hour + t.minute for t in (row.hours_from, row.hours_to))
    return utc_hours(start, end, offset)


def _months(ended_on, today):
    """Whole months since that day; a day to come counts as today."""
    months = 12 * (today.year - ended_on.year) + today.month - ended_on.month
    return max(0, months - (today.day < ended_on.day))


def _conflicts(index):
    """(c, c) bits of the rules between companies."""
    bits = np.zeros((len(index), len(index)), np.uint32)
    for (low, high), conflicts in company_conflicts().items():
        for conflict in conflicts:
            bits[index[str(low)], index[str(high)]] |= np.uint32(RULES[conflict.rule])
    return bits


def _weights(program):
    return Weights(
        needs=program.weight_needs,
        path=program.weight_path,
        ways_of_working=program.weight_ways,
        wishes=program.weight_wishes,
        logistics=program.weight_logistics,
        perspective=program.weight_perspective,
        story=share_of(program),
    )


def _pairs_before(program, pool):
    """Pairs of participants whose two people were partners before, and those where one said no."""
    mentees, mentors = defaultdict(list), defaultdict(list)
    for row in pool.mentees:
        mentees[row.person_id].append(row.pk)
    for row in pool.mentors:
        mentors[row.person_id].append(row.pk)
    erased = former_selves((row.person_id, row.email) for row in pool)
    for now, before in erased.items():
        for person_id in before:
            mentees[person_id] += mentees.get(now, [])
            mentors[person_id] += mentors.get(now, [])
    former = [person_id for before in erased.values() for person_id in before]
    partners = (*ACCEPTED, Status.ENDED)
    people = Participant.objects.filter(program=program, standing=Standing.IN).values("person")
    mentees_here = people.filter(side=roles.Side.MENTEE)
    mentors_here = people.filter(side=roles.Side.MENTOR)
    rows = Partnership.objects.filter(
        Q(mentee_person_id__in=mentees_here) | Q(mentee_person_id__in=former),
        Q(mentor_person_id__in=mentors_here) | Q(mentor_person_id__in=former),
        status__in=[*partners, Status.DECLINED],
    ).values_list(
        Cast("mentee_person_id", TextField()), Cast("mentor_person_id", TextField()), "status"
    )
    paired, declined = set(), set()
    for mentee_id, mentor_id, status in rows:
        pairs = {
            (one, other)
            for one in mentees.get(mentee_id, ())
            for other in mentors.get(mentor_id, ())
        }
        (declined if status == Status.DECLINED else paired).update(pairs)
    return sorted(paired), sorted(declined)


def _rejected(program):
    """Pairs that a coordinator rejected in an earlier run of this program."""
    rows = Match.objects.filter(run__program=program, decision=Decision.REJECTED)
    pairs = rows.order_by("id").values_list("mentee_id", "mentor_id")
    return tuple((str(mentee), str(mentor)) for mentee, mentor in pairs)


def _matched_in(run):
    if run is None:
        return ()
    pairs = run.matches.order_by("id").values_list("mentee_id", "mentor_id")
    return tuple((str(mentee), str(mentor)) for mentee, mentor in pairs)
