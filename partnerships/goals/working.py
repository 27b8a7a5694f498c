"""When the two of a pair work on goals and on what is to be done: introduced, and not ended."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from partnerships import stepping
from partnerships.queries import side_of
from partnerships.writing.keys import Keyring
from partnerships.writing.services import NOT_YOURS, CannotWrite, open_pair, sealed_by

NOT_YET = _("This begins when you have both finished the training of your side.")
OVER = _("Your partnership has ended, so nothing is changed here any more.")
FASTER = _(
    "This was changed meanwhile, in another tab, on another device, or by the two of you at the "
    "same moment. What you typed is below, beside what stands there now."
)
NO_LONGER = _("This is no longer there: it was removed meanwhile. What you typed is below.")


def may_work(partnership):
    """Whether anything is written in it: from the introduction to the end."""
    return partnership.introduced_at is not None and partnership.ended_at is None


def open_work(partnership, *, by, side=None):
    """The partnership, held, for one of its two while they may write. Raises ``CannotWrite``.

    ``side`` names the one who alone may do this.
    """
    open_pair(partnership, by=by)
    row = stepping.locked(partnership)
    if row.ended_at is not None:
        raise CannotWrite("over", OVER)
    if row.introduced_at is None:
        raise CannotWrite("not_yet", NOT_YET)
    if side is not None and side_of(row, by.person_id) != side:
        raise CannotWrite("not_yours", NOT_YOURS)
    return row


def add(row, text) -> bool:
    """Seal and save a new row; False if its form has written it before."""
    row.stamp()
    with sealed_by():
        Keyring(row.partnership_id).seal(row, text)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if type(row).objects.filter(pk=row.pk, author=row.author_id).exists():
            return False
        raise CannotWrite("not_yours", NOT_YOURS) from None
    return True


def held(model, partnership, pk: UUID, *, by, seen=None, is_own=True):
    """A row, this person's own unless ``is_own`` is false, held. Raises ``CannotWrite``.

    ``seen`` is the revision that was on the page: another one means that somebody was faster.
    """
    rows = model.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=pk, partnership=partnership).first()
    if row is None:
        raise CannotWrite("removed", NO_LONGER)
    if is_own and row.author_id != by.person_id:
        raise CannotWrite("not_yours", NOT_YOURS)
    if seen is not None and row.revision != seen:
        raise CannotWrite("changed", FASTER)
    return row
