"""What people make of their year, drawn from a seed: no database, no clock.

Days count from what opens them: the announcement, the second yes, the introduction, the opening of
a check. None is never.
"""

import random
from dataclasses import dataclass, field

MENTEE, MENTOR = "mentee", "mentor"
SIDES = (MENTEE, MENTOR)
YES, NO, NOTHING = "yes", "no", "nothing"
HELD, MISSED, CANCELLED, LOGGED = "held", "missed", "cancelled", "logged"


@dataclass(frozen=True)
class Meeting:
    """A meeting of the pair: proposed on ``day``, held ``ahead`` days later, and how it went."""

    day: int
    ahead: int
    went: str


@dataclass(frozen=True)
class Temper:
    """How one pair lives. ``answers`` are ``{side: (answer, day)}``, ``trains`` ``{side: day}``."""

    answers: dict
    trains: dict
    proposes: int | None
    signs: int | None
    goal: int | None
    meetings: tuple
    pauses: tuple | None = None  # day, how long or None, and who
    ends: tuple | None = None  # day and who
    extends: tuple | None = None  # days before the end, days more, the other's answer
    calls: int | None = None
    checks: dict = field(default_factory=dict)  # (side, number of the check) -> days or None
    ratings: tuple = (4, 4)
    fit: str = "good"


def temper(seed, number, months=12):
    """How the pair of this number lives in a program of so many months."""
    dice = random.Random(f"{seed}:{number}")
    last = months * 30
    ends = _once(dice, 0.06, 40, last - 30)
    pauses = None if ends else _pause(dice, last)
    extends = None if ends or pauses else _extension(dice)
    return Temper(
        answers={side: _answer(dice) for side in SIDES},
        trains={side: _usually(dice, 0.97, 1, 12) for side in SIDES},
        proposes=_usually(dice, 0.96, 2, 20),
        signs=_late(dice),
        goal=_usually(dice, 0.93, 5, 26),
        meetings=_meetings(dice, last),
        pauses=pauses,
        ends=ends,
        extends=extends,
        calls=dice.randint(30, last - 20) if dice.random() < 0.04 else None,
        checks={(side, check): _check(dice) for side in SIDES for check in range(5)},
        ratings=(2, 4) if dice.random() < 0.1 else (dice.randint(3, 5), dice.randint(3, 5)),
        fit=dice.choices(("good", "deciding", "not"), (85, 10, 5))[0],
    )


def _answer(dice):
    drawn = dice.random()
    if drawn < 0.82:
        return YES, dice.randint(0, 3)
    if drawn < 0.9:
        return YES, 6  # after the reminder
    return (NO, dice.randint(0, 5)) if drawn < 0.95 else (NOTHING, 0)


def _usually(dice, share, first, last):
    return dice.randint(first, last) if dice.random() < share else None


def _late(dice):
    """Days from the proposal of an agreement to the mentor's signature."""
    return dice.choices((dice.randint(0, 6), dice.randint(20, 40), None), (85, 12, 3))[0]


def _once(dice, share, first, last):
    if dice.random() >= share or last <= first:
        return None
    return dice.randint(first, last), dice.choice(SIDES)


def _pause(dice, last):
    if dice.random() >= 0.09 or last < 100:
        return None
    long = dice.randint(10, 40) if dice.random() < 0.9 else None
    return dice.randint(60, last - 30), long, dice.choice(SIDES)


def _extension(dice):
    if dice.random() >= 0.08:
        return None
    answer = dice.choices((YES, NO, NOTHING), (3, 1, 1))[0]
    return dice.randint(12, 25), dice.randint(14, 45), answer


def _check(dice):
    return dice.choices((dice.randint(0, 8), 12, None), (65, 15, 20))[0]


def _meetings(dice, last):
    """The first one soon, then one a month; some pairs fall silent for two months."""
    if dice.random() < 0.03:
        return ()
    first = dice.randint(1, 4) if dice.random() < 0.88 else dice.randint(12, 18)
    found, day = [Meeting(first, dice.randint(2, 5), HELD)], first
    silent = dice.randint(3, 8) if dice.random() < 0.12 else None
    for number in range(1, 14):
        day += dice.randint(24, 31) + (50 if number == silent else 0)
        if day >= last:
            break
        went = dice.choices((HELD, MISSED, CANCELLED, LOGGED), (78, 8, 6, 8))[0]
        found.append(Meeting(day, dice.randint(2, 6), went))
    return tuple(found)
