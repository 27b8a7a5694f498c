"""What the minute tick looks for: concerns to mail, codes to mail, and mails that never arrived."""

from datetime import timedelta

from django.db.models import F

from mentoring import clock
from notifications.models import Failure, Message
from notifications.services import tell_address
from partnerships.concerns.letters import CODE, TOLD
from partnerships.concerns.models import Concern

MOST_AT_ONCE = 200
# Attempts end long before.
WATCHED_FOR = timedelta(days=2)


def mail_concerns():
    """Tell contact persons, once, that there is something to read."""
    waiting = (
        _open()
        .filter(mailed_at__isnull=True)
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
    )
    for concern in waiting[:MOST_AT_ONCE]:
        tell_address(concern.contact.email, TOLD, concern.pk)
        concern.mailed_at = clock.now()
        concern.save(update_fields=["mailed_at"])


def mail_codes():
    """Mail each code that was asked for, the newest alone."""
    waiting = (
        _open()
        .filter(code_mailed__lt=F("code_number"))
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
    )
    for concern in waiting[:MOST_AT_ONCE]:
        occasion = f"{concern.pk}:{concern.code_number}"
        tell_address(concern.contact.email, CODE, occasion)
        concern.code_mailed = concern.code_number
        concern.save(update_fields=["code_mailed"])


def note_undelivered():
    """Mark concerns whose mail never arrived, for those who wrote them."""
    fresh = Concern.objects.filter(
        mailed_at__gt=clock.now() - WATCHED_FOR, undelivered_at__isnull=True
    )
    ids = {str(pk): pk for pk in fresh.values_list("pk", flat=True)}
    if not ids:
        return
    lost = Message.objects.filter(
        kind=TOLD, occasion__in=ids, failure__in=(Failure.REFUSED, Failure.GAVE_UP)
    )
    gone = [ids[occasion] for occasion in lost.values_list("occasion", flat=True)]
    if gone:
        Concern.objects.filter(pk__in=gone).update(undelivered_at=clock.now())


def _open():
    rows = Concern.objects.filter(expires_at__gt=clock.now()).defer("locked")
    return rows.select_related("contact").order_by("sent_at", "id")
