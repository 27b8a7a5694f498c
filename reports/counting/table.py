"""What sponsors have counted, as coordinators read it; pure.

Coordinators compare companies, so what is about few people is not said of one company: fewer than
``k`` are a gap. The line of all counts a gap's people only when together they are ``k`` or more;
else it would be all others taken from the whole.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

WEAK = Fraction(3, 5)  # of the sponsors who were asked


@dataclass(frozen=True)
class Numbers:
    """``counted`` people, and of them how many; in the order of the columns."""

    counted: int
    parts: tuple[int, ...]

    @property
    def texts(self):
        """As the columns of a table show them."""
        return [str(one) for one in (self.counted, *self.parts)]

    def __add__(self, other):
        parts = zip(self.parts, other.parts, strict=True)
        return Numbers(self.counted + other.counted, tuple(map(sum, parts)))


def shown(numbers: Numbers | None, k: int) -> Numbers | None:
    """What is said of one company: nothing of fewer than ``k`` people."""
    return numbers if numbers is not None and numbers.counted >= k else None


@dataclass(frozen=True)
class Total:
    """The sum over companies: of all, if the gaps among them are no one or ``k`` people together.

    Else of those that are shown; ``numbers`` is None where that is no one.
    """

    numbers: Numbers | None
    is_of_all: bool


def total(counted: list[Numbers], k: int) -> Total:
    """The ``Total`` of what companies have counted."""
    hidden = sum(one.counted for one in counted if one.counted < k)
    is_of_all = hidden == 0 or hidden >= k
    summed = counted if is_of_all else [one for one in counted if one.counted >= k]
    return Total(reduce(Numbers.__add__, summed) if summed else None, is_of_all)


def is_weak(answered: int, asked: int) -> bool:
    """Fewer have counted than a result should rest on."""
    return asked > 0 and answered < WEAK * asked
