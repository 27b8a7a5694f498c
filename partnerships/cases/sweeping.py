"""Looking through an organization for cases: opening them, closing them, returning the ownerless.

A look waits for the one before it, and writes differences only, so that two looks are as good as
one. It waits for nobody who works on a case at this moment: the next look comes soon.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from mentoring import clock
from organizations.audit import record_many
from organizations.models import Membership
from organizations.roles import STAFF
from partnerships.cases.keeping import NOT_YOURS, CannotWorkOn
from partnerships.cases.kinds import Action, CaseStatus, Outcome
from partnerships.cases.models import Case, CaseEvent, CaseWatch
from partnerships.cases.rules import KINDS, due_on
from partnerships.cases.signals.catalog import FINDERS
from partnerships.cases.signals.looking import look_now
from partnerships.cases.watching import Known, differences, may_open
from partnerships.lifecycle import FINAL

EVERY = timedelta(minutes=5)
BATCH = 500


def watch():
    """Due work: look through the organization, unless that was done in the last five minutes."""
    row = CaseWatch.objects.first()
    now = clock.now()
    if row and row.looked_at and timedelta() <= now - row.looked_at < EVERY:
        return
    sweep()


@transaction.atomic
def sweep(*, by=None):
    """Open and close what the rows say at this moment; ``(opened, closed)``, how many.

    ``by`` is a coordinator who does not want to wait for the system. Raises ``CannotWorkOn``.
    """
    if by is not None and by.role not in STAFF:
        raise CannotWorkOn("not_yours", NOT_YOURS)
    watched = _held_watch()
    look = look_now()
    opened = closed = 0
    for signal, find in FINDERS.items():
        known = _known(look, signal)
        opening, gone = differences(find(look), known, look.today, stays=KINDS[signal].stays)
        opened += _open(look, signal, opening, by=by)
        closed += _close(Case.objects.filter(pk__in=gone), by=by) if gone else 0
    closed += _close(_of_ended_pairs(), by=by)
    _return_of_leavers(by=by)
    watched.looked_at = look.now
    watched.save(update_fields=["looked_at"])
    return opened, closed


def would_open(program, wanted):
    """``{signal: how many}`` would open now with these rules ``{signal: (is on, number)}``."""
    instead = {(program.pk, signal): rule for signal, rule in wanted.items()}
    look = look_now(instead)
    counted = {}
    for signal in wanted:
        known = {}
        for case in _known(look, signal):
            known.setdefault(case.key, []).append(case)
        counted[signal] = sum(
            one.program == program.pk
            and may_open(one, known.get(one.key, ()), look.today, stays=KINDS[signal].stays)
            for one in FINDERS[signal](look)
        )
    return counted


def _held_watch():
    """The row that says when this was done last, held: whoever comes meanwhile waits."""
    CaseWatch.objects.bulk_create([CaseWatch()], ignore_conflicts=True)
    return CaseWatch.objects.select_for_update(no_key=True).get()


def _known(look, signal):
    """``[Known]`` of a signal: open ones, and those whose cause may be there still."""
    rows = Case.objects.filter(signal=signal).order_by()
    kept = ("pk", "partnership", "participant", "occasion", "status", "closed_at", "closed_by")
    return [_as_known(look, *row) for row in rows.values_list(*kept).iterator()]


def _as_known(look, pk, partnership, participant, occasion, status, closed_at, closed_by):
    return Known(
        pk=pk,
        partnership=partnership,
        participant=participant,
        occasion=occasion,
        is_open=status == CaseStatus.OPEN,
        closed_on=look.day(closed_at) if closed_at else None,
        closed_itself=closed_by is None,
    )


def _open(look, signal, opening, *, by):
    """Write the cases that are missing; those that somebody else has written meanwhile stay."""
    cases = [
        Case(
            program_id=found.program,
            partnership_id=found.partnership,
            participant_id=found.participant,
            signal=signal,
            occasion=occasion,
            since=found.since,
            severity=found.severity,
            due_on=due_on(found.severity, look.today),
        )
        for found, occasion in opening
    ]
    if not cases:
        return 0
    Case.objects.bulk_create(cases, batch_size=BATCH, ignore_conflicts=True)
    ids = set(Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    made = [case for case in cases if case.pk in ids]
    _note_many(made, Action.OPENED, by=by)
    return len(made)


def _close(rows, *, by):
    """Close those whose cause is gone, whoever looks after them."""
    cases = list(_free(rows.filter(status=CaseStatus.OPEN)))
    for start in range(0, len(cases), BATCH):
        ids = [case.pk for case in cases[start : start + BATCH]]
        Case.objects.filter(pk__in=ids).update(
            status=CaseStatus.CLOSED,
            outcome=Outcome.GONE,
            closed_at=clock.now(),
            closed_by=None,
            snoozed_until=None,
        )
    _note_many(cases, Action.CLOSED_ITSELF, by=by, outcome=Outcome.GONE)
    return len(cases)


def _of_ended_pairs():
    """What nothing undoes, about pairs that are over; a case opened by hand stays."""
    stay = [signal for signal, kind in KINDS.items() if kind.stays]
    return Case.objects.filter(signal__in=stay, partnership__status__in=FINAL)


def _return_of_leavers(*, by):
    """Whoever acts as staff no more looks after nothing; in another role of theirs they go on."""
    left = Q(owner__ended_at__isnull=False)
    rows = Case.objects.filter(left, status=CaseStatus.OPEN).select_related("owner")
    cases = list(_free(rows))
    if not cases:
        return
    logins = {case.owner.user_id for case in cases}
    roles = Membership.objects.filter(user__in=logins, role__in=STAFF).order_by("-pk")
    again = {role.user_id: role for role in roles}
    for case in cases:
        case.owner = again.get(case.owner.user_id)
    Case.objects.bulk_update(cases, ["owner"], batch_size=BATCH)
    for owner in {*again.values(), None}:
        theirs = [case for case in cases if case.owner == owner]
        _note_many(theirs, Action.ASSIGNED if owner else Action.RETURNED, by=by, to=owner)


def _free(rows):
    """Those that nobody holds, held."""
    return rows.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("pk")


def _note_many(cases, action, *, by, **facts):
    CaseEvent.objects.bulk_create(
        [CaseEvent(case=case, action=action, by=by, **facts) for case in cases], batch_size=BATCH
    )
    record_many(f"case.{action}", [(case, {"signal": case.signal}) for case in cases], by=by)
