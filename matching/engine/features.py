"""Profiles → feature matrices: which answer earns how many points.

Nearly every question is a *lookup*: the mentee's answer is one of a few categories, and a table
says what each category earns with each mentor. The mentee's side is then a column that is 1 for
their category, the mentor's side that line of the table. Needs are a product by nature.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from matching.engine.people import DAY, QUESTIONS_ON_WAYS, MeetingForm, Profile
from matching.engine.scoring import (
    LOGISTICS,
    NEEDS,
    NEUTRAL,
    PATH,
    PERSPECTIVE,
    WAYS_OF_WORKING,
    WISHES,
    Features,
    Weights,
    apportion,
)

Table = npt.NDArray[np.int64]

RANK_WEIGHTS = (5, 3, 2, 1, 1)  # a mentee's first need counts five times the fourth
LEVEL_TENTHS = (0, 3, 5, 7, 9, 10)  # tenths of a need's points, by the level of the offer
LEVEL_GAP_PERCENT = {0: 50, 1: 100, 2: 100, 3: 80, 4: 50, 5: 30}  # mentor's level above mentee's
WISH_PERCENT = (100, 80, 60, 40, 20)
IDEAL_YEARS = (5, 12)  # more experience than the mentee, in years
SLOT = 15  # minutes
ENOUGH_SHARED_SLOTS = 4 * 60 // SLOT


def build_features(
    mentees: Sequence[Profile], mentors: Sequence[Profile], weights: Weights
) -> Features:
    """Feature matrices of the people, in the order given."""
    points = weights.points()
    columns = _Columns(mentees, mentors)
    story_points = points[NEEDS] * weights.story // 100
    # Needs are paid in tenths, so their points must be a multiple of ten; stories get the rest.
    by_offer = (points[NEEDS] - story_points) // 10 * 10
    _add_needs(columns, by_offer)
    _add_path(columns, points[PATH])
    _add_ways_of_working(columns, points[WAYS_OF_WORKING])
    wishes = _add_wishes(columns, points[WISHES])
    _add_logistics(columns, points[LOGISTICS])
    _add_perspective(columns, points[PERSPECTIVE])
    return columns.features(wishes, story_points=points[NEEDS] - by_offer if weights.story else 0)


class _Columns:
    """Collects the columns of both feature matrices, question by question."""

    def __init__(self, mentees: Sequence[Profile], mentors: Sequence[Profile]) -> None:
        self.mentees = mentees
        self.mentors = mentors
        self._mentee: list[Table] = []
        self._mentor: list[Table] = []
        self._part: list[int] = []
        self._questions: list[tuple[int, list[bool], list[bool]]] = []

    def product(self, part: int, mentee: Table, mentor: Table) -> None:
        """Points are the sum over columns of ``mentee`` (n, d) times ``mentor`` (m, d)."""
        self._mentee.append(mentee)
        self._mentor.append(mentor)
        self._part += [part] * mentee.shape[1]

    def lookup[Answer](
        self, part: int, answers: Sequence[Answer], earned: Callable[[Answer], Table]
    ) -> None:
        """Points are ``earned(answer)``, one number per mentor, for each mentee's answer."""
        position: dict[Answer, int] = {}
        categories = [position.setdefault(answer, len(position)) for answer in answers]
        table = [earned(answer) for answer in position]
        self.product(
            part,
            np.eye(len(position), dtype=np.int64)[categories].reshape(len(answers), len(position)),
            np.array(table, np.int64).reshape(len(position), len(self.mentors)).T,
        )

    def question(self, points: int, answered: Callable[[Profile], bool]) -> None:
        """A question whose silence lowers the confidence by its ``points``."""
        self._questions.append(
            (points, [answered(p) for p in self.mentees], [answered(p) for p in self.mentors])
        )

    def features(self, wishes: npt.NDArray[np.int32], story_points: int) -> Features:
        if story_points:
            self.question(story_points, lambda person: person.story is not None)
        asked = np.array([points for points, _, _ in self._questions], np.int32)
        by_mentee = np.array([answers for _, answers, _ in self._questions], np.float32)
        by_mentor = np.array([answers for _, _, answers in self._questions], np.float32)
        return Features(
            mentee=np.hstack(self._mentee).astype(np.float32),
            mentor=np.hstack(self._mentor).astype(np.float32),
            part=np.array(self._part, np.int8),
            wishes=wishes,
            mentee_answers=by_mentee.T * asked,
            mentor_answers=by_mentor.T,
            question_points=asked,
            mentee_story=_stories(self.mentees, self.mentors),
            mentor_story=_stories(self.mentors, self.mentees),
            story_points=np.array(story_points, np.int32),
        )


def _add_needs(columns: _Columns, points: int) -> None:
    """Each need holds points by its rank; an offer earns tenths of them by its level."""
    wanted = {need for mentee in columns.mentees for need in mentee.needs}
    offered = {offer for mentor in columns.mentors for offer, _ in mentor.offers}
    column = {competency: c for c, competency in enumerate(sorted(wanted & offered))}
    left = np.zeros((len(columns.mentees), len(column)), np.int64)
    right = np.zeros((len(columns.mentors), len(column)), np.int64)
    for i, mentee in enumerate(columns.mentees):
        ranks = tuple(RANK_WEIGHTS[min(r, len(RANK_WEIGHTS) - 1)] for r in range(len(mentee.needs)))
        shares = apportion(points // 10, ranks) if ranks else ()
        for need, share in zip(mentee.needs, shares, strict=True):
            if need in column:
                left[i, column[need]] = share
    for k, mentor in enumerate(columns.mentors):
        for competency, level in mentor.offers:
            if competency in column:
                right[k, column[competency]] = LEVEL_TENTHS[level]
    columns.product(NEEDS, left, right)
    columns.question(points, lambda person: bool(person.needs or person.offers))


def _add_path(columns: _Columns, points: int) -> None:
    """Has the mentor walked the mentee's next step, and is the distance one that helps?"""
    transition, level, years = apportion(points, (3, 1, 1))
    mentors = columns.mentors
    _add_bit_set(columns, PATH, transition, "transition", lambda person: person.transitions)
    columns.question(transition, lambda person: person.transitions != 0)

    def by_level(mentee_level: int | None) -> Table:
        gaps = [_difference(mentor.level, mentee_level) for mentor in mentors]
        neutral = NEUTRAL["level"]
        return _percent(level, [neutral if g is None else _level_gap(g) for g in gaps])

    def by_years(mentee_years: int | None) -> Table:
        gaps = [_difference(mentor.years, mentee_years) for mentor in mentors]
        neutral = NEUTRAL["years"]
        return _percent(years, [neutral if g is None else _years_gap(g) for g in gaps])

    columns.lookup(PATH, [mentee.level for mentee in columns.mentees], by_level)
    columns.question(level, lambda person: person.level is not None)
    columns.lookup(PATH, [mentee.years for mentee in columns.mentees], by_years)
    columns.question(years, lambda person: person.years is not None)


def _add_ways_of_working(columns: _Columns, points: int) -> None:
    """Each of the eight forced choices earns its points when both chose alike."""
    for position, share in enumerate(apportion(points, (1,) * QUESTIONS_ON_WAYS)):
        _add_way_of_working(columns, position, share)


def _add_way_of_working(columns: _Columns, position: int, points: int) -> None:
    theirs = np.array([mentor.ways_of_working[position] for mentor in columns.mentors], np.int64)

    def earned(answer: int) -> Table:
        alike = np.where(theirs == answer, points, 0)
        neutral = points * NEUTRAL["way_of_working"] // 100
        return np.where((theirs == 0) | (answer == 0), neutral, alike)

    mine = [mentee.ways_of_working[position] for mentee in columns.mentees]
    columns.lookup(WAYS_OF_WORKING, mine, earned)
    columns.question(points, lambda person: person.ways_of_working[position] != 0)


def _add_wishes(columns: _Columns, points: int) -> npt.NDArray[np.int32]:
    """Half the points follow the mentee's ranking, half the mentor's.

    Who ranked nobody is neutral to everybody. A ranking is few pairs, so those come back as
    (mentee, mentor, points) instead of a column each.
    """
    of_mentee, of_mentor = apportion(points, (1, 1))
    mentees, mentors = columns.mentees, columns.mentors
    ones = (np.ones((len(mentees), 1), np.int64), np.ones((len(mentors), 1), np.int64))
    neutral = [[0 if m.wishes else of_mentee * NEUTRAL["wish"] // 100] for m in mentees]
    columns.product(WISHES, np.array(neutral, np.int64).reshape(-1, 1), ones[1])
    neutral = [[0 if m.wishes else of_mentor * NEUTRAL["wish"] // 100] for m in mentors]
    columns.product(WISHES, ones[0], np.array(neutral, np.int64).reshape(-1, 1))

    row = {mentee.id: i for i, mentee in enumerate(mentees)}
    column = {mentor.id: k for k, mentor in enumerate(mentors)}
    asked = [
        (row[mentee.id], column[wish], of_mentee * percent // 100)
        for mentee in mentees
        for wish, percent in zip(mentee.wishes, WISH_PERCENT, strict=False)
        if wish in column
    ] + [
        (row[wish], column[mentor.id], of_mentor * percent // 100)
        for mentor in mentors
        for wish, percent in zip(mentor.wishes, WISH_PERCENT, strict=False)
        if wish in row
    ]
    return np.array(asked, np.int32).reshape(-1, 3)


def _add_logistics(columns: _Columns, points: int) -> None:
    """Shared office hours, full points from four hours on, and a way to meet that suits both."""
    for_hours, for_form = apportion(points, (7, 3))
    slots = np.array([_slots(mentor.hours) for mentor in columns.mentors]).reshape(-1, DAY // SLOT)
    unknown = ~slots.any(axis=1)

    def by_hours(hours: tuple[tuple[int, int], ...]) -> Table:
        shared = np.minimum(slots @ _slots(hours), ENOUGH_SHARED_SLOTS)
        neutral = for_hours * NEUTRAL["hours"] // 100
        return np.where(unknown | (not hours), neutral, for_hours * shared // ENOUGH_SHARED_SLOTS)

    def by_form(form: MeetingForm | None) -> Table:
        return _percent(for_form, [_form_percent(form, m.meeting_form) for m in columns.mentors])

    columns.lookup(LOGISTICS, [mentee.hours for mentee in columns.mentees], by_hours)
    columns.question(for_hours, lambda person: bool(person.hours))
    columns.lookup(LOGISTICS, [mentee.meeting_form for mentee in columns.mentees], by_form)
    columns.question(for_form, lambda person: person.meeting_form is not None)


def _add_perspective(columns: _Columns, points: int) -> None:
    """The share of what the mentee asked for that the mentor brings; no request, no gap."""
    _add_bit_set(columns, PERSPECTIVE, points, "perspective", lambda person: person.perspective)


def _add_bit_set(
    columns: _Columns, part: int, points: int, name: str, bits: Callable[[Profile], int]
) -> None:
    """The share of the mentee's bits that the mentor has too; neutral where one side has none."""
    neutral = points * NEUTRAL[name] // 100
    theirs = [bits(mentor) for mentor in columns.mentors]

    def earned(asked: int) -> Table:
        wanted = max(asked.bit_count(), 1)
        return np.array(
            [
                points * (asked & brought).bit_count() // wanted if asked and brought else neutral
                for brought in theirs
            ],
            np.int64,
        )

    columns.lookup(part, [bits(mentee) for mentee in columns.mentees], earned)


def _difference(mentor: int | None, mentee: int | None) -> int | None:
    return None if mentor is None or mentee is None else mentor - mentee


def _level_gap(gap: int) -> int:
    return LEVEL_GAP_PERCENT.get(gap, 0)


def _years_gap(gap: int) -> int:
    """Percent: rises from three years fewer to the ideal, then falls slowly."""
    least, most = IDEAL_YEARS
    if gap < least:
        return max(0, (gap + 3) * 100 // (least + 3))
    return 100 if gap <= most else max(0, 100 - (gap - most) * 5)


def _form_percent(mine: MeetingForm | None, theirs: MeetingForm | None) -> int:
    if mine is None or theirs is None:
        return NEUTRAL["meeting_form"]
    return 100 if mine == theirs or MeetingForm.EITHER in (mine, theirs) else 0


def _percent(points: int, percents: Sequence[int]) -> Table:
    return points * np.array(percents, np.int64) // 100


def _slots(hours: tuple[tuple[int, int], ...]) -> Table:
    """(96,) 1 for each quarter of an hour of the UTC day that lies wholly within the hours."""
    slots = np.zeros(DAY // SLOT, np.int64)
    for start, end in hours:
        slots[-(-start // SLOT) : end // SLOT] = 1
    return slots


def _stories(people: Sequence[Profile], others: Sequence[Profile]) -> npt.NDArray[np.float32]:
    width = max((len(p.story) for p in (*people, *others) if p.story is not None), default=0)
    rows = [p.story if p.story is not None else (0,) * width for p in people]
    return np.array(rows, np.float32).reshape(len(people), width)
