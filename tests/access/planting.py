"""Words that exist once in the whole world, each with those who may read it by the matrix."""

from dataclasses import dataclass

from tests.access import matrix

HR_OF_THE_COMPANY = "hr_a"
OPERATOR = "operator"


@dataclass(frozen=True)
class Actor:
    """Somebody who calls. ``columns`` are their columns of the matrix by organization slug."""

    name: str
    columns: dict
    client: object = None

    @property
    def is_anonymous(self):
        return not self.columns

    @property
    def is_operator(self):
        return OPERATOR in self.columns

    def column(self, slug):
        """Their column there; every HR stands in the column of their own company."""
        column = self.columns.get(slug)
        return HR_OF_THE_COMPANY if column == "hr_b" else column


@dataclass(frozen=True)
class Planted:
    """A word in a row. ``rows`` are ``(resource, names of those whose own it is)``."""

    slug: str
    word: str
    rows: tuple

    def may_be_read_by(self, actor, slug=None):
        """Whether the actor may read it in organization ``slug``, or in its own.

        Roles never add up: in another organization one reads of this one what is one's account.
        """
        column = actor.columns.get(self.slug)
        if actor.is_operator:
            return any(
                matrix.sees(resource, OPERATOR, is_own=False) for resource, _own in self.rows
            )
        if column is None:
            return False
        if slug not in (None, self.slug):
            return any(row == matrix.ACCOUNT and actor.name in own for row, own in self.rows)
        return any(
            matrix.sees(resource, _column_for(column, actor.name in own), is_own=actor.name in own)
            for resource, own in self.rows
        )


def _column_for(column, is_own):
    """The matrix speaks of company A: its HR is hr_a, the HR of any other company is hr_b."""
    if column in ("hr_a", "hr_b"):
        return "hr_a" if is_own else "hr_b"
    return column


class Garden:
    """All planted words of one organization."""

    def __init__(self, slug, stem):
        self.slug, self.stem, self.words = slug, stem, {}

    def plant(self, key, *rows):
        """A new word for ``key``; each row is a resource, or a resource and whose own it is."""
        word = f"{self.stem}{key.replace('.', '').replace('_', '')}q"
        rows = tuple((row, ()) if isinstance(row, str) else row for row in rows)
        for resource, _own in rows:
            assert resource in matrix.MATRIX, resource
        self.words[key] = Planted(self.slug, word, rows)
        return word
