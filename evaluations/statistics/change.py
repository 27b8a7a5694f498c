"""How the same people answered twice."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95
# Differences of decimals carry some rounding: a spread within it is none.
ROUNDING = 8 * 2.0**-52

Value = float | None


@dataclass(frozen=True)
class Change:
    """Change over pairs that have both values; None where it is not defined.

    Without a pair nothing is. The spread needs two pairs (it divides by n − 1), the interval as
    well: mean ± t(n − 1) · spread / √n. Where all changed alike the spread is 0 and the interval a
    point; the standardized change, mean / spread, is then not defined.
    """

    n: int
    mean_before: Value = None
    mean_after: Value = None
    mean_change: Value = None
    sd_change: Value = None
    ci95: tuple[float, float] | None = None
    standardized_change: Value = None
    improved: int = 0
    same: int = 0
    worse: int = 0


def paired(before: Sequence[Value], after: Sequence[Value]) -> Change:
    """The ``Change`` from ``before`` to ``after``, place by place one person, None missing."""
    both = [
        (float(first), float(second))
        for first, second in zip(before, after, strict=True)
        if first is not None and second is not None
    ]
    if not both:
        return Change(0)
    changes = [_difference(first, second) for first, second in both]
    mean = statistics.fmean(changes)
    sd = spread(changes, around=max(abs(value) for pair in both for value in pair))
    return Change(
        n=len(both),
        mean_before=statistics.fmean(first for first, _ in both),
        mean_after=statistics.fmean(second for _, second in both),
        mean_change=mean,
        sd_change=sd,
        ci95=interval(mean, sd, len(both)),
        standardized_change=mean / sd if sd else None,
        improved=sum(change > 0 for change in changes),
        same=sum(change == 0 for change in changes),
        worse=sum(change < 0 for change in changes),
    )


def _difference(before: float, after: float) -> float:
    change = after - before
    return 0.0 if abs(change) <= ROUNDING * max(abs(before), abs(after)) else change


def spread(values: Sequence[float], around: float = 0.0) -> Value:
    """The standard deviation that divides by n − 1; None of fewer than two.

    ``around``: the size of the numbers that ``values`` were worked out from.
    """
    if len(values) < 2:
        return None
    found = math.sqrt(variance(values))
    return 0.0 if found <= ROUNDING * around else found


def variance(values: Sequence[float]) -> float:
    """Squares around the mean, divided by n − 1; what rounding the mean left out comes off again.

    The standard library has it exactly, at ten times the price.
    """
    mean = statistics.fmean(values)
    apart = [value - mean for value in values]
    squares = math.fsum(value * value for value in apart)
    return max(0.0, squares - math.fsum(apart) ** 2 / len(values)) / (len(values) - 1)


def interval(mean: float, sd: Value, n: int) -> tuple[float, float] | None:
    """The 95 % interval of a mean by Student's t."""
    if sd is None:
        return None
    # Web processes have this module in memory and hardly ever come here: SciPy is 38 MB of theirs.
    from scipy.special import stdtrit  # noqa: PLC0415

    half = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * sd / math.sqrt(n)
    return mean - half, mean + half


@dataclass(frozen=True)
class Level:
    """How one group answered once."""

    n: int
    mean: Value = None
    sd: Value = None
    ci95: tuple[float, float] | None = None


def level(values: Iterable[Value]) -> Level:
    """The ``Level`` of what is known among ``values``."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return Level(0)
    mean = statistics.fmean(known)
    sd = spread(known, around=max(map(abs, known)))
    return Level(len(known), mean, sd, interval(mean, sd, len(known)))
