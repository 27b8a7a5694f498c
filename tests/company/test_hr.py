"""HR's pages: its own people and their stage, and nothing else, by page and by raw statements."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring import clock
from mentoring.tenancy import context
from organizations.roles import Role
from participants.roles import Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.surroundings import inside

# Filled by hand in the tests of those pages.
HR_TYPES = ("organizations_namedcompetitor", "programs_sponsorcontact")
READABLE = {
    "organizations_company",
    "programs_program",
    "programs_sponsorship",
    "company_roster",
    "company_briefing",
    "company_briefing_text",
    "participants_nomination",
    "participants_takeback",
    "company_nominations",
    "reports_snapshot",
    "reports_sponsorcounts",
    *HR_TYPES,
}
ADDABLE = {"participants_nomination", "participants_takeback", "reports_sponsorcounts"}

# The roster is a view over a function: PostgreSQL refuses to write it before it asks who may.
REFUSED = "permission denied|cannot (delete from|insert into) view"


def address(name, organization, **query):
    return reverse(f"company:{name}", args=[organization.slug], query=query or None)


@pytest.fixture
def company(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def hr(company):
    return MembershipFactory(role=Role.HR, company=company, name="Helene Brandt")


@pytest.fixture
def browser(client_for, hr):
    return client_for(hr)


@pytest.fixture
def program(company):
    program = ProgramFactory(name="Bridge", slug="bridge")
    SponsorshipFactory(program=program, company=company, mentee_seats=4, mentors_owed=3)
    return program


def someone(program, company, name, **facts):
    participant = ParticipantFactory(program=program, company=company, **facts)
    participant.person.given_name, participant.person.family_name = name.split()
    participant.person.save()
    return participant


def matched(program, mentee, mentor_company, accepted=True, name="Secret Mentor"):
    mentor = someone(program, mentor_company, name, mentor=True)
    accepted_by = ("mentor", "mentee") if accepted else ()
    return make_partnership(mentor=mentor, mentee=mentee, accepted_by=accepted_by)


def test_a_company_without_a_program_is_told_what_will_stand_here(browser, organization):
    answer = browser.get(address("home", organization))

    assert "Torvelia Foods" in answer.text
    assert "No program yet" in answer.text
    assert "Nobody yet" in browser.get(address("people", organization)).text


def test_home_counts_seats_and_people_by_stage(browser, organization, company, program):
    matched(program, someone(program, company, "Maren Holt"), CompanyFactory())
    someone(program, company, "Oskar Aalto", mentor=True)
    someone(program, company, "Lucia Ferrante", standing=Standing.DECLINED)
    someone(program, company, "Ralf Petersen", standing=Standing.NOMINATED)

    answer = browser.get(address("home", organization))

    (place,) = answer.context["places"]
    assert (place.mentees, place.mentors, place.mentors_missing) == (1, 1, 2)
    assert "Your people fill 2 places." in answer.text
    assert "1 of 4" in answer.text
    assert "1 nominated, 1 in, 1 matched, 1 not taking part." in " ".join(answer.text.split())


def test_a_program_that_is_over_asks_for_nobody_any_more(browser, organization, company, program):
    during = browser.get(address("home", organization)).text
    over = datetime.combine(program.ends_on + timedelta(days=1), time(12), tzinfo=UTC)
    with clock.held_at(over):
        afterwards = browser.get(address("home", organization)).text

    assert "Nominate people" in during
    assert "What came of it" not in during
    assert "Nominate people" not in afterwards
    assert "Nominations wait" not in afterwards
    assert "What came of it" in afterwards


@pytest.mark.parametrize(
    ("standing", "stage"),
    [
        (Standing.NOMINATED, "nominated"),
        (Standing.IN, "in"),
        (Standing.DECLINED, "not taking part"),
        (Standing.UNANSWERED, "not taking part"),
        (Standing.WITHDRAWN, "not taking part"),
        (Standing.REMOVED, "not taking part"),
    ],
)
def test_people_have_the_stage_that_hr_may_read(
    browser, organization, company, program, standing, stage
):
    someone(program, company, "Maren Holt", standing=standing)

    answer = browser.get(address("people", organization))

    (entry,) = answer.context["found"].object_list
    assert (entry.name, str(entry.stage.label)) == ("Maren Holt", stage)
    assert stage != "not taking part" or str(standing.label) not in answer.text


def test_a_match_that_waits_for_an_answer_is_nobodys_business(
    browser, organization, company, program
):
    matched(program, someone(program, company, "Maren Holt"), CompanyFactory(), accepted=False)

    (entry,) = browser.get(address("people", organization)).context["found"].object_list

    assert entry.stage.name == "in"


def test_no_partner_and_no_other_company_is_ever_shown(browser, organization, company, program):
    rival = CompanyFactory(name="Rival Secret")
    pair = matched(program, someone(program, company, "Maren Holt"), rival)
    someone(program, rival, "Other Secret")
    SponsorshipFactory(program=program, company=rival, mentee_seats=77)
    SponsorshipFactory(program=ProgramFactory(name="Program Secret"), company=rival)

    for name in ("home", "people"):
        text = browser.get(address(name, organization)).text
        assert "Secret" not in text
        assert "77" not in re.sub(r"<[^>]+>", "", text)
        assert str(pair.pk) not in text
        assert pair.mentee_person.email not in text


def test_people_are_filtered_by_program_and_paged(browser, organization, company, program):
    other = ProgramFactory(name="Spring", slug="spring")
    SponsorshipFactory(program=other, company=company)
    for number in range(30):
        someone(program, company, f"Person Number{number:02}")
    someone(other, company, "Only Spring")

    everybody = browser.get(address("people", organization))
    second = browser.get(address("people", organization, page=2))
    spring = browser.get(address("people", organization, program="spring"))

    assert everybody.context["found"].paginator.count == 31
    assert len(second.context["found"].object_list) == 6
    assert [entry.name for entry in spring.context["found"].object_list] == ["Only Spring"]


@pytest.mark.parametrize("slug", ["hidden", "nothing", "x" * 500, "%00"])
def test_a_program_of_others_is_not_found_like_one_that_is_not(
    browser, organization, program, slug
):
    SponsorshipFactory(program=ProgramFactory(slug="hidden"))

    assert browser.get(address("people", organization, program=slug)).status_code == 404


@pytest.mark.parametrize("page", ["0", "-3", "x", "99"])
def test_a_page_that_is_not_there_shows_one_that_is(browser, organization, program, page):
    assert browser.get(address("people", organization, page=page)).status_code == 200


def test_people_whose_program_the_company_no_longer_sponsors_still_stand_there(
    browser, organization, company
):
    someone(ProgramFactory(name="Program Secret"), company, "Maren Holt")

    answer = browser.get(address("people", organization))

    assert "Maren Holt" in answer.text
    assert "Mentee, <bdi>another program</bdi>" in answer.text
    assert "Secret" not in answer.text


@pytest.mark.parametrize("nothing", ["", " "])
def test_an_empty_filter_filters_nothing(browser, organization, company, program, nothing):
    someone(program, company, "Maren Holt")

    answer = browser.get(address("people", organization, program=nothing))

    assert answer.context["found"].paginator.count == 1


def test_the_program_that_runs_stands_above_next_years(browser, organization, company):
    today = timezone.localdate()
    for name, days in (("Next year", 300), ("Running", -30), ("Over", -900)):
        starts_on = today + timedelta(days=days)
        program = ProgramFactory(
            name=name, starts_on=starts_on, ends_on=starts_on + timedelta(days=365)
        )
        SponsorshipFactory(program=program, company=company)

    places = browser.get(address("home", organization)).context["places"]

    assert [place.program.name for place in places] == ["Running", "Next year", "Over"]


def test_names_in_any_script_are_shown_as_text(browser, organization, company, program):
    someone(program, company, "محمد العربي")
    someone(program, company, "<b>Bold</b> O'Neil")

    answer = browser.get(address("people", organization))

    assert "<bdi>محمد العربي</bdi>" in answer.text
    assert "<b>Bold" not in answer.text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTICIPANT])
@pytest.mark.parametrize("name", ["home", "people"])
def test_only_hr_has_these_pages(client_for, organization, program, company, role, name):
    person = someone(program, company, "Maren Holt").person
    facts = {"person": person} if role == Role.PARTICIPANT else {}
    membership = MembershipFactory(role=role, **facts)

    assert client_for(membership).get(address(name, organization)).status_code == 403


def test_hr_of_another_organization_finds_nothing(client_for, organization, other_organization):
    with inside(other_organization):
        stranger = MembershipFactory(role=Role.HR, company=CompanyFactory())
        browser = client_for(stranger)

    assert browser.get(address("home", organization)).status_code == 404


@pytest.mark.parametrize("name", ["home", "people"])
def test_pages_touch_only_what_hr_may_read(browser, organization, company, program, name):
    someone(program, company, "Maren Holt")

    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address(name, organization)).status_code == 200

    as_hr, touched = False, set()
    for query in captured.captured_queries:
        if "SET LOCAL ROLE" in query["sql"]:
            as_hr = "app_hr" in query["sql"]
        elif as_hr:
            touched |= set(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]))
    assert touched
    assert touched <= READABLE


@pytest.mark.parametrize("name", ["home", "people"])
def test_pages_cost_the_same_for_one_row_and_for_three(
    browser, organization, company, program, name
):
    someone(program, company, "Maren Holt")
    once = statements(browser, address(name, organization))
    for number in range(2):
        other = ProgramFactory(slug=f"other-{number}")
        SponsorshipFactory(program=other, company=company)
        someone(other, company, f"Person Number{number}")

    assert len(statements(browser, address(name, organization))) == len(once) <= MOST


def tables():
    named = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(named | {"django_migrations", "cache", "django_session"})


@pytest.fixture
def as_hr(organization, hr, company):
    with inside(organization, hr.user_id, context.Actor.HR, company.pk):
        yield connection.cursor()


@pytest.mark.parametrize("table", tables())
def test_hr_s_database_role_reads_few_tables_and_adds_to_fewer(as_hr, table):
    for statement in (
        f'SELECT count(*) FROM "{table}"',
        f'DELETE FROM "{table}"',
        f'INSERT INTO "{table}" DEFAULT VALUES',
    ):
        if statement.startswith("INSERT") and table in ADDABLE:
            continue  # which rows: tests/company/test_nominations.py
        allowed = statement.startswith("SELECT") and table in READABLE
        if allowed:
            as_hr.execute(statement)
            continue
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            as_hr.execute(statement)


def test_hr_s_database_role_reads_its_own_rows_alone(organization, hr, company, program):
    rival = CompanyFactory(name="Rival Secret")
    someone(program, rival, "Other Secret")
    SponsorshipFactory(program=program, company=rival)
    SponsorshipFactory(program=ProgramFactory(name="Program Secret"), company=rival)
    matched(program, someone(program, company, "Maren Holt"), rival)
    empty = ("participants_nomination", "participants_takeback", "company_nominations", *HR_TYPES)
    empty += ("company_briefing", "company_briefing_text")
    empty += ("reports_snapshot", "reports_sponsorcounts")

    with inside(organization, hr.user_id, context.Actor.HR, company.pk):
        cursor = connection.cursor()
        found = {}
        for table in sorted(READABLE):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = cursor.fetchall()

    assert "Secret" not in str(found)
    expected = dict.fromkeys(READABLE, 1) | dict.fromkeys(empty, 0)
    assert {table: len(rows) for table, rows in found.items()} == expected


def test_hr_s_database_role_cannot_leave_itself(as_hr):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        as_hr.execute("SET ROLE app_owner")


def test_without_a_company_the_roster_is_empty(organization, hr, company, program):
    someone(program, company, "Maren Holt")

    with inside(organization, hr.user_id, context.Actor.HR, None):
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM company_roster")
        assert cursor.fetchone() == (0,)
