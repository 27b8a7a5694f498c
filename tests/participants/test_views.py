import csv
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.tenancy.keys import uuid7
from organizations.roles import Role
from participants.models import ImportRun, Participant
from participants.roles import Side
from participants.services import save_participant
from participants.stored import values_of
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.participants.files import ANA, BO, people_file, row_of

MOST_STATEMENTS = 12
MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")  # of transactions, no statements


@pytest.fixture
def base(program, organization):
    return f"/{organization.slug}/dashboard/programs/{program.slug}/participants/"


def text_of(response):
    """What a reader sees: without tags, in one line."""
    page = re.sub(r"<(script|style|datalist).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_empty_program_teaches_what_to_do(coordinator_client, base):
    page = text_of(coordinator_client.get(base))

    assert "Nobody is in this program yet" in page
    assert "You see every problem by row before anything is written." in page


def test_the_list_narrows_by_its_address(coordinator_client, base, program):
    save_participant(program, Side.MENTEE, ANA, by=None)
    save_participant(program, Side.MENTOR, BO, by=None)

    assert "1 mentee, 1 mentor" in text_of(coordinator_client.get(base))
    for query, shown, hidden in (
        ("?side=mentor", "Bo Lind", "Ana Silva"),
        ("?q=silva+ana", "Ana Silva", "Bo Lind"),
        ("?q=norrland.example", "Bo Lind", "Ana Silva"),
        (f"?company={Participant.objects.get(side='mentee').company_id}", "Ana Silva", "Bo Lind"),
        ("?standing=withdrawn", "Nobody fits", "Ana Silva"),
    ):
        page = text_of(coordinator_client.get(base + query))
        assert shown in page
        assert hidden not in page


@pytest.mark.parametrize(
    "query", ["?side=x&company=x&standing=x&sort=x&page=x", "?page=99", "?q=%00", "?sort=-level"]
)
def test_a_strange_address_shows_the_list(coordinator_client, base, program, query):
    save_participant(program, Side.MENTEE, ANA, by=None)

    assert coordinator_client.get(base + query).status_code == 200


def test_the_list_sorts_both_ways(coordinator_client, base, program):
    save_participant(program, Side.MENTEE, ANA, by=None)
    zorn = row_of(Side.MENTEE, email="z@z.example", family_name="Zorn")
    save_participant(program, Side.MENTEE, zorn, by=None)

    rising = text_of(coordinator_client.get(base + "?sort=name"))
    falling = text_of(coordinator_client.get(base + "?sort=-name"))

    assert rising.index("Ana Silva") < rising.index("Ana Zorn")
    assert falling.index("Ana Zorn") < falling.index("Ana Silva")


def _statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [one for one in captured if not one["sql"].startswith(MARKS)]
    return len(asked[1:-1])  # the first and the last are the test's own


@pytest.mark.parametrize("page", ["", "import/"])
def test_a_page_asks_as_much_for_three_rows_as_for_one(coordinator_client, base, program, page):
    ParticipantFactory(program=program)
    ImportRun.objects.create(program=program, side="mentee", filename="a.csv")
    coordinator_client.get(base + page)
    one = _statements(coordinator_client, base + page)
    for _number in range(2):
        ParticipantFactory(program=program, mentor=True)
        ImportRun.objects.create(program=program, side="mentor", filename="b.csv")

    three = _statements(coordinator_client, base + page)

    assert one == three
    assert three <= MOST_STATEMENTS


def test_one_person_with_much_to_tell_takes_no_more_statements(
    coordinator_client, base, program, coordinator
):
    save_participant(program, Side.MENTOR, BO, by=coordinator)
    address = f"{base}{Participant.objects.get().pk}/"
    one = _statements(coordinator_client, address)
    for number in range(2):
        former = "; ".join(f"Company {at} (2020-01-0{at})" for at in range(1, 3 + number))
        told = BO | {"title": f"Title {number}", "former_employers": former}
        save_participant(program, Side.MENTOR, told, by=coordinator)

    assert _statements(coordinator_client, address) == one
    assert one <= MOST_STATEMENTS


def test_one_person_is_shown_with_their_history(coordinator_client, base, program, coordinator):
    save_participant(program, Side.MENTOR, BO | {"story": "<b>Ask me</b>"}, by=coordinator)
    participant = Participant.objects.get()

    response = coordinator_client.get(f"{base}{participant.pk}/")

    page = text_of(response)
    assert "Leading a team level 5 of 5" in page
    assert "&lt;b&gt;Ask me&lt;/b&gt;" in response.content.decode()
    assert "Added to the program" in page
    assert coordinator.name in page


def test_a_person_is_added_by_the_form(coordinator_client, base, program):
    page = coordinator_client.get(base + "add/mentor/")
    assert page.status_code == 200
    data = {
        "email": "BO@norrland.example",
        **{name: BO[name] for name in ("given_name", "family_name", "company", "capacity")},
        "languages": "en",
        "time_zone": "Europe/Stockholm",
        "meeting_form": "either",
        "transitions_lived": ["Into another industry", "From one country to several"],
        **{"offer_1": "Delegating work", "level_of_1": "4"},
        **{"offer_3": "leading-a-team", "level_of_3": "5"},
        **{"way_1": "A", "way_8": "B"},
        "former_employers": "One (2020-01-01)\nTwo (2019-01-01)",
        "agreed": "on",
    }

    response = coordinator_client.post(base + "add/mentor/", data)

    assert response.status_code == 302
    values = values_of(Participant.objects.select_related("person").get())
    assert values["offers"] == (("leading-a-team", 5), ("delegating-work", 4))
    assert values["ways_of_working"] == "A------B"
    assert [name for name, _day, _pk in values["former_employers"]] == ["One", "Two"]
    assert len(values["transitions_lived"]) == 2


def test_the_form_says_everything_that_is_wrong_and_writes_nothing(coordinator_client, base):
    response = coordinator_client.post(
        base + "add/mentee/", {"email": "x", "need_2": "Basket weaving", "level": "9"}
    )

    page = text_of(response)
    assert "“x” is not a mail address" in page
    assert "“Basket weaving” is not a competency of the list" in page
    assert "9 is out of range" in page
    assert "Nobody is added who has not agreed." in page
    assert not Participant.objects.exists()


@pytest.mark.parametrize(("side", "cells"), [(Side.MENTEE, ANA), (Side.MENTOR, BO)])
def test_saving_the_form_as_it_stands_changes_nothing(
    coordinator_client, base, program, side, cells
):
    save_participant(program, side, cells, by=None)
    participant = Participant.objects.get()
    address = f"{base}{participant.pk}/edit/"
    form = coordinator_client.get(address).context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", [])}

    response = coordinator_client.post(address, data, follow=True)

    assert f"Nothing was changed for {participant.person.name}." in text_of(response)


def test_editing_keeps_the_address(coordinator_client, base, program):
    save_participant(program, Side.MENTEE, ANA, by=None)
    participant = Participant.objects.get()
    names = ("given_name", "family_name", "company")
    data = {name: ANA[name] for name in names} | {"email": "other@x.example", "title": "Chief"}

    coordinator_client.post(f"{base}{participant.pk}/edit/", data)

    participant.refresh_from_db()
    assert (participant.person.email, participant.title) == (ANA["email"], "Chief")


def test_a_standing_is_changed_and_the_wrong_one_refused(coordinator_client, base, program):
    save_participant(program, Side.MENTEE, ANA, by=None)
    participant = Participant.objects.get()
    address = f"{base}{participant.pk}/standing/"

    coordinator_client.post(address, {"standing": "removed"})
    refused = coordinator_client.post(address, {"standing": "nonsense"}, follow=True)

    participant.refresh_from_db()
    assert participant.standing == "removed"
    assert "is “Removed” by now" in text_of(refused)


def _upload(client, base, content, side="mentee"):
    file = SimpleUploadedFile("people.csv", content)
    return client.post(base + "import/", {"side": side, "file": file})


def test_an_import_goes_from_upload_to_result(coordinator_client, base, settle):
    content = people_file([ANA, row_of(Side.MENTEE, email="x@x.example", level="senior")])
    address = _upload(coordinator_client, base, content)["Location"]

    waiting = coordinator_client.get(address)
    settle()
    preview = text_of(coordinator_client.get(address))
    unsure = coordinator_client.post(address + "confirm/", {"leave_out": "on"})
    coordinator_client.post(address + "confirm/", {"leave_out": "on", "agreed": "on"})
    settle()
    result = text_of(coordinator_client.get(address))

    assert "Checking the file waiting to start" in text_of(waiting)
    assert "1 of 2 rows has a problem" in preview
    assert "“senior” is not a whole number. Write a number from 1 to 6." in preview
    assert "Import the good row, leave out 1" in preview
    assert "Nobody is added who has not agreed." in text_of(unsure)
    assert "1 person added, 0 changed" in result
    assert "1 row was left out" in result
    assert Participant.objects.count() == 1


def test_the_button_of_an_import_names_only_what_it_does(coordinator_client, base, settle):
    def button(*rows):
        address = _upload(coordinator_client, base, people_file(rows))["Location"]
        settle()
        page = coordinator_client.get(address).text
        coordinator_client.post(address + "confirm/", {"agreed": "on"})
        settle()
        (found,) = re.findall(r">\s*((?:Add|Change) [^<]*?)\s*<", page)
        return found

    another = row_of(Side.MENTEE, email="x@x.example")

    assert button(ANA) == "Add 1"
    assert button({**ANA, "level": "3"}) == "Change 1"
    assert button({**ANA, "level": "4"}, another) == "Add 1, change 1"


def test_progress_reloads_the_page_when_the_work_is_over(coordinator_client, base, settle):
    address = _upload(coordinator_client, base, people_file([ANA]))["Location"]

    before = coordinator_client.get(address + "progress/")
    settle()
    after = coordinator_client.get(address + "progress/")

    assert 'hx-trigger="every 1s"' in before.content.decode()
    assert "HX-Refresh" not in before
    assert after["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("side", "content", "message"),
    [
        ("mentee", b"nonsense", "“nonsense” is not a column."),
        ("mentee", b"", "The file is empty."),
        ("mentor", people_file([ANA]), "belongs to a file of the other side: Mentee"),
        ("", people_file([ANA]), "Say whether these are mentees or mentors."),
    ],
)
def test_a_file_that_is_none_is_refused_at_the_field(
    coordinator_client, base, side, content, message
):
    response = _upload(coordinator_client, base, content, side)

    assert response.status_code == 200
    assert message in text_of(response)
    assert not ImportRun.objects.exists()


def test_a_decision_comes_too_late_without_harm(coordinator_client, base, settle):
    address = _upload(coordinator_client, base, people_file([ANA]))["Location"]
    settle()
    coordinator_client.post(address + "discard/")

    for decision in ("confirm/", "discard/", "check/"):
        response = coordinator_client.post(address + decision, {"agreed": "on"}, follow=True)
        assert response.status_code == 200

    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("=1+HYPERLINK(1)", "Your Company"),
        ("+1", "Your Company"),
        ("-1", "Your Company"),
        ("@SUM(1)", "Your Company"),
        ("Alder; =1+1", "Your Company"),
        ("A.B. Älder-株 & Co", "A.B. Älder-株 & Co"),
    ],
)
def test_a_template_holds_no_formula(coordinator_client, organization, name, shown):
    base = reverse("participants:list", args=[organization.slug, ProgramFactory().slug])
    CompanyFactory(name=name)

    template = coordinator_client.get(base + "import/template/mentor/")

    (row,) = csv.DictReader(template.content.decode("utf-8-sig").splitlines())
    assert row["company"] == shown


def test_templates_and_columns_are_explained(coordinator_client, base):
    template = coordinator_client.get(base + "import/template/mentor/")
    columns = text_of(coordinator_client.get(base + "import/columns/mentor/"))

    assert template["Content-Disposition"] == 'attachment; filename="mentors.csv"'
    assert template.content.startswith(b"\xef\xbb\xbfemail,given_name")
    assert "How many mentees at the same time, 1 to 5." in columns


def test_what_does_not_exist_here_is_not_found(coordinator_client, base, organization):
    elsewhere = ParticipantFactory(program=ProgramFactory())

    for path in (
        *(f"{elsewhere.pk}/", f"{elsewhere.pk}/edit/", f"{uuid7()}/", f"import/{uuid7()}/"),
        *("add/boss/", "import/template/boss/", "import/columns/boss/"),
    ):
        assert coordinator_client.get(base + path).status_code == 404
    assert coordinator_client.get(base.replace("bridge", "nowhere")).status_code == 404


def test_only_staff_may_look(client_for, base, program):
    participant = ParticipantFactory(program=program)
    hr = MembershipFactory(role=Role.HR, company=participant.company)

    for membership in (membership_of(participant), hr):
        assert client_for(membership).get(base).status_code == 403
