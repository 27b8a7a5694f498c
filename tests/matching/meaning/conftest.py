"""A mentee with a wish in words of their own, and two mentors, one of whom has lived it."""

import sys

import pytest

from mentoring import semantic
from tests.matching.pools import make_pool

WANT = "Ich soll ein Werk schließen. Wie sagt man das hundert Leuten, ohne sie zu belügen?"
CLOSED = "I like sailing. I shut down a plant and told every one of the workers myself."
SOLD = "I like sailing. I have sold software to banks for many years."


@pytest.fixture
def pool(organization):
    program, (mentee,), (sold, closed) = make_pool(1, 2)
    for row, story in ((mentee, WANT), (sold, SOLD), (closed, CLOSED)):
        row.story, row.years_experience = story, 12
        row.save()
    return program, mentee, sold, closed


@pytest.fixture
def without_extra(monkeypatch):
    """As if the package had never been installed."""
    monkeypatch.setitem(sys.modules, semantic.PACKAGE, None)
    semantic.is_available.cache_clear()
    yield
    semantic.is_available.cache_clear()
