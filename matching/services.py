"""Runs and decisions about matches; each holds what it changes and leaves one audit row.

What happens after approval is in ``announcing``.
"""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from matching import queries, tasks
from matching.changes import offers
from matching.decisions import CannotDecide, Decision
from matching.holding import hold_program, refuse_outdated
from matching.models import (
    MAX_SCORE,
    MOST_ALTERNATES,
    AnnouncementRun,
    Match,
    MatchAlternate,
    MatchingRun,
)
from matching.pool import outline_of
from matching.quotas import limits
from mentoring import clock
from mentoring.jobs import asking, running
from mentoring.jobs.models import OPEN
from organizations.audit import record
from programs.queries import sponsor_names


@transaction.atomic
def start_run(program, *, by, floor=0, holds=False, quotas=None):
    """Ask for a matching run of everybody who stands for a match now; a worker does it.

    No match scores below ``floor`` (0–10000 points), or below the highest floor that costs no
    match where that is lower. With ``holds`` the matches of the last run that nobody has been told
    of stay as they are, approvals included, and only the others are matched anew. ``quotas`` are
    the ``limits.Limit`` to keep; a run that holds and is told of none keeps those of the last run.
    Raises ``CannotDecide`` while another run is at work, or for quotas that nothing could keep.
    """
    if not 0 <= floor <= MAX_SCORE:
        raise CannotDecide(_("The lowest score allowed is a number from 0 to 10000."))
    hold_program(program.pk)
    if AnnouncementRun.objects.filter(run__program=program, status__in=OPEN).exists():
        raise CannotDecide(_("Matches are being announced. Start a run when that is done."))
    if MatchingRun.objects.filter(program=program, status__in=OPEN).exists():
        raise CannotDecide(_("A matching run is at work already. Wait for it, or cancel it."))
    quotas = _quotas(program, quotas, holds)
    numbers = MatchingRun.objects.filter(program=program).aggregate(last=Max("number"))
    number = (numbers["last"] or 0) + 1
    run = MatchingRun(program=program, number=number, floor=floor, holds=holds)
    run.quotas = limits.as_data(quotas)
    run.asked_by = by.user_id if by else None
    run.save()
    facts = {"quotas": len(quotas)} if quotas else {}
    record("matching.started", run, by=by, program=str(program.pk), number=run.number, **facts)
    # Not by way of the sweep, as somebody waits; it will find the run if this is lost.
    tasks.run_matching.delay_on_commit(str(run.pk))
    return run


def _quotas(program, quotas, holds):
    """The quotas of a run that is being asked for; refuses, by name, what nothing could keep."""
    last = queries.last_done(program) if quotas is None and holds else None
    names = dict(sponsor_names(program))
    if quotas is None:
        # A sponsor who has left since, or became one with another, takes its quota along.
        before = limits.limits_of(last) if last else []
        return [limit for limit in before if limit.company_id in names]
    if quotas:
        supply = limits.supply_of(outline_of(program))
        if told := limits.refusals(quotas, supply, names):
            raise CannotDecide(" ".join(told))
    return [limit for limit in quotas if limit.least or limit.most is not None]


@transaction.atomic
def cancel_run(run, *, by):
    """Stop a run that waits or works. Raises ``CannotDecide`` when it is over already."""
    if not running.cancel(run):
        raise CannotDecide(_("This run is over already, so there is nothing to cancel."))
    record("matching.cancelled", run, by=by)


def queue_open_runs():
    """Due work: a task for each run that waits."""
    asking.queue_open(MatchingRun, tasks.run_matching)
    asking.queue_open(AnnouncementRun, tasks.run_announcement)


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


def _undecided(match):
    """The match as it stands now, held; refuses what can no longer be decided."""
    found = Match.objects.select_related("run").defer("run__problem", "run__claim")
    seen = match.mentor_id
    match = found.select_for_update(of=("self",), no_key=True).get(pk=match.pk)
    if match.mentor_id != seen:
        raise CannotDecide(_("Somebody changed this match meanwhile. Look at it again."))
    if match.decision == Decision.ANNOUNCED:
        raise CannotDecide(_("This match has been announced. It can only be taken back now."))
    refuse_outdated(match.run)
    return match


def _chosen_options(match, mentor_ids):
    chosen = [str(pk) for pk in mentor_ids]
    options = {option["mentor"]: option for option in match.options}
    if not set(chosen) <= set(options):  # the run was changed since, or they stand further down
        options |= offers.as_options(match, chosen)
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
    match.decided_at = None if is_open else clock.now()
    match.refusal = ""
    # Somebody thought again while it was on its way out: it has to be asked for anew.
    match.announcement = None
    match.save(update_fields=["decision", "decided_by", "decided_at", "refusal", "announcement"])
    record(verb, match, by=by, **facts)
    return match
