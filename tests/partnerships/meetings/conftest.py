import pytest

from tests.partnerships.meetings.people import introduced_pair


@pytest.fixture
def partnership(organization):
    """Two people in two zones who have been introduced."""
    return introduced_pair()
