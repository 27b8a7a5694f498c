"""Announcing the approved matches of a run, and their alternates when nothing came of a match.

A coordinator asks, a worker does it some matches at a time, each time in a transaction that holds
the program's row. What is left to do stands in the matches themselves, so that a worker who dies
loses nothing and nobody is told twice.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from instruments.queries import open_baseline
from matching import proof, queries, words
from matching.changes.state import changes_of
from matching.decisions import AlternateState, CannotDecide, Decision
from matching.engine.certificate import NotProven
from matching.holding import hold_program, refuse_outdated
from matching.models import AnnouncementRun, Match, MatchingRun
from mentoring import clock
from mentoring.jobs import progress
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.jobs.running import Refused
from mentoring.jobs.tasks import wake
from organizations.audit import record, record_many
from organizations.models import Membership
from organizations.roles import STAFF
from partnerships.services import CannotAnnounce, announce_many, announce_partnership

AT_A_TIME = 50


@dataclass
class Outcome:
    """What an announcement did: matches announced, and ``(match, message)`` of those refused."""

    announced: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@transaction.atomic
def ask(run, *, by):
    """Ask a worker to announce every match of ``run`` that is approved now.

    Answers the AnnouncementRun, the one at work if there is one, or None when nothing is approved.
    Raises ``CannotDecide`` when the run is not done or not the newest, or a newer one is at work.
    """
    hold_program(run.program_id)
    run = queries.run_of(run.pk)
    open_one = queries.announcements_of(run).filter(status__in=OPEN).first()
    if open_one is not None:
        return open_one
    if run.status != RunStatus.DONE:
        raise CannotDecide(_("Only a finished run can be announced."))
    refuse_outdated(run)
    if (baseline := open_baseline(run.program)) is not None:
        why = {"why": baseline.why}
        raise CannotDecide(_("The baseline comes before any match. %(why)s") % why)
    if MatchingRun.objects.filter(program=run.program_id, status__in=OPEN).exists():
        raise CannotDecide(_("A matching run is at work. Announce its matches when it is done."))
    held = _approved(run, by)
    if not held:
        return None
    asked_by = by.user_id if by else None
    asked = AnnouncementRun.objects.create(run=run, matches=len(held), asked_by=asked_by)
    Match.objects.filter(pk__in=held).update(announcement=asked, refusal="")
    wake()
    return asked


def _approved(run, by):
    """Ids of the approved matches that ``by`` may announce, locked.

    Where the program asks for two pairs of eyes nobody announces what they approved themselves;
    the database refuses it too.
    """
    approved = Match.objects.filter(run=run, decision=Decision.APPROVED)
    rows = approved.select_for_update(of=("self",), no_key=True).order_by("pk")
    held = dict(rows.values_list("pk", "decided_by__user_id"))
    if not run.program.needs_two_approvers:
        return list(held)
    others = [pk for pk, user_id in held.items() if by and user_id != by.user_id]
    if held and not others:
        raise CannotDecide(
            _(
                "You approved these matches yourself. This program asks for two pairs of eyes: "
                "another coordinator announces them."
            )
        )
    return others


def prepare(asked):
    """Prove the run again before anybody is told; raises ``Refused`` when that fails."""
    _asker(asked)
    run = MatchingRun.objects.get(pk=asked.run_id)
    matches = run.matches.order_by("pk").only("mentee_id", "mentor_id", "score")
    changes = list(changes_of(run).only("number", "pins", "vetoes", "claim", "certificate"))
    try:
        proof.check(run, matches, changes)
    except NotProven as fault:
        raise Refused(
            _(
                "The certificate of this run does not hold: %(fault)s. Nobody else is told "
                "anything. Start a new run."
            )
            % {"fault": fault}
        ) from fault


def step(asked):
    """Announce the next few matches; False when none is left.

    A match that a rule refuses by now stays approved with its reason, and does not stop the others.
    Own approvals of who asked are let go if the program asks for two pairs of eyes since.
    """
    run = queries.run_of(asked.run_id)
    by = _asker(asked)
    program = hold_program(run.program_id)
    if program.needs_two_approvers:
        _release_own(asked, by=by)
    waiting = queries.to_be_announced(asked)
    matches = list(waiting.select_for_update(no_key=True).order_by("pk")[:AT_A_TIME])
    announce_matches(matches, answer_days=program.answer_days, by=by)
    left = waiting.count()
    progress.report(asked.pk, max(0, asked.matches - left), asked.matches, _("Matches"))
    if not left:
        told = queries.announcements_of(run).get(pk=asked.pk)
        record("matching.announced", run, by=by, announced=told.announced, refused=told.refused)
    return left > 0


def _release_own(asked, *, by):
    """Let go what ``by`` has approved: it stays approved until another coordinator announces it."""
    rows = queries.to_be_announced(asked).select_for_update(no_key=True).order_by("pk")
    own = list(rows.filter(decided_by__user=by.user_id) if by else rows)
    if not own:
        return
    Match.objects.filter(pk__in=[match.pk for match in own]).update(announcement=None)
    AnnouncementRun.objects.filter(pk=asked.pk).update(released=F("released") + len(own))
    record_many("match.released", [(match, {}) for match in own], by=by)


def announce(run, *, by):
    """Ask and do it on the spot, for commands and seeding; answers an ``Outcome``.

    Raises ``CannotDecide`` as ``ask`` does, and when the run's certificate does not hold.
    """
    with transaction.atomic():
        asked = ask(run, by=by)
        if asked is None:
            return Outcome()
        try:
            prepare(asked)
        except Refused as refused:
            raise CannotDecide(str(refused)) from refused
        while step(asked):
            pass
        asked.status, asked.finished_at = RunStatus.DONE, clock.now()
        asked.save(update_fields=["status", "finished_at"])
    return outcome_of(asked)


def outcome_of(asked):
    """What an announcement has done so far."""
    found = Outcome()
    for match in queries.with_people(asked.told.all()):
        if match.decision == Decision.ANNOUNCED:
            found.announced.append(match)
        elif match.refusal:
            found.refused.append((match, words.refusal(match.refusal)))
    return found


def _asker(asked):
    """As whom the worker announces: whoever asked, if they may still do so."""
    if asked.asked_by is None:
        return None
    held = Membership.objects.filter(user_id=asked.asked_by, role__in=STAFF)
    membership = held.order_by("-role").first()
    if membership is None:
        raise Refused(_("Whoever announced these matches is not a coordinator any more."))
    return membership


def announce_matches(matches, *, answer_days, by):
    """Announce these approved matches and note what became of each."""
    pairs = [(match.mentor_id, match.mentee_id) for match in matches]
    results = announce_many(pairs, by=by, answer_days=answer_days) if pairs else []
    done, refused = [], []
    for match, result in zip(matches, results, strict=True):
        if isinstance(result, CannotAnnounce):
            match.refusal = result.rule
            refused.append((match, {"rule": result.rule}))
        else:
            match.partnership = result
            match.decision = Decision.ANNOUNCED
            done.append((match, {"partnership": str(result.pk)}))
    Match.objects.bulk_update(matches, ["partnership", "decision", "refusal"])
    record_many("match.announced", done, by=by)
    record_many("match.refused", refused, by=by)


def follow_up():
    """Due work: for each match that did not come to be, announce its next possible alternate.

    Alternates that a rule refuses by now are marked with the reason. When none is left the mentee
    is back in the pool, which ``queries.back_in_pool`` shows to coordinators.
    """
    program_ids = set(queries.failed_with_alternates().values_list("run__program_id", flat=True))
    for program_id in sorted(program_ids):
        program = hold_program(program_id)
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
