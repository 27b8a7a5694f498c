"""Writes about mails that came back: what reports say, and that an address works again."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from mentoring import clock
from notifications.bounces.models import Bounce, Settled
from notifications.bounces.queries import failing, mark_of
from notifications.models import Failure, Message
from organizations.audit import record

MOST_AT_ONCE = 500
# Mail servers give up earlier; by then the person may have another address.
REPORTED_WITHIN = timedelta(days=8)
# Nobody looks for refusals that are older: a sweep a minute has seen them.
WATCHED_FOR = timedelta(days=2)


@transaction.atomic
def take(reports):
    """Note ``Report`` rows about messages of the organization in force; the same twice is once.

    Answers how many were new. One that comes late is noted, and marks no address.
    """
    by_message = {report.message_id: report for report in reports}
    rows = Message.objects.filter(pk__in=by_message, failed_at__isnull=True)
    known = set(Bounce.objects.filter(message__in=by_message).values_list("message", flat=True))
    now = clock.now()
    bounces = [
        _bounce(row, report.code, report.is_hard and _is_in_time(row, now), now)
        for row in rows.select_related("person")
        if row.pk not in known
        for report in [by_message[row.pk]]
    ]
    Bounce.objects.bulk_create(bounces, ignore_conflicts=True)
    return len(bounces)


def note_refused():
    """Due work: a mail that the receiving server refused at its door has come back as well."""
    noted = Bounce.objects.filter(message=OuterRef("pk"))
    now = clock.now()
    refused = Message.objects.filter(
        ~Exists(noted), failure=Failure.REFUSED, failed_at__gt=now - WATCHED_FOR
    )
    rows = list(refused.select_related("person").order_by("failed_at", "id")[:MOST_AT_ONCE])
    if rows:
        bounces = [_bounce(row, "", hard=True, now=now) for row in rows]
        Bounce.objects.bulk_create(bounces, ignore_conflicts=True)


def settle_changed():
    """Due work: who has another address by now gets mail again; so does what nobody remembers."""
    rows = list(failing().order_by("reported_at", "id"))
    if not rows:
        return
    messages = Message.objects.filter(pk__in=[row.message for row in rows])
    marks = {row.pk: mark_of(row.recipient) for row in messages.select_related("person")}
    for row in rows:
        if row.message not in marks:
            _settle([row], Settled.GONE)
        elif marks[row.message] != row.address_mark:
            _settle([row], Settled.CHANGED)


@transaction.atomic
def confirm(address, *, by):
    """A coordinator says that mail reaches this address again; twice changes nothing."""
    rows = list(failing().filter(address_mark=mark_of(address)).select_for_update(of=("self",)))
    _settle(rows, Settled.CONFIRMED)
    for row in rows:
        record("mail.works_again", row, by=by)


def _settle(rows, how):
    ids = [row.pk for row in rows]
    Bounce.objects.filter(pk__in=ids, settled_at__isnull=True).update(
        settled_at=clock.now(), settled=how
    )


def _bounce(message, code, hard, now):
    return Bounce(
        message=message.pk,
        address_mark=mark_of(message.recipient),
        code=code,
        is_hard=hard,
        reported_at=now,
    )


def _is_in_time(message, now):
    return now - (message.sent_at or message.created_at) <= REPORTED_WITHIN
