"""Each signal opens a case on its day, once, and the case closes itself when the cause is gone."""

import pytest

from partnerships.cases import sweeping
from partnerships.cases.kinds import Signal
from partnerships.cases.models import Case, CaseEvent
from tests.partnerships.cases.people import case_of, looked, open_signals
from tests.partnerships.checks.people import INTRODUCED, at
from tests.partnerships.meetings.people import introduced_pair
from mentoring import clock


@pytest.fixture
def pair(organization):
    with clock.held_at(INTRODUCED):
        return introduced_pair()


def test_a_pair_that_does_not_begin_is_noticed_on_its_days(pair):
    assert looked(1, 29) == (0, 0)
    assert looked(1, 30) == (1, 0)
    assert open_signals() == ["first_meeting"]
    assert looked(2, 18) == (0, 0)
    assert looked(2, 19) == (2, 0)
    assert open_signals() == ["first_meeting", "goal", "unsigned"]
    assert looked(2, 19) == (0, 0)
