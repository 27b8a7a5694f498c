"""What coordinators read of nominations: sponsors, who was asked, applications, what to settle."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.http import Http404

from organizations.models import Company, Employment
from participants.models import Participant
from participants.nominating.asking import over
from participants.nominating.models import (
    Application,
    ApplicationLink,
    Asking,
    Nomination,
    NominationResult,
)
from participants.nominating.settling import DECISIONS
from participants.nominating.words import ApplicationState, Outcome
from participants.roles import Side, Standing
from programs.models import Program

A_PAGE = 50
OUT = (Standing.DECLINED, Standing.UNANSWERED, Standing.WITHDRAWN, Standing.REMOVED)


@dataclass(frozen=True)
class SponsorLine:
    """A sponsor's seats, and its people by how far they are."""

    company: Company
    seats: int
    owed: int
    mentees: Counter
    mentors: Counter

    @property
    def mentees_held(self):
        return self.mentees["in"] + self.mentees["nominated"]

    @property
    def mentors_held(self):
        return self.mentors["in"] + self.mentors["nominated"]

    @property
    def both(self):
        return self.mentees + self.mentors


def sponsor_lines(program):
    """``[SponsorLine]`` by company name, in two statements."""
    found = {}
    rows = Participant.objects.filter(program=program).order_by()
    for company, side, standing, number in rows.values_list("company", "side", "standing").annotate(
        Count("pk")
    ):
        found.setdefault((company, side), Counter())[standing] += number
    sponsorships = program.sponsorships.select_related("company").order_by("company__name", "id")
    return [
        SponsorLine(
            row.company,
            row.mentee_seats,
            row.mentors_owed,
            found.get((row.company_id, Side.MENTEE), Counter()),
            found.get((row.company_id, Side.MENTOR), Counter()),
        )
        for row in sponsorships
    ]


def tab_numbers(program):
    """``{tab: how many wait there}`` in one statement."""
    of_program = OuterRef("pk")
    counted = {
        "people": Participant.objects.filter(program=of_program, standing=Standing.NOMINATED),
        "settle": NominationResult.objects.filter(
            nomination__program=of_program, outcome=Outcome.TO_SETTLE
        ),
        "applications": Application.objects.filter(program=of_program, state=ApplicationState.NEW),
    }
    numbers = [Subquery(_count(rows)) for rows in counted.values()]
    found = Program.objects.filter(pk=program.pk).values_list(*numbers).get()
    return dict(zip(counted, found, strict=True))


def _count(rows):
    return rows.order_by().values("organization").annotate(n=Count("pk")).values("n")


def asked_people(program, page):
    """A ``Page`` of ``asked_rows``."""
    return Paginator(asked_rows(program), A_PAGE).get_page(page)


def asked_rows(program):
    """Those nominated, then those who are out after a question, each ``with_questions``."""
    return (
        with_questions(Participant.objects.filter(program=program))
        .filter(Q(standing=Standing.NOMINATED) | Q(standing__in=OUT, asked_at__isnull=False))
        .annotate(waits=_whether(standing=Standing.NOMINATED))
        .order_by("-waits", "asked_at", "id")
    )


def with_questions(participants):
    """Participants with person, company, and the facts of the last question put to them."""
    last = Asking.objects.filter(participant=OuterRef("pk")).order_by("-asked_at", "-id")
    fields = ("source", "asked_at", "answer", "reason", "answer_by")
    facts = {name: Subquery(last.values(name)[:1]) for name in fields}
    return participants.annotate(**facts).select_related("person", "company")


@dataclass(frozen=True)
class Unsettled:
    """A nomination that waits, with what is on record."""

    nomination: Nomination
    doubt: str
    employer: str
    decisions: tuple


def unsettled(program, most=A_PAGE):
    """``[Unsettled]`` of a program, the longest waiting first, in one statement."""
    job = Employment.objects.filter(
        person__email__iexact=OuterRef("nomination__email"), ended_on__isnull=True
    )
    rows = (
        NominationResult.objects.filter(nomination__program=program, outcome=Outcome.TO_SETTLE)
        .select_related("nomination__company")
        .annotate(employer=Subquery(job.values("company__name")[:1]))
        .order_by("nomination__created_at", "id")
    )
    return [
        Unsettled(row.nomination, row.get_doubt_display(), row.employer or "", DECISIONS[row.doubt])
        for row in rows[:most]
    ]


def applications_of(program, page):
    """A ``Page`` of applications, those that wait first."""
    rows = Application.objects.filter(program=program)
    rows = rows.annotate(waits=_whether(state=ApplicationState.NEW)).select_related("participant")
    return Paginator(rows.order_by("-waits", "created_at", "id"), A_PAGE).get_page(page)


def _whether(**facts):
    return ExpressionWrapper(Q(**facts), BooleanField())


def link_of(program):
    """The program's ``ApplicationLink`` with ``is_over`` for its nominations, or None."""
    passed = program.dates.filter(over())
    return ApplicationLink.objects.filter(program=program).annotate(is_over=Exists(passed)).first()


def nomination_or_404(program, pk):
    return _or_404(Nomination.objects.filter(program=program, pk=pk))


def participant_or_404(program, pk):
    found = Participant.objects.filter(program=program, pk=pk)
    return _or_404(found.select_related("person", "program"))


def application_or_404(program, pk):
    return _or_404(Application.objects.filter(program=program, pk=pk))


def sponsoring_companies(program):
    """Companies with a place in the program, by name."""
    rows = Company.objects.filter(sponsorships__program=program)
    return list(rows.order_by("name"))


def waiting_people(program):
    """Everybody who has an open question."""
    rows = Participant.objects.filter(program=program, standing=Standing.NOMINATED)
    rows = rows.filter(askings__answered_at__isnull=True, askings__isnull=False)
    return list(rows.select_related("person", "program"))


def _or_404(rows):
    found = rows.first()
    if found is None:
        raise Http404
    return found
