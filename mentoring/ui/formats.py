"""How numbers, names and times are written on pages. Pure functions, no database."""

import re
import unicodedata
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from mentoring import clock

SPACE = "\u00a0"  # never breaks; a fifth of an em in our fonts, which have no U+202F
MINUS = "\u2212"
JOINERS = {"\u200c", "\u200d"}
ONE_CHARACTER_SCRIPTS = ("CJK ", "HIRAGANA", "KATAKANA", "HANGUL")


def group_thousands(value, decimals=0):
    """`1234567` as `1 234 567`, unbreakable, with a real minus and `decimals` digits."""
    text = f"{abs(value):,.{decimals}f}".replace(",", SPACE)
    is_zero = not any(digit in "123456789" for digit in text)
    return text if value >= 0 or is_zero else MINUS + text


def signed(value, decimals=0):
    """Like `group_thousands`, with a plus in front of what is above zero."""
    text = group_thousands(value, decimals)
    return f"+{text}" if value > 0 and any(digit in "123456789" for digit in text) else text


def percent(part, whole, decimals=0):
    """`part` of `whole` as `68 %`; an empty whole is a dash, not a zero."""
    if not whole:
        return "–"
    return f"{group_thousands(100 * part / whole, decimals)}{SPACE}%"


def _first_cluster(word):
    """The first letter of `word` with the marks that belong to it; empty without a letter."""
    start = next((i for i, character in enumerate(word) if character.isalpha()), None)
    if start is None:
        return ""
    if word.isascii():
        return word[start].upper()
    end = start + 1
    while end < len(word) and unicodedata.category(word[end]).startswith("M"):
        end += 1
    cluster = word[start:end]
    upper = cluster.upper()
    # Georgian capitals are rare in fonts, and some letters grow when raised (ß, ŉ).
    is_plain = len(upper) == len(cluster) and not unicodedata.name(word[start], "").startswith(
        "GEORGIAN"
    )
    return upper if is_plain else cluster


def initials(name):
    """
    One or two letters that stand for `name`, in its own script.

    First and last word give a letter each; titles (`Dr.`) and particles in between do not. Names in
    Han, Kana and Hangul give their first character. Arabic letters are kept from joining. A name
    without letters gives `?`.
    """
    words = [word for word in str(name).split() if not (len(word) > 2 and word.endswith("."))]
    letters = [cluster for cluster in map(_first_cluster, words) if cluster]
    if not letters:
        return "?"
    if letters[0].isascii():
        return letters[0] if len(letters) == 1 else letters[0] + letters[-1]
    if unicodedata.name(letters[0][0], "").startswith(ONE_CHARACTER_SCRIPTS):
        return letters[0]
    if len(letters) == 1:
        return letters[0]
    is_cursive = unicodedata.bidirectional(letters[0][0]) == "AL"
    return f"{letters[0]}\u200c{letters[-1]}" if is_cursive else letters[0] + letters[-1]


_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+"
_RUN = re.compile(rf"{_RIGHT_TO_LEFT}(?:[\s\-–'’.]+{_RIGHT_TO_LEFT})*")
ISOLATE, POP = "\u2068", "\u2069"


def isolated(text):
    """Names from right to left in a sentence from left to right, each kept to itself.

    What `<bdi>` does on pages, for sentences that are put together before they reach one: without
    it a number or a comma behind the name jumps before it.
    """
    return _RUN.sub(lambda run: f"{ISOLATE}{run[0]}{POP}", str(text))


def as_zone(zone):
    """A tzinfo from a name such as `Europe/Copenhagen`, a tzinfo, or nothing (the current one)."""
    if not zone:
        return timezone.get_current_timezone()
    return zone if isinstance(zone, tzinfo) else ZoneInfo(str(zone))


def city(zone):
    """`America/Argentina/Buenos_Aires` as `Buenos Aires`."""
    return str(zone).rsplit("/", 1)[-1].replace("_", " ")


def written_day(value: date, today: date | None = None) -> str:
    """`Thursday 16 July`; with the year when it is not the year of `today`."""
    today = today or clock.today()
    return date_format(value, "l j F" if value.year == today.year else "l j F Y")


def written_time(value: datetime, zone=None, until=None, today=None) -> str:
    """`Thursday 16 July, 16:00` in `zone`, or `…, 16:00 – 17:30` with `until` of the same day."""
    zone = as_zone(zone)
    start = value.astimezone(zone)
    text = f"{written_day(start.date(), today)}, {start:%H:%M}"
    if until is None:
        return text
    end = until.astimezone(zone)
    if end.date() == start.date():
        return f"{text} – {end:%H:%M}"
    return f"{text} – {written_day(end.date(), today)}, {end:%H:%M}"
