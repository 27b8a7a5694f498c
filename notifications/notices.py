"""What stands behind the bell: one line for each message, in the words of its letter."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from mentoring import clock
from notifications import catalog
from notifications.models import Notice, OptionalMail

LONGEST_TITLE = 200
KEPT_FOR = timedelta(days=90)
MOST_AT_ONCE = 1000


def make(message, letter, reading):
    """One line for the reader of a message, once; nothing for who has no surface."""
    if reading.user_id is None or not catalog.kind_of(message.kind).is_in_app:
        return
    title = " ".join(letter.subject.split())[:LONGEST_TITLE]
    row = Notice(
        user_id=reading.user_id,
        message=message,
        surface=reading.surface,
        kind=message.kind,
        title=title or str(catalog.kind_of(message.kind).name),
        path=_path(letter.action_url),
    )
    Notice.objects.bulk_create([row], ignore_conflicts=True)


def of(user_id, surface):
    """The notices of a login on one surface, newest first, without kinds that it has hidden."""
    hidden = OptionalMail.objects.filter(
        user=user_id, kind=OuterRef("kind"), hidden_at__isnull=False
    )
    rows = Notice.objects.filter(user=user_id, surface=surface, told_at__gt=clock.now() - KEPT_FOR)
    return rows.filter(~Exists(hidden)).order_by("-told_at", "-id")


def unread_of(rows):
    """Those of some notices that were not opened."""
    return rows.filter(read_at__isnull=True)


def until(rows, newest):
    """Those of some notices that stood there when ``newest``, an id, was the newest."""
    try:
        last = rows.filter(pk=UUID(newest)).first()
    except ValueError:
        last = None
    return rows.filter(told_at__lte=last.told_at) if last else rows.none()


def read(rows):
    """They were opened; when they already were, nothing changes."""
    return rows.filter(read_at__isnull=True).update(read_at=clock.now())


def forget_old():
    """Due work: no line stands longer than ninety days."""
    old = Notice.objects.filter(told_at__lt=clock.now() - KEPT_FOR).order_by("told_at")
    Notice.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST_AT_ONCE])).delete()


def _path(url):
    """The address on this site alone, or ''."""
    path = url.removeprefix(settings.BASE_URL) if url.startswith(settings.BASE_URL + "/") else ""
    return path if len(path) <= Notice._meta.get_field("path").max_length else ""
