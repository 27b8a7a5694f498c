"""The list of a program's partnerships: found by a name, and as a file."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations import saved_views
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
    return [row.line.partnership for row in client.get(url).context["rows"]]


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


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("show=waiting&waits=both", "waiting"),
        ("waits=mentee", ""),
        ("due=soon", ""),
        ("due=over", ""),
        ("company={company}", "accepted"),
        ("company={company}&show=waiting", ""),
    ],
)
def test_each_filter_narrows(coordinator_client, two, query, expected):
    waiting, accepted = two
    query = query.format(company=accepted.mentor_company_id)

    found = shown(coordinator_client, f"{address(accepted)}?{query}")

    assert found == {"waiting": [waiting], "accepted": [accepted], "": []}[expected]


@pytest.mark.parametrize("sort", ["mentee", "-mentee", "mentor", "status", "due", "announced"])
def test_each_order_is_one(coordinator_client, two, sort):
    found = shown(coordinator_client, f"{address(two[0])}?sort={sort}")

    assert set(found) == set(two)
    assert shown(coordinator_client, f"{address(two[0])}?sort={sort}&size=25") == found


def test_tabs_count_what_the_other_filters_leave(coordinator_client, two):
    _waiting, accepted = two
    url = f"{address(accepted)}?company={accepted.mentor_company_id}"

    tabs = coordinator_client.get(url).context["tabs"]

    assert [tab["count"] for tab in tabs] == [1, 0, 1, 0]
    assert all(f"company={accepted.mentor_company_id}" in tab["url"] for tab in tabs)


def test_the_list_opens_with_the_view_that_was_chosen(coordinator_client, coordinator, two):
    view = saved_views.save("partnerships", "Open", "show=waiting", by=coordinator, is_default=True)

    answer = coordinator_client.get(address(two[0]))

    assert answer.status_code == 302
    assert answer.url.endswith(f"?show=waiting&view={view.pk}")
    assert shown(coordinator_client, answer.url) == [two[0]]


def test_a_list_of_three_costs_no_more_than_of_one(coordinator_client, two):
    waiting, _accepted = two
    url = f"{address(waiting)}?show=waiting&company={waiting.mentor_company_id}"
    coordinator_client.get(url)
    with CaptureQueriesContext(connection) as one:
        coordinator_client.get(url)
    for _number in range(2):
        make_partnership(mentee=ParticipantFactory(program=waiting.program))
    with CaptureQueriesContext(connection) as three:
        coordinator_client.get(f"{address(waiting)}?show=waiting")

    assert len(three) == len(one)
