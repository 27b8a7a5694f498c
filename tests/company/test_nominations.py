"""HR nominates by form and by file, reads its own alone, and learns nothing of who exists."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from mentoring.tenancy import context
from organizations.roles import Role
from participants.models import Participant
from participants.nominating import placing, settling
from participants.nominating.models import CompanyNomination, Nomination, TakeBack
from participants.nominating.settling import Decision
from participants.roles import Side, Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.nominations import nominated, open_program, sponsored
from tests.factories.organizations import CompanyFactory, MembershipFactory, PersonFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside

HEADER = "email,given_name,family_name,title,side\n"


@pytest.fixture
def company(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def rival(organization):
    return CompanyFactory(name="Rival Secret")


@pytest.fixture
def program(company):
    return open_program(company, name="Bridge", slug="bridge")


@pytest.fixture
def hr(company):
    return MembershipFactory(role=Role.HR, company=company)


@pytest.fixture
def browser(client_for, hr):
    return client_for(hr)


@pytest.fixture
def other_browser(client_for, rival):
    return client_for(MembershipFactory(role=Role.HR, company=rival))


def address(program, name="nominations", *args):
    return reverse(f"company:{name}", args=[program.organization.slug, program.slug, *args])


def typed(**facts):
    return {
        "side": "mentee",
        "email": "nora@works.example",
        "given_name": "Nora",
        "family_name": "Lind",
        "title": "Head of quality",
    } | facts


def look_at(browser, program, content):
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile("people.csv", content)
    return browser.post(address(program, "nominate-file"), {"file": file})


def stages(browser, program):
    rows = browser.get(address(program)).context["rows"]
    return {row.name: str(row.stage_shown.label) for row in rows}


def test_somebody_is_nominated_by_form(browser, program, hr, company):
    answer = browser.post(address(program), typed(), follow=True)

    row = Nomination.objects.get()
    assert (row.email, row.name, row.side, row.company) == (
        *("nora@works.example", "Nora Lind", "mentee"),
        company,
    )
    assert row.by_user_id == hr.user_id
    assert "Nora Lind is nominated" in answer.text
    assert "1 of 3" in answer.text
    assert not Participant.objects.exists()  # a worker comes after the request
    placing.place_nominations()
    assert stages(browser, program) == {"Nora Lind": "nominated"}
    assert "1 of 3" in browser.get(address(program)).text


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"email": ""}, "This is missing."),
        ({"email": "nora"}, "is not a mail address"),
        ({"given_name": "=cmd()"}, "looks like a formula"),
        ({"family_name": "x" * 81}, "the most is 80"),
        ({"family_name": "a\u202eb"}, "invisible control characters"),
        ({"side": "boss"}, "is no side"),
        ({"side": ""}, "This is missing."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(browser, program, facts, told):
    answer = browser.post(address(program), typed(**facts))

    assert told in answer.text
    assert not Nomination.objects.exists()


def test_the_answer_is_the_same_whoever_exists(browser, program, company, rival):
    known = ParticipantFactory(program=program, company=rival)
    own = ParticipantFactory(program=program, company=company)
    answers = set()
    for email in ("new@works.example", known.person.email, own.person.email):
        answer = browser.post(address(program), typed(email=email), follow=True)
        text = answer.text.partition("<table")[0]
        answers.add(text.partition("is nominated")[2][:60])
    assert len(answers) == 1
    placing.place_nominations()

    text = browser.get(address(program)).text

    assert known.person.name not in text
    assert "Secret" not in text


def test_two_companies_and_one_person_learn_nothing_of_each_other(
    browser, other_browser, program, company, rival, coordinator
):
    sponsored(program, rival)
    for one in (browser, other_browser):
        one.post(address(program), typed())
    placing.place_nominations()
    assert stages(browser, program) == stages(other_browser, program) == {"Nora Lind": "nominated"}
    assert "Secret" not in browser.get(address(program)).text

    second = Nomination.objects.get(company=rival)
    settling.settle(second, Decision.MOVE, by=coordinator)

    assert stages(browser, program) == {"Nora Lind": "not taking part"}
    assert stages(other_browser, program) == {"Nora Lind": "nominated"}


@pytest.mark.parametrize(
    ("standing", "stage"),
    [
        (Standing.NOMINATED, "nominated"),
        (Standing.IN, "in"),
        (Standing.DECLINED, "not taking part"),
        (Standing.UNANSWERED, "not taking part"),
        (Standing.REMOVED, "not taking part"),
    ],
)
def test_stages_are_those_that_hr_may_read(browser, program, company, standing, stage):
    nominated(program, company, "nora@works.example")
    placing.place_nominations()
    Participant.objects.update(standing=standing)

    assert stages(browser, program) == {"Nora Lind": stage}
    assert ("Take back" in browser.get(address(program)).text) == (stage == "nominated")


def test_more_than_the_seats_is_refused(browser, program):
    for number in range(3):
        browser.post(address(program), typed(email=f"n{number}@works.example"))

    answer = browser.post(address(program), typed(email="more@works.example"))

    assert "fewer seats left" in answer.text
    assert Nomination.objects.count() == 3
    browser.post(address(program), typed(email="m@works.example", side="mentor"))
    assert Nomination.objects.count() == 4


@pytest.mark.parametrize(("owed", "most"), [(0, 500), (2, 500), (500, 500)])
def test_the_page_says_how_many_mentors_are_welcome(client_for, hr, company, owed, most):
    program = open_program(company, slug="many", owed=owed)
    text = client_for(hr).get(address(program)).text
    assert f"You may nominate up to {most} mentors: more mentors than owed are welcome." in text


def test_closed_is_said_without_naming_other_sponsors(browser, program, rival):
    sponsorship = sponsored(program, rival)
    sponsorship.competitors_stated_at = None
    sponsorship.save()

    text = browser.get(address(program)).text
    answer = browser.post(address(program), typed())

    assert "Nominations are not open" in text
    assert "Secret" not in text
    assert "nobody has been nominated" in answer.text or "not open" in answer.text
    assert not Nomination.objects.exists()


def test_taking_back_is_for_those_who_have_not_answered(browser, program, company):
    row = nominated(program, company, "nora@works.example")
    placing.place_nominations()

    browser.post(address(program, "take-back-nomination", row.pk))
    assert stages(browser, program) == {"Nora Lind": "not taking part"}
    placing.place_nominations()
    assert Participant.objects.get().standing == Standing.REMOVED
    browser.post(address(program, "take-back-nomination", row.pk))
    assert TakeBack.objects.count() == 1

    other = nominated(program, company, "mei@works.example", name="Mei Tan")
    placing.place_nominations()
    Participant.objects.filter(person__given_name="Mei").update(standing=Standing.IN)
    answer = browser.post(address(program, "take-back-nomination", other.pk), follow=True)
    assert "There is an answer already" in answer.text
    assert TakeBack.objects.count() == 1


def test_a_file_is_looked_at_and_then_confirmed(browser, program):
    answer = look_at(
        browser,
        program,
        HEADER
        + "nora@works.example,Nora,Lind,Head,mentee\nomar@works.example,Omar,Haddad,,Mentor\n",
    )
    assert not Nomination.objects.exists()
    preview = answer.context["preview"]
    assert (preview["mentees"], preview["mentors"]) == (1, 1)

    answer = browser.post(
        address(program, "nominate-file"), {"rows": preview["packed"]}, follow=True
    )

    assert "2 people are nominated" in answer.text
    assert {row.name: row.side for row in Nomination.objects.all()} == {
        "Nora Lind": Side.MENTEE,
        "Omar Haddad": Side.MENTOR,
    }


def test_every_problem_of_a_file_is_shown_by_row(browser, program, company):
    nominated(program, company, "known@works.example")
    rows = (
        *("nora@works.example,Nora,Lind,,mentee", "not an address,Bo,Berg,,mentee"),
        *("=1+1,Eva,Ek,,mentor", "nora@works.example,Nora,Lind,,mentee"),
        *("two@works.example,Too,Few", ",,,,", "known@works.example,Nora,Lind,,mentee"),
        "side@works.example,Si,De,,both",
    )
    answer = look_at(browser, program, HEADER + "\n".join(rows))

    preview = answer.context["preview"]
    assert [line.number for line in preview["faulty"]] == [3, 4, 5, 6, 9]
    assert [line.number for line in preview["new"]] == [2]
    assert [line.number for line in preview["known"]] == [8]
    assert "Row 2 has the same address" in answer.text
    assert "Nominate one, leave the others out" in answer.text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "Excel"),
        (b"email,name\nx,y\n", "is not a column"),
        (b"email,given_name,family_name\n", "“side” is missing"),
        (HEADER.encode(), "nothing below it"),
        ((HEADER + 'a,"b\n').encode(), "cannot be read"),
        ((HEADER + "x@y.example,A,B,,mentee\n" * 501).encode(), "more than 500 rows"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(browser, program, content, told):
    answer = look_at(browser, program, content)
    assert told in answer.text
    assert answer.context["preview"] is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_come_as_spreadsheets_write_them(browser, program, encoding, delimiter):
    text = (HEADER + "nora@works.example,Zoë,Müller,,mentee\n").replace(",", delimiter)
    answer = look_at(browser, program, text.encode(encoding))
    assert [line.name for line in answer.context["preview"]["new"]] == ["Zoë Müller"]


def test_a_file_with_more_mentees_than_seats_cannot_be_confirmed(browser, program):
    rows = "".join(f"n{n}@works.example,N,Lind,,mentee\n" for n in range(4))
    answer = look_at(browser, program, HEADER + rows)
    assert "names 4 mentees, and 3 seats are left" in answer.text
    assert 'name="rows"' not in answer.text
    packed = answer.context["preview"]["packed"]

    answer = browser.post(address(program, "nominate-file"), {"rows": packed}, follow=True)

    assert "fewer seats left" in answer.text
    assert not Nomination.objects.exists()


@pytest.mark.parametrize(
    "rows",
    [
        *("", "no json", "[]", "{}", "[1]", "[[1,2,3,4,5]]", '[["a"]]', "[" * 100_000),
        json.dumps([["x@y.example", "=A", "B", "", "mentee"]]),
        json.dumps([["x@y.example", "A", "B", "", "mentee"]] * 501),
    ],
)
def test_rows_that_were_not_looked_at_are_refused(browser, program, rows):
    answer = browser.post(address(program, "nominate-file"), {"rows": rows}, follow=True)
    assert "Upload it again" in answer.text
    assert not Nomination.objects.exists()


def test_confirming_twice_is_once(browser, program):
    packed = json.dumps([["nora@works.example", "Nora", "Lind", "", "mentee"]])
    for _time in range(2):
        browser.post(address(program, "nominate-file"), {"rows": packed})
    assert Nomination.objects.count() == 1


def test_the_template_file_is_a_good_file(browser, program):
    content = browser.get(address(program, "nominations-template")).content
    assert len(look_at(browser, program, content).context["preview"]["new"]) == 2


@pytest.mark.parametrize("name", ["nominations", "nominate-file", "nominations-template"])
def test_programs_of_others_are_not_found(browser, program, rival, name):
    hidden = ProgramFactory(slug="hidden")
    sponsored(hidden, rival)
    assert browser.get(address(hidden, name)).status_code == 404
    assert browser.post(address(hidden), typed()).status_code == 404


def test_nominations_of_others_are_not_found(browser, program, rival):
    sponsored(program, rival)
    row = nominated(program, rival, "nora@works.example")
    for pk in (row.pk, uuid4()):
        answer = browser.post(address(program, "take-back-nomination", pk))
        assert answer.status_code == 404
    assert not TakeBack.objects.exists()


def test_the_page_costs_the_same_for_one_and_for_three(browser, program, company):
    nominated(program, company, "n0@works.example")
    once = statements(browser, address(program))
    for number in (1, 2):
        nominated(program, company, f"n{number}@works.example")
    placing.place_nominations()
    assert len(statements(browser, address(program))) == len(once) <= MOST


@pytest.fixture
def as_hr(organization, hr, company):
    with inside(organization, hr.user_id, context.Actor.HR, company.pk):
        yield connection.cursor()


def test_the_role_of_hr_adds_rows_of_its_own_company_alone(program, company, rival, as_hr):
    def insert(company_id):
        as_hr.execute(
            "INSERT INTO participants_nomination (id, organization_id, program_id, company_id,"
            " side, email, given_name, family_name, title, round)"
            " VALUES (%s, %s, %s, %s, 'mentee', %s, 'A', 'B', '', 7)",
            [uuid4(), program.organization_id, program.pk, company_id, f"{uuid4()}@x.example"],
        )

    insert(company.pk)
    refused = pytest.raises(DatabaseError, match="sponsors no such program|row-level")
    with refused, transaction.atomic():
        insert(rival.pk)
    assert Nomination.objects.get().round == 0


@pytest.mark.parametrize("table", ["participants_nomination", "participants_takeback"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_role_of_hr_changes_nothing_that_it_wrote(as_hr, table, verb):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        as_hr.execute(verb.format(table))


def test_the_role_of_hr_reads_no_nomination_of_others(
    organization, program, company, rival, hr, coordinator
):
    sponsored(program, rival)
    nominated(program, rival, "secret@works.example", name="Secret Person")
    nominated(program, company, PersonFactory(company=rival, given_name="Secret").email)
    placing.place_nominations()
    with inside(organization, hr.user_id, context.Actor.HR, company.pk):
        cursor = connection.cursor()
        for table in ("participants_nomination", "company_nominations"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = cursor.fetchall()
            assert len(rows) == 1
            assert "Secret" not in str(rows)
        assert CompanyNomination.objects.get().stage == "nominated"


def test_a_rival_s_take_back_in_raw_rows_is_refused(program, company, rival, organization):
    row = nominated(program, company, "nora@works.example")
    spy = MembershipFactory(role=Role.HR, company=rival)
    with inside(organization, spy.user_id, context.Actor.HR, rival.pk):
        with pytest.raises(DatabaseError), transaction.atomic():
            TakeBack.objects.create(nomination_id=row.pk, company=rival)
        with pytest.raises(DatabaseError), transaction.atomic():
            TakeBack.objects.create(nomination_id=row.pk, company=company)
