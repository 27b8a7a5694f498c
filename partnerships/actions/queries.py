"""Reading what is to be done, opened for whoever of the two is asking."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import DateField, OuterRef, PositiveIntegerField, Subquery

from mentoring.crypto.master import Unreadable
from partnerships.actions.models import ActionItem, ActionStep
from partnerships.actions.standings import Standing

SHOWN_DONE = 10


@dataclass(frozen=True)
class Item:
    """One thing to do; ``text`` is None when its author's key is gone."""

    row: ActionItem
    text: str | None = field(repr=False)
    reader_id: UUID

    @property
    def is_mine(self):
        """The reader is to do it."""
        return self.row.owner_id == self.reader_id

    @property
    def may_word(self):
        """The reader wrote it, so they may change what it says."""
        return self.row.author_id == self.reader_id and self.text is not None

    @property
    def version(self):
        """Grows with every change of its words and with everything that is said of it."""
        return version_of(self.row)

    @property
    def may_change(self):
        """Its words, or at least its day."""
        return self.may_word or (self.is_mine and self.is_open and self.text is not None)

    @property
    def is_open(self):
        return self.row.standing == Standing.OPEN

    @property
    def standing(self):
        return Standing(self.row.standing)

    @property
    def due_on(self):
        return self.row.due_on

    def is_late(self, today):
        return self.is_open and self.due_on is not None and self.due_on < today


def version_of(row):
    """Of a row as ``stands`` finds it."""
    return row.revision + row.number


def stands(partnership=None):
    """Items with ``standing``, ``due_on``, ``said_at`` and ``number`` of their newest step."""
    rows = ActionItem.objects.annotate(**newest_step("pk"))
    return rows if partnership is None else rows.filter(partnership=partnership)


def newest_step(item):
    """Annotations of the newest step of the item that the outer query has under this name."""
    steps = ActionStep.objects.filter(item=OuterRef(item)).order_by("-number")
    return {
        "standing": Subquery(steps.values("standing")[:1], PositiveIntegerField()),
        "due_on": Subquery(steps.values("due_on")[:1], DateField()),
        "said_at": Subquery(steps.values("at")[:1]),
        "number": Subquery(steps.values("number")[:1], PositiveIntegerField()),
    }


def items_of(partnership, person_id, keys):
    """``[Item]`` of a partnership: the open ones by day, then the newest of the others."""
    items = [_item(row, person_id, keys) for row in stands(partnership)]
    waiting = [item for item in items if item.is_open]
    waiting.sort(key=lambda item: (item.due_on is None, str(item.due_on), item.row.written_at))
    others = sorted((i for i in items if not i.is_open), key=lambda i: i.row.said_at, reverse=True)
    return waiting, others[:SHOWN_DONE]


def open_for(partnership, person_id, keys):
    """The open ``Item``s of a partnership, what is due first in front: for the next agenda."""
    return items_of(partnership, person_id, keys)[0]


def item_of(partnership, item_id, person_id, keys):
    """One ``Item`` of this partnership, or None."""
    row = stands(partnership).filter(pk=item_id).first()
    return row and _item(row, person_id, keys)


def _item(row, person_id, keys):
    try:
        return Item(row, keys.read(row), person_id)
    except Unreadable:
        return Item(row, None, person_id)
