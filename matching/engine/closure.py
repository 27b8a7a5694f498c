"""All shortest distances of an exchange graph at once.

Floyd and Warshall's algorithm, where the ways over one node, the hub, are known beforehand: between
most places the best way leads over the rest of the world, so few pairs of nodes have a shorter one.
Only those take part in a step, and the distances are exact all the same.
"""

import numpy as np
import numpy.typing as npt

from matching.engine.problem import Ints


def far_of(dtype: npt.DTypeLike) -> int:
    """What stands for no way: two of them can be added."""
    return int(np.iinfo(dtype).max) // 2


def all_distances(lengths: Ints, to_hub: Ints, from_hub: Ints) -> Ints:
    """(v, v) shortest distances along ``lengths``, of which none is negative or over ``far_of``.

    ``to_hub`` and ``from_hub`` (v,) are the shortest distances to and from one node.
    """
    over_hub = np.minimum(to_hub[:, None] + from_hub, far_of(lengths.dtype))
    distance = np.minimum(lengths, over_hub)
    for node in range(len(distance)):
        # A step over this node from or to where the way over the hub is as short gains nothing.
        rows = np.flatnonzero(distance[:, node] < over_hub[:, node])
        columns = np.flatnonzero(distance[node] < over_hub[node])
        if len(rows) and len(columns):
            step = distance[rows, node][:, None] + distance[node, columns]
            here = np.ix_(rows, columns)
            distance[here] = np.minimum(distance[here], step)
    return distance
