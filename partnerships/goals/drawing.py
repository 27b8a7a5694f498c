"""The course of a goal over time, as points of an SVG: x in percent, y in pixels. No database."""

from dataclasses import dataclass
from datetime import datetime

from mentoring.ui.formats import signed
from partnerships.goals.scale import Level

LEFT, RIGHT = 9, 97  # percent between which the points lie
ROW, TOP = 34, 16  # px from one level to the next, and above the highest
HEIGHT = TOP * 2 + ROW * (len(Level) - 1)


@dataclass(frozen=True)
class Point:
    """Where somebody saw the goal at a moment."""

    x: float
    y: int
    level: Level
    at: datetime


@dataclass(frozen=True)
class Course:
    """The mentee's line, the mentor's points, and the lines of the five levels."""

    mine: list[Point]
    theirs: list[Point]
    rows: list[tuple[str, int]]
    height: int = HEIGHT

    @property
    def lines(self):
        """``(from, to)`` between neighbors of the mentee's points."""
        return list(zip(self.mine, self.mine[1:], strict=False))


def course(start, set_at, said, now):
    """The ``Course`` of a goal that began at ``start``; ``said``: ``[(at, level, is_mentee)]``."""
    said = sorted(said, key=lambda one: one[0])
    last = max([now, set_at, *(at for at, _level, _whose in said)])
    whole = (last - set_at).total_seconds()

    def point(at, level):
        share = (at - set_at).total_seconds() / whole if whole > 0 else 0
        x = round(LEFT + (RIGHT - LEFT) * min(max(share, 0), 1), 2)
        return Point(x, _y(level), Level(level), at)

    mine = [point(set_at, start), *(point(at, level) for at, level, mentee in said if mentee)]
    theirs = [point(at, level) for at, level, mentee in said if not mentee]
    return Course(mine, theirs, [(signed(level), _y(level)) for level in reversed(Level)])


def _y(level):
    return TOP + ROW * (max(Level) - level)
