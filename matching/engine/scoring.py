"""Points: whole numbers from 0 to 10000, in six parts that add up exactly.

Every question of the profile holds a fixed number of points, and what a pair earns for it is a
whole number. Written as feature matrices, the whole score is one product of small whole numbers:
all of them are non-negative and no sum exceeds 10000, far below 2**24, so float32 is exact
whatever the order of summation, the chunking or the number of threads.

A question that either side left open earns its *neutral* points, about what an average pair that
answered it earns (``NEUTRAL``, in percent): silence neither helps nor hurts, and does not depend on
who else is in the pool. What silence does lower is the *confidence*: of the points that answers
could decide, the share where both sides answered.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

MAX_SCORE = 10_000
PARTS = ("needs", "path", "ways_of_working", "wishes", "logistics", "perspective")
NEEDS, PATH, WAYS_OF_WORKING, WISHES, LOGISTICS, PERSPECTIVE = range(len(PARTS))
CHUNK = 1024

NEUTRAL: Mapping[str, int] = MappingProxyType(
    {
        "transition": 30,
        "level": 60,
        "years": 60,
        "way_of_working": 50,
        "wish": 50,
        "hours": 60,
        "meeting_form": 80,
        "perspective": 50,
        "story": 15,
    }
)
# Unit vectors times 127 have products near 16129 x cosine, here of meanings without mean and
# language. Measured: of 56 wants and the stories that answer them, in ten languages, half lie from
# 3900 to 5800, other stories at 500 to 2400; in a pool of 120 and 90 people any two at 1200 to 3000
# and everybody's best at 3900 to 6600. Points grow between the two; any two there earn 17 percent.
STORY_NOTHING, STORY_EVERYTHING = 1_600, 6_500


@dataclass(frozen=True)
class Weights:
    """The program's sliders: any whole numbers, what counts is their proportion.

    ``story`` is the share of the needs part, in percent, that compares free texts by meaning.
    Raises ValueError when a weight is negative, all are zero, or the share is above 100.
    """

    needs: int = 40
    path: int = 15
    ways_of_working: int = 15
    wishes: int = 15
    logistics: int = 10
    perspective: int = 5
    story: int = 0

    def __post_init__(self) -> None:
        if min(astuple(self)) < 0 or self.story > 100 or not any(astuple(self)[: len(PARTS)]):
            raise ValueError("weights are whole numbers from 0, not all 0; the story share to 100")

    def points(self) -> tuple[int, ...]:
        """Points of the six parts: multiples of ten that sum to 10000 exactly."""
        tens = apportion(MAX_SCORE // 10, astuple(self)[: len(PARTS)])
        return tuple(10 * share for share in tens)


def apportion(total: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """``total`` in whole shares like ``weights``, by largest remainder, then position."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda j: (-(total * weights[j] % whole), j))
    for j in by_remainder[: total - sum(shares)]:
        shares[j] += 1
    return tuple(shares)


@dataclass(frozen=True, eq=False)
class Features:
    """n mentees and m mentors as whole numbers over D columns.

    ``mentee`` (n, D) and ``mentor`` (m, D) float32: the score is their product. ``part`` (D,) is
    the part each column belongs to. ``wishes`` (r, 3) int32: mentee, mentor, points on top.
    ``mentee_answers`` (n, Q) float32: the points of each question, 0 where it was left open;
    ``mentor_answers`` (m, Q) float32: 1 or 0. ``question_points`` (Q,).
    ``mentee_story`` (n, S) and ``mentor_story`` (m, S) float32, rows of zeros where there is none;
    ``story_points`` () is the most that a story earns.
    """

    mentee: npt.NDArray[np.float32]
    mentor: npt.NDArray[np.float32]
    part: npt.NDArray[np.int8]
    wishes: npt.NDArray[np.int32]
    mentee_answers: npt.NDArray[np.float32]
    mentor_answers: npt.NDArray[np.float32]
    question_points: npt.NDArray[np.int32]
    mentee_story: npt.NDArray[np.float32]
    mentor_story: npt.NDArray[np.float32]
    story_points: npt.NDArray[np.int32]


def scores(features: Features) -> npt.NDArray[np.int32]:
    """(n, m) points of every pair."""
    return _points(features, np.arange(len(features.part)), wishes=True, story=True)


def parts(features: Features) -> npt.NDArray[np.int32]:
    """(6, n, m) points of every pair by part, in the order of ``PARTS``; their sum is the score."""
    return np.stack(
        [
            _points(
                features,
                np.nonzero(features.part == number)[0],
                wishes=number == WISHES,
                story=number == NEEDS,
            )
            for number in range(len(PARTS))
        ]
    )


def parts_of(features: Features, mentee: int, mentor: int) -> dict[str, int]:
    """Points of one pair (positions) by the names of ``PARTS``."""
    points = parts_of_pairs(features, np.array([mentee]), np.array([mentor]))
    return dict(zip(PARTS, points[:, 0].tolist(), strict=True))


def parts_of_pairs(
    features: Features, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]
) -> npt.NDArray[np.int32]:
    """(6, p) points of some pairs (positions) by part."""
    earned = features.mentee[rows] * features.mentor[columns]
    points = np.array(
        [earned[:, features.part == number].sum(axis=1) for number in range(len(PARTS))], np.int32
    )
    wished = {(i, k): 0 for i, k, _ in features.wishes.tolist()}
    for i, k, more in features.wishes.tolist():
        wished[i, k] += more
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    points[WISHES] += np.array([wished.get(pair, 0) for pair in pairs], np.int32)
    if features.story_points > 0:
        mine, theirs = features.mentee_story[rows], features.mentor_story[columns]
        told = mine.any(axis=1) & theirs.any(axis=1)
        points[NEEDS] += _paid(features, (mine * theirs).sum(axis=1), told)
    return points


def story_points_of(features: Features, mentee: int, mentor: int) -> int:
    """Points of one pair (positions) that its stories earn, within those for needs."""
    if not features.story_points:
        return 0
    return int(_story_points(features, slice(mentee, mentee + 1))[0, mentor])


def confidence(features: Features) -> npt.NDArray[np.uint8]:
    """(n, m) 0..100: the share of the points at stake where both sides answered, rounded down."""
    at_stake = int(features.question_points.sum())
    if at_stake == 0:
        return np.full((len(features.mentee), len(features.mentor)), 100, np.uint8)
    answered = (features.mentee_answers @ features.mentor_answers.T).astype(np.int32)
    return (answered * 100 // at_stake).astype(np.uint8)


def _points(
    features: Features, columns: npt.NDArray[np.int64], *, wishes: bool, story: bool
) -> npt.NDArray[np.int32]:
    mentee = np.ascontiguousarray(features.mentee[:, columns])
    mentor = np.ascontiguousarray(features.mentor[:, columns].T)
    points = np.empty((len(mentee), mentor.shape[1]), np.int32)
    for start in range(0, len(mentee), CHUNK):
        rows = slice(start, start + CHUNK)
        points[rows] = mentee[rows] @ mentor
        if story and features.story_points > 0:
            points[rows] += _story_points(features, rows)
    if wishes:
        np.add.at(points, (features.wishes[:, 0], features.wishes[:, 1]), features.wishes[:, 2])
    return points


def _story_points(features: Features, rows: slice) -> npt.NDArray[np.int32]:
    """Points for stories alike; neutral where one of the two has no story."""
    told = np.outer(features.mentee_story[rows].any(axis=1), features.mentor_story.any(axis=1))
    return _paid(features, features.mentee_story[rows] @ features.mentor_story.T, told)


def _paid(
    features: Features, likeness: npt.NDArray[np.float32], told: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int32]:
    most = int(features.story_points)
    span = STORY_EVERYTHING - STORY_NOTHING
    points = np.clip(likeness.astype(np.int64) - STORY_NOTHING, 0, span) * most // span
    return np.where(told, points, most * NEUTRAL["story"] // 100).astype(np.int32)
