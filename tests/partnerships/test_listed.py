"""The list of a program's partnerships: found by a name, and as a file."""

import csv
import io

import pytest
from django.urls import reverse

from organizations.models import AuditEvent
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership


@pytest.fixture
def two(organization):
    """A match that waits and one that both accepted, in one program."""
    waiting = make_partnership()
    mentee = ParticipantFactory(program=waiting.program)
    accepted = make_partnership(mentee=mentee, accepted_by=("mentor", "mentee"))
    mentee.person.given_name, mentee.person.family_name = "Zoë", "Unlike"
    mentee.person.save()
    return waiting, accepted


def address(partnership, name="list", *words):
    slugs = [partnership.organization.slug, partnership.program.slug]
    return reverse(f"partnerships:{name}", args=[*slugs, *words])


def shown(client, url):
    return [line.partnership for line in client.get(url).context["lines"]]


@pytest.mark.parametrize("text", ["unlike", "zoë+UNLIKE"])
def test_a_match_is_found_by_the_name_of_one_of_the_two(coordinator_client, two, text):
    waiting, accepted = two

    assert shown(coordinator_client, f"{address(accepted)}?q={text}") == [accepted]
    assert shown(coordinator_client, f"{address(accepted)}?q={text}&show=waiting") == []
    assert shown(coordinator_client, f"{address(accepted)}?show=waiting") == [waiting]
    nobody = coordinator_client.get(f"{address(accepted)}?q=xyzzy").text
    assert "No match here has “xyzzy” in a name." in nobody


def test_the_file_holds_what_is_shown_and_leaves_a_trace(coordinator_client, two):
    _waiting, accepted = two
    url = f"{address(accepted, 'export', 'csv')}?show=accepted"

    text = b"".join(coordinator_client.get(url)).decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["mentee"], row["status"]) == ("Zoë Unlike", "Preparing")
    assert row["mentor_company"] == accepted.mentor_company.name
    assert row["mentee_accepted"]
    event = AuditEvent.objects.get(verb="partnerships.exported")
    assert (event.facts["rows"], event.facts["filters"]) == (1, ["show"])


def test_there_is_no_other_file(coordinator_client, two):
    assert coordinator_client.get(address(two[0], "export", "pdf")).status_code == 404
