"""What is due in a program: what needs a coordinator, else the next day of its timetable."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.listed.due import due_of
from programs.models import Door, Program, ProgramDate
from programs.next_steps import NextStep
from programs.queries import Stage
from programs.services import create_program
from tests.factories.programs import ProgramFactory

TODAY = date(2026, 11, 23)


def due(*rows, steps=()):
    """Of a program with these stages: key, days from today to the opening and closing, door."""
    dates = [
        ProgramDate(
            key=key,
            opens_on=TODAY + timedelta(days=opens),
            closes_on=TODAY + timedelta(days=closes),
            door=door,
        )
        for key, opens, closes, door in rows
    ]
    return due_of(Stage(Program(), TODAY, dates), steps)


@pytest.mark.parametrize(
    ("row", "days", "words"),
    [
        (("matching", 1, 20, Door.BY_DATE), 1, "Matching and answers: opens Tuesday 24 November"),
        (("matching", 0, 20, Door.BY_DATE), 0, "Matching and answers: opens Monday 23 November"),
        (("matching", -5, 7, Door.BY_DATE), 7, "Matching and answers: closes Monday 30 November"),
        (("check_1", 0, 0, Door.BY_DATE), 0, "Progress check, month 1: Monday 23 November"),
    ],
)
def test_the_next_day_is_said_with_what_happens_then(row, days, words):
    found = due(row)

    assert (found.next.day, found.next.label) == (TODAY + timedelta(days=days), words)


def test_the_nearest_of_all_stages_is_next():
    found = due(("training", 9, 30, Door.BY_DATE), ("profiles", -9, 3, Door.BY_DATE))

    assert found.next.day == TODAY + timedelta(days=3)


@pytest.mark.parametrize("row", [("matching", 1, 9, Door.CLOSED), ("matching", -9, -1, "")])
def test_what_a_hand_decided_and_what_is_past_is_not_due(row):
    found = due(row)

    assert found.next is None
    assert not found.is_soon


@pytest.mark.parametrize(("days", "is_soon"), [(14, True), (15, False)])
def test_two_weeks_are_soon(days, is_soon):
    assert due(("matching", days, 40, Door.BY_DATE)).is_soon is is_soon


def test_what_needs_nobody_is_not_due_and_the_most_pressing_comes_first():
    wait = NextStep("Wait", "", "/", "See", needs_you=False)
    steps = [wait, NextStep("Announce", "", "/", "Go"), NextStep("Decide", "", "/", "Go")]

    found = due(steps=steps)

    assert (found.first.label, found.others) == ("Announce", 1)
    assert due(steps=[wait]).first is None
    assert found.urgency < due(("matching", 0, 1, Door.BY_DATE)).urgency < due().urgency


@pytest.fixture
def found(coordinator_client, organization):
    """Names of the programs that the list shows for a query."""

    def ask(query):
        page = coordinator_client.get(
            f"{reverse('programs:list', args=[organization.slug])}{query}"
        )
        return [line.program.name for line, _url in page.context["rows"]]

    return ask


def test_programs_are_narrowed_by_what_is_due(found, organization):
    today = timezone.localdate()
    create_program(name="Near", starts_on=today + timedelta(days=10), by=None)
    create_program(name="Far", starts_on=today + timedelta(days=900), by=None)
    past = today - timedelta(days=2000)
    ProgramFactory(name="Past", starts_on=past, ends_on=past + timedelta(days=365))

    assert found("?due=now") == ["Near", "Far"]  # both wait for their sponsors
    assert found("?due=soon") == ["Near"]
    assert found("?due=none") == ["Past"]
    assert found("?due=now&gate=baseline") == []
    assert found("?sort=-due") == ["Past", "Far", "Near"]


def test_the_file_says_what_is_due(coordinator_client, organization):
    create_program(name="Near", starts_on=timezone.localdate() + timedelta(days=10), by=None)
    url = reverse("programs:export", args=[organization.slug, "csv"])

    text = b"".join(coordinator_client.get(url)).decode("utf-8-sig")

    assert "due,next,next_on" in text
    assert "Add the sponsors" in text
