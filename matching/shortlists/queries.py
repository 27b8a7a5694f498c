"""Reads of shortlist rounds: for coordinators, for the final run, and for one person."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.http import Http404

from matching.shortlists.models import (
    CHOICES,
    ShortlistAnswer,
    ShortlistCandidate,
    ShortlistRound,
)
from mentoring import clock
from mentoring.jobs.models import OPEN, RunStatus
from participants.models import Participant
from participants.roles import Side

PAGE = 50
SHOWN_OPEN = Q(
    round__published_at__isnull=False, round__closed_at__isnull=True, round__closes_at__gt=Now()
)


def newest_round(program):
    """The program's newest round that was not cancelled, or None."""
    return _newest(program=program)


def newest_at(slug):
    """The newest round, as above, of the program at this address."""
    return _newest(program__slug=slug)


def _newest(**program):
    rounds = ShortlistRound.objects.filter(**program).select_related("published_by")
    return rounds.exclude(status=RunStatus.CANCELLED).first()


def open_list_of(program):
    """The round of a program in which people rank at this moment, or None."""
    rounds = ShortlistRound.objects.filter(program=program, published_at__isnull=False)
    return rounds.filter(closed_at__isnull=True, closes_at__gt=clock.now()).first()


def open_rounds():
    """Rounds that a worker has still to work out."""
    return ShortlistRound.objects.filter(status__in=OPEN)


def candidates_of(round_):
    """The rows of a round, the best score of each mentee first."""
    return ShortlistCandidate.objects.filter(round=round_).order_by("mentee_id", "place")


@dataclass(frozen=True)
class Numbers:
    """How many are on a list, and how many of them have answered; ``none`` said none of these."""

    mentees: int
    mentors: int
    mentees_answered: int
    mentors_answered: int
    none: int


def numbers_of(round_):
    """The ``Numbers`` of a round, in one statement."""
    return Numbers(**ShortlistRound.objects.filter(pk=round_.pk).values(**_numbers()).get())


def _numbers():
    """Expressions of a round for the fields of ``Numbers``."""
    shown = ShortlistCandidate.objects.filter(round=OuterRef("pk")).order_by().values("round")
    answers = ShortlistAnswer.objects.filter(round=OuterRef("pk")).order_by().values("round")
    of_side = {side: Q(participant__side=side) for side in Side.values}
    counts = {
        "mentees": shown.annotate(n=Count("mentee", distinct=True)),
        "mentors": shown.annotate(n=Count("mentor", distinct=True)),
        "mentees_answered": answers.annotate(n=Count("pk", filter=of_side[Side.MENTEE])),
        "mentors_answered": answers.annotate(n=Count("pk", filter=of_side[Side.MENTOR])),
        "none": answers.annotate(n=Count("pk", filter=Q(first__isnull=True))),
    }
    return {name: Coalesce(Subquery(rows.values("n")), 0) for name, rows in counts.items()}


def to_publish(program_ids):
    """Rounds of these programs that are found and that nobody has published."""
    return ShortlistRound.objects.filter(
        program__in=program_ids,
        status=RunStatus.DONE,
        published_at__isnull=True,
        closed_at__isnull=True,
    )


@dataclass(frozen=True)
class Line:
    """A mentee's list: ``candidates`` are ``(mentor, score, mentee's rank, mentor's rank)``."""

    mentee: Participant
    candidates: list
    has_answered: bool
    is_none: bool


def on_lists(round_):
    """The mentees of a round who have a list, by name."""
    listed = ShortlistCandidate.objects.filter(round=round_, mentee=OuterRef("pk"))
    mentees = Participant.objects.filter(Exists(listed)).select_related("person", "company")
    return mentees.order_by("person__family_name", "person__given_name", "pk")


def lines_of(round_, mentees):
    """The ``Line`` of each of these mentees, with the ranks of both sides, in two statements."""
    rows = candidates_of(round_).filter(mentee__in=[row.pk for row in mentees])
    rows = list(rows.select_related("mentor__person", "mentor__company"))
    people = {pk for row in rows for pk in (row.mentee_id, row.mentor_id)}
    ranks = _ranks(round_, people)
    return [_line(mentee, rows, ranks) for mentee in mentees]


def paged_lists(round_, number, count):
    """A page of the ``count`` mentees by name, each with the list and the ranks of both sides."""
    pages = Paginator(on_lists(round_), PAGE)
    pages.count = count
    page = pages.get_page(number)
    page.object_list = list(page.object_list)
    page.lines = lines_of(round_, page.object_list)
    return page


def _line(mentee, rows, ranks):
    return Line(
        mentee,
        [
            (
                row.mentor,
                row.score,
                ranks.get(mentee.pk, {}).get(row.pk),
                ranks.get(row.mentor_id, {}).get(row.pk),
            )
            for row in rows
            if row.mentee_id == mentee.pk
        ],
        has_answered=mentee.pk in ranks,
        is_none=ranks.get(mentee.pk) == {},
    )


def _ranks(round_, people):
    """``{participant id: {candidate id: rank}}`` of those who have answered."""
    answers = ShortlistAnswer.objects.filter(round=round_, participant__in=people)
    return {
        answer.participant_id: {pk: rank for rank, pk in enumerate(answer.choices, start=1)}
        for answer in answers
    }


def rankings_of(program):
    """``{participant id: ids of the other side, best first}`` of the last round people were shown.

    As text, as the engine knows people. Who has not answered, or wants none, is not in it.
    """
    shown = ShortlistRound.objects.filter(program=program, published_at__isnull=False)
    last = shown.order_by("-published_at").values("pk")[:1]
    sides = [f"{name}__{side}" for name in CHOICES for side in ("mentee", "mentor")]
    answers = ShortlistAnswer.objects.filter(round=Subquery(last), first__isnull=False)
    rankings = {}
    for row in answers.values("participant_id", *sides):
        own = row["participant_id"]
        pairs = [(row[f"{name}__mentee"], row[f"{name}__mentor"]) for name in CHOICES]
        rankings[str(own)] = tuple(
            str(mentor if mentee == own else mentee) for mentee, mentor in pairs if mentee
        )
    return rankings


def to_rank():
    """Annotations of a participant: how many they can rank now, until when, and whether they have.

    ``list_length`` is 0 and ``list_closes`` None for who is on no list that is open.
    """
    mine = Q(mentee=OuterRef("pk")) | Q(mentor=OuterRef("pk"))
    shown = ShortlistCandidate.objects.filter(mine, SHOWN_OPEN).order_by()
    counted = shown.values("round").annotate(count=Count("pk")).values("count")
    answered = ShortlistAnswer.objects.filter(SHOWN_OPEN, participant=OuterRef("pk")).order_by()
    return {
        "list_length": Coalesce(Subquery(counted[:1]), 0),
        "list_closes": Subquery(shown.values("round__closes_at")[:1]),
        "has_ranked": Exists(answered),
    }


@dataclass(frozen=True)
class OwnList:
    """What one person was shown: ``candidates`` with both people, and their own ``answer``."""

    round: ShortlistRound
    participant: Participant
    candidates: list
    answer: ShortlistAnswer | None

    @property
    def is_open(self):
        return self.round.is_published and self.round.closes_at > clock.now()


def own_list_or_404(participant_id, person_id):
    """The last list that a person of the organization was shown in this part of theirs.

    404 for anybody else's, and where there is none.
    """
    mine = Participant.objects.select_related("program", "company")
    participant = mine.filter(pk=participant_id, person=person_id).first()
    if participant is None:
        raise Http404
    rounds = ShortlistRound.objects.filter(
        program=participant.program_id, published_at__isnull=False
    )
    round_ = rounds.order_by("-published_at").first()
    own = {participant.side: participant}
    rows = ShortlistCandidate.objects.filter(round=round_, **own) if round_ else ()
    # Not by score: who ranks shall not be told what the score would.
    order = ("mentor_id", "mentee_id")
    found = list(rows.select_related("mentee", "mentor").order_by(*order)) if rows else []
    if not found:
        raise Http404
    answer = ShortlistAnswer.objects.filter(round=round_, participant=participant).first()
    return OwnList(round_, participant, found, answer)


def unanswered_of(round_, side):
    """``(participant id, person id)`` of those on a list of the round who have not answered."""
    answered = ShortlistAnswer.objects.filter(round=round_, participant=OuterRef(side))
    rows = ShortlistCandidate.objects.filter(~Exists(answered), round=round_).order_by()
    return rows.values_list(side, f"{side}__person").distinct()


def due_to_close():
    """Published rounds whose time is over."""
    rows = ShortlistRound.objects.filter(published_at__isnull=False, closed_at__isnull=True)
    return rows.filter(closes_at__lte=clock.now()).order_by("closes_at")


def due_to_remind(before, after):
    """Published rounds that close within ``before`` and have been out for ``after``."""
    now = clock.now()
    return ShortlistRound.objects.filter(
        published_at__lte=now - after,
        closed_at__isnull=True,
        closes_at__gt=now,
        closes_at__lte=now + before,
    ).filter(closes_at__gt=F("published_at") + before)
