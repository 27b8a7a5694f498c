"""What a quota is, and how a problem keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.people import Role

NO_LIMIT = -1


@dataclass(frozen=True)
class Quota:
    """Matches of one sponsor's people on one side: at least, and at most (None: no limit).

    On the side of the mentors it counts mentees matched with the sponsor's mentors.
    """

    sponsor: str
    side: Role
    least: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise ValueError(f"{self.sponsor}: the quota allows no number")


def in_order(quotas: Sequence[Quota]) -> tuple[Quota, ...]:
    """By sponsor, then side. Raises ValueError for two quotas of one sponsor on one side."""
    ordered = tuple(sorted(quotas, key=_key))
    if len({_key(quota) for quota in ordered}) < len(ordered):
        raise ValueError("a sponsor has one quota on each side")
    return ordered


def as_arrays(quotas: Sequence[Quota]) -> dict[str, npt.NDArray]:
    """Two arrays, by name: who is limited, and to what."""
    limits = [
        (quota.least, NO_LIMIT if quota.most is None else quota.most, list(Role).index(quota.side))
        for quota in quotas
    ]
    return {
        "quota_sponsors": np.array([quota.sponsor for quota in quotas], np.str_),
        "quota_limits": np.array(limits, np.int64).reshape(-1, 3),
    }


def from_arrays(arrays: dict[str, npt.NDArray]) -> tuple[Quota, ...]:
    """What ``as_arrays`` wrote."""
    limits = arrays["quota_limits"].tolist()
    return tuple(
        Quota(sponsor, list(Role)[side], least, None if most == NO_LIMIT else most)
        for sponsor, (least, most, side) in zip(
            arrays["quota_sponsors"].tolist(), limits, strict=True
        )
    )


def _key(quota: Quota) -> tuple[str, str]:
    return quota.sponsor, quota.side.value
