"""A list that is narrowed, ordered and paged by its address alone.

An address is written by people, kept for years in saved views and passed on in mails: whatever is
unknown in it is left out and said (``lost``), never an error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

SIZES = (25, 50, 100, 200)
SIZE = 50
LONGEST_TEXT = 100
IN_SIGHT = 2  # filters of a bar that are not folded
# What an address says besides its filters.
TEXT, SORT, PER_PAGE, PAGE, VIEW = "q", "sort", "size", "page", "view"
OWN_NAMES = (TEXT, SORT, PER_PAGE, PAGE, VIEW)


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list.

    ``name`` stands in the address, ``options`` are ``{value: label}``, and ``condition(value)`` is
    the ``Q`` that the rows then meet.
    """

    name: str
    label: str
    options: Mapping
    condition: Callable[[str], Q]


class Option(NamedTuple):
    """One value of a filter with how many it would leave; None where that is not known."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Selects:
    """The filters of a bar, each with its ``Option``s: those in sight, and those that are folded.

    ``in_use`` is how many of the folded narrow the list now.
    """

    shown: list
    folded: list
    in_use: int


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the list now, in words, and the address without it."""

    label: str
    url: str


class Listing:
    """What an address asks of a list: ``chosen`` values, ``text``, ``sort`` and ``size``.

    ``sorts`` are ``{name: ordering}``; a minus before the name turns it around. ``lost`` are the
    parts of the address that mean nothing here (any more), in words.
    """

    def __init__(self, query, filters, sorts, *, sort):
        self.query, self.sorts, self.first_sort = query, sorts, sort
        self.filters = {one.name: one for one in filters}
        self.chosen, self.lost = {}, []
        self.text = " ".join(query.get(TEXT, "").replace("\0", "").split())[:LONGEST_TEXT]
        self._read_filters()
        self.sort = self._known(SORT, _("Order"), self._is_sort, sort)
        self.size = int(self._known(PER_PAGE, _("Rows a page"), self._is_size, str(SIZE)))

    def _read_filters(self):
        for name, one in self.filters.items():
            value = self.query.get(name, "")
            if value in one.options:
                self.chosen[name] = value
            elif value:
                self.lost.append(str(one.label))
        self.lost += [name[:40] for name in self.query if name not in self._names]

    def _known(self, name, label, is_known, default):
        value = self.query.get(name, "")
        if value and not is_known(value):
            self.lost.append(str(label))
        return value if value and is_known(value) else default

    def _is_sort(self, value):
        return value.removeprefix("-") in self.sorts

    def _is_size(self, value):
        return value in {str(size) for size in SIZES}

    @property
    def _names(self):
        return {*OWN_NAMES, *self.filters}

    @property
    def is_narrowed(self):
        return bool(self.chosen or self.text)

    def condition(self, *, but=()):
        """The ``Q`` of all chosen filters, except those named in ``but``."""
        found = Q()
        for name, value in self.chosen.items():
            if name not in but:
                found &= self.filters[name].condition(value)
        return found

    @property
    def ordering(self):
        """What ``sorts`` has for the order asked for, and whether it falls."""
        return self.sorts[self.sort.removeprefix("-")], self.sort.startswith("-")

    def values(self):
        """Everything that the address says and the list understands, but the page and the view."""
        said = dict(self.chosen)
        if self.text:
            said[TEXT] = self.text
        if self.sort != self.first_sort:
            said[SORT] = self.sort
        if self.size != SIZE:
            said[PER_PAGE] = str(self.size)
        return said

    def address(self, **changes):
        """``?…`` of this list with some values changed; None or nothing leaves one out."""
        said = self.values() | changes
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in said.items() if value})
        # One question mark alone leads back to the list without anything, as a link must.
        return f"?{query.urlencode()}"

    def saying(self, name):
        """The address with this filter said to be nothing.

        An address that says nothing at all opens one's default view.
        """
        address = self.address(**{name: None})
        return f"{address}{name}=" if address == "?" else f"{address}&{name}="

    @property
    def asked(self):
        """The address without its question mark: what a saved view keeps."""
        return self.address().removeprefix("?")

    @property
    def chips(self):
        """A ``Chip`` for each filter that is chosen, and for the text that is searched for."""
        found = [
            Chip(
                f"{self.filters[name].label}: {self.filters[name].options[value]}",
                self.address(**{name: None}),
            )
            for name, value in self.chosen.items()
        ]
        if self.text:
            found.append(Chip(_("Search: %(text)s") % {"text": self.text}, self.address(q=None)))
        return found

    @property
    def without_filters(self):
        """The address of the whole list in this order."""
        kept = dict.fromkeys([*self.chosen, TEXT])
        # `view=` says that no saved view is wanted, not even the one that opens by itself.
        return self.address(**kept) + ("&" if len(self.address(**kept)) > 1 else "") + f"{VIEW}="

    def page_of(self, rows, count):
        """The page that is asked for, of so many rows."""
        pages = Paginator(rows, self.size)
        pages.count = count
        return pages.get_page(self.query.get(PAGE))


def options(listing, name, counts=None):
    """The ``Option`` of each value of a filter that finds somebody, and of the one chosen."""
    chosen = listing.chosen.get(name)
    return [
        Option(value, str(label), counts.get(value, 0) if counts else None, value == chosen)
        for value, label in listing.filters[name].options.items()
        if not counts or counts.get(value) or value == chosen
    ]


def selects_of(listing, *, but=()):
    """The ``Selects`` of a listing: its first two filters are used daily; ``but`` some."""
    found = [
        (one, options(listing, name)) for name, one in listing.filters.items() if name not in but
    ]
    folded = found[IN_SIGHT:]
    in_use = sum(one.name in listing.chosen for one, _options in folded)
    return Selects(found[:IN_SIGHT], folded, in_use)
