"""The time of day comes from ``mentoring.clock`` alone, or a year could not be lived by machine."""

import ast
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from mentoring import clock
from tests.guards import source

MOMENT = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
ASKING = {"now", "utcnow", "today", "localdate"}
ELSEWHERE = {"datetime", "date", "timezone"}
ITS_HOME = source.ROOT / "mentoring/clock.py"


def _asks_elsewhere(node):
    """Whether this calls a clock by the names that Python and Django give theirs."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    whose = node.func.value
    asks_now = node.func.attr in ASKING and not (node.func.attr == "localdate" and node.args)
    return asks_now and isinstance(whose, ast.Name) and whose.id in ELSEWHERE


def test_no_module_asks_another_clock():
    asking = [
        f"{source.label(path)}:{node.lineno}"
        for path in source.app_files()
        if path != ITS_HOME
        for node in ast.walk(source.tree(path))
        if _asks_elsewhere(node)
    ]

    assert asking == []


def test_a_held_clock_says_the_day_of_the_zone_that_is_asked_for():
    with clock.held_at(MOMENT):
        assert clock.now() == MOMENT
        assert str(clock.today(timezone.get_fixed_timezone(-60))) == "2027-03-27"
    assert clock.now() != MOMENT


def test_a_clock_is_not_held_at_a_moment_without_a_zone():
    with pytest.raises(ValueError, match="time zone"), clock.held_at(datetime(2027, 3, 28)):
        pass
