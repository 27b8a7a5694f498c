"""A matching problem, frozen: everything the optimum depends on, in one value.

The same people, scores, rules and decisions give the same bytes and the same digest, however they
were listed, so a run can be repeated and proven years later.
"""

import dataclasses
import enum
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.engine import quota as of_quotas
from matching.engine.quota import Quota
from matching.engine.scoring import MAX_SCORE, Features

Pair = tuple[str, str]
Ints = npt.NDArray[np.int64]
Scores = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]

FORMAT = 1
COMPRESSION = 4  # a third of the usual time for a twentieth more bytes


class Rule(enum.IntFlag):
    """Hard rules, one bit each. A pair keeps the bits of all the rules that forbid it."""

    SAME_COMPANY = 1 << 0
    CORPORATE_GROUP = 1 << 1
    DECLARED_COMPETITORS = 1 << 2
    COMPETITOR_GROUP = 1 << 3
    SAME_INDUSTRY = 1 << 4
    COMPANY_VETO = 1 << 5
    NO_COMMON_LANGUAGE = 1 << 6
    TIME_ZONE_GAP = 1 << 7
    FORMER_EMPLOYER = 1 << 8
    REPORTING_LINE = 1 << 9
    PAIRED_BEFORE = 1 << 10
    PLEASE_NOT = 1 << 11
    NO_TOP_NEED = 1 << 12
    NO_CAPACITY = 1 << 13
    INCOMPLETE_PROFILE = 1 << 14
    VETO = 1 << 15
    BELOW_FLOOR = 1 << 16
    COMPETING_LATER = 1 << 17


@dataclass(frozen=True)
class RefusedPin:
    """A pin that cannot hold, and why: ``reason`` is a word for programs, ``rules`` the rules."""

    mentee: str
    mentor: str
    reason: str
    rules: Rule = Rule(0)


class PinsRefused(ValueError):
    """Pins contradict each other or a hard rule; ``refused`` names every one of them."""

    def __init__(self, refused: Sequence[RefusedPin]) -> None:
        self.refused = tuple(refused)
        listed = "; ".join(f"{pin.mentee} with {pin.mentor}: {pin.reason}" for pin in refused)
        super().__init__(f"pins refused: {listed}")


@dataclass(frozen=True, eq=False)
class Problem:
    """n mentees, m mentors, in the order of their ids.

    ``capacity`` (m,) places; ``scores`` (n, m) points 0..10000; ``reasons`` (n, m) bits of
    ``Rule`` that come from facts. ``pins`` must hold, ``vetoes`` must not, ``previous`` are the
    pairs to disturb as little as possible, ``floor`` is the least score of a pair nobody pinned.
    ``quotas`` limit the matches of sponsors, ``sponsors`` says whose people count there, as pairs
    of a person and a sponsor. ``features`` are kept, when given, to show the parts of a score.

    ``dataclasses.replace`` makes the problem after an edit. Raises ValueError when sizes differ,
    ids are not sorted and unique, or a number is out of range.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    capacity: Ints
    scores: Scores
    reasons: Bits
    pins: tuple[Pair, ...] = ()
    vetoes: tuple[Pair, ...] = ()
    previous: tuple[Pair, ...] = ()
    floor: int = 0
    features: Features | None = None
    quotas: tuple[Quota, ...] = ()
    sponsors: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        shape = (len(self.mentees), len(self.mentors))
        if self.scores.shape != shape or self.reasons.shape != shape:
            raise ValueError(f"scores and reasons must be {shape}")
        if self.capacity.shape != shape[1:]:
            raise ValueError("capacity needs one number per mentor")
        for ids in (self.mentees, self.mentors):
            if any(a >= b for a, b in zip(ids, ids[1:], strict=False)):
                raise ValueError("ids must be sorted and unique")
        if self.capacity.size and self.capacity.min() < 0:
            raise ValueError("capacity is negative")
        if self.scores.size and not 0 <= self.scores.min() <= self.scores.max() <= MAX_SCORE:
            raise ValueError(f"scores must be 0 to {MAX_SCORE}")
        for name, dtype in (("capacity", np.int64), ("scores", np.int32), ("reasons", np.uint32)):
            object.__setattr__(self, name, _frozen(getattr(self, name), dtype))
        for name in ("pins", "vetoes", "previous", "sponsors"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        object.__setattr__(self, "quotas", of_quotas.in_order(self.quotas))
        if len(dict(self.sponsors)) < len(self.sponsors):
            raise ValueError("somebody counts for two sponsors")

    @cached_property
    def mentee_index(self) -> dict[str, int]:
        return {person: i for i, person in enumerate(self.mentees)}

    @cached_property
    def mentor_index(self) -> dict[str, int]:
        return {person: k for k, person in enumerate(self.mentors)}

    @cached_property
    def blocks(self) -> Bits:
        """(n, m) all rules that stand between a pair: facts, capacity, vetoes and the floor."""
        blocks = np.array(self.reasons)
        blocks[:, self.capacity == 0] |= np.uint32(Rule.NO_CAPACITY)
        blocks[self.indexes(self.vetoes)] |= np.uint32(Rule.VETO)
        if self.floor > 0:
            blocks[self.scores < self.floor] |= np.uint32(Rule.BELOW_FLOOR)
        blocks.setflags(write=False)
        return blocks

    @cached_property
    def eligible(self) -> Flags:
        """(n, m) pairs the optimum may choose. Of a pinned mentee, the pin alone."""
        eligible = self.wanted & (self.capacity > 0)
        eligible.setflags(write=False)
        return eligible

    @cached_property
    def wanted(self) -> Flags:
        """(n, m) pairs that are eligible, or would be if the mentor had a place."""
        wanted = (self.blocks & ~np.uint32(Rule.NO_CAPACITY)) == 0
        rows, columns = self.indexes(self.pins)
        wanted[rows] = False
        wanted[rows, columns] = True
        wanted.setflags(write=False)
        return wanted

    @cached_property
    def pinned(self) -> Flags:
        """(n,) mentees whose mentor is pinned."""
        pinned = np.zeros(len(self.mentees), bool)
        pinned[self.indexes(self.pins)[0]] = True
        return pinned

    def indexes(self, pairs: Iterable[Pair]) -> tuple[Ints, Ints]:
        """Rows and columns of those pairs whose two people both take part."""
        known = [
            (self.mentee_index[mentee], self.mentor_index[mentor])
            for mentee, mentor in pairs
            if mentee in self.mentee_index and mentor in self.mentor_index
        ]
        table = np.array(known, np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def refused_pins(self) -> tuple[RefusedPin, ...]:
        """Every pin that cannot hold. A pin may go below the floor, never against another rule."""
        mentors_of: dict[str, int] = {}
        mentees_of: dict[str, int] = {}
        for mentee, mentor in self.pins:
            mentors_of[mentee] = mentors_of.get(mentee, 0) + 1
            mentees_of[mentor] = mentees_of.get(mentor, 0) + 1
        refused = []
        for mentee, mentor in self.pins:
            i, k = self.mentee_index.get(mentee), self.mentor_index.get(mentor)
            if i is None or k is None:
                refused.append(RefusedPin(mentee, mentor, "not taking part"))
                continue
            rules = Rule(int(self.blocks[i, k])) & ~Rule.BELOW_FLOOR
            if rules:
                refused.append(RefusedPin(mentee, mentor, "against a hard rule", rules))
            elif mentors_of[mentee] > 1:
                refused.append(RefusedPin(mentee, mentor, "mentee pinned to several mentors"))
            elif mentees_of[mentor] > self.capacity[k]:
                refused.append(RefusedPin(mentee, mentor, "more pins than the mentor has places"))
        return tuple(refused)

    def check_pins(self) -> None:
        """Raises PinsRefused, naming all of them, when not every pin can hold."""
        refused = self.refused_pins()
        if refused:
            raise PinsRefused(refused)

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hexadecimal over the content, however it is compressed."""
        summary = hashlib.sha256()
        for name, array in sorted(_arrays(self).items()):
            summary.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
            summary.update(np.ascontiguousarray(array).tobytes())
        return summary.hexdigest()

    def to_bytes(self) -> bytes:
        """One compressed blob (a NumPy archive without pickles)."""
        blob = io.BytesIO()
        with zipfile.ZipFile(blob, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
            for name, array in _arrays(self).items():
                with archive.open(f"{name}.npy", "w") as file:
                    np.lib.format.write_array(file, np.asarray(array), allow_pickle=False)
        return blob.getvalue()

    @classmethod
    def from_bytes(cls, blob: bytes) -> "Problem":
        """The problem that ``to_bytes`` wrote. Raises ValueError for an unknown format."""
        with np.load(io.BytesIO(blob), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        if int(arrays["format"]) != FORMAT:
            raise ValueError(f"unknown format of a matching problem: {arrays['format']}")
        features = {
            name.removeprefix("features_"): array
            for name, array in arrays.items()
            if name.startswith("features_")
        }
        return cls(
            mentees=tuple(arrays["mentees"].tolist()),
            mentors=tuple(arrays["mentors"].tolist()),
            capacity=arrays["capacity"],
            scores=arrays["scores"],
            reasons=arrays["reasons"],
            pins=_pairs(arrays["pins"]),
            vetoes=_pairs(arrays["vetoes"]),
            previous=_pairs(arrays["previous"]),
            floor=int(arrays["floor"]),
            features=Features(**features) if features else None,
            quotas=of_quotas.from_arrays(arrays) if "quota_sponsors" in arrays else (),
            sponsors=_pairs(arrays["sponsors"]) if "sponsors" in arrays else (),
        )


def _frozen(array: npt.NDArray, dtype: npt.DTypeLike) -> npt.NDArray:
    """A copy that cannot be written; the array itself where that holds already."""
    if array.dtype == dtype and array.base is None and not array.flags.writeable:
        return array
    frozen = np.array(array, dtype)
    frozen.setflags(write=False)
    return frozen


def _arrays(problem: Problem) -> dict[str, npt.NDArray]:
    arrays = {
        "format": np.array(FORMAT, np.int64),
        "mentees": np.array(problem.mentees, np.str_),
        "mentors": np.array(problem.mentors, np.str_),
        "capacity": problem.capacity,
        "scores": problem.scores,
        "reasons": problem.reasons,
        "floor": np.array(problem.floor, np.int64),
    }
    for name in ("pins", "vetoes", "previous"):
        arrays[name] = np.array(getattr(problem, name), np.str_).reshape(-1, 2)
    # Without quotas nothing of them is written: such a problem has the digest it always had.
    if problem.quotas:
        arrays |= of_quotas.as_arrays(problem.quotas)
        arrays["sponsors"] = np.array(problem.sponsors, np.str_).reshape(-1, 2)
    if problem.features is not None:
        for column in dataclasses.fields(problem.features):
            arrays[f"features_{column.name}"] = getattr(problem.features, column.name)
    return arrays


def _pairs(table: npt.NDArray[np.str_]) -> tuple[Pair, ...]:
    return tuple((mentee, mentor) for mentee, mentor in table.tolist())
