"""How many statements a call takes."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Beginning and end of a unit of work inside the transaction of a test.
MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


def statements(caller, path):
    """The number of statements of a call, made once before so that nothing is done first time."""
    assert caller.get(path).status_code == 200
    with CaptureQueriesContext(connection) as caught:
        assert caller.get(path).status_code == 200
    return sum(not query["sql"].startswith(MARKS) for query in caught)
