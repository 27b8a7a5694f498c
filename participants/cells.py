"""One cell at a time: from what people write to the value that is stored, and back.

A reader takes ``(text, known, note)``: the tidied text, which is not empty; the organization's
companies, a ``Registry``; and a function that notes what was understood in spite of its form.
It returns the value or raises ``Wrong``.
"""

import functools
import re
import unicodedata
from datetime import time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from organizations.names import UNREADABLE, hidden_in
from participants import reference

LONGEST_ADDRESS = 254
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_EXCEL_ERROR = re.compile(r"#(NAME\?|REF!|N/A|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|#+)")
WHOLE = re.compile(r"(-?\d{1,6})(?:[.,]0+)?")
_CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{2})(?::\d{2})?(?:\s*([ap])\.?m\.?)?|(\d{1,2})\s*([ap])\.?m\.?", re.I
)
_SHARE_OF_DAY = re.compile(r"0?[.,]\d{1,17}")


class Wrong(Exception):
    """The cell cannot be used; ``messages`` say why and what to write instead."""

    def __init__(self, *messages):
        super().__init__(*messages)
        self.messages = list(messages)


def tidy(text, multiline=False):
    """The text in one normal form, without stray, doubled, hard or invisible spaces."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if multiline:
        lines = (" ".join(line.split()) for line in text.replace("\v", "\n").splitlines())
        return "\n".join(lines).strip()
    return " ".join(text.split())


def remembered(read):
    """The same reader, quicker for texts that many rows share; not for those that use the rest."""
    value = functools.lru_cache(maxsize=2048)(lambda text: read(text, None, None))
    return functools.wraps(read)(lambda text, known, note: value(text))


def refuse_unreadable(text):
    """Refuse damaged characters, control characters and the error values of spreadsheets."""
    if UNREADABLE.search(text):
        raise Wrong(
            _("There are damaged or invisible control characters here. Type the text again.")
        )
    if text.startswith("#") and _EXCEL_ERROR.fullmatch(text):
        raise Wrong(
            _("“%(text)s” is an error value of a spreadsheet. Write the value itself.")
            % {"text": text}
        )


def refuse_long(text, longest):
    """Refuse a text of more than ``longest`` characters."""
    if len(text) > longest:
        raise Wrong(
            _("This is %(length)d characters long; the most is %(longest)d. Shorten it.")
            % {"length": len(text), "longest": longest}
        )


def plain(text, known, note):
    """One line of text that can be seen and that a spreadsheet would not take for a formula."""
    if hidden := hidden_in(text):
        raise Wrong(hidden)
    _refuse_formula(text, "=+-@")
    return text


def story(text, known, note):
    """Free text of several lines."""
    _refuse_formula(text, "=@")
    return text


def _refuse_formula(text, signs):
    if text[0] in signs:
        raise Wrong(
            _("“%(text)s” looks like a formula: it starts with %(sign)s. Write plain text.")
            % {"text": short(text), "sign": text[0]}
        )


def email(text, known, note):
    """A mail address, in lower case."""
    address = text.lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Wrong(
            _("“%(text)s” is not a mail address. Write it like name@company.example.")
            % {"text": short(text)}
        ) from None
    refuse_long(address, LONGEST_ADDRESS)
    return address


def whole(lowest, highest):
    """A reader of a whole number from ``lowest`` to ``highest``."""

    def read(text, known, note):
        match = WHOLE.fullmatch(text)
        if not match:
            raise Wrong(
                _("“%(text)s” is not a whole number. Write a number from %(low)d to %(high)d.")
                % {"text": short(text), "low": lowest, "high": highest}
            )
        number = int(match[1])
        if not lowest <= number <= highest:
            raise Wrong(
                _("%(number)d is out of range. Write a number from %(low)d to %(high)d.")
                % {"number": number, "low": lowest, "high": highest}
            )
        return number

    return read


def clock(text, known, note):
    """A time of day. A spreadsheet's share of a day (0.375) is understood and noted."""
    if text == "0" or _SHARE_OF_DAY.fullmatch(text):
        minutes = round(float(text.replace(",", ".")) * 24 * 60) % (24 * 60)
        at = time(*divmod(minutes, 60))
        note(_("%(text)s was read as %(time)s.") % {"text": text, "time": f"{at:%H:%M}"})
        return at
    match = _CLOCK.fullmatch(text)
    hour, minute, half = (
        (match[1] or match[4], match[2] or 0, match[3] or match[5]) if match else (99, 0, "")
    )
    hour, minute = int(hour), int(minute)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif half:
        hour = 99
    if hour > 23 or minute > 59:
        raise Wrong(
            _("“%(text)s” is not a time of day. Write hours and minutes, for example 08:30.")
            % {"text": short(text)}
        )
    return time(hour, minute)


def company(text, known, note):
    """The id of a company that the organization knows."""
    found = known.find(text)
    if found is None:
        raise Wrong(unknown(_("“%(text)s” is not one of your companies."), text, known))
    return UUID(found.code)


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_RANGE = re.compile(r"([^-–]+)[-–]([^-–]+)")


@remembered
def days(text, known, note):
    """Days of the week, 1 is Monday: ``Mon-Fri`` or ``Mon; Wed; Thu``."""
    found = set()
    for item in filter(None, (item.strip() for item in re.split(r"[;|,]", text))):
        match = _RANGE.fullmatch(item)
        first, last = (_day_of_week(part) for part in (match.groups() if match else (item, item)))
        found |= {(first + step - 1) % 7 + 1 for step in range((last - first) % 7 + 1)}
    if not found:
        raise Wrong(_("No day is named. Write them like Mon-Fri or Mon; Wed; Thu."))
    return tuple(sorted(found))


def _day_of_week(text):
    name = text.strip().casefold()
    for number, day in enumerate(DAY_NAMES, start=1):
        if len(name) >= 2 and day.casefold().startswith(name):
            return number
    raise Wrong(
        _("“%(text)s” is not a day of the week. Write them like Mon-Fri or Mon; Wed; Thu.")
        % {"text": short(text.strip())}
    )


@remembered
def time_zone(text, known, note):
    """An IANA time zone."""
    zones = reference.time_zones()
    found = zones.find(text.replace(" ", "_")) or zones.find(text)
    if found is None:
        raise Wrong(
            unknown(
                _("“%(text)s” is not a time zone. Write its IANA name, for example Europe/Berlin."),
                text,
                zones,
            )
        )
    return found.code


def choice(names):
    """A reader of one of ``names``: ``{spelling: value}``."""
    allowed = ", ".join(dict.fromkeys(names.values()))

    def read(text, known, note):
        value = names.get(reference.fold(text))
        if value is None:
            raise Wrong(
                _("“%(text)s” is not known here. Write one of: %(allowed)s.")
                % {"text": short(text), "allowed": allowed}
            )
        return value

    return read


def ways(text, known, note):
    """Eight answers A, B or -."""
    answers = re.sub(r"[\s;|,]", "", text).upper()
    questions = len(reference.ways_of_working())
    if len(answers) != questions or not set(answers) <= set("AB-"):
        raise Wrong(
            _("“%(text)s” is not %(count)d answers. Write A, B or - for each, like ABBAAB-B.")
            % {"text": short(text), "count": questions}
        )
    return answers


def unknown(message, text, registry):
    message %= {"text": short(text)}
    near = registry.nearest(text)
    if not near:
        return message
    names = _(" or ").join(f"“{name}”" for name in near)
    return message + " " + _("Did you mean %(names)s?") % {"names": names}


def short(text):
    return text if len(text) <= 60 else text[:59] + "…"
