"""Realistic people for the matching engine, the same for the same seed."""

import numpy as np

from matching.engine.people import MeetingForm, Profile, Role, utc_hours
from matching.engine.problem import Rule
from matching.engine.rules import Facts

COMPANIES, COMPETENCIES, TRANSITIONS, LANGUAGES = 200, 160, 24, 12
OFFSETS = (-480, -420, -300, -180, 0, 60, 120, 180, 330, 480, 540, 600)
COMPETITOR_SHARE = 0.10


def pool(size, seed=1):
    """Realistic people: `size` mentees, 0.7 times as many mentors with 1 to 3 places."""
    rng = np.random.default_rng(seed)
    popular = 1 / np.arange(1, COMPANIES + 1) ** 0.6
    popular /= popular.sum()
    mentees = [person(rng, Role.MENTEE, number, popular) for number in range(size)]
    mentors = [person(rng, Role.MENTOR, number, popular) for number in range(round(0.7 * size))]
    competing = rng.random((COMPANIES, COMPANIES)) < COMPETITOR_SHARE / 2
    return mentees, mentors, Facts(companies=competing * np.uint32(Rule.DECLARED_COMPETITORS))


def person(rng, role, number, popular_companies):
    mentee = role is Role.MENTEE
    offset = int(rng.choice(OFFSETS))
    start = int(rng.choice([480, 510, 540, 600]))
    subjects = some_competencies(rng, 3 if mentee else 4, 6 if mentee else 9)
    return Profile(
        id=f"{role}-{number:05}",
        role=role,
        company=int(rng.choice(COMPANIES, p=popular_companies)),
        needs=tuple(subjects) if mentee else (),
        offers=() if mentee else tuple((subject, int(rng.integers(2, 6))) for subject in subjects),
        level=int(rng.integers(1, 5) if mentee else rng.integers(3, 7)),
        years=int(rng.integers(0, 16) if mentee else rng.integers(6, 36)),
        transitions=bits(rng, TRANSITIONS, 1 if mentee else 4),
        languages=1 | bits(rng, LANGUAGES, 1),
        utc_offset=offset,
        max_gap=int(rng.choice([480, 600, 720])),
        hours=utc_hours(start, start + 540, offset),
        meeting_form=MeetingForm(int(rng.choice(3, p=[0.6, 0.1, 0.3]))),
        ways_of_working=tuple(int(rng.choice([-1, 0, 1], p=[0.45, 0.1, 0.45])) for _ in range(8)),
        capacity=int(rng.choice([1, 2, 3], p=[0.5, 0.35, 0.15])),
    )


def some_competencies(rng, least, most):
    """Distinct competencies, a third of them from the few that many people name."""
    weight = 1 / np.arange(1, COMPETENCIES + 1) ** 0.9
    number = int(rng.integers(least, most))
    return rng.choice(COMPETENCIES, number, replace=False, p=weight / weight.sum()).tolist()


def bits(rng, width, number):
    return sum(1 << int(bit) for bit in rng.choice(width, number, replace=False))
