"""Reminding many people at once of the question whether they take part, and taking it back."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import Http404

from mentoring import clock
from notifications.models import Message
from notifications.services import tell_many
from organizations.audit import record, record_many
from organizations.models import AuditEvent, Person
from participants.bulk import reminding
from participants.nominating.models import Asking
from participants.roles import Standing

KIND = "nomination_reminder"
UNDONE_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Plan:
    """Whom a reminder would reach; ``today`` had one already, ``others`` have nothing to answer."""

    askings: list
    today: list
    others: list


class Overtaken(Exception):
    """There is nothing (any more) to take back, or its day is over."""


def plan_of(ids):
    """The ``Plan`` for people with these ids, by the facts of now, in three statements."""
    open_ones = Asking.objects.filter(
        participant__person__in=ids,
        participant__standing=Standing.NOMINATED,
        answered_at__isnull=True,
    ).select_related("participant__person", "participant__program")
    askings = list(open_ones.order_by("pk"))
    told = set(_messages(askings).values_list("occasion", flat=True))
    asked = {asking.participant.person_id for asking in askings}
    others = (
        Person.objects.filter(pk__in=ids)
        .exclude(pk__in=asked)
        .order_by("family_name", "given_name", "pk")
    )
    return Plan(
        askings=[asking for asking in askings if _occasion(asking) not in told],
        today=[asking for asking in askings if _occasion(asking) in told],
        others=list(others),
    )


@transaction.atomic
def remind(organization, ids, *, by):
    """Mail each open question once more, at most once a day; the audit row, or None if to nobody.

    The row keeps which messages it were: that is what can be taken back.
    """
    askings = plan_of(ids).askings
    if not askings:
        return None
    rows = [(asking.participant.person, _occasion(asking), {}) for asking in askings]
    tell_many(KIND, rows)
    record_many("participant.reminded", [(asking.participant, {}) for asking in askings], by=by)
    messages = [str(pk) for pk in _messages(askings).values_list("pk", flat=True)]
    return record("people.reminded", organization, by=by, messages=messages)


def reminder_or_404(event_id):
    """The audit row of a reminder to many people."""
    event = AuditEvent.objects.filter(pk=event_id, verb="people.reminded").first()
    if event is None:
        raise Http404
    return event


@transaction.atomic
def take_back(organization, event, *, by):
    """``(taken back, on their way already)`` of a reminder's mails.

    ``Overtaken`` after a day, or when it was taken back before.
    """
    messages = event.facts["messages"]
    is_late = event.at < clock.now() - UNDONE_WITHIN
    if is_late or not Message.objects.filter(pk__in=messages).exists():
        raise Overtaken
    taken = reminding.take_back(messages)
    kept = len(messages) - len(taken)
    facts = {"act": str(event.pk), "taken": len(taken), "kept": kept}
    record("people.reminder_taken_back", organization, by=by, **facts)
    return len(taken), kept


def _messages(askings):
    people = {asking.participant.person_id for asking in askings}
    occasions = [_occasion(asking) for asking in askings]
    return Message.objects.filter(kind=KIND, occasion__in=occasions, person__in=people)


def _occasion(asking):
    return f"{asking.pk}:{clock.today()}"
