"""Finding people and companies by what somebody types: any part of any word, in any script.

Accents, case and apostrophes do not count: the database keeps beside each name what it is found by
(``app.searchable``), and folds what is typed the same way (``app.fold``). Statements cost as much
as the organization has rows, whatever the others have; see docs/adr.
"""

from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, TextField, Value
from django.db.models.functions import Concat, Left, Substr

MOST_LETTERS, MOST_WORDS = 200, 8
SHORTEST_GUESS, LONGEST_GUESS = 5, 16


class Searchable(Func):
    """What a row with these texts is found by; immutable, to be stored beside them."""

    function = "app.searchable"
    arg_joiner = " || ' ' || "
    output_field = TextField()


class Fold(Func):
    """A typed word as it stands in what rows are found by."""

    function = "app.fold"
    output_field = TextField()


class Near(Func):
    """Whether the first holds the second with one letter wrong, missing, too many, or two swapped.

    Costs some twenty comparisons a row: for what is not found otherwise.
    """

    template = "(%(expressions)s)))"
    arg_joiner = " LIKE ANY (app.near("
    output_field = BooleanField()


def words_of(text):
    """The words to look for; what is longer or more than anybody types is cut off."""
    words = text.replace("\0", "")[:MOST_LETTERS].split()
    return list(dict.fromkeys(words))[:MOST_WORDS]


def holding(words, *fields):
    """Rows in which each word is a part of one of ``fields``."""
    found = Q()
    for word in words:
        anywhere = Q()
        for name in fields:
            anywhere |= Q(**{f"{name}__contains": Fold(Value(word))})
        found &= anywhere
    return found


def beginning(words, field):
    """Whether a word of ``field`` begins with each of the words, to show those first."""
    found = Q()
    for word in words:
        found &= Q(**{f"{field}__contains": Concat(Value(" "), Fold(Value(word)))})
    return ExpressionWrapper(found, BooleanField())


def coming_near(words, field):
    """Rows that hold each word or come near it; None when no word is of a length to guess from."""
    if not any(_can_guess(word) for word in words):
        return None
    found = Q()
    for word in words:
        exact = holding([word], field)
        found &= (exact | _near(word, field)) if _can_guess(word) else exact
    return found


def _near(word, field):
    """One slip leaves the word intact before or after its middle: few rows need a closer look."""
    middle = (len(word) + 1) // 2
    before = Left(Fold(Value(word)), middle - 1)  # a swap may reach over the middle
    after = Substr(Fold(Value(word)), middle + 1)
    intact = Q(**{f"{field}__contains": before}) | Q(**{f"{field}__contains": after})
    return intact & Q(Near(F(field), Value(word)))


def _can_guess(word):
    return SHORTEST_GUESS <= len(word) <= LONGEST_GUESS
