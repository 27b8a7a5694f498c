"""Numbers and lines of the coordinators' home page, across apps."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dashboard.settling.sources import new_applications, unsettled
from dashboard.words import VERBS, in_words
from evaluations.sharing.queries import unshared
from instruments.numbers import KIND, answer_numbers
from matching.decisions import Decision
from matching.models import MatchingRun
from matching.queries import all_back_in_pool
from matching.shortlists.queries import to_publish
from mentoring.jobs import progress
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.tenancy.prepared import PreparedRows
from organizations.models import AuditEvent, Company, Membership, Person
from organizations.queries import people_matching
from participants.models import ImportRun, Participant
from participants.roles import Standing
from partnerships.cases.listed.queries import open_in
from partnerships.lasting.queries import asked_in_vain
from programs.models import Program, Sponsorship

# Enough to fill the list after lines that belong together are one.
AUDIT_READ, AUDIT_SHOWN = 200, 8

# Whom their company counts on to take part.
EXPECTED = (Standing.NOMINATED, Standing.IN)

# Stand among the statuses of runs.
UNSPONSORED, CASES = "unsponsored", "cases"
TO_SETTLE, APPLICATIONS, IN_POOL = "to_settle", "applications", "in_pool"
ROUNDS, PAUSES, TO_SHARE = "rounds", "pauses", "to_share"
COUNTED = (UNSPONSORED, CASES, TO_SETTLE, APPLICATIONS, IN_POOL, ROUNDS, PAUSES, TO_SHARE)


@dataclass(frozen=True)
class MatchingState:
    """How matching stands in a program, and what comes before it; numbers of decisions are those
    of its newest run.

    ``cases`` are open and not put off; ``unsponsored`` are companies whose people are in the
    program while they have no place in it; ``to_settle`` are nominations and ``applications``
    people that wait for an answer; ``rounds`` are shortlists that are found and not published,
    ``pauses`` pairs that rest and do not say whether they go on. ``to_share`` is 1 of a program
    that is over and has not told its people what it brought. ``answers`` are ``(sent, asked)`` of
    the questionnaires that are open, by occasion and side.
    """

    has_run: bool = False
    is_running: bool = False
    to_decide: int = 0
    approved: int = 0
    in_pool: int = 0
    cases: int = 0
    unsponsored: int = 0
    to_settle: int = 0
    applications: int = 0
    rounds: int = 0
    pauses: int = 0
    to_share: int = 0
    answers: dict = field(default_factory=dict)


def matching_states(programs, stages=()):
    """``{program id: MatchingState}`` in one statement; ``stages`` are questionnaires to count."""
    states = {program.pk: {"answers": {}} for program in programs}
    for pk, kind, *numbers in _numbers_of(list(states), stages):
        if kind.startswith(KIND):
            occasion, side = kind.removeprefix(KIND).split(":")
            states[pk]["answers"][occasion, side] = tuple(numbers)
        elif kind in COUNTED:
            states[pk][kind] = numbers[0]
        elif kind == RunStatus.DONE:
            states[pk].update(has_run=True, to_decide=numbers[0], approved=numbers[1])
        else:
            states[pk].update(has_run=True, is_running=True)
    return {pk: MatchingState(**numbers) for pk, numbers in states.items()}


def _numbers_of(ids, stages):
    if not ids or not stages:
        return _all_numbers(ids)
    return _united(ids).union(*map(answer_numbers, stages), all=True).order_by()


def _run_numbers(ids):
    """Open runs and the newest finished one of each program, with what is to be decided there."""
    done = MatchingRun.objects.filter(program=OuterRef("program"), status=RunStatus.DONE)
    newest = Subquery(done.order_by("-number").values("number")[:1])
    approved = Q(matches__decision=Decision.APPROVED)
    # An approved match that a rule refused when it was announced needs another decision.
    refused = ~Q(matches__refusal="")
    return (
        MatchingRun.objects.filter(
            Q(status__in=OPEN) | Q(status=RunStatus.DONE, number=newest), program__in=ids
        )
        .order_by()
        .values("program_id", "status")
        .annotate(
            to_decide=Count(
                "matches", filter=Q(matches__decision=Decision.PROPOSED) | (approved & refused)
            ),
            approved=Count("matches", filter=approved & ~refused),
        )
        .values_list("program_id", "status", "to_decide", "approved")
    )


def _unsponsored_numbers(ids):
    """Rows of the same shape as those of runs, to be united.

    They say how many companies send people and are no sponsor.
    """
    place = Sponsorship.objects.filter(program=OuterRef("program"), company=OuterRef("company"))
    people = Participant.objects.filter(program__in=ids, standing__in=EXPECTED)
    rows = people.exclude(Exists(place)).order_by().values("program_id")
    number = Count("company", distinct=True)
    rows = rows.annotate(kind=Value(UNSPONSORED), number=number, none=Value(0))
    return rows.values_list("program_id", "kind", "number", "none")


def _waiting_numbers(ids):
    """Rows of that shape as well: what waits for a coordinator, each kind with its program."""
    found = {
        TO_SETTLE: (unsettled(ids), "nomination__program_id"),
        APPLICATIONS: (new_applications(ids), "program_id"),
        IN_POOL: (all_back_in_pool(ids), "run__program_id"),
        CASES: (open_in(ids), "program_id"),
        ROUNDS: (to_publish(ids), "program_id"),
        PAUSES: (asked_in_vain(ids), "program_id"),
        TO_SHARE: (unshared().filter(pk__in=ids), "id"),
    }
    for kind, (rows, program) in found.items():
        rows = rows.order_by().values(program)
        rows = rows.annotate(kind=Value(kind), number=Count("pk"), none=Value(0))
        yield rows.values_list(program, "kind", "number", "none")


def _united(ids):
    kinds = [_unsponsored_numbers(ids), *_waiting_numbers(ids)]
    return _run_numbers(ids).union(*kinds, all=True).order_by()


# Rows of program, kind and two numbers: SQL that takes longer to make than most of it to carry out.
_all_numbers = PreparedRows(_united)


@dataclass(frozen=True)
class FoundPerson:
    """Somebody the search found, and where they take part, newest program first."""

    person: Person
    participants: list


def found_people(text, find=people_matching):
    """``[FoundPerson]`` by name or address, in two statements.

    With ``people_like`` those who come near, for when there is nobody else.
    """
    people = find(text)
    by_person = defaultdict(list)
    rows = Participant.objects.filter(person__in=[person.pk for person in people])
    for row in rows.select_related("program").order_by("-program__starts_on", "side"):
        by_person[row.person_id].append(row)
    return [FoundPerson(person, by_person[person.pk]) for person in people]


@dataclass(frozen=True)
class Line:
    """Something that was decided, in words; ``at`` is when the last of it was."""

    at: datetime
    text: str


def recent_decisions(viewer):
    """The newest decisions as ``[Line]``, in one statement; what belongs together is one line."""
    names = (
        Company.objects.filter(pk=OuterRef("object_id")).values("name"),
        Program.objects.filter(pk=OuterRef("object_id")).values("name"),
        MatchingRun.objects.filter(pk=OuterRef("object_id")).order_by().values("program__name"),
        ImportRun.objects.filter(pk=OuterRef("object_id")).order_by().values("program__name"),
    )
    actor = Membership.ever.filter(user_id=OuterRef("by_user_id"), role=OuterRef("role"))
    events = AuditEvent.objects.filter(verb__in=VERBS).annotate(
        about=Coalesce(*(Subquery(name) for name in names)),
        actor=Subquery(actor.values("name")[:1]),
    )
    lines = []
    for (verb, actor, user_id), group in groupby(events[:AUDIT_READ], key=_actor_of):
        rows = list(group)
        who = _("You") if user_id == viewer.user_id else actor
        lines.append(Line(rows[0].at, in_words(verb, who, [row.about for row in rows])))
    return lines[:AUDIT_SHOWN]


def _actor_of(event):
    return event.verb, event.actor, event.by_user_id


def service_is_down():
    """What is not running: ``"broker"``, ``"worker"`` or nothing."""
    if not progress.broker_is_up():
        return "broker"
    return "" if progress.worker_is_up() else "worker"
