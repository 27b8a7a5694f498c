"""How many statements a page costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

MOST = 12


def statements(browser, url):
    """The statements of one request, with those that open and close the organization's context.

    Left out is what only a test does: savepoints, and leaving its own context for the request.
    """
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(url)
    assert answer.status_code == 200
    sent = [query["sql"] for query in captured.captured_queries]
    sent = [sql for sql in sent if not sql.startswith(("SAVEPOINT", "RELEASE"))]
    return sent[1:-1]
