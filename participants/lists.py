"""Cells that hold a list: items between ``;`` or ``|``, read like the cells of ``cells``."""

import functools
import re
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from participants import reference
from participants.cells import (
    LONGEST_ADDRESS,
    WHOLE,
    Wrong,
    email,
    plain,
    refuse_long,
    remembered,
    short,
    unknown,
)

MOST_NEEDS, MOST_OFFERS, MOST_ITEMS = 5, 8, 20
LONGEST_EMPLOYER = 160
OLDEST_DAY = date(1940, 1, 1)
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EMPLOYER = re.compile(r"(.*?)\s*\(([^()]*)\)")
_REGION = re.compile(r"\b([A-Za-z]{2})[-_][A-Za-z]{2,4}\b")
_LEVELED = re.compile(r".*:\s*\d+")
_SEPARATOR = re.compile(r"[;|\n]")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")

NO_LANGUAGE = gettext_lazy(
    "“%(text)s” is not a language. Write English names or two-letter codes: en; fr."
)
NO_COMPETENCY = gettext_lazy("“%(text)s” is not a competency of the list.")


def codes(registry, missing, most):
    """A reader of up to ``most`` entries of ``registry()``, in the order written.

    ``missing`` is the message for an item that is not among them.
    """

    @remembered
    def read(text, known, note):
        return _codes_of(text, registry(), missing, most)

    return read


def _codes_of(text, registry, missing, most):
    items, wrong = _items(text, most), []
    found = [_find(registry, item, missing, wrong) for item in items]
    _refuse_repeated(items, found, wrong)
    if wrong:
        raise Wrong(*wrong)
    return tuple(found)


_languages = codes(reference.languages, NO_LANGUAGE, MOST_ITEMS)


@remembered
def language_codes(text, known, note):
    """Languages by code or English name; of ``pt-BR`` the language counts."""
    return _languages(_REGION.sub(r"\1", text), known, note)


def _or_with_own(read):
    """A reader of competencies: with the organization's own where there are any."""
    of_common_list = remembered(lambda text, known, note: read(text, reference.competencies()))

    @functools.wraps(read)
    def reader(text, known, note):
        own = getattr(known, "competencies", None)
        return read(text, own) if own else of_common_list(text, known, note)

    return reader


@_or_with_own
def needs(text, listed):
    """Up to five competencies, the dearest first."""
    leveled = [item for item in _items(text, MOST_NEEDS) if _LEVELED.fullmatch(item)]
    if leveled:
        raise Wrong(
            _("“%(item)s” has a level. Needs have none: the first is the most important.")
            % {"item": short(leveled[0])}
        )
    return _codes_of(text, listed, NO_COMPETENCY, MOST_NEEDS)


@_or_with_own
def offers(text, listed):
    """Up to eight competencies with a level from 1 to 5, the strongest first."""
    items, wrong, names, levels = _items(text, MOST_OFFERS), [], [], []
    for item in items:
        name, _colon, level = (part.strip() for part in item.partition(":"))
        names.append(_find(listed, name, NO_COMPETENCY, wrong))
        match = WHOLE.fullmatch(level)
        levels.append(int(match[1]) if match else 0)
        if not 1 <= levels[-1] <= 5:
            wrong.append(
                _("“%(item)s” needs a level from 1 to 5 behind a colon, like “%(name)s:4”.")
                % {"item": short(item), "name": short(name)}
            )
    _refuse_repeated(items, names, wrong)
    if wrong:
        raise Wrong(*wrong)
    return in_order_of_offers(zip(names, levels, strict=True))


def former_employers(text, known, note):
    """``(name, last day, company id or None)`` of each, the latest first."""
    items, wrong, found = _items(text, MOST_ITEMS), [], []
    for item in items:
        try:
            found.append(_former_employer(item, known, note))
        except Wrong as error:
            wrong += error.messages
    if wrong:
        raise Wrong(*wrong)
    return in_order_of_employers(dict.fromkeys(found))


def please_not(text, known, note):
    """``(address or name, company id or None)`` of each, by name."""
    items, wrong, found = _items(text, MOST_ITEMS), [], []
    for item in items:
        try:
            found.append(_undesired(item, known, note))
        except Wrong as error:
            wrong += error.messages
    if wrong:
        raise Wrong(*wrong)
    return in_order_of_names(dict.fromkeys(found))


def in_order_of_offers(rows):
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


def in_order_of_employers(rows):
    return tuple(sorted(rows, key=lambda row: (-row[1].toordinal(), row[0])))


def in_order_of_names(rows):
    return tuple(sorted(rows, key=lambda row: row[0]))


def _items(text, most):
    """The items; too many are refused before any is looked up, which takes its time."""
    items = [item.strip() for item in _SEPARATOR.split(text) if item.strip()]
    if len(items) > most:
        raise Wrong(
            _("%(count)d are listed; the most is %(most)d. Keep the most important.")
            % {"count": len(items), "most": most}
        )
    return items


def _find(registry, item, missing, wrong):
    found = registry.find(item)
    if found is None:
        wrong.append(unknown(str(missing), item, registry))
        return None
    return found.code


def _refuse_repeated(items, found, wrong):
    seen = set()
    for item, code in zip(items, found, strict=True):
        if code in seen:
            wrong.append(_("“%(item)s” is listed twice. Remove one.") % {"item": item})
        elif code:
            seen.add(code)


def _former_employer(item, known, note):
    match = _EMPLOYER.fullmatch(item)
    if not match or not match[1]:
        raise Wrong(
            _("“%(item)s” needs the day it ended in parentheses, like “Name (2024-01-31)”.")
            % {"item": short(item)}
        )
    refuse_long(match[1], LONGEST_EMPLOYER)
    name = plain(match[1], known, note)
    found = known.find(name)
    return (
        found.label if found and not _is_discreet(known) else name,
        _day(match[2].strip(), note),
        UUID(found.code) if found else None,
    )


def _day(text, note):
    if re.fullmatch(r"\d{5}", text):
        day = _EXCEL_DAY_ZERO + timedelta(days=int(text))
        note(_("%(text)s was read as %(day)s.") % {"text": text, "day": day.isoformat()})
    else:
        try:
            day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
        except ValueError:
            day = None
    if day is None:
        raise Wrong(
            _("“%(text)s” is not a day. Write year, month and day, like %(example)s.")
            % {"text": short(text), "example": _guess(text)}
        )
    if not OLDEST_DAY <= day <= clock.today():
        raise Wrong(
            _("%(day)s cannot be the last day at a former employer. Write a day in the past.")
            % {"day": day.isoformat()}
        )
    return day


def _guess(text):
    """The ISO form of a day written another way, where only one reading is possible."""
    match = _DAY_FIRST.fullmatch(text)
    if match:
        first, second, year = (int(part) for part in match.groups())
        for day, month in ((first, second), (second, first)):
            if day > 12 or first == second:
                try:
                    return date(year, month, day).isoformat()
                except ValueError:
                    continue
    return "2024-01-31"


def _undesired(item, known, note):
    if "@" in item:
        return email(item, known, note), None
    found = known.find(item)
    if _is_discreet(known):
        refuse_long(item, LONGEST_ADDRESS)
        return plain(item, known, note), UUID(found.code) if found else None
    if found is None and reference.fold(item) in getattr(known, "names", ()):
        return item, None
    if found is None:
        message = _("“%(text)s” is neither a mail address nor one of your companies.")
        raise Wrong(unknown(message, item, known))
    return found.label, UUID(found.code)


def _is_discreet(known):
    return getattr(known, "is_discreet", False)
