"""What a coordinator is shown of a change, by how many pairs are behind it.

``{"as": …, "n": …}`` and with it:

- ``nothing`` (no pair): nothing else.
- ``bands`` (one to nine pairs): ``improved``, ``same`` and ``worse`` as ``[from, to]`` instead of a
  count, and ``level_before`` and ``level_after``, the means in halves. No mean change, spread or
  interval: of so few they would look more exact than they are.
- ``numbers`` (ten pairs or more): ``mean_before``, ``mean_after``, ``mean_change``, ``sd_change``,
  ``ci95`` and ``standardized_change``.

Bands are 0–2 and n − 2 … n with what lies between as one, so that "none" and "all" are never read
off them.
"""

import math
from typing import Any

from evaluations.statistics.change import Change

FULL = 10
END = 2  # counts that a band at either end takes in beside the last one
TWO_BANDS = 6  # up to here one between them would hold a single count
NUMBERS, BANDS, NOTHING = "numbers", "bands", "nothing"
FIGURES = (
    *("mean_before", "mean_after", "mean_change"),
    *("sd_change", "ci95", "standardized_change"),
)


def shown(change: Change) -> dict[str, Any]:
    """What of ``change`` a coordinator sees."""
    if change.n == 0:
        return {"as": NOTHING, "n": 0}
    if change.n >= FULL:
        figures = {name: getattr(change, name) for name in FIGURES}
        return {"as": NUMBERS, "n": change.n, **figures}
    return {
        "as": BANDS,
        "n": change.n,
        "improved": band(change.improved, change.n),
        "same": band(change.same, change.n),
        "worse": band(change.worse, change.n),
        "level_before": halves(change.mean_before),
        "level_after": halves(change.mean_after),
    }


def band(count: int, n: int) -> list[int]:
    """``[from, to]`` for a count out of ``n``; of six and fewer there are two bands."""
    ends = max(END, n // 2) if n <= TWO_BANDS else END
    if count <= ends and 2 * count <= n:
        return [0, min(ends, n)]
    if count >= n - END:
        return [max(n - END, 0), n]
    return [END + 1, n - END - 1]


def halves(value: float | None) -> float | None:
    """A mean in steps of a half; a quarter between two goes up."""
    return None if value is None else math.floor(2 * value + 0.5) / 2
