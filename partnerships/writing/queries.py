"""Reading what a pair has written: a page at a time, opened for whoever it is for."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404

from mentoring import clock
from mentoring.crypto.master import Unreadable
from partnerships.models import Partnership
from partnerships.queries import other_side, partnerships_of, side_of
from partnerships.writing.keys import OPEN_AFTER_END, Keyring
from partnerships.writing.kinds import Kind
from partnerships.writing.models import (
    Draft,
    JournalEntry,
    Note,
    PairMessage,
    PairWriting,
    SharedCopy,
)

A_PAGE = 50
KINDS = {Note: Kind.NOTE, JournalEntry: Kind.JOURNAL, PairMessage: Kind.MESSAGE}
DEFAULT_ZONE = "UTC"


@dataclass(frozen=True)
class Pair:
    """A partnership as one of its two sees it."""

    partnership: Partnership
    side: str

    @property
    def partner(self):
        return getattr(self.partnership, f"{other_side(self.side)}_person")

    @property
    def partner_side(self):
        return other_side(self.side)

    @property
    def zone(self):
        return getattr(self.partnership, self.side).time_zone or DEFAULT_ZONE

    @property
    def is_closed(self):
        return is_closed(self.partnership)

    @property
    def closes_at(self):
        """From when on nothing is read or written, or None while nothing has ended."""
        ended = self.partnership.ended_at
        return ended and ended + OPEN_AFTER_END


@dataclass(frozen=True)
class Item:
    """One thing that was written; ``text`` is None when its author's key is gone."""

    row: PairWriting
    text: str | None = field(repr=False)  # logs and error reports print what is passed around
    reader_id: UUID
    kind: str
    copy: SharedCopy | None = None

    @property
    def is_mine(self):
        return self.row.author_id == self.reader_id

    @property
    def may_take_back(self):
        """The reader shares it with the coordinators."""
        return self.copy is not None and self.copy.shared_by_id == self.reader_id

    @property
    def may_share(self):
        return self.copy is None and self.text is not None

    @property
    def may_do(self):
        """There is anything that the reader can do with it."""
        own = self.is_mine and hasattr(self.row, "revision")
        return own or self.may_take_back or self.may_share

    @property
    def edited_at(self) -> datetime | None:
        return getattr(self.row, "edited_at", None)


def is_closed(partnership):
    """Whether its content is closed: 30 days after the end."""
    ended = partnership.ended_at
    return ended is not None and ended + OPEN_AFTER_END <= clock.now()


def pair_or_404(pk, person_id):
    """The ``Pair`` that this person is one of, once both have accepted."""
    found = partnerships_of(person_id).filter(pk=pk).first()
    if found is None or not found.is_revealed:
        raise Http404
    return Pair(found, side_of(found, person_id))


def page_of(model, pair, person_id, number, keys) -> Page:
    """A page of ``Item``, the newest first."""
    rows = model.objects.filter(partnership=pair.partnership)
    page = Paginator(rows, A_PAGE).get_page(number)
    rows = list(page.object_list)
    copies = _copies([row.pk for row in rows]) if rows else {}
    page.object_list = [_item(row, person_id, keys, copies) for row in rows]
    return page


def opened(row, person_id, keys):
    """An ``Item`` of a row, without whether it is shared."""
    return _item(row, person_id, keys, {})


def item_or_404(model, pair, item_id, person_id, keys):
    """One ``Item`` of this partnership that the person may read."""
    row = model.objects.filter(partnership=pair.partnership, pk=item_id).first()
    if row is None:
        raise Http404
    return _item(row, person_id, keys, _copies([row.pk]))


def own_item_or_404(model, pair, item_id, person_id, keys):
    """The same for what the person has written and can change."""
    item = item_or_404(model, pair, item_id, person_id, keys)
    if not item.is_mine or not hasattr(item.row, "revision"):
        raise Http404
    return item


@dataclass(frozen=True)
class Typed:
    """What somebody has typed and not saved."""

    row: Draft
    text: str = field(repr=False)


def typed_new(model, pair, kind, person_id, keys):
    """What is typed of a new item, or None; what has been saved meanwhile is none any more."""
    draft = _draft(person_id, kind=kind, is_new=True, partnership=pair.partnership)
    if draft is None or model.objects.filter(pk=draft.item_id).exists():
        return None
    return _typed(draft, keys)


def typed_change(item, kind, person_id, keys):
    """What is typed of a change to an item, or None."""
    draft = _draft(person_id, kind=kind, is_new=False, item_id=item.row.pk)
    typed = draft and _typed(draft, keys)
    return None if typed is None or typed.text == item.text else typed


def _draft(person_id, **place):
    return Draft.objects.filter(author=person_id, **place).first()


def _typed(draft, keys):
    text = _text(draft, keys)
    return None if text is None else Typed(draft, text)


def _copies(item_ids):
    """``{item id: SharedCopy}`` of what is shared with the coordinators."""
    rows = SharedCopy.objects.filter(item_id__in=item_ids).defer("locked")
    return {row.item_id: row for row in rows}


def _item(row, person_id, keys, copies):
    return Item(row, _text(row, keys), person_id, KINDS[type(row)], copies.get(row.pk))


def _text(row, keys: Keyring):
    try:
        return keys.read(row)
    except Unreadable:
        return None
