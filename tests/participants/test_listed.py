"""The list of a program's people: filters, counts, views and files."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import AuditEvent
from participants.importing.runs import import_file
from participants.listed.filters import ANNOUNCED
from participants.models import Participant
from participants.profiles.models import OwnCompetency, OwnState
from participants.roles import Side, Standing
from participants.services import save_participant
from partnerships.lifecycle import Status
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory
from tests.participants.files import ANA, BO, row_of
from tests.participants.test_views import MARKS, MOST_STATEMENTS, text_of


@pytest.fixture
def base(program, organization):
    return f"/{organization.slug}/dashboard/programs/{program.slug}/participants/"


def someone(program, name, **facts):
    made = ParticipantFactory(program=program, **facts)
    made.person.given_name, made.person.family_name = name, "Test"
    made.person.save()
    return made


@pytest.fixture
def people(program):
    """Five who differ in every filter."""
    return {
        "plain": someone(program, "Plain"),
        "mentor": someone(program, "Mentor", mentor=True, languages=["sv"]),
        "far": someone(program, "Far", time_zone="Asia/Kolkata", languages=["en", "hi"]),
        "bare": someone(program, "Bare", time_zone="", standing=Standing.NOMINATED),
        "keen": someone(program, "Keen", competencies=["public-speaking"], time_zone="UTC"),
    }


def shown(client, address):
    return {row.participant.person.given_name for row in client.get(address).context["rows"]}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("side=mentor", {"Mentor"}),
        ("standing=nominated", {"Bare"}),
        ("profile=incomplete", {"Bare"}),
        ("profile=complete&side=mentee", {"Plain", "Far", "Keen"}),
        ("language=hi", {"Far"}),
        ("zone=Asia", {"Far"}),
        ("zone=none", {"Bare"}),
        ("zone=other", {"Keen"}),
        ("competency=public-speaking", {"Keen"}),
        ("match=none&standing=in&side=mentee&zone=Europe", {"Plain"}),
        ("consent=given", set()),
        ("consent=none&side=mentor", {"Mentor"}),
        ("q=test+far", {"Far"}),
    ],
)
def test_each_filter_narrows(coordinator_client, base, people, query, names):
    assert shown(coordinator_client, f"{base}?{query}") == names


def test_a_match_is_found_by_how_it_stands(coordinator_client, base, program):
    announced = make_partnership(mentee=someone(program, "Asked"))
    accepted = make_partnership(mentee=someone(program, "Paired"), accepted_by=("mentor", "mentee"))
    over = make_partnership(mentee=someone(program, "Past"))
    type(over).objects.filter(pk=over.pk).update(
        status="withdrawn", place=None, ended_at=over.announced_at
    )

    def mentees(value):
        return shown(coordinator_client, f"{base}?side=mentee&match={value}")

    assert set(ANNOUNCED) == {Status.PROPOSED}
    assert mentees("announced") == {"Asked"}
    assert mentees("accepted") == {"Paired"}
    assert mentees("none") == {"Past"}
    assert shown(coordinator_client, f"{base}?side=mentor&match=announced") == {
        announced.mentor.person.given_name
    }
    assert accepted.mentor.pk != announced.mentor.pk


def test_a_mentor_of_two_stands_in_the_list_once(coordinator_client, base, program):
    mentor = someone(program, "Busy", mentor=True, capacity=3)
    make_partnership(mentor=mentor)
    make_partnership(mentor=mentor, place=2, accepted_by=("mentor", "mentee"))

    rows = coordinator_client.get(f"{base}?side=mentor").context["rows"]

    assert [(row.participant.pk, row.match) for row in rows] == [(mentor.pk, "Both accepted")]


def test_counts_say_what_stays(coordinator_client, base, people):
    page = coordinator_client.get(f"{base}?side=mentee")
    assert "In (3)" in page.text
    assert "Nominated (1)" in page.text
    assert [tab["count"] for tab in page.context["tabs"]] == [5, 4, 1]

    counted = {
        one.name: {option.value: option.count for option in options}
        for one, options in coordinator_client.get(f"{base}filters/?side=mentee").context["filters"]
    }
    assert counted["side"] == {"mentee": None, "mentor": None}  # chosen already
    assert counted["standing"] == {"in": 3, "nominated": 1}
    assert counted["profile"] == {"complete": 3, "incomplete": 1}
    assert counted["match"] == {"none": 4}
    assert counted["language"] == {"en": 4, "hi": 1}
    assert counted["zone"] == {"Asia": 1, "Europe": 1, "other": 1, "none": 1}
    assert counted["competency"] == {"delegating-work": 3, "public-speaking": 1}
    assert sum(counted["company"].values()) == 4


def test_filters_in_use_are_named_and_can_be_removed(coordinator_client, base, people):
    page = coordinator_client.get(f"{base}?standing=in&zone=Asia&q=far&sort=-level&size=25")

    assert 'href="?zone=Asia&amp;q=far&amp;sort=-level&amp;size=25"' in page.text
    assert "Time zone: Asia" in page.text
    assert "Search: far" in page.text


def test_a_filter_that_is_gone_is_left_out_and_said(coordinator_client, base, people):
    gone = CompanyFactory()

    page = coordinator_client.get(f"{base}?company={gone.pk}&standing=in&origin=paper")

    said = "This address has filters that no longer exist: Company, origin. They are left out."
    assert said in text_of(page)
    assert len(page.context["rows"]) == 4


def test_people_of_another_program_are_not_in_the_list(coordinator_client, base, people):
    someone(ProgramFactory(), "Elsewhere")

    assert "Elsewhere" not in shown(coordinator_client, base)


def _statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        assert response.status_code == 200
    return len([one for one in captured if not one["sql"].startswith(MARKS)][1:-1])


@pytest.mark.parametrize(
    "page", ["", "?q=test&profile=complete&match=none&sort=-company", "filters/", "export/csv/"]
)
def test_as_many_statements_for_three_people_as_for_one(coordinator_client, base, program, page):
    make_partnership(mentee=someone(program, "One"))
    _statements(coordinator_client, base + page)
    one = _statements(coordinator_client, base + page)
    for name in ("Two", "Three"):
        make_partnership(mentee=someone(program, name, languages=["sv"]))

    assert _statements(coordinator_client, base + page) == one
    assert one <= MOST_STATEMENTS


def test_the_list_says_how_many_competencies_wait_for_a_coordinator(
    coordinator_client, base, people
):
    def link():
        page = coordinator_client.get(base).content.decode()
        return page.partition(f'href="{base}competencies/">')[2].partition("</a>")[0]

    assert link() == "Competencies in people's own words"
    for state, label in ((OwnState.OPEN, "Milling"), (OwnState.ACCEPTED, "Sawing")):
        OwnCompetency.objects.create(label=label, key=label.lower(), state=state)
    assert link() == "1 competency in people's own words waits for you"
    OwnCompetency.objects.create(label="Turning", key="turning")
    assert link() == "2 competencies in people's own words wait for you"


def _records(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_file_holds_what_is_shown_of_all_pages(coordinator_client, base, program, people):
    query = "?standing=in&sort=-name&size=25"
    lines = [
        row.participant.person.email for row in coordinator_client.get(base + query).context["rows"]
    ]

    rows = _records(coordinator_client.get(f"{base}export/csv/{query}"))

    assert [row["email"] for row in rows] == lines
    (mentor,) = [row for row in rows if row["side"] == "Mentor"]
    assert (mentor["standing"], mentor["capacity"], mentor["match"]) == ("In", "1", "Not matched")
    event = AuditEvent.objects.get(verb="participants.exported")
    assert event.facts["rows"] == 4
    assert event.facts["filters"] == ["standing"]


def test_the_workbook_is_the_same(coordinator_client, base, program, people):
    response = coordinator_client.get(f"{base}export/xlsx/?side=mentee&q=far")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active

    header, row = ([cell.value for cell in line] for line in sheet.rows)
    found = dict(zip(header, row, strict=True))
    assert found["Given name"] == "Far"
    assert found["Level"] == 3
    assert found["Added on"].date() == people["far"].created_at.date()
    assert AuditEvent.objects.get(verb="participants.exported").facts["is_searched"] is True


@pytest.mark.parametrize(("side", "cells"), [(Side.MENTEE, ANA), (Side.MENTOR, BO)])
def test_a_file_to_edit_reads_back_as_no_change(coordinator_client, base, program, side, cells):
    another = row_of(side, email="x@x.example", given_name="X", ways_of_working="--AB----")
    for one in (cells, another):
        save_participant(program, side, one, by=None)

    response = coordinator_client.get(f"{base}export/import/?side={side}")
    content = response.content

    assert b"'--AB----" in content
    run = import_file(program, side, content, "again.csv", by=None)
    assert (run.unchanged, run.changed, run.created, run.faulty) == (2, 0, 0, 0)


@pytest.mark.parametrize("address", ["export/pdf/", "export/import/"])
def test_there_is_no_other_file(coordinator_client, base, people, address):
    assert coordinator_client.get(base + address).status_code == 404
    assert not AuditEvent.objects.filter(verb="participants.exported").exists()


def test_a_page_of_twenty_five_and_the_next_one(coordinator_client, base, program):
    company = CompanyFactory()
    for number in range(30):
        someone(program, f"N{number:02}", company=company, login=False)

    first = coordinator_client.get(f"{base}?size=25")
    second = coordinator_client.get(f"{base}?size=25&page=2")

    both = [row.participant.pk for page in (first, second) for row in page.context["rows"]]
    assert (len(both), len(set(both))) == (30, 30)
    assert Participant.objects.filter(program=program).count() == 30
    assert "all 30 that are found, on all pages" in text_of(first)
