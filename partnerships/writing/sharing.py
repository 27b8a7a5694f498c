"""Sharing one item with the coordinators: a copy, as it reads now, until it is taken back."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.http import Http404

from mentoring.crypto.master import Unreadable
from mentoring.crypto.models import Destroyed
from mentoring.crypto.services import Keyring as AuthorKeys
from notifications.services import tell_many
from organizations.audit import record
from organizations.models import Membership
from organizations.roles import Role
from partnerships.writing.models import SharedCopy
from partnerships.writing.services import GONE, CannotWrite


@dataclass(frozen=True)
class Shared:
    """One copy in the open; ``text`` is None when its author's keys are gone."""

    row: SharedCopy
    text: str | None = field(repr=False)


@transaction.atomic
def share(item, *, by):
    """Copy an ``Item`` for the coordinators and tell them that there is one; twice is once.

    Raises ``CannotWrite`` for what can no longer be read.
    """
    if item.text is None:
        raise CannotWrite("gone", GONE)
    row, kind = item.row, item.kind
    copy = SharedCopy(
        partnership_id=row.partnership_id,
        author_id=row.author_id,
        shared_by_id=by.person_id,
        kind=kind,
        item_id=row.pk,
        written_at=row.written_at,
    )
    copy.stamp()
    try:
        copy.locked = AuthorKeys([row.author_id]).encrypt(row.author_id, item.text, copy.about)
        with transaction.atomic():
            copy.save(force_insert=True)
    except Destroyed:
        raise CannotWrite("gone", GONE) from None
    except IntegrityError:
        return SharedCopy.objects.get(item_id=row.pk)
    record("writing.shared", row.partnership, by=by, kind=kind, copy=str(copy.pk))
    tell_many("writing_shared", [(address, copy.pk, {}) for address in _addresses()])
    return copy


@transaction.atomic
def take_back(item_id, *, by):
    """End the sharing of an item that the person has shared; whether there was any."""
    copy = SharedCopy.objects.filter(item_id=item_id, shared_by=by.person_id).first()
    if copy is None or not copy.delete()[0]:
        return False
    record("writing.taken_back", copy.partnership, by=by, kind=copy.kind, copy=str(copy.pk))
    return True


@transaction.atomic
def read(partnership, copy_id, *, by):
    """One ``Shared`` of this partnership for a coordinator, and the trace that it was read."""
    rows = SharedCopy.objects.select_related("author", "shared_by")
    copy = rows.filter(partnership=partnership, pk=copy_id).first()
    if copy is None:
        raise Http404
    record("writing.shared_read", partnership, by=by, kind=copy.kind, copy=str(copy.pk))
    try:
        text = AuthorKeys([copy.author_id]).decrypt(copy.author_id, copy.locked, copy.about)
    except Unreadable:
        text = None
    return Shared(copy, text)


def shared_in(partnership):
    """Copies of a partnership, the newest first, as far as whoever is at work may see them."""
    rows = SharedCopy.objects.filter(partnership=partnership).defer("locked")
    return rows.select_related("author", "shared_by")


def _addresses():
    """Of the coordinators; of the administrators where nobody coordinates."""
    staff = Membership.objects.filter(
        role__in=(Role.COORDINATOR, Role.ADMINISTRATOR), ended_at__isnull=True
    )
    people = list(staff.select_related("user").order_by("id"))
    named = [one for one in people if one.role == Role.COORDINATOR] or people
    return sorted({one.user.email for one in named})
