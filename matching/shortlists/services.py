"""A shortlist round from the asking to its end; each act leaves one audit row."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from matching import tasks
from matching.decisions import CannotDecide
from matching.holding import hold_program
from matching.problem_from_rows import collect
from matching.shortlists import queries
from matching.shortlists.models import (
    CHOICES,
    MOST_CANDIDATES,
    MOST_LISTS,
    ShortlistAnswer,
    ShortlistCandidate,
    ShortlistRound,
)
from matching.shortlists.work import possible_problem
from mentoring import clock
from mentoring.jobs import running
from mentoring.jobs.models import RunStatus
from mentoring.jobs.tasks import wake
from notifications.services import tell_many
from organizations.audit import record
from organizations.models import Person
from participants.models import Participant
from participants.roles import Side, Standing

OPENED, REMINDER = "shortlist_opened", "shortlist_reminder"
LONGEST = timedelta(days=60)
REMIND_BEFORE = timedelta(days=2)
REMIND_AFTER = timedelta(days=1)


class CannotRank(Exception):
    """Why a ranking cannot be taken; the message is for who sent it."""


@transaction.atomic
def start(program, *, by, most=MOST_CANDIDATES, lists=6):
    """Ask a worker for the lists of everybody who waits for a match now.

    Raises ``CannotDecide`` while a round of the program waits, is open, or is not closed.
    """
    if not (1 <= most <= MOST_CANDIDATES and 1 <= lists <= MOST_LISTS):
        raise CannotDecide(_("One to three candidates, and one to twenty lists for a mentor."))
    hold_program(program.pk)
    last = queries.newest_round(program)
    if last and last.closed_at is None and last.status != RunStatus.FAILED:
        raise CannotDecide(_("There is a shortlist already. Close it before you start another."))
    round_ = ShortlistRound(program=program, most=most, lists=lists)
    round_.asked_by = by.user_id if by else None
    round_.save()
    record("shortlist.started", round_, by=by, program=str(program.pk))
    wake()
    return round_


def queue_open_rounds():
    """Due work: a task for each round that waits; the worker takes a round once."""
    for pk in queries.open_rounds().values_list("pk", flat=True):
        tasks.find_shortlists.delay_on_commit(str(pk))


@transaction.atomic
def publish(round_, closes_at, *, by):
    """Show the lists to everybody on them until ``closes_at``; answers how many rows were let go.

    A candidate who has become impossible since is taken from the list first. Raises
    ``CannotDecide`` when it is not a draft, or nobody is left on any list.
    """
    round_ = _held(round_)
    if not round_.is_draft:
        raise CannotDecide(_("This shortlist is not a draft any more. Look at it again."))
    _check_time(closes_at)
    gone = _let_go_of_impossible(round_)
    if not queries.candidates_of(round_).exists():
        raise CannotDecide(_("Nobody of these lists is possible any more. Start a new one."))
    round_.published_at, round_.published_by = clock.now(), by
    round_.closes_at = closes_at
    round_.save(update_fields=["published_at", "published_by", "closes_at"])
    _tell(OPENED, round_)
    record("shortlist.published", round_, by=by, let_go=gone, closes_at=closes_at.isoformat())
    wake()
    return gone


@transaction.atomic
def keep_open(round_, closes_at, *, by):
    """Another last day of a published round; opens a closed one again, while no newer one is there.

    Raises ``CannotDecide`` when it was never published, or another round is under way.
    """
    round_ = _held(round_)
    if round_.published_at is None:
        raise CannotDecide(_("This shortlist was never published."))
    _check_time(closes_at)
    newest = queries.newest_round(round_.program)
    if newest.pk != round_.pk:
        raise CannotDecide(_("There is a newer shortlist. Only the newest can be opened again."))
    verb = "shortlist.extended" if round_.closed_at is None else "shortlist.reopened"
    round_.closed_at, round_.closes_at = None, closes_at
    round_.save(update_fields=["closed_at", "closes_at"])
    record(verb, round_, by=by, closes_at=closes_at.isoformat())
    return round_


@transaction.atomic
def close(round_, *, by):
    """End a round: nobody ranks any more; one that nobody was shown is given up.

    Closing twice is once.
    """
    round_ = _held(round_)
    if round_.closed_at is not None or round_.status in (RunStatus.FAILED, RunStatus.CANCELLED):
        return round_
    if round_.is_open:
        running.cancel(round_)
        record("shortlist.cancelled", round_, by=by)
        return round_
    verb = "shortlist.closed" if round_.published_at else "shortlist.discarded"
    round_.closed_at = clock.now()
    round_.save(update_fields=["closed_at"])
    record(verb, round_, by=by)
    return round_


@transaction.atomic
def rank(own_list, choices, *, by):
    """Note how somebody ranks whom they were shown; ``choices`` are candidate ids, best first.

    None at all is "none of these". A later answer replaces an earlier one. Raises ``CannotRank``
    when the round is over, the person no longer takes part, or a choice is not on their list.
    """
    participant = own_list.participant
    if by.person_id != participant.person_id:
        raise CannotRank(_("Only the person who was shown these profiles can rank them."))
    round_ = ShortlistRound.objects.get(pk=own_list.round.pk)
    if not round_.is_published or round_.closes_at <= clock.now():
        raise CannotRank(_("The time to rank is over. What you sent before counts."))
    standing = Participant.objects.filter(pk=participant.pk).values_list("standing", flat=True)
    if standing.first() != Standing.IN:
        raise CannotRank(_("You no longer take part in this program."))
    choices = list(choices)
    shown = {row.pk for row in own_list.candidates}
    if len(choices) > len(CHOICES) or len(set(choices)) < len(choices) or not set(choices) <= shown:
        raise CannotRank(_("Give each wish to one of the profiles on your list, and each once."))
    padded = [*choices, None, None, None]
    answer, _created = ShortlistAnswer.objects.update_or_create(
        round=round_,
        participant=participant,
        defaults={
            "answered_at": clock.now(),
            **{f"{name}_id": pk for name, pk in zip(CHOICES, padded, strict=False)},
        },
    )
    record("shortlist.ranked", answer, by=by, wishes=len(choices), side=participant.side)
    return answer


def close_due():
    """Due work: end the rounds whose last moment has passed, whatever is missing."""
    for round_ in queries.due_to_close():
        close(round_, by=None)


def remind_due():
    """Due work: remind, once, who has not answered two days before a round ends."""
    for round_ in queries.due_to_remind(REMIND_BEFORE, REMIND_AFTER):
        _tell(REMINDER, round_)


def _held(round_):
    hold_program(round_.program_id)
    rounds = ShortlistRound.objects.select_for_update(of=("self",), no_key=True)
    return rounds.select_related("program").get(pk=round_.pk)


def _check_time(closes_at):
    now = clock.now()
    if not now < closes_at <= now + LONGEST:
        raise CannotDecide(_("The last day must be ahead, and within 60 days."))


def _let_go_of_impossible(round_):
    """Take from the lists whom a rule, a place or a standing stands against by now."""
    problem = possible_problem(collect(round_.program))
    gone = [
        row.pk
        for row in queries.candidates_of(round_)
        if not _is_possible(problem, str(row.mentee_id), str(row.mentor_id))
    ]
    ShortlistCandidate.objects.filter(pk__in=gone).delete()
    return len(gone)


def _is_possible(problem, mentee, mentor):
    i, k = problem.mentee_index.get(mentee), problem.mentor_index.get(mentor)
    return i is not None and k is not None and bool(problem.eligible[i, k])


def _tell(kind, round_):
    """Tell everybody on a list of the round who has not answered."""
    waiting = [
        (side, participant, person)
        for side in (Side.MENTEE.value, Side.MENTOR.value)
        for participant, person in queries.unanswered_of(round_, side)
    ]
    people = Person.objects.in_bulk({person for _side, _participant, person in waiting})
    tell_many(
        kind,
        [
            (people[person], f"{round_.pk}.{participant}", {"side": side})
            for side, participant, person in waiting
        ],
    )
