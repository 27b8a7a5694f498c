"""Runs, decisions and announcements: every write of matching.

Announcements and the follow-up of failed matches hold the program's row, so that they never meet
half-way; a decision holds its match. Each leaves one audit row.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from matching import proof, queries, tasks
from matching.decisions import AlternateState, Decision
from matching.engine.certificate import NotProven
from matching.models import MAX_SCORE, MOST_ALTERNATES, Match, MatchAlternate, MatchingRun
from mentoring.jobs import running
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.jobs.tasks import wake
from organizations.audit import record
from partnerships.services import CannotAnnounce, announce_partnership
from programs.models import Program


class CannotDecide(Exception):
    """What was asked cannot be done (any more); the message is for the coordinator who asked."""


@dataclass
class Announcement:
    """What an announcement did: matches announced, and ``(match, message)`` of those refused."""

    announced: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@transaction.atomic
def start_run(program, *, by, floor=0):
    """Ask for a matching run of everybody who stands for a match now; a worker does it.

    No match scores below ``floor`` (0–10000 points). Raises ``CannotDecide`` while another run is
    at work.
    """
    if not 0 <= floor <= MAX_SCORE:
        raise CannotDecide(_("The lowest score allowed is a number from 0 to 10000."))
    _hold(program)
    if MatchingRun.objects.filter(program=program, status__in=OPEN).exists():
        raise CannotDecide(_("A matching run is at work already. Wait for it, or cancel it."))
    numbers = MatchingRun.objects.filter(program=program).aggregate(last=Max("number"))
    run = MatchingRun(program=program, number=(numbers["last"] or 0) + 1, floor=floor)
    run.asked_by = by.user_id if by else None
    run.save()
    record("matching.started", run, by=by, program=str(program.pk), number=run.number)
    wake()
    return run


@transaction.atomic
def cancel_run(run, *, by):
    """Stop a run that waits or works. Raises ``CannotDecide`` when it is over already."""
    if not running.cancel(run):
        raise CannotDecide(_("This run is over already, so there is nothing to cancel."))
    record("matching.cancelled", run, by=by)


def queue_open_runs():
    """Due work: a task for each run that waits; the worker takes a run once."""
    for pk in MatchingRun.objects.filter(status__in=OPEN).values_list("pk", flat=True):
        tasks.run_matching.delay_on_commit(str(pk))


@transaction.atomic
def approve(match, alternates=(), *, by):
    """Approve a match with up to two alternates: ids of mentors among its options, in order.

    Approving again replaces the alternates. ``by`` is a person: nobody else can answer for it.
    Raises ``CannotDecide`` when the match is announced, the run is not the newest, or an alternate
    is not among the options.
    """
    match = _undecided(match)
    chosen = _chosen_options(match, alternates)
    match.alternates.all().delete()
    MatchAlternate.objects.bulk_create(
        MatchAlternate(
            match=match,
            rank=rank,
            mentor_id=option["mentor"],
            score=option["score"],
            loss_matches=option["matches"],
            loss_points=option["points"],
        )
        for rank, option in enumerate(chosen, start=1)
    )
    facts = {"alternates": [option["mentor"] for option in chosen]}
    return _decide(match, Decision.APPROVED, "match.approved", by=by, **facts)


@transaction.atomic
def approve_many(matches, *, by, alternates=0):
    """Approve those of ``matches`` that wait for a decision; answers how many that were.

    Each gets its first ``alternates`` (0–2) options by cost as alternates, those with a free place
    before the others.
    """
    approved = 0
    for match in matches:
        if match.decision == Decision.PROPOSED:
            approve(match, queries.best_alternates(match, alternates), by=by)
            approved += 1
    return approved


@transaction.atomic
def unapprove(match, *, by):
    """Back to undecided, without alternates; also brings back a rejected match."""
    match = _undecided(match)
    if match.decision == Decision.PROPOSED:
        return match
    match.alternates.all().delete()
    return _decide(match, Decision.PROPOSED, "match.reopened", by=by)


@transaction.atomic
def reject(match, *, by):
    """Never this pair in this program: the next run will not propose it again."""
    match = _undecided(match)
    match.alternates.all().delete()
    return _decide(match, Decision.REJECTED, "match.rejected", by=by)


def _hold(program):
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)


def _undecided(match):
    """The match as it stands now, held; refuses what can no longer be decided."""
    found = Match.objects.select_related("run").defer("run__problem", "run__claim")
    match = found.select_for_update(of=("self",), no_key=True).get(pk=match.pk)
    if match.decision == Decision.ANNOUNCED:
        raise CannotDecide(_("This match has been announced. It can only be taken back now."))
    _refuse_outdated(match.run)
    return match


def _refuse_outdated(run):
    newer = MatchingRun.objects.filter(program=run.program_id, number__gt=run.number)
    number = newer.filter(status=RunStatus.DONE).values_list("number", flat=True).first()
    if number is not None:
        raise CannotDecide(_("Run %(number)s is newer. Decide there.") % {"number": number})


def _chosen_options(match, mentor_ids):
    options = {option["mentor"]: option for option in match.options}
    chosen = [str(pk) for pk in mentor_ids]
    if len(chosen) > MOST_ALTERNATES:
        raise CannotDecide(_("Choose at most two alternates."))
    if len(set(chosen)) < len(chosen):
        raise CannotDecide(_("The two alternates must be different mentors."))
    if not set(chosen) <= set(options):
        raise CannotDecide(_("Only mentors who are possible for this mentee can be alternates."))
    return [options[pk] for pk in chosen]


def _decide(match, decision, verb, *, by, **facts):
    is_open = decision == Decision.PROPOSED
    match.decision = decision
    match.decided_by = None if is_open else by
    match.decided_at = None if is_open else timezone.now()
    match.refusal = ""
    match.save(update_fields=["decision", "decided_by", "decided_at", "refusal"])
    record(verb, match, by=by, **facts)
    return match


@transaction.atomic
def announce(run, *, by):
    """Announce every approved match of the newest run; answers an ``Announcement``.

    A match that a rule refuses by now stays approved with its reason, and does not stop the others.
    Announcing twice, or by two people at once, announces nobody twice. Raises ``CannotDecide`` and
    announces nobody when the run is not the newest, not done, or its certificate does not hold.
    """
    _hold(run.program)
    run = MatchingRun.objects.select_related("program").get(pk=run.pk)
    if run.status != RunStatus.DONE:
        raise CannotDecide(_("Only a finished run can be announced."))
    _refuse_outdated(run)
    matches = list(run.matches.select_for_update(no_key=True).order_by("pk"))
    _refuse_unproven(run, matches)
    queries.attach_people(matches)
    result = Announcement()
    for match in matches:
        if match.decision == Decision.APPROVED:
            _announce(match, run.program, result, by=by)
    facts = {"announced": len(result.announced), "refused": len(result.refused)}
    if result.announced or result.refused:
        record("matching.announced", run, by=by, **facts)
    return result


def _refuse_unproven(run, matches):
    try:
        proof.check(run, matches)
    except NotProven as fault:
        raise CannotDecide(
            _(
                "The certificate of this run does not hold: %(fault)s. Nobody was told anything. "
                "Start a new run."
            )
            % {"fault": fault}
        ) from fault


def _announce(match, program, result, *, by):
    try:
        match.partnership = announce_partnership(
            mentor=match.mentor, mentee=match.mentee, by=by, answer_days=program.answer_days
        )
    except CannotAnnounce as refusal:
        match.refusal = refusal.rule
        result.refused.append((match, str(refusal.message)))
        record("match.refused", match, by=by, rule=refusal.rule)
    else:
        match.refusal = ""
        match.decision = Decision.ANNOUNCED
        result.announced.append(match)
        record("match.announced", match, by=by, partnership=str(match.partnership_id))
    match.save(update_fields=["partnership", "decision", "refusal"])


def follow_up():
    """Due work: for each match that did not come to be, announce its next possible alternate.

    Alternates that a rule refuses by now are marked with the reason. When none is left the mentee
    is back in the pool, which ``queries.back_in_pool`` shows to coordinators.
    """
    program_ids = set(queries.failed_with_alternates().values_list("run__program_id", flat=True))
    for program_id in sorted(program_ids):
        program = Program.objects.select_for_update(no_key=True).get(pk=program_id)
        failed = queries.failed_with_alternates().filter(run__program=program)
        for match in failed.select_related("mentee").order_by("pk"):
            _announce_next(match, program)


def _announce_next(match, program):
    waiting = match.alternates.filter(state=AlternateState.WAITING)
    for alternate in waiting.select_related("mentor").order_by("rank"):
        try:
            alternate.partnership = announce_partnership(
                mentor=alternate.mentor,
                mentee=match.mentee,
                by=None,
                answer_days=program.answer_days,
            )
        except CannotAnnounce as refusal:
            alternate.state = AlternateState.IMPOSSIBLE
            alternate.refusal = refusal.rule
            record("alternate.impossible", alternate, by=None, rule=refusal.rule)
        else:
            alternate.state = AlternateState.ANNOUNCED
            facts = {"partnership": str(alternate.partnership_id), "rank": alternate.rank}
            record("alternate.announced", alternate, by=None, **facts)
        alternate.save(update_fields=["partnership", "state", "refusal"])
        if alternate.state == AlternateState.ANNOUNCED:
            return
