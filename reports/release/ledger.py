"""What has been said of sets of people, and whether one more may be said.

A published cell is the exact sum, over its members, of a value that each has and that never
changes. **The rule**: no vector of the row space of all that is published, other than zero, may be
supported on fewer than ``k`` people whom the reader does not know. It covers small cells,
complements, overlaps, tables that are linked, and time. It asks for no value, so gaps tell nothing.

*Nobody known, one known, all known.* A vector that touches ``k`` people outside of a set touches as
many outside of every part of it. So what is safe when all readers know each other's values is safe
for each of them, and for somebody who knows none: only the union of ``known`` counts. A vector on
known people alone touches nobody else, and is refused as well.

*The proof is one modulo a prime.* Kept rows are linearly independent modulo the prime ``p``, over
the people not known, and so over the rationals. Take any vector other than zero of their rational
row space that touches fewer than ``k`` people, multiply it by a rational so that its coefficients
are whole numbers without a common divisor. Modulo ``p`` these are not all zero, the rows are
independent, so it is a vector other than zero modulo ``p`` that touches no more people. If there is
none modulo ``p``, there is none. A prime that fits badly can only make us say less.

*What was published before may be unsafe now*, for a reader who was none then or a ``k`` that was
raised. Whoever a small vector of it touches then counts as known from here on.

A row that depends on the others adds no vector. That it depends is checked in whole numbers over
all people; what merely looks so modulo ``p`` is not published. A cell that the search does not
decide within its effort is not published.
"""

import enum
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reports.release.field import PRIME
from reports.release.forms import Forms
from reports.release.search import Effort, Undecided, lightest, reduced_coset

K = 5

Person = str | int
People = frozenset[Person]
Members = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Verdict(enum.Enum):
    """What is proved of a row beside those that are kept."""

    NEW = "adds something, and nothing small"
    OLD = "a combination of what is kept"
    OF_KNOWN = "differs from such a combination in known people alone"
    UNSAFE = "touches few, or nobody could tell in time"


@dataclass(frozen=True)
class Cell:
    """Something that could be said about ``members``; ``id`` is the caller's name for it."""

    id: str
    members: People


def release(
    cells: Sequence[Cell],
    history: Sequence[People] = (),
    *,
    k: int = K,
    known: Iterable[Person | People] = frozenset(),
    deadline: float | None = None,
) -> list[str]:
    """The ids of those ``cells``, in order of usefulness, that may be published after ``history``.

    ``history`` holds the members of all cells that were published of this kind of value, ``known``
    the people whose values readers may know: one by one, or as sets, one for each reader. After
    ``deadline`` seconds nothing more is published; without one the answer depends on sets alone.
    """
    if k < 1:
        raise ValueError("k is at least 1")
    until = None if deadline is None else time.monotonic() + deadline
    ledger = Ledger(_people(known), k, [*history, *(cell.members for cell in cells)], until)
    for members in history:
        ledger.remember(members)
    return [cell.id for cell in cells if ledger.publish(cell.members)]


def _people(known: Iterable[Person | People]) -> People:
    found: set[Person] = set()
    for one in known:
        found.update(one if isinstance(one, (frozenset, set)) else [one])
    return frozenset(found)


def _in_order(sets: Iterable[People]) -> list[Person]:
    """Everybody, ordered by the sets they are in, so that no name decides how long a search is."""
    found: dict[Person, list[int]] = {}
    for number, members in enumerate(sets):
        for one in members:
            found.setdefault(one, []).append(number)
    return sorted(found, key=found.__getitem__)


class Ledger:
    """All that was published of one kind of value, and the readers it must be safe for.

    ``rows`` has a line for each kept cell and a column for each person; ``is_unknown`` says of each
    person whether no reader knows the value. The sets of ``all_sets`` are all that will be asked
    about; they only number the people.
    """

    def __init__(
        self, known: People, k: int, all_sets: Iterable[People], until: float | None = None
    ) -> None:
        self.column = {person: at for at, person in enumerate(_in_order(all_sets))}
        self.known, self.k, self.until = known, k, until
        self.is_unknown = np.array([one not in known for one in self.column], dtype=bool)
        self.rows: Members = np.zeros((0, len(self.column)), dtype=np.uint8)
        self.said: Members = self.rows
        self.forms = Forms(int(self.is_unknown.sum()), k)

    def go_on(self, all_sets: Sequence[People]) -> None:
        """Number the people anew for what was said and what will be asked now; the rest stays.

        ``all_sets`` begins with all that was published. Nobody else is in a kept row.
        """
        people = _in_order(all_sets)
        before = np.array([self.column.get(one, -1) for one in people], dtype=np.int64)
        place = np.append(np.cumsum(self.is_unknown) - 1, -1)  # among those who are unknown
        was_unknown = self.is_unknown
        self.column = {person: at for at, person in enumerate(people)}
        self.is_unknown = np.array(
            [
                was_unknown[at] if at >= 0 else one not in self.known
                for one, at in zip(people, before, strict=True)
            ],
            dtype=bool,
        )
        self.rows, self.said = renumbered(self.rows, before), renumbered(self.said, before)
        self.forms.renumber(place[before[self.is_unknown]])

    def publish(self, members: People) -> bool:
        """Whether these people may be counted in public; from then on they have been."""
        if not members:
            return False
        row = self._row(members)
        if row[self.is_unknown].sum() < self.k:
            return False
        if (self.said == row).all(axis=1).any():
            return True
        verdict, _touched = self._verdict(row)
        if verdict is Verdict.NEW:
            self._keep(row)
        if verdict in (Verdict.NEW, Verdict.OLD):
            self.said = np.vstack([self.said, row])
        return verdict in (Verdict.NEW, Verdict.OLD)

    def remember(self, members: People) -> None:
        """Take over what is public already, safe or not."""
        row = self._row(members)
        if members and not (self.said == row).all(axis=1).any():
            self.said = np.vstack([self.said, row])
            if not self._keeps(self.said[-1]):
                self._settle()

    def _settle(self) -> None:
        """Collect anew what is safe and independent over the people who are still unknown."""
        is_settled = False
        while not is_settled:
            self.rows = self.rows[:0]
            self.forms = Forms(int(self.is_unknown.sum()), self.k)
            is_settled = all(self._keeps(row) for row in self.said)

    def _keeps(self, row: Members) -> bool:
        """Keep a public row beside the kept ones if it adds something and is safe.

        If it is not, whoever is touched counts as known: then False.
        """
        if not row[self.is_unknown].any():
            return True
        verdict, touched = self._verdict(row)
        if verdict is Verdict.NEW:
            self._keep(row)
        if touched is not None:
            self.is_unknown &= ~touched
        return touched is None

    def _keep(self, row: Members) -> None:
        self.rows = np.vstack([self.rows, row])
        unknown = self.rows[:, self.is_unknown]
        _columns, counts, which = distinct_columns(unknown)
        self.forms.add(unknown[-1].astype(np.float64), counts[which])

    def _row(self, members: People) -> Members:
        row = np.zeros(len(self.column), dtype=np.uint8)
        row[[self.column[person] for person in members]] = 1
        return row

    def _verdict(self, row: Members) -> tuple[Verdict, Flags | None]:
        """What is proved of a row, and whom a small vector touches (all of it if undecided)."""
        touched = np.zeros(len(self.is_unknown), dtype=bool)
        try:
            verdict, names, name_of = self._search(row)
        except Undecided:
            touched[self.is_unknown] = row[self.is_unknown] == 1
            return Verdict.UNSAFE, touched
        if verdict is not Verdict.UNSAFE:
            return verdict, None
        touched[self.is_unknown] = np.isin(name_of, list(names))
        return verdict, touched

    def _search(self, row: Members) -> tuple[Verdict, frozenset[int], Numbers]:
        """What is proved, the columns that a small vector touches, and the column of each."""
        nobody: tuple[frozenset[int], Numbers] = (frozenset(), np.zeros(0, dtype=np.int64))
        effort = Effort(deadline=self.until)
        unknown = row[self.is_unknown].astype(np.float64)
        if self.forms.is_far(unknown, self.k - 1, effort):
            return Verdict.NEW, *nobody
        rows = np.vstack([self.rows, row])
        columns, weights, column_of = distinct_columns(rows[:, self.is_unknown])
        # Nobody is touched in a column of zeros: as good as one that costs too much.
        weights[~columns.any(axis=0)] = self.k
        coset = reduced_coset(columns.astype(np.float64), weights.astype(np.float64))
        if not coset.target.any():
            return (Verdict.OLD if depends(columns, rows) else Verdict.OF_KNOWN), *nobody
        found = lightest(coset, self.k - 1, effort)
        return (Verdict.NEW, *nobody) if found is None else (Verdict.UNSAFE, found, column_of)


def renumbered(rows: Members, before: Numbers) -> Members:
    """The same rows with the columns ``before``; -1 is one of zeros."""
    wide = np.hstack([rows, np.zeros((len(rows), 1), dtype=rows.dtype)])
    return wide[:, before]


def distinct_columns(matrix: Members) -> tuple[Members, Numbers, Numbers]:
    """The different columns, how often each occurs, and of each column which of them it is."""
    packed = np.ascontiguousarray(np.packbits(matrix, axis=0).T)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _keys, first, which, counts = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    return matrix[:, first], counts, which


def depends(columns: Members, rows: Members) -> bool:
    """Whether the last of ``rows`` is proved to be a rational combination of the others.

    ``columns`` are those in which the others are independent modulo the prime. The coefficients are
    found there, read as fractions, and tried in whole numbers over everybody.
    """
    many = len(rows)
    marked = np.hstack([columns, np.eye(many)]).astype(np.float64)
    weights = np.hstack([np.ones(columns.shape[1]), np.zeros(many)])
    found = reduced_coset(marked, weights).target[-many:-1]
    fractions = [fraction(PRIME - int(one)) for one in found]
    common = math.lcm(*(one.denominator for one in fractions))
    whole = np.array([int(one * common) for one in fractions], dtype=object)
    total = whole @ rows[:-1].astype(object) if many > 1 else 0 * rows[-1].astype(object)
    return bool((total == common * rows[-1].astype(object)).all())


def fraction(residue: int) -> Fraction:
    """The fraction of small whole numbers that is ``residue`` modulo the prime, if there is one."""
    bound = math.isqrt(PRIME // 2)
    over, under, rest, previous = 0, 1, residue % PRIME, PRIME
    while rest > bound:
        times = previous // rest
        previous, rest = rest, previous - times * rest
        over, under = under, over - times * under
    return Fraction(rest, under)
