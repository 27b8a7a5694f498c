"""Whether what several companies did may be said to each of them, as one number.

“All less mine” is what the others did. With one other company it is that company, so the set rule
alone is not enough: the others must be many, each large enough, and none the most of them.
"""

from collections.abc import Hashable, Mapping

OTHERS = 3


def is_allowed(sizes: Mapping[Hashable, int], k: int) -> bool:
    """Whether everybody of these companies together may be told to every one of them.

    ``sizes`` is how many people each has in the number, the same companies for every reader of a
    period. Whichever of them reads: the others are three or more, each has ``k`` people, and none
    of them more than half of the others' people.
    """
    return len(sizes) > OTHERS and all(
        _is_wide([size for other, size in sizes.items() if other != reader], k) for reader in sizes
    )


def is_allowed_outside(sizes: Mapping[Hashable, int], k: int) -> bool:
    """The same for a reader who is none of these companies."""
    return _is_wide(list(sizes.values()), k)


def _is_wide(others: list[int], k: int) -> bool:
    return len(others) >= OTHERS and min(others) >= k and 2 * max(others) <= sum(others)
