"""Writing, changing and removing what a pair writes, and keeping what somebody is typing.

Whoever writes stands in their own context: the database lets nobody else near. The trail says that
something was written and when, never what; of a journal it says nothing at all.
"""

import contextlib
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.crypto.models import Destroyed
from notifications.services import tell
from organizations.audit import record
from partnerships.models import Partnership
from partnerships.queries import other_side, side_of
from partnerships.writing.keys import Keyring
from partnerships.writing.kinds import Kind
from partnerships.writing.models import Draft, JournalEntry, Note, PairMessage, SharedCopy
from partnerships.writing.queries import is_closed

MODELS = {Kind.NOTE: Note, Kind.JOURNAL: JournalEntry, Kind.MESSAGE: PairMessage}
LONGEST = {Kind.NOTE: 20_000, Kind.JOURNAL: 20_000, Kind.MESSAGE: 5_000}

EMPTY = gettext_lazy("Write something first.")
NOT_YOURS = gettext_lazy("Only whoever wrote this can change it.")
CLOSED = gettext_lazy(
    "This partnership has been over for more than 30 days, so nothing is written here any more. "
    "What you typed was not kept: copy it now if you need it."
)
GONE = gettext_lazy("You have had what you wrote erased, so nothing more can be written here.")
CHANGED = gettext_lazy(
    "You changed this meanwhile, in another tab or on another device. Below is what you typed now; "
    "save it again to put it in place of what stands there."
)
REMOVED = gettext_lazy(
    "You removed this meanwhile, in another tab or on another device. What you typed is below: "
    "copy it into a new one if you need it."
)


class CannotWrite(Exception):
    """``rule`` names what stands against it, ``message`` says it to the person who typed."""

    def __init__(self, rule, message):
        super().__init__(message)
        self.rule = rule
        self.message = message


def checked(kind, text):
    """``text`` as it is kept. Raises ``CannotWrite`` for none and for too much."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise CannotWrite("empty", EMPTY)
    if len(text) > LONGEST[kind]:
        sizes = {"typed": len(text), "longest": LONGEST[kind]}
        sizes = {name: number_format(n, force_grouping=True) for name, n in sizes.items()}
        said = _("This has %(typed)s characters; %(longest)s is the most. Shorten or divide it.")
        raise CannotWrite("too_long", said % sizes)
    return text


@transaction.atomic
def write(partnership, kind, text, *, by, item_id):
    """A new item of this kind, under an id that its form brought along; twice is once.

    Raises ``CannotWrite``: empty, too long, closed, not one of the two, or erased.
    """
    text = checked(kind, text)
    partnership = open_pair(partnership, by=by)
    row = MODELS[kind](pk=item_id, partnership=partnership, author_id=by.person_id)
    row.stamp()
    if not _insert(row, text):
        return _of_author(MODELS[kind], item_id, by=by)
    _drop_drafts(partnership, kind, item_id, by=by)
    if kind != Kind.JOURNAL:
        record("writing.written", partnership, by=by, kind=kind, item=str(row.pk))
    if kind == Kind.MESSAGE:
        _tell_partner(partnership, by=by)
    return row


@transaction.atomic
def change(partnership, kind, item_id, text, *, by, seen):
    """Say something else in a note or a journal entry of one's own; no change leaves no trace.

    ``seen`` is the revision that was on the page. Raises ``CannotWrite``, with the rule ``changed``
    or ``removed`` when somebody was faster.
    """
    text = checked(kind, text)
    partnership = open_pair(partnership, by=by)
    rows = MODELS[kind].objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=item_id, partnership=partnership).first()
    if row is None:
        raise CannotWrite("removed", REMOVED)
    if row.author_id != by.person_id:
        raise CannotWrite("not_yours", NOT_YOURS)
    if row.revision != seen:
        raise CannotWrite("changed", CHANGED)
    keys = Keyring(partnership.pk)
    try:
        is_same = keys.read(row) == text
        keys.seal(row, text)
    except Destroyed:
        raise CannotWrite("gone", GONE) from None
    _drop_drafts(partnership, kind, item_id, by=by)
    if not is_same:
        row.revision, row.edited_at = row.revision + 1, clock.now()
        row.save(update_fields=["sealed", "revision", "edited_at"])
        if kind != Kind.JOURNAL:
            record("writing.changed", partnership, by=by, kind=kind, item=str(row.pk))
    return row


@transaction.atomic
def remove(kind, item_id, *, by):
    """Delete a note or journal entry of one's own for good; twice is once.

    A copy that its author has shared goes with it. One that the partner has shared is theirs.
    """
    row = MODELS[kind].objects.select_related("partnership").filter(pk=item_id).first()
    if row is None:
        return
    if row.author_id != by.person_id:
        raise CannotWrite("not_yours", NOT_YOURS)
    _drop_drafts(row.partnership, kind, item_id, by=by)
    SharedCopy.objects.filter(item_id=item_id, shared_by=by.person_id).delete()
    row.delete()
    if kind != Kind.JOURNAL:
        record("writing.removed", row.partnership, by=by, kind=kind, item=str(item_id))


@transaction.atomic
def keep_draft(partnership, kind, text, *, by, item_id, is_new):
    """Keep what is being typed until it is saved; nothing typed is nothing kept.

    What arrives after its item was saved is dropped. Raises ``CannotWrite``.
    """
    if not text.strip():
        return discard_draft(partnership, kind, by=by, item_id=item_id, is_new=is_new)
    text = checked(kind, text)
    partnership = open_pair(partnership, by=by)
    if is_new and MODELS[kind].objects.filter(pk=item_id).exists():
        return None
    place = _place(partnership, kind, item_id, is_new, by=by)
    draft = Draft.objects.select_for_update().filter(**place).first()
    if draft is None:
        draft = Draft(**{**place, "item_id": item_id, "partnership": partnership})
        draft.stamp()
        if _insert(draft, text):
            return draft
        draft = Draft.objects.select_for_update().get(**place)
    _seal(Keyring(partnership.pk), draft, text)
    draft.item_id, draft.written_at = item_id, clock.now()
    draft.save(update_fields=["sealed", "item_id", "written_at"])
    return draft


@transaction.atomic
def discard_draft(partnership, kind, *, by, item_id, is_new):
    """Forget what was typed and not saved."""
    Draft.objects.filter(**_place(partnership, kind, item_id, is_new, by=by)).delete()


def _place(partnership, kind, item_id, is_new, *, by):
    """What tells a draft from others: one for each kind that is new, one for each item."""
    own = {"author_id": by.person_id, "kind": kind, "is_new": is_new}
    return {**own, "partnership": partnership} if is_new else {**own, "item_id": item_id}


def _drop_drafts(partnership, kind, item_id, *, by):
    own = Draft.objects.filter(partnership=partnership, author=by.person_id, kind=kind)
    own.filter(item_id=item_id).delete()


def open_pair(partnership, *, by):
    """The partnership as it stands, for one of its two while they may write."""
    row = Partnership.objects.get(pk=partnership.pk)
    is_one = by is not None and by.person_id in (row.mentor_person_id, row.mentee_person_id)
    if not is_one or not row.is_revealed:
        raise CannotWrite("not_yours", NOT_YOURS)
    if is_closed(row):
        raise CannotWrite("closed", CLOSED)
    return row


def _insert(row, text):
    """Seal and save a new row; whether it is the first of its place."""
    _seal(Keyring(row.partnership_id), row, text)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@contextlib.contextmanager
def sealed_by():
    """Turn the end of an author's keys into ``CannotWrite``."""
    try:
        yield
    except Destroyed:
        raise CannotWrite("gone", GONE) from None


def _seal(keys, row, text):
    with sealed_by():
        keys.seal(row, text)


def _of_author(model, item_id: UUID, *, by):
    """What the same form has written before."""
    row = model.objects.filter(pk=item_id, author=by.person_id).first()
    if row is None:
        raise CannotWrite("not_yours", NOT_YOURS)
    return row


def _tell_partner(partnership, *, by):
    """One mail a day and thread says that there is something to read, and nothing of it."""
    side = other_side(side_of(partnership, by.person_id))
    occasion = f"{partnership.pk} {clock.today()}"
    tell(getattr(partnership, f"{side}_person"), "pair_message", occasion)
