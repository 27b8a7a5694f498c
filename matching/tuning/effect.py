"""What other weights and another floor would do to the people who wait now, before it is saved."""

import dataclasses
import threading
from collections import OrderedDict
from dataclasses import dataclass

from matching.alike import found
from matching.engine.baseline import Outcome
from matching.engine.build import problem_scores
from matching.engine.editing import Standing
from matching.engine.floors import floor_curve, highest_floor
from matching.engine.people import Profile
from matching.engine.problem import MAX_SCORE, Problem
from matching.engine.scoring import Weights
from matching.meaning.stored import unknown
from matching.problem_from_rows import collect
from matching.readiness_work import state_of

MOST_KEPT = 2
# Up to so many mentees the whole curve of the floor is worked out at once: 0.08 s of CPU.
MOST_FOR_CURVE = 500


@dataclass(frozen=True, eq=False)
class Base:
    """The people who wait, as numbers and ids, and the problem under the weights that are saved.

    ``unread`` of the program's stories have not been read, and count as an average one.
    """

    mentees: tuple[Profile, ...]
    mentors: tuple[Profile, ...]
    problem: Problem
    now: Standing
    unread: int


@dataclass(frozen=True, eq=False)
class Tuned:
    """A result under other weights and another floor.

    ``floor`` is the one in force: as asked, or ``highest``, the highest that costs nobody a match.
    ``moved`` mentees would get another mentor than ``now``; ``binding`` (ids) have the worst score.
    ``curve`` are ``FloorPoint``; empty for a large pool. ``unread`` stories count as average ones.
    ``alike`` is what ``alike.found`` says of these weights.
    """

    now: Outcome
    after: Outcome
    asked: int
    floor: int
    highest: int
    moved: int
    binding: tuple[str, ...]
    curve: tuple
    unread: int
    alike: dict | None


_kept = OrderedDict()
_lock = threading.Lock()


def base_of(program, last):
    """The ``Base`` of a program, worked out again when anything that it depends on has changed.

    ``last`` is the program's last finished run, or None. The answer is None when nobody can
    be matched, or pins of coordinators contradict the rules.
    """
    unread = unknown(program=program.pk).count()
    key = (program.organization_id, program.pk, unread, *sorted(state_of(program).items()))
    with _lock:
        if key in _kept:
            return _kept[key]
    base = _worked_out(program, last, unread)
    with _lock:
        _kept[key] = base
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return base


def _worked_out(program, last, unread):
    collected = collect(program, previous_run=last, stories=True)
    problem = collected.problem()
    if not collected.pool.ready_mentees or not collected.pool.ready_mentors:
        return None
    if problem.refused_pins():
        return None
    return Base(
        mentees=tuple(collected.profiles[str(row.pk)] for row in collected.pool.mentees),
        mentors=tuple(collected.profiles[str(row.pk)] for row in collected.pool.mentors),
        problem=problem,
        now=Standing.of(problem),
        unread=unread,
    )


def tuned(base, weights: Weights, asked: int) -> Tuned:
    """The result under ``weights`` and the floor ``asked`` for (0 for none)."""
    features, scores = problem_scores(base.mentees, base.mentors, weights)
    problem = dataclasses.replace(
        base.problem, features=features, scores=scores, previous=base.now.pairs
    )
    highest = highest_floor(problem)
    floor = min(asked, highest)
    standing = Standing.of(dataclasses.replace(problem, floor=floor))
    before, after = base.now.mentor_of, standing.mentor_of
    worst = standing.outcome.worst
    return Tuned(
        now=base.now.outcome,
        after=standing.outcome,
        asked=asked,
        floor=floor,
        highest=min(highest, MAX_SCORE),
        moved=sum(before.get(one) != after.get(one) for one in problem.mentees),
        binding=tuple(
            one
            for one, other in standing.pairs
            if problem.scores[problem.mentee_index[one], problem.mentor_index[other]] == worst
        ),
        curve=floor_curve(problem, points=5) if len(problem.mentees) <= MOST_FOR_CURVE else (),
        unread=base.unread if weights.story else 0,
        alike=found(problem),
    )
