"""Changing the proposals of a finished run, and taking a change back: proven, audited, all or none.

Whoever changes has seen a cost and who moves. What they saw comes with the request, and if anything
would be otherwise by now, nothing is written.
"""

import dataclasses

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from matching import proof, queries
from matching.changes import refresh, rows
from matching.changes.models import Act, Change
from matching.changes.refusals import in_words
from matching.changes.state import changes_of, fingerprint, proven, state_of
from matching.decisions import CannotDecide, Decision
from matching.engine.editing import Standing
from matching.engine.edits import Pin, Swap, Veto
from matching.engine.problem import PinsRefused
from matching.engine.quotas import QuotasConflict
from matching.holding import hold_program, refuse_outdated
from matching.models import AnnouncementRun, MatchingRun
from matching.quotas import words as quota_words
from matching.rulings import services as rulings
from matching.rulings.models import Kind, Ruling
from mentoring import clock
from mentoring.jobs.models import OPEN, RunStatus
from organizations.audit import record
from participants.models import Participant


def preview(state, act, mentee, other):
    """The engine's ``Effect`` of an act: ``other`` is a mentor's id, of a swap another mentee's.

    Raises ``CannotDecide``, naming people, when it is not possible or somebody is held still.
    """
    if mentee not in state.problem.mentee_index:
        raise CannotDecide(_("This person was not part of the run."))
    _refuse_held(state, mentee)
    standing = state.standing
    if act == Act.SWAP:
        _refuse_held(state, other)
        edit = Swap(mentee, other)
    elif act == Act.VETO:
        edit = Veto(mentee, other)
        lifted = tuple(pair for pair in standing.problem.pins if pair != (mentee, other))
        problem = dataclasses.replace(standing.problem, pins=lifted)
        standing = Standing(problem, standing.assigned)
    else:
        edit = Pin(mentee, other)
    try:
        return standing.preview(edit)
    except PinsRefused as refused:
        raise CannotDecide(in_words(state, refused)) from refused
    except QuotasConflict as broken:
        raise CannotDecide(quota_words.broken(broken)) from broken
    except ValueError as fault:
        raise CannotDecide(_("These people were not part of the run.")) from fault


def _refuse_held(state, mentee):
    if mentee in state.held:
        name = Participant.objects.select_related("person").get(pk=mentee).person.name
        text = _("The match of %(mentee)s is decided. Take that decision back first.")
        raise CannotDecide(text % {"mentee": name})


@transaction.atomic
def apply(run, act, mentee, other, *, seen, by, reason=""):
    """Make the change of ``preview`` that somebody has ``seen`` (its fingerprint).

    Answers the Change. Raises ``CannotDecide`` as ``preview`` does, when the run is not the newest
    finished one or is being announced, or when the cost or the moves are no longer those seen.
    """
    run = _held_run(run)
    state = state_of(run)
    effect = preview(state, act, mentee, other)
    if fingerprint(effect.cost, effect.moves) != seen:
        raise CannotDecide(
            _("Somebody decided something meanwhile, and this would cost or move something else.")
            + " "
            + _("Nothing was changed. Look at it again.")
        )
    _refuse_again(state, act, (mentee, other))
    mentees = [move.mentee for move in effect.moves]
    held = rows.hold_rows(run, mentees)
    if any(row.decision != Decision.PROPOSED for row in held.matches.values()):
        raise CannotDecide(_("One of the matches that would move was decided just now."))
    change = _record_change(run, state, effect, act, rows.as_data(held), by=by)
    rows.rewrite(run, held, effect)
    _rule(change, run.program, effect, act, mentee, other, by=by, reason=reason)
    _set_outcome(run, change.outcome)
    refresh.after_change(run, effect.standing)
    record(
        "matching.changed",
        change,
        by=by,
        act=act,
        run=str(run.pk),
        number=change.number,
        asked=change.asked,
        moved=len(effect.moves),
        matches=effect.cost.matches,
        points=effect.cost.points,
    )
    return change


def _refuse_again(state, act, pair):
    """Refuse what holds already: it would be one change more that changes nothing."""
    if act == Act.VETO and pair in state.problem.vetoes:
        raise CannotDecide(_("These two are vetoed already."))
    if act in (Act.PIN, Act.CHOOSE) and pair in state.problem.pins:
        raise CannotDecide(_("These two are pinned already."))


@transaction.atomic
def undo(run, number, *, by):
    """Take back the last change of a run: everybody is placed as before, rulings included.

    Raises ``CannotDecide`` when it is not the last in force, or something of it has been decided,
    announced or answered since.
    """
    run = _held_run(run)
    change = changes_of(run).last()
    if change is None or change.number != number:
        raise CannotDecide(_("Only the last change can be undone, and it is another one by now."))
    held = rows.hold_rows(run, [move["mentee"] for move in change.moves])
    decided = [row for row in held.matches.values() if row.decision != Decision.PROPOSED]
    if decided:
        raise CannotDecide(_undone_too_late(decided))
    rows.put_back(run, held, change.before)
    _unrule(change, by=by)
    change.undone_by, change.undone_at = by, clock.now()
    change.save(update_fields=["undone_by", "undone_at"])
    _set_outcome(run, change.outcome_before)
    refresh.after_change(run, state_of(run).standing)
    record("matching.undone", change, by=by, run=str(run.pk), number=change.number)
    return change


def _undone_too_late(decided):
    names = queries.names_of([row.mentee_id for row in decided])
    told = [row for row in decided if row.decision == Decision.ANNOUNCED]
    text = (
        _("%(names)s: announced already, so this change can no longer be undone.")
        if told
        else _("%(names)s: decided since. Take that decision back first, then undo.")
    )
    return text % {"names": ", ".join(names)}


def _held_run(run):
    """The run as it stands, under the program's lock; refuses one that is not to be changed."""
    hold_program(run.program_id)
    run = queries.run_of(run.pk)
    if run.status != RunStatus.DONE:
        raise CannotDecide(_("Only a finished run can be changed."))
    refuse_outdated(run)
    if AnnouncementRun.objects.filter(run=run, status__in=OPEN).exists():
        raise CannotDecide(_("Matches are being announced. Change others when that is done."))
    return run


def _record_change(run, state, effect, act, before, *, by):
    claim, certificate = proven(effect.standing)
    numbers = Change.objects.filter(run=run).aggregate(last=Max("number"))
    problem = effect.standing.problem
    edit = effect.edit
    pairs = [[edit.mentee, getattr(edit, "mentor", None)]]
    if act == Act.SWAP:
        mentor_of = effect.standing.mentor_of
        pairs = [[one, mentor_of[one]] for one in (edit.mentee, edit.other)]
    return Change.objects.create(
        run=run,
        number=(numbers["last"] or 0) + 1,
        act=act,
        asked=pairs,
        pins=[list(pair) for pair in problem.pins],
        vetoes=[list(pair) for pair in problem.vetoes],
        moves=[dataclasses.asdict(move) for move in effect.moves],
        before=before,
        lost_matches=effect.cost.matches,
        lost_points=effect.cost.points,
        outcome_before=run.outcome,
        outcome=proof.outcome_as_data(effect.after),
        claim=proof.claim_as_data(claim),
        certificate=proof.certificate_as_data(certificate),
        digest=certificate.digest,
        made_by=by,
    )


def _rule(change, program, effect, act, mentee, other, *, by, reason):
    """The rulings that carry the change into later runs, in place of those it contradicts."""
    kind = Kind.VETO if act == Act.VETO else Kind.PIN
    open_ones = Ruling.objects.filter(
        program=program, lifted_at__isnull=True, mentee__in=[pair[0] for pair in change.asked]
    )
    pairs = {tuple(pair) for pair in change.asked}
    contrary = [
        row
        for row in open_ones.select_for_update(no_key=True).order_by("pk")
        if row.kind == Kind.PIN or (str(row.mentee_id), str(row.mentor_id)) in pairs
    ]
    if kind == Kind.VETO:
        contrary = [r for r in contrary if (str(r.mentee_id), str(r.mentor_id)) in pairs]
    for ruling in contrary:
        rulings.lift(ruling, by=by)
    if contrary:
        change.lifted = [str(ruling.pk) for ruling in contrary]
        change.save(update_fields=["lifted"])
    people = Participant.objects.in_bulk({pk for pair in pairs for pk in pair})
    by_id = {str(pk): row for pk, row in people.items()}
    for one, another in sorted(pairs):
        rulings.write(
            program, by_id[one], by_id[another], kind, by=by, reason=reason, change=change
        )


def _unrule(change, *, by):
    for ruling in change.rulings.filter(lifted_at__isnull=True).order_by("pk"):
        rulings.lift(ruling, by=by)
    back = Ruling.objects.filter(pk__in=change.lifted).order_by("pk")
    for ruling in back.select_for_update(no_key=True):
        ruling.lifted_by = ruling.lifted_at = None
        ruling.save(update_fields=["lifted_by", "lifted_at"])
        record(f"matching.{ruling.kind}", ruling, by=by, again=True)


def _set_outcome(run, outcome):
    MatchingRun.objects.filter(pk=run.pk).update(outcome=outcome)
