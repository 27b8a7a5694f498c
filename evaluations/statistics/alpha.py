"""Whether the items of a scale go together: Cronbach's alpha."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.statistics.change import Value, spread, variance


@dataclass(frozen=True)
class Alpha:
    """``alpha`` over the ``n`` people who answered all items; None where it is not defined.

    It needs two items, two people, and sums of people that differ.
    """

    n: int
    alpha: Value = None


def alpha(rows: Sequence[Sequence[Value]]) -> Alpha:
    """The ``Alpha`` of ``rows``, one a person, with a place for each item; None missing."""
    complete = [
        [float(value) for value in row if value is not None]
        for row in rows
        if all(value is not None for value in row)
    ]
    items = len(complete[0]) if complete else 0
    if len(complete) < 2 or items < 2:
        return Alpha(len(complete))
    sums = [sum(row) for row in complete]
    around = max(sum(map(abs, row)) for row in complete)
    if not spread(sums, around=around):
        return Alpha(len(complete))
    parts = sum(variance(column) for column in zip(*complete, strict=True))
    whole = variance(sums)
    return Alpha(len(complete), items / (items - 1) * (1 - parts / whole))
