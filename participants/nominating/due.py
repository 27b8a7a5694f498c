"""What the minute tick looks for on the way into a program."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from mentoring import clock
from notifications.models import Message
from notifications.services import tell_many
from participants.models import Participant
from participants.nominating.asking import LATE_DAYS, leave_unanswered
from participants.nominating.models import Asking, NominationResult
from participants.nominating.settling import leave_unsettled
from participants.nominating.words import Outcome
from participants.roles import Standing
from programs.gates import NOMINATIONS
from programs.models import Door, ProgramDate

MOST_AT_ONCE = 200
REMINDERS = (21, 14, 7)  # days after the question, the latest first


def remind_asked():
    """Remind who has not answered after one, two and three weeks, once each."""
    now = clock.now()
    until = now
    for days in REMINDERS:
        told = Message.objects.filter(
            kind="nomination_reminder",
            person=OuterRef("participant__person"),
            occasion=Concat(
                Cast(OuterRef("pk"), TextField()), Value(f":{days}"), output_field=TextField()
            ),
        )
        late = _waiting().filter(asked_at__lte=now - timedelta(days=days)).exclude(Exists(told))
        if days != REMINDERS[0]:  # who waits longer has the later reminder, not both at once
            late = late.filter(asked_at__gt=until)
        rows = late.select_related("participant__person")[:MOST_AT_ONCE]
        said = [(row.participant.person, f"{row.pk}:{days}", {}) for row in rows]
        if said:
            tell_many("nomination_reminder", said)
        until = now - timedelta(days=days)


def end_unanswered():
    """When nominations are over, nobody is waited for any more who has not answered.

    Nominations that still wait for a coordinator end with them: to the companies they are the same.
    """
    today = clock.today()
    over = _over(today, "participant__program")
    late = _waiting().filter(Q(answer_by__isnull=True) & Exists(over) | Q(answer_by__lt=today))
    ids = late.values_list("participant_id", flat=True)[:MOST_AT_ONCE]
    locked = Participant.objects.select_for_update(of=("self",), skip_locked=True)
    for participant in locked.filter(pk__in=list(ids), standing=Standing.NOMINATED):
        leave_unanswered(participant)
    _end_unsettled(today)


def _end_unsettled(today):
    """At the day on which a question would have ended, had it been put instead."""
    over = _over(today, "nomination__program").values("closes_on")[:1]
    waiting = NominationResult.objects.filter(outcome=Outcome.TO_SETTLE)
    waiting = waiting.annotate(closed_on=Subquery(over)).filter(closed_on__isnull=False)
    waiting = waiting.exclude(  # read after the last day: a question would be open for two weeks
        nomination__created_at__date__lte=F("closed_on"),
        changed_at__date__gt=F("closed_on"),
        changed_at__date__gte=today - timedelta(days=LATE_DAYS),
    )
    locked = waiting.select_for_update(of=("self",), skip_locked=True)
    for result in locked.select_related("nomination").order_by("id")[:MOST_AT_ONCE]:
        leave_unsettled(result)


def _over(today, program):
    rows = ProgramDate.objects.filter(
        key=NOMINATIONS, closes_on__lt=today, program=OuterRef(program)
    )
    return rows.exclude(door=Door.OPEN)


def _waiting():
    return Asking.objects.filter(
        answered_at__isnull=True, participant__standing=Standing.NOMINATED
    ).order_by(F("asked_at"), "id")
