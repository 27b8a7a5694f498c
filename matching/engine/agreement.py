"""How much mentees agree on who the best mentors are: a sign of weights that tell few apart.

Each mentee ranks the mentors by their points, ties at the middle of their places. The agreement is
the mean of Spearman's rank correlation over all pairs of mentees, from 1 (everybody ranks alike)
through 0 (no two have anything in common). With z_i a mentee's ranks less their mean, at length 1,

    mean over i < j of z_i · z_j  =  (|z_1 + … + z_n|² - n) / (n (n - 1))

so it costs one sort a mentee. Rules do not count, they come from no weight; people for whom nobody
is possible, and mentees to whom all mentors are equal, are left out.
"""

import dataclasses
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.problem import Ints, Problem, Scores
from matching.engine.scoring import PARTS, Features, parts

# Below this many on either side a high agreement comes about by chance.
FEWEST = 8
# Of more mentees every so many-th is asked, in the order of their ids.
MOST = 300
# From here on a run says so.
TOO_MUCH = 0.5


@dataclass(frozen=True)
class Agreement:
    """``mean`` rank correlation; ``part`` is the name of what makes for most of it, if too much."""

    mean: float
    part: str | None

    @property
    def is_too_much(self) -> bool:
        return self.mean >= TOO_MUCH


def agreement(problem: Problem) -> Agreement | None:
    """How alike the mentees of ``problem`` rank its mentors; None for too few to tell."""
    possible = problem.reasons == 0
    rows = np.nonzero(possible.any(axis=1))[0]
    columns = np.nonzero(possible.any(axis=0))[0]
    if min(len(rows), len(columns)) < FEWEST:
        return None
    rows = rows[:: -(-len(rows) // MOST)]
    scores = problem.scores[np.ix_(rows, columns)]
    mean = mean_correlation(scores)
    if mean is None:
        return None
    found = Agreement(mean, None)
    if found.is_too_much and problem.features is not None:
        shares = parts(_of(problem.features, rows, columns))
        return Agreement(mean, PARTS[_driver(scores, shares)])
    return found


def mean_correlation(scores: Scores) -> float | None:
    """Mean Spearman correlation between the rows; None when fewer than two tell columns apart."""
    ranks = mid_ranks(scores)
    ranks -= ranks.mean(axis=1, keepdims=True)
    lengths = np.sqrt((ranks**2).sum(axis=1))
    told_apart = lengths > 0
    n = int(told_apart.sum())
    if n < 2:
        return None
    whole = (ranks[told_apart] / lengths[told_apart, None]).sum(axis=0)
    return float((whole @ whole - n) / (n * (n - 1)))


def mid_ranks(scores: Scores) -> npt.NDArray[np.float64]:
    """The place of each number in its row from 0 up, ties at the middle of theirs."""
    order = np.argsort(scores, axis=1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=1)
    places = np.arange(scores.shape[1])
    begins = np.ones(scores.shape, bool)
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    ends = np.ones(scores.shape, bool)
    ends[:, :-1] = begins[:, 1:]
    first = np.maximum.accumulate(np.where(begins, places, 0), axis=1)
    backward = np.where(ends, places, scores.shape[1])[:, ::-1]
    last = np.minimum.accumulate(backward, axis=1)[:, ::-1]
    ranks = np.empty(scores.shape)
    np.put_along_axis(ranks, order, (first + last) / 2, axis=1)
    return ranks


def _of(features: Features, rows: Ints, columns: Ints) -> Features:
    """The features of these mentees with these mentors, by position."""
    row, column = np.full(len(features.mentee), -1), np.full(len(features.mentor), -1)
    row[rows], column[columns] = np.arange(len(rows)), np.arange(len(columns))
    wishes = features.wishes.copy()
    wishes[:, 0], wishes[:, 1] = row[wishes[:, 0]], column[wishes[:, 1]]
    return dataclasses.replace(
        features,
        mentee=features.mentee[rows],
        mentor=features.mentor[columns],
        wishes=wishes[(wishes[:, :2] >= 0).all(axis=1)],
        mentee_story=features.mentee_story[rows],
        mentor_story=features.mentor_story[columns],
    )


def _driver(scores: Scores, shares: Scores) -> int:
    """The part without which the mentees would agree least; of equals the first."""
    without = [mean_correlation(scores - share) for share in shares]
    return int(np.argmin([-1.0 if mean is None else mean for mean in without]))
