"""Acts on many people of a program: planned, confirmed, carried out, taken back."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.jobs import progress
from mentoring.jobs.models import OPEN, RunStatus
from mentoring.jobs.running import Refused
from mentoring.jobs.tasks import wake
from organizations.audit import record
from organizations.models import AuditEvent, Membership
from organizations.roles import STAFF
from participants import services
from participants.bulk import reminding
from participants.bulk.judging import STANDING_OF, judge, partnered
from participants.bulk.models import BulkAct, BulkStep, Kept, Kind
from participants.listed.filters import LIVE
from participants.models import Participant

# Up to so many are done while the page waits; more are a worker's part.
AT_ONCE = 200
UNDONE_WITHIN = timedelta(hours=24)
PLANS_KEPT = timedelta(hours=24)


class Overtaken(Exception):
    """The act is not where this step begins: somebody was faster, or its time is over."""


@transaction.atomic
def plan(program, kind, ids, *, by, query=""):
    """Note what is to be done to whom; nothing is done. ``ids`` of other programs are left out."""
    known = Participant.objects.filter(program=program, pk__in=ids).order_by("pk")
    chosen = list(known.values_list("pk", flat=True))
    return BulkAct.objects.create(
        program=program, kind=kind, chosen=chosen, query=query[:2000], asked_by=by.user_id
    )


@transaction.atomic
def confirm(act, *, by):
    """Carry the plan out, or let a worker do it if it is long; ``Overtaken`` if it has begun."""
    act = _locked(act)
    if not act.is_plan:
        raise Overtaken
    act.confirmed_at, act.asked_by = clock.now(), by.user_id
    return _now_or_later(act, by=by)


def may_be_undone(act):
    """Whether there is something to take back, and still time for it."""
    if act.status != RunStatus.DONE or act.is_undoing or not act.done:
        return False
    return clock.now() < act.confirmed_at + UNDONE_WITHIN


@transaction.atomic
def undo(act, *, by):
    """Take back what nothing else has changed since, or let a worker do it; answers the act.

    ``Overtaken`` if it was taken back, or is older than a day.
    """
    act = _locked(act)
    if not may_be_undone(act):
        raise Overtaken
    act.is_undoing, act.asked_by = True, by.user_id
    act.status, act.attempts, act.finished_at = RunStatus.QUEUED, 0, None
    return _now_or_later(act, by=by)


@transaction.atomic
def drop(act):
    """Forget a plan; ``Overtaken`` if it was carried out."""
    act = _locked(act)
    if not act.is_plan:
        raise Overtaken
    act.delete()


def _now_or_later(act, *, by):
    act.save()
    if len(act.chosen) <= AT_ONCE:
        _do(act, by=by)
        act.status, act.finished_at = RunStatus.DONE, clock.now()
        act.save()
    wake()  # a worker begins, or takes back the announced matches of those who leave
    return act


def do(act):
    """A worker's part: the whole act, or all that can be taken back of it, in one transaction."""
    held = Membership.objects.filter(user_id=act.asked_by, role__in=STAFF).order_by("-role")
    by = held.first()
    if by is None:
        raise Refused(_("Whoever confirmed this is not a coordinator any more."))
    _do(act, by=by)
    wake()


def _do(act, *, by):
    if act.is_undoing:
        _take_back(act, by=by)
    else:
        _carry_out(act, by=by)


def _carry_out(act, *, by):
    carry = _remind if act.kind == Kind.REMIND else _change_standings
    for ids in _in_parts(act):
        rows = _lock_people(act.program_id, ids)
        refusals = judge(act.kind, rows)
        steps = [BulkStep(act=act, participant=row, refusal=refusals[row.pk]) for row in rows]
        good = [step for step in steps if not step.refusal]
        carry(act, good, by=by)
        BulkStep.objects.bulk_create(steps)
        act.done += len(good)
        act.refused += len(steps) - len(good)
    record("bulk.done", act, by=by, kind=act.kind, done=act.done, refused=act.refused)


def _take_back(act, *, by):
    take_back = _unsend if act.kind == Kind.REMIND else _restore_standings
    for ids in _in_parts(act):
        rows = {row.pk: row for row in _lock_people(act.program_id, ids)}
        steps = list(act.steps.filter(refusal="", participant__in=rows).order_by("participant"))
        take_back(act, steps, rows, by=by)
        BulkStep.objects.bulk_update(steps, ["is_undone", "kept"])
        act.undone += sum(step.is_undone for step in steps)
    record("bulk.undone", act, by=by, kind=act.kind, undone=act.undone, kept=act.kept)


def _in_parts(act):
    """The chosen ids in parts, saying how far the work is."""
    for start in range(0, len(act.chosen), AT_ONCE):
        progress.report(act.pk, start, len(act.chosen))
        yield act.chosen[start : start + AT_ONCE]


def _lock_people(program_id, ids):
    """The rows in the order of their ids, so that two acts never wait for each other."""
    rows = Participant.objects.select_for_update(of=("self",)).select_related("person")
    return list(rows.filter(program=program_id, pk__in=ids).order_by("pk"))


def _change_standings(act, steps, *, by):
    standing = STANDING_OF[act.kind]
    for step in steps:
        step.before = step.participant.standing
        event = services.set_standing(step.participant, standing, by=by, bulk=str(act.pk))
        step.trace = event.pk


def _remind(act, steps, *, by):
    messages = reminding.remind([step.participant for step in steps])
    for step in steps:
        step.trace = messages[step.participant_id]


def _restore_standings(act, steps, rows, *, by):
    latest = _latest_standings([step.participant_id for step in steps])
    live = partnered(rows, LIVE) if act.kind == Kind.TAKE_IN else set()
    for step in steps:
        row = rows[step.participant_id]
        if latest.get(row.pk) != step.trace or row.standing != STANDING_OF[act.kind]:
            step.kept = Kept.CHANGED
        elif row.pk in live:
            step.kept = Kept.MATCHED
        else:
            services.set_standing(row, step.before, by=by, bulk=str(act.pk), undo=True)
            step.is_undone = True


def _latest_standings(ids):
    """``{participant id: id of the newest audit row about their standing}``."""
    events = AuditEvent.objects.filter(verb="participant.standing", object_id__in=ids)
    # Ids grow with time, whatever order the transactions began in.
    return dict(events.order_by("pk").values_list("object_id", "pk"))


def _unsend(act, steps, rows, *, by):
    taken_back = reminding.take_back([step.trace for step in steps])
    for step in steps:
        step.is_undone = step.trace in taken_back
        step.kept = "" if step.is_undone else Kept.SENT


def _locked(act):
    acts = BulkAct.objects.select_for_update(of=("self",)).select_related("program")
    locked = acts.filter(pk=act.pk).first()
    if locked is None:  # a plan that somebody has just dropped
        raise Overtaken
    return locked


def forget_plans():
    """Plans that nobody confirmed within a day."""
    BulkAct.objects.filter(
        confirmed_at__isnull=True, created_at__lt=clock.now() - PLANS_KEPT
    ).delete()


def waiting():
    """Ids of confirmed acts that a worker has to do."""
    acts = BulkAct.objects.filter(status__in=OPEN, confirmed_at__isnull=False)
    return acts.values_list("pk", flat=True)
