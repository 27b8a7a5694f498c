"""How numbers are blunted before they are said: what is exact tells of the last person missing."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

FIVES = 5
FINE, COARSE = 10, 5  # people from which a mean has one decimal, and from which it is told at all


def band(count: int, of: int) -> tuple[int, int]:
    """The range in which a count of ``of`` people is said, both ends included.

    The three lowest and the three highest counts are one range each, so that nobody reads “none” or
    “all”; the others are in fives from 3 on. Too few people for both have one range for everything.
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} is no count of {of} people")
    if of < FIVES:
        return 0, of
    if count <= 2:
        return 0, 2
    if count >= of - 2:
        return of - 2, of
    low = (count - 3) // FIVES * FIVES + 3
    return low, min(low + FIVES - 1, of - 3)


def rounded(mean: Fraction | Decimal | float, n: int) -> Decimal:
    """The mean of ``n`` people as it is said: one decimal from ten people on, halves from five.

    Raises ``ValueError`` below five.
    """
    if n < COARSE:
        raise ValueError("means of fewer than five people are not said")
    exact = Fraction(mean)
    if n >= FINE:
        return _decimal(exact * 10, 10)
    return _decimal(exact * 2, 2)


def _decimal(scaled: Fraction, parts: int) -> Decimal:
    """The nearest whole number of ``scaled``, ties to even, over ``parts``, with one decimal."""
    return (Decimal(round(scaled)) / parts).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
