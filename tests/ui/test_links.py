"""Addresses that open by themselves: what the log keeps of them, and who else hears of them."""

import logging
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client

from mentoring.logs import Line

LINKS = ("apply", "briefings", "concerns", "feeds", "invitations")
IN_THE_LOG = (*LINKS, "observe", "verify", "stop-mail/digest")
TOKEN = "aB3-_" * 9


def address_of(link):
    """Where a token stands in an address; of a calendar it is the name of a file."""
    return f"/{link}/{TOKEN}.ics" if link == "feeds" else f"/{link}/{TOKEN}/"


@pytest.fixture
def line():
    """What the log's line says of a message."""
    facts = settings.LOGGING["formatters"]["line"]
    formatter = Line(facts["format"], style=facts["style"])

    def written(message, *values, error=None):
        trace = (type(error), error, error.__traceback__) if error else None
        record = logging.LogRecord("app", logging.WARNING, "", 0, message, values, trace)
        return formatter.format(record)

    return written


@pytest.mark.parametrize("link", IN_THE_LOG)
@pytest.mark.parametrize(
    "address",
    [
        "/{}/{}/",
        "/{}/{}",
        "https://mentoring.example/{}/{}/?sent",
        "/accounts/login/code/confirm/?next=%2F{}%2F{}%2F",
        "/accounts/login/?next=/{}/{}/&other=1",
    ],
)
def test_a_line_keeps_no_token(line, link, address):
    link = link.replace("/", "%2F") if "%2F" in address else link
    path = address.format(link, TOKEN)

    for text in (line("%s: %s", "Gone", path), line("x", error=ValueError(path))):
        assert TOKEN not in text
        assert address.format(link, "***") in text


def test_other_addresses_stay_readable(line):
    path = "/one/dashboard/programs/spring/applications/"

    assert line("Forbidden: %s", path).endswith(f"WARNING app Forbidden: {path}")


@pytest.fixture
def log(monkeypatch):
    """What the application's own handler writes."""
    (ours,) = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Line)]
    written = StringIO()
    monkeypatch.setattr(ours, "stream", written)
    return written


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("is_whole", [True, False])
def test_what_is_refused_is_logged_without_the_token(db, link, is_whole, log):
    """A link that opens nothing, and a form that does not come from its page."""
    Client(enforce_csrf_checks=not is_whole).post(address_of(link))

    assert f"/{link}/***" in log.getvalue()
    assert TOKEN not in log.getvalue()


@pytest.mark.parametrize("link", LINKS)
def test_no_other_page_hears_of_the_address(db, link):
    for method in ("get", "post", "put"):
        answer = getattr(Client(), method)(address_of(link))
        assert answer.headers["Referrer-Policy"] == "strict-origin"
