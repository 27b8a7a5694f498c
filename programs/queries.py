"""Reads about programs: which there are, where each stands today, and how many are in it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Prefetch, Q, Sum, Value
from django.http import Http404
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import written_day
from programs.models import Program, ProgramDate, Sponsorship
from programs.timetable import START, TIMETABLE

# Words of the apps above, whose models this one must not import.
MENTEES = Q(participants__side="mentee", participants__standing="in")
MENTORS = Q(participants__side="mentor", participants__standing="in")
# A partnership holds a place exactly as long as it is live.
LIVE = Q(partnerships__place__isnull=False)
NEARBY = 7  # rows of the timetable beside the overview
BOTH_ACCEPTED = Q(
    partnerships__mentor_accepted_at__isnull=False, partnerships__mentee_accepted_at__isnull=False
)


def program_or_404(slug):
    """The organization's program at this address."""
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        raise Http404
    return program


def program_with_id(pk):
    """A program with its organization, whose id is known to be right."""
    return Program.objects.select_related("organization").get(pk=pk)


# What apps above this one have the statement of the menu read, ``{name: build}``.
_beside_menu = {}


def read_beside_menu(name, build):
    """Have each program of the menu carry ``build(membership)``, an expression, under this name.

    It is for numbers that every page of coordinators shows: they cost no statement of their own.
    """
    _beside_menu[name] = build


def _with_menu(viewer):
    facts = {name: build(viewer) for name, build in _beside_menu.items()} if viewer else {}
    return Program.objects.annotate(**facts)


def programs_list(viewer=None):
    """Every program of the organization, soonest first, each with its timetable loaded.

    For ``viewer``, a member of staff, with what stands beside the menu.
    """
    rows = Prefetch("dates", ProgramDate.objects.order_by("opens_on", "closes_on"))
    return soonest_first(_with_menu(viewer).prefetch_related(rows))


def soonest_first(programs):
    """``[Program]`` by start: what runs, what is to come, then what is over, the newest first."""
    today = clock.today()
    over = [program for program in programs if program.ends_on < today]
    others = [program for program in programs if program.ends_on >= today]
    newest_first = sorted(over, key=lambda program: program.starts_on, reverse=True)
    return [*sorted(others, key=lambda program: program.starts_on), *newest_first]


@dataclass(frozen=True)
class Counts:
    """How many are in a program: sponsors, people who take part, places, matches.

    ``waiting`` are announced and not accepted by both; ``overdue`` are those of them whose days to
    answer are over; ``accepted`` are accepted by both and not ended.
    """

    companies: int = 0
    mentees: int = 0
    mentors: int = 0
    places: int = 0
    waiting: int = 0
    overdue: int = 0
    accepted: int = 0

    @property
    def people(self):
        return self.mentees + self.mentors

    @property
    def matches(self):
        return self.waiting + self.accepted


def counts_of(programs):
    """``{program id: Counts}`` in one statement, however many programs there are."""
    chosen = Program.objects.filter(pk__in=[program.pk for program in programs])
    late = Q(partnerships__answer_by__lt=clock.now())
    kinds = {
        "sponsors": {"companies": Count("sponsorships")},
        "people": {
            "mentees": Count("participants", filter=MENTEES),
            "mentors": Count("participants", filter=MENTORS),
            "places": Sum("participants__capacity", filter=MENTORS, default=0),
        },
        "matches": {
            "waiting": Count("partnerships", filter=LIVE & ~BOTH_ACCEPTED),
            "overdue": Count("partnerships", filter=LIVE & ~BOTH_ACCEPTED & late),
            "accepted": Count("partnerships", filter=LIVE & BOTH_ACCEPTED),
        },
    }
    parts = [_numbers(chosen, kind, sums) for kind, sums in kinds.items()]
    found = {program.pk: {} for program in programs}
    if found:
        for pk, kind, *numbers in parts[0].union(*parts[1:], all=True).order_by():
            found[pk] |= dict(zip(kinds[kind], numbers, strict=False))
    return {pk: Counts(**numbers) for pk, numbers in found.items()}


def _numbers(chosen, kind, sums):
    """Rows of program, kind and three numbers: the same shape for each kind, to be united."""
    columns = {f"n{place}": total for place, total in enumerate(sums.values())}
    columns |= {f"n{place}": Value(0) for place in range(len(sums), 3)}
    rows = chosen.order_by().values("pk").annotate(kind=Value(kind), **columns)
    return rows.values_list("pk", "kind", "n0", "n1", "n2")


@dataclass(frozen=True)
class Stage:
    """Where a program stands on ``today``, from its timetable alone."""

    program: Program
    today: date
    rows: list = field(default_factory=list)

    @property
    def is_over(self):
        return self.today > self.program.ends_on

    @property
    def has_started(self):
        return self.today >= self.program.starts_on

    @cached_property
    def month(self):
        """The month of the program that today is in, from 1."""
        start = self.program.starts_on
        months = (self.today.year - start.year) * 12 + self.today.month - start.month
        return months + (self.today.day >= start.day)

    @cached_property
    def length(self):
        """How many months the program lasts."""
        start, end = self.program.starts_on, self.program.ends_on
        return max(1, (end.year - start.year) * 12 + end.month - start.month)

    @property
    def current(self):
        """Rows that are open today."""
        return [row for row in self.rows if row.opens_on <= self.today <= row.closes_on]

    @property
    def coming(self):
        """Rows that have not opened yet, the next one first."""
        return [row for row in self.rows if row.opens_on > self.today]

    @property
    def label(self):
        """The stage in a few words: `Matching and answers`, `Month 3 of 12`, `Over`."""
        if self.is_over:
            return _("Over")
        if self.has_started:
            month = max(1, min(self.month, self.length))
            return _("Month %(month)s of %(length)s") % {"month": month, "length": self.length}
        if self.current:
            return self.current[-1].get_key_display()
        return _("Planned")

    @property
    def hint(self):
        """What comes next, with its day."""
        if self.is_over:
            return _("Ended on %(day)s") % {"day": written_day(self.program.ends_on, self.today)}
        if not self.has_started:
            return _("Starts on %(day)s") % {"day": written_day(self.program.starts_on, self.today)}
        if self.coming:
            row = self.coming[0]
            facts = {"stage": row.get_key_display(), "day": written_day(row.opens_on, self.today)}
            return _("%(stage)s on %(day)s") % facts
        return ""

    def steps(self):
        """The timetable as items of the tag ``steps``."""
        return [
            {"label": row.get_key_display(), "hint": span_in_words(row), "state": self._state(row)}
            for row in self.rows
        ]

    def nearby(self):
        """The items of ``steps`` around today: the last one that is done and what comes next."""
        steps = self.steps()
        done = sum(step["state"] == "done" for step in steps)
        return steps[max(0, done - 1) :][:NEARBY]

    def _state(self, row):
        if row.closes_on < self.today:
            return "done"
        return "current" if row.opens_on <= self.today else ""


def stage_of(program, today=None):
    """Where a program stands; one statement unless its dates are loaded already."""
    return Stage(program, today or clock.today(), in_order(program.dates.all()))


def in_order(dates):
    """Rows of a timetable as a ``Stage`` takes them."""
    return sorted(dates, key=lambda row: (row.opens_on, row.closes_on, row.key))


def span_in_words(row):
    """`Monday 4 January` or `Monday 4 January – Monday 25 January`."""
    if row.opens_on == row.closes_on:
        return written_day(row.opens_on)
    return f"{written_day(row.opens_on)} – {written_day(row.closes_on)}"


def timetable_of(program):
    """``[(Entry, ProgramDate or None)]`` of every row that can be edited, in the default order."""
    rows = {row.key: row for row in program.dates.all()}
    return [(entry, rows.get(entry.key)) for entry in TIMETABLE if entry.key != START]


@dataclass(frozen=True)
class Sponsor:
    """A company's place in a program and how much of it is used."""

    row: Sponsorship
    mentees: int
    mentors: int

    @property
    def company(self):
        return self.row.company

    @property
    def seats_left(self):
        """Below zero: more mentees than seats."""
        return self.row.mentee_seats - self.mentees

    @property
    def seats_over(self):
        return max(0, -self.seats_left)

    @property
    def mentors_missing(self):
        return max(0, self.row.mentors_owed - self.mentors)

    @property
    def is_settled(self):
        return self.seats_left >= 0 and not self.mentors_missing


def sponsors_of(program):
    """``[Sponsor]`` by company name, in two statements."""
    taken = {
        row["participants__company"]: row
        for row in Program.objects.filter(pk=program.pk)
        .order_by()
        .values("participants__company")
        .annotate(
            mentees=Count("participants", filter=MENTEES),
            mentors=Count("participants", filter=MENTORS),
        )
    }
    none = {"mentees": 0, "mentors": 0}
    rows = program.sponsorships.select_related("company").order_by("company__name", "id")
    return [
        Sponsor(row, **{key: taken.get(row.company_id, none)[key] for key in none}) for row in rows
    ]


def sponsor_names(program):
    """``[(company id, name)]`` of a program's sponsors by name, in one statement."""
    rows = program.sponsorships.order_by("company__name", "id")
    return list(rows.values_list("company_id", "company__name"))


def totals(sponsors):
    """Seats and mentors of all sponsors together, as the last line of their table."""
    return {
        "mentee_seats": sum(sponsor.row.mentee_seats for sponsor in sponsors),
        "mentors_owed": sum(sponsor.row.mentors_owed for sponsor in sponsors),
        "mentees": sum(sponsor.mentees for sponsor in sponsors),
        "mentors": sum(sponsor.mentors for sponsor in sponsors),
    }


def program_menu(request):
    """The organization's programs for the menu; the ones a page has loaded serve again."""
    if not hasattr(request, "programs"):
        request.programs = soonest_first(_with_menu(request.membership))
    return request.programs


def program_of(request, slug):
    """The program at this address, from the menu that every page inside a program shows anyway."""
    program = next((one for one in program_menu(request) if one.slug == slug), None)
    if program is None:
        raise Http404
    return program
