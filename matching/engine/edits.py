"""What a coordinator may change in a problem, each change as a value, and the problem after it."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch

import numpy as np
import numpy.typing as npt

from matching.engine.problem import Pair, Problem
from matching.engine.scoring import Features


@dataclass(frozen=True)
class Pin:
    """These two are a pair, whatever it costs. Replaces an earlier pin of the mentee."""

    mentee: str
    mentor: str


@dataclass(frozen=True)
class Unpin:
    """The mentee's pin no longer holds."""

    mentee: str


@dataclass(frozen=True)
class Veto:
    """These two are no pair. A pin of the same two must be lifted first."""

    mentee: str
    mentor: str


@dataclass(frozen=True)
class Unveto:
    """These two may be a pair again."""

    mentee: str
    mentor: str


@dataclass(frozen=True)
class Swap:
    """Two mentees exchange their mentors, and both are pinned."""

    mentee: str
    other: str


@dataclass(frozen=True)
class Capacity:
    """The mentor offers so many places."""

    mentor: str
    places: int


@dataclass(frozen=True)
class MenteeLeaves:
    mentee: str


@dataclass(frozen=True)
class MentorLeaves:
    """Pins to the mentor go with them."""

    mentor: str


@dataclass(frozen=True, eq=False)
class MenteeJoins:
    """``scores`` and ``reasons`` (m,) with each mentor, in the order of the problem.

    The parts of scores are not known for whoever joins, so the problem loses its ``features``.
    """

    mentee: str
    scores: npt.NDArray[np.int32]
    reasons: npt.NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class MentorJoins:
    """``scores`` and ``reasons`` (n,) with each mentee, in the order of the problem.

    The parts of scores are not known for whoever joins, so the problem loses its ``features``.
    """

    mentor: str
    places: int
    scores: npt.NDArray[np.int32]
    reasons: npt.NDArray[np.uint32]


Edit = (
    Pin
    | Unpin
    | Veto
    | Unveto
    | Swap
    | Capacity
    | MenteeLeaves
    | MentorLeaves
    | MenteeJoins
    | MentorJoins
)


@singledispatch
def edited(edit: Edit, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    """The problem after ``edit``; ``mentor_of`` are the pairs as they stand.

    Raises ValueError when somebody does not take part, joins twice, or numbers are out of range.
    Pins that cannot hold are refused when the problem is solved.
    """
    raise TypeError(f"not an edit: {edit!r}")


@edited.register
def _pin(edit: Pin, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    _known(problem, mentees=[edit.mentee], mentors=[edit.mentor])
    others = _without(problem.pins, edit.mentee)
    return dataclasses.replace(problem, pins=(*others, (edit.mentee, edit.mentor)))


@edited.register
def _unpin(edit: Unpin, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    _known(problem, mentees=[edit.mentee])
    return dataclasses.replace(problem, pins=_without(problem.pins, edit.mentee))


@edited.register
def _veto(edit: Veto, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    _known(problem, mentees=[edit.mentee], mentors=[edit.mentor])
    return dataclasses.replace(problem, vetoes=(*problem.vetoes, (edit.mentee, edit.mentor)))


@edited.register
def _unveto(edit: Unveto, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    _known(problem, mentees=[edit.mentee], mentors=[edit.mentor])
    lifted = (edit.mentee, edit.mentor)
    return dataclasses.replace(
        problem, vetoes=tuple(pair for pair in problem.vetoes if pair != lifted)
    )


@edited.register
def _swap(edit: Swap, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    _known(problem, mentees=[edit.mentee, edit.other])
    if edit.mentee == edit.other:
        raise ValueError("nobody can swap with themselves")
    if edit.mentee not in mentor_of or edit.other not in mentor_of:
        raise ValueError("who swaps must have a mentor")
    exchanged = (
        (edit.mentee, mentor_of[edit.other]),
        (edit.other, mentor_of[edit.mentee]),
    )
    pins = _without(_without(problem.pins, edit.mentee), edit.other)
    return dataclasses.replace(problem, pins=(*pins, *exchanged))


@edited.register
def _capacity(edit: Capacity, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    _known(problem, mentors=[edit.mentor])
    capacity = problem.capacity.copy()
    capacity[problem.mentor_index[edit.mentor]] = edit.places
    return dataclasses.replace(problem, capacity=capacity)


@edited.register
def _mentee_leaves(edit: MenteeLeaves, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    _known(problem, mentees=[edit.mentee])
    gone = problem.mentee_index[edit.mentee]
    return dataclasses.replace(
        problem,
        mentees=tuple(person for person in problem.mentees if person != edit.mentee),
        scores=np.delete(problem.scores, gone, axis=0),
        reasons=np.delete(problem.reasons, gone, axis=0),
        pins=_without(problem.pins, edit.mentee),
        features=_features_without(problem.features, gone, side=0),
    )


@edited.register
def _mentor_leaves(edit: MentorLeaves, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    _known(problem, mentors=[edit.mentor])
    gone = problem.mentor_index[edit.mentor]
    return dataclasses.replace(
        problem,
        mentors=tuple(person for person in problem.mentors if person != edit.mentor),
        capacity=np.delete(problem.capacity, gone),
        scores=np.delete(problem.scores, gone, axis=1),
        reasons=np.delete(problem.reasons, gone, axis=1),
        pins=tuple(pin for pin in problem.pins if pin[1] != edit.mentor),
        features=_features_without(problem.features, gone, side=1),
    )


@edited.register
def _mentee_joins(edit: MenteeJoins, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    at = _place_for(edit.mentee, problem.mentees)
    return dataclasses.replace(
        problem,
        mentees=(*problem.mentees[:at], edit.mentee, *problem.mentees[at:]),
        scores=np.insert(problem.scores, at, edit.scores, axis=0),
        reasons=np.insert(problem.reasons, at, edit.reasons, axis=0),
        features=None,
    )


@edited.register
def _mentor_joins(edit: MentorJoins, problem: Problem, mentor_of: dict[str, str]) -> Problem:
    at = _place_for(edit.mentor, problem.mentors)
    return dataclasses.replace(
        problem,
        mentors=(*problem.mentors[:at], edit.mentor, *problem.mentors[at:]),
        capacity=np.insert(problem.capacity, at, edit.places),
        scores=np.insert(problem.scores, at, edit.scores, axis=1),
        reasons=np.insert(problem.reasons, at, edit.reasons, axis=1),
        features=None,
    )


def _known(problem: Problem, mentees: list[str] = [], mentors: list[str] = []) -> None:  # noqa: B006
    strangers = [person for person in mentees if person not in problem.mentee_index]
    strangers += [person for person in mentors if person not in problem.mentor_index]
    if strangers:
        raise ValueError(f"not taking part: {', '.join(strangers)}")


def _without(pins: tuple[Pair, ...], mentee: str) -> tuple[Pair, ...]:
    return tuple(pin for pin in pins if pin[0] != mentee)


def _place_for(person: str, people: tuple[str, ...]) -> int:
    if person in people:
        raise ValueError(f"takes part already: {person}")
    return sum(other < person for other in people)


def _features_without(features: Features | None, gone: int, side: int) -> Features | None:
    """Features without one mentee (side 0) or one mentor (side 1)."""
    if features is None:
        return None
    keep: Callable[[npt.NDArray], npt.NDArray] = lambda rows: np.delete(rows, gone, axis=0)  # noqa: E731
    wishes = features.wishes[features.wishes[:, side] != gone].copy()
    wishes[:, side] -= wishes[:, side] > gone
    names = (
        ("mentee", "mentee_answers", "mentee_story")
        if side == 0
        else ("mentor", "mentor_answers", "mentor_story")
    )
    kept = {name: keep(getattr(features, name)) for name in names}
    return dataclasses.replace(features, wishes=wishes, **kept)
