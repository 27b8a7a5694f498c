"""Names as they are kept, whoever typed them."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Damaged letters, control characters, and marks that turn around what stands behind them.
UNREADABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]"
)
# Letters and symbols by their category that nobody sees.
_BLANKS = "\u034f\u115f\u1160\u2800\u3164\uffa0"
# Joiners shape the letters of Persian or Indic names; between Latin letters they only hide.
_JOINERS = "\u200c\u200d"
_FIRST_JOINED = "\u0600"


def tidy_name(text):
    """Composed characters, single spaces, none at the ends; control characters are gone."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in composed)
    return " ".join(shown.split())


def clean_name(text):
    """A tidy name of which every character can be seen; else ``ValidationError`` says why not."""
    name = tidy_name(text)
    if wrong := hidden_in(name):
        raise ValidationError(wrong)
    return name


def hidden_in(name):
    """What is wrong with a tidy name that is not as it looks; empty if nothing is."""
    is_damaged = UNREADABLE.search(name) is not None
    if name.isascii() and not is_damaged:
        return ""
    if is_damaged or any(_is_hidden(name, at) for at in range(len(name))):
        return _("There are damaged or invisible control characters here. Type the text again.")
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in name):
        return _("Nothing of this can be seen. Type the name with letters.")
    return ""


def _is_hidden(name, at):
    letter = name[at]
    if letter in _JOINERS:
        return not (_is_joined(name[at - 1 : at]) and _is_joined(name[at + 1 : at + 2]))
    return letter in _BLANKS or unicodedata.category(letter) == "Cf"


def _is_joined(neighbor):
    """Whether this letter, mark or symbol may have a joiner beside it."""
    return neighbor >= _FIRST_JOINED and unicodedata.category(neighbor)[0] in "LMS"
