import pytest

from tests.partnerships.writing.people import pair


@pytest.fixture
def partnership(organization):
    """Two people who have both said yes."""
    return pair()
