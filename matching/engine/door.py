"""The door for outsiders: one problem in JSON, the proven optimum in JSON, and no database.

    python -m matching.engine solve FILE.json [--regret]

The answer is the lexicographic optimum: pins hold, most mentees matched, no unpinned pair under the
floor, highest total, most pairs kept. The effective floor is the smaller of the one asked for and
the highest that costs no match.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from matching.engine.certificate import NotProven, certify, most_matches
from matching.engine.explain import Explanation
from matching.engine.floors import highest_floor, largest_matching
from matching.engine.instance import BEST, Instance, Malformed, Place, read
from matching.engine.nobody import competitions, cover_of
from matching.engine.prices import NO_ARC, NotOptimal
from matching.engine.problem import Ints, Pair, Problem, Rule
from matching.engine.run import claim_of
from matching.engine.scoring import MAX_SCORE
from matching.engine.solver import Objective, objective, optimum

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one file; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m matching.engine", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command", required=True)
    solving = commands.add_parser("solve", help="print the optimum of one problem")
    solving.add_argument("file", metavar="FILE.json", type=Path)
    solving.add_argument(
        "--regret", action="store_true", help="also what every other pair and place would change"
    )
    options = parser.parse_args(arguments)
    try:
        instance = read(options.file.read_bytes())
    except MemoryError:
        return _refuse(f"{options.file}: too large for the memory of this machine")
    except OSError as error:
        return _refuse(f"{options.file}: {error.strerror or error}")
    except (Malformed, ValueError) as error:
        return _refuse(f"{options.file}: {error}")
    if instance.unknown:
        _say(f"{options.file}: without a meaning here: {', '.join(instance.unknown)}")
    try:
        said = json.dumps(answer(instance, with_regret=options.regret))
    except MemoryError:
        return _refuse(f"{options.file}: too large for the memory of this machine")
    sys.stdout.write(said + "\n")
    return 0


def answer(instance: Instance, *, with_regret: bool = False) -> dict[str, Any]:
    """The answer to an instance, ready for JSON."""
    plain = _problem(instance)
    highest = highest_floor(plain) if instance.floor else MAX_SCORE
    asked = MAX_SCORE if instance.floor == BEST else int(instance.floor or 0)
    problem = dataclasses.replace(
        plain, floor=min(asked, highest), previous=_ids(plain, instance.previous)
    )
    goal = objective(problem)
    assigned = optimum(problem, goal)
    rows = np.flatnonzero(assigned < len(problem.mentors))
    points = problem.scores[rows, assigned[rows]].tolist()
    pairs = list(zip(rows.tolist(), assigned[rows].tolist(), strict=True))
    result = {
        "pairs": pairs,
        "matched": len(pairs),
        "total": sum(points),
        "worst": min(points, default=None),
        "floor": None if instance.floor is None else problem.floor,
        "kept": len({*pairs} & {*instance.previous}),
        "certificate": _is_proven(problem, goal, assigned, asked),
        "unmatched": _unmatched(plain, assigned),
    }
    if with_regret:
        result |= _regret(plain)
    return result


def _problem(instance: Instance) -> Problem:
    """The problem without floor and previous pairs; ids are positions."""
    mentees, mentors = instance.scores.shape
    problem = Problem(
        mentees=tuple(f"{i:09}" for i in range(mentees)),
        mentors=tuple(f"{k:09}" for k in range(mentors)),
        capacity=instance.capacity,
        scores=instance.scores,
        # Which rule forbids a pair is not ours to know; any will do.
        reasons=np.where(instance.possible, 0, np.uint32(Rule.VETO)),
    )
    return dataclasses.replace(problem, pins=_ids(problem, instance.pins))


def _ids(problem: Problem, places: Sequence[Place]) -> tuple[Pair, ...]:
    return tuple((problem.mentees[i], problem.mentors[k]) for i, k in places)


def _is_proven(problem: Problem, goal: Objective, assigned: Ints, asked: int) -> bool:
    """Whether prices prove everything: that no more can be matched, even without the floor; that
    any higher floor costs a match, unless no higher one was asked for; and then the optimum."""
    try:
        claim, _ = claim_of(problem, goal, assigned)
        matched = certify(problem, claim).matched
        plain = dataclasses.replace(problem, floor=0)
        if most_matches(plain, cover_of(plain, assigned)) != matched:
            return False
        if asked == problem.floor:
            return True
        higher = dataclasses.replace(problem, floor=problem.floor + 1)
        return most_matches(higher, cover_of(higher, largest_matching(higher))) < matched
    except (NotOptimal, NotProven):
        return False


def _unmatched(plain: Problem, assigned: Ints) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for i, group in sorted(competitions(plain.wanted, assigned).items()):
        if group.mentors:
            why = {
                "reason": "places_taken",
                "mentees": list(group.mentees),
                "mentors": list(group.mentors),
            }
        else:
            why = {"reason": "no_possible_mentor"}
        found.append({"mentee": i, **why})
    return found


def _regret(plain: Problem) -> dict[str, Any]:
    """What each pair and each place would change, beside the optimum without floor and previous."""
    assigned = optimum(plain, objective(plain))
    explanation = Explanation(plain, assigned)
    regret = explanation.regrets()[:, :-1]
    regret[plain.pinned] = NO_ARC
    rows, columns = plain.indexes(plain.pins)
    regret[rows, columns] = 0
    matches, points = explanation.losses(regret)
    pairs = np.stack([matches, points], axis=-1).tolist()
    impossible = regret >= NO_ARC
    for i, k in np.argwhere(impossible).tolist():
        pairs[i][k] = None
    more = [place.one_more for place in explanation.place_values()]
    return {"regret": pairs, "one_more": [[won.matches, won.points] for won in more]}


def _refuse(fault: str) -> int:
    _say(fault)
    return REFUSED


def _say(line: str) -> None:
    sys.stderr.write(" ".join(line.split()) + "\n")
