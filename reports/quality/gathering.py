"""What the criteria look at, read in five statements whatever the size of the program.

Ids, days and numbers: nothing that a pair wrote is read here, and of answers only that they were
given.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject

from evaluations.results.models import ResultsRun
from evaluations.sharing.models import SharedResults
from instruments.kinds import Occasion
from instruments.models import Response
from mentoring import clock
from mentoring.jobs.models import RunStatus
from organizations.models import Membership
from organizations.roles import STAFF
from organizations.zones import zone_of
from participants.models import Participant
from participants.nominating.models import Consent, ConsentText
from participants.roles import Side, Standing
from partnerships.agreements.models import ProgramAgreement
from partnerships.cases.kinds import CaseStatus, Outcome, Signal
from partnerships.cases.models import Case, CaseEvent
from partnerships.checks.queries import Rate, rates
from partnerships.concerns.models import ContactPerson
from partnerships.endings.models import NextMatch
from partnerships.goals.models import GoalFact
from partnerships.models import PartnershipEvent
from programs.models import Program, ProgramDate, Sponsorship
from reports.gathering.program_figures import days_of, pairs_of
from reports.models import FollowUp, SponsorCounts
from training.models import BriefingAgreement, LiveSession
from training.modules.models import Completion, ProgramModule
from training.modules.queries import is_trained
from training.roles import Need, SessionStatus

# The module that says who reads what and where confidence ends.
CONFIDENTIALITY = "boundaries"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class People:
    """Those of one side who take part, and how many have done what each of them is asked to.

    ``surveyed`` have sent the baseline, ``confident`` have finished the module on confidentiality.
    """

    number: int = 0
    agreed: int = 0
    trained: int = 0
    confident: int = 0
    surveyed: int = 0


@dataclass(frozen=True)
class Cases:
    """``seasoned`` were opened a week ago or more, and ``helped`` of them within seven days."""

    seasoned: int = 0
    helped: int = 0
    open: int = 0
    owned: int = 0
    conflicts: int = 0


@dataclass(frozen=True)
class Facts:
    """A program as it stands today; ``setting`` is what one statement reads of all about it.

    ``pairs`` are rows of ``pairs_of`` with the moments that criteria ask for, and ``medians`` days
    for the pair in the middle.
    """

    program: Program
    now: datetime
    today: date
    setting: dict
    people: dict[Side, People]
    pairs: list[dict]
    medians: dict[str, int]
    checks: list[Rate]
    cases: Cases


def gather(program, *, with_texts=False):
    """The ``Facts`` of a program with its organization; ``with_texts`` also what is in force."""
    pairs, zone = list(_pairs(program)), zone_of(program.organization)
    return Facts(
        program=program,
        now=clock.now(),
        today=clock.today(zone),
        setting=_on_days(_setting(program, with_texts), zone),
        people=_people(program),
        pairs=pairs,
        medians={key: round(median(days)) for key, days in days_of(pairs).items() if days},
        checks=rates(program),
        cases=_cases(program),
    )


def _pairs(program):
    """The rows of ``pairs_of`` with when a goal was set, when both had signed, and its end."""
    mine = {"partnership": OuterRef("pk")}
    goals = GoalFact.objects.filter(**mine).order_by("set_at").values("set_at")
    events = PartnershipEvent.objects.filter(**mine).order_by("at")
    signed = events.filter(action="activate").values("at")
    ended = events.filter(action="end").exclude(reason="")
    return pairs_of(program).annotate(
        goal_at=Subquery(goals[:1], DateTimeField()),
        signed_at=Subquery(signed[:1], DateTimeField()),
        has_reason=Exists(ended),
        has_wish=Exists(NextMatch.objects.filter(**mine)),
        last_day=F("ends_on"),
    )


def _people(program):
    boundaries = Completion.objects.filter(participant=OuterRef("pk"), module__code=CONFIDENTIALITY)
    agreed = Consent.objects.filter(participant=OuterRef("pk"))
    sent = Response.objects.filter(participant=OuterRef("pk"), submitted_at__isnull=False)
    sent = sent.filter(occasion=Occasion.BASELINE)
    rows = Participant.objects.filter(program=program, standing=Standing.IN).order_by()
    rows = rows.values("side").annotate(
        number=Count("pk"),
        agreed=Count("pk", filter=Exists(agreed)),
        trained=Count("pk", filter=is_trained("program", "pk", OuterRef("side"))),
        confident=Count("pk", filter=Exists(boundaries)),
        surveyed=Count("pk", filter=Exists(sent)),
    )
    found = {row.pop("side"): People(**row) for row in rows}
    return {side: found.get(side, People()) for side in Side}


def _cases(program):
    acts = CaseEvent.objects.filter(case=OuterRef("pk"), by__isnull=False)
    acted = Exists(acts.filter(at__lte=OuterRef("opened_at") + WEEK))
    gone = Q(outcome=Outcome.GONE, closed_at__lte=F("opened_at") + WEEK)
    seasoned = Q(opened_at__lte=clock.now() - WEEK)
    is_open = Q(status=CaseStatus.OPEN)
    found = Case.objects.filter(program=program).aggregate(
        seasoned=Count("pk", filter=seasoned),
        helped=Count("pk", filter=seasoned & (gone | acted)),
        open=Count("pk", filter=is_open),
        owned=Count("pk", filter=is_open & Q(owner__isnull=False)),
        conflicts=Count("pk", filter=is_open & Q(signal=Signal.CONFLICT)),
    )
    return Cases(**found)


def _setting(program, with_texts):
    """All about a program that is one number, one day or a short list, in one statement."""
    return (
        Program.objects.filter(pk=program.pk)
        .order_by()
        .values(
            dates_kept=ArraySubquery(_of_program(ProgramDate).values("key")),
            sponsors=ArraySubquery(_sponsors()),
            managers=_number(_of(BriefingAgreement, "participant__program"), "participant"),
            staff=_number(Membership.objects.filter(role__in=STAFF), "user"),
            has_contact=Exists(_of_program(ContactPerson).filter(ended_at__isnull=True)),
            agreement=_first(_of_program(ProgramAgreement), "text__number"),
            consent_text=_first(_of_program(ConsentText).order_by("-number"), "number"),
            modules_listed=ArraySubquery(_modules()),
            lived=ArraySubquery(_sessions(program)),
            shared_at=_first(_of_program(SharedResults), "published_at"),
            results=_first(_results(), "found__rates"),
            results_at=_first(_results(), "finished_at"),
            **(_texts() if with_texts else {}),
        )
        .get()
    )


def _texts():
    """What pairs are given to sign, what people agree to, and who reads what, for each side."""
    modules = _of_program(ProgramModule).filter(code=CONFIDENTIALITY).exclude(need=Need.UNUSED)
    told = JSONObject(side="side", number="version__number", source="version__source")
    return {
        "agreement_source": _first(_of_program(ProgramAgreement), "text__source"),
        "consent_sections": _first(_of_program(ConsentText).order_by("-number"), "sections"),
        "confidentiality": ArraySubquery(modules.order_by("side").values(json=told)),
    }


def _on_days(setting, zone):
    """The same with days of the organization's calendar in place of moments."""
    moments = {"shared_at": "shared_on", "results_at": "results_on"}
    days = {
        name: setting[at].astimezone(zone).date() if setting[at] else None
        for at, name in moments.items()
    }
    return {key: value for key, value in setting.items() if key not in moments} | days


def _of(model, path):
    return model.objects.filter(**{path: OuterRef("pk")}).order_by()


def _of_program(model):
    return _of(model, "program")


def _first(rows, column):
    return Subquery(rows.values(column)[:1])


def _number(rows, column):
    """How many different ones there are; 0 where there is no row."""
    counted = rows.order_by().annotate(all=Value(1)).values("all")
    counted = counted.annotate(n=Count(column, distinct=True)).values("n")
    return Coalesce(Subquery(counted, IntegerField()), 0)


def _results():
    return _of_program(ResultsRun).filter(status=RunStatus.DONE).order_by("-created_at", "-id")


def _sponsors():
    """Those that have not withdrawn, each with what it has said and done."""
    of_company = {"company": OuterRef("company")}
    briefed = BriefingAgreement.objects.filter(contact__company=OuterRef("company"))
    counts = SponsorCounts.objects.filter(program=OuterRef("program"), **of_company)
    return (
        _of_program(Sponsorship)
        .filter(withdrew_at__isnull=True)
        .values(
            json=JSONObject(
                aims="aims",
                cost="cost",
                currency="currency",
                has_stated=Q(competitors_stated_at__isnull=False),
                is_briefed=Exists(briefed),
                has_counted=Exists(counts.filter(occasion__in=FollowUp.values)),
            )
        )
    )


def _modules():
    rows = _of_program(ProgramModule).exclude(need=Need.UNUSED).order_by("side", "position", "code")
    return rows.values(
        json=JSONObject(
            side="side",
            code="code",
            need="need",
            title="version__title",
            number="version__number",
            minutes="version__minutes",
        )
    )


def _sessions(program):
    rows = _of_program(LiveSession).exclude(status=SessionStatus.CANCELLED)
    after = rows.filter(starts_at__date__gte=program.starts_on, ends_at__lte=clock.now())
    return after.values(json=JSONObject(mentees="invites_mentees", mentors="invites_mentors"))
