"""HR names companies to keep apart: blind, by name, with the same answer for every name."""

import re
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from company.competitors import LONGEST, MOST
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent, NamedCompetitor, User
from organizations.roles import Role
from programs.gates import nominations_are_open
from programs.models import Door, Sponsorship
from tests.dashboard.statements import MOST as MOST_STATEMENTS
from tests.dashboard.statements import statements
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    OrganizationFactory,
)
from tests.factories.programs import ProgramDateFactory, ProgramFactory, SponsorshipFactory
from tests.surroundings import DarkClient, inside

CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": "[^"]*"'
)


def address(name, organization, *parts):
    return reverse(f"company:{name}", args=[organization.slug, *parts])


@pytest.fixture
def company(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def hr(company):
    return MembershipFactory(role=Role.HR, company=company, name="Helene Brandt")


@pytest.fixture
def browser(client_for, hr):
    return client_for(hr)


def named_by(company):
    rows = NamedCompetitor.objects.filter(company=company, removed_at__isnull=True)
    return list(rows.order_by("named_at", "id").values_list("name", flat=True))


def typed(browser, organization, names):
    return browser.post(address("competitors", organization), {"names": names}, follow=True)


def without_tokens(answer, name):
    """The page's bytes without what differs in each answer, and the typed name itself."""
    text = CHANGING.sub("", answer.text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
    return re.sub(r"<time[^>]*>[^<]*</time>", "", text).replace(name, "NAME")


def test_names_stand_on_the_companys_list_as_received(browser, organization, company):
    answer = typed(browser, organization, "Alder & Sons\n\n  Birch   Works \nalder & sons\n")

    assert named_by(company) == ["Alder & Sons", "Birch Works"]
    assert "Received. A coordinator looks at your list." in answer.text
    assert answer.text.count("received") == 2
    traces = AuditEvent.objects.filter(verb="competitor.named")
    assert [(one.role, one.facts) for one in traces] == [("hr", {}), ("hr", {})]


def test_the_answer_is_the_same_whether_the_company_takes_part_or_not(client_for, organization):
    CompanyFactory(name="Harlund Tools")
    answers, sent = {}, {}
    for name in ("Harlund Tools", "Nobody At All"):
        fresh = CompanyFactory(name="Torvelia Foods " + "ab"[len(answers)])
        contact = MembershipFactory(role=Role.HR, company=fresh, name="Helene Brandt")
        browser = client_for(contact)
        url = address("competitors", organization)
        redirect = browser.post(url, {"names": name})
        page = browser.get(url)
        answers[name] = (redirect.status_code, redirect.headers["Location"])
        sent[name] = without_tokens(page, name).replace(fresh.name, "OWN")

    assert answers["Harlund Tools"] == answers["Nobody At All"]
    assert sent["Harlund Tools"] == sent["Nobody At All"]


def test_naming_reads_no_company_but_ones_own(
    browser, organization, company, django_assert_max_num_queries
):
    CompanyFactory(name="Harlund Tools")
    typed(browser, organization, "Harlund Tools")
    one = statements(browser, address("competitors", organization))
    typed(browser, organization, "Nobody\nNobody else")
    three = statements(browser, address("competitors", organization))

    assert len(one) == len(three) <= MOST_STATEMENTS


@pytest.mark.parametrize(
    "name", ["東京精密", "شركة الأمل", "Łódź Überfłuß", "O'Brien <b>&</b> Co", "=1+1"]
)
def test_names_of_any_script_are_kept_and_shown_as_typed(browser, organization, company, name):
    typed(browser, organization, name)

    assert named_by(company) == [name]
    assert "<b>&</b>" not in browser.get(address("competitors", organization)).text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Type the name of at least one company."),
        (" \n \t\n", "Type the name of at least one company."),
        ("x" * (LONGEST + 1), "is longer than"),
        ("y" * 20_001, "at most 20000 characters"),
        ("Al\u202eder", "invisible control characters"),
    ],
)
def test_what_is_no_name_is_refused_with_what_to_do(
    browser, organization, company, text, complaint
):
    answer = typed(browser, organization, text)

    assert complaint in answer.text
    assert named_by(company) == []


def test_a_list_holds_a_number_of_names_and_no_part_of_too_many(browser, organization, company):
    typed(browser, organization, "\n".join(f"Rival {n}" for n in range(MOST - 1)))
    answer = typed(browser, organization, "One more\nTwo more")

    assert "Your list holds at most 200 companies. None of these was added." in answer.text
    assert len(named_by(company)) == MOST - 1


def test_a_name_can_be_taken_off_and_typed_again(browser, organization, company):
    typed(browser, organization, "Alder")
    row = NamedCompetitor.objects.get()
    url = address("take-off-competitor", organization, row.pk)

    assert "Taken off your list." in browser.post(url, follow=True).text
    assert browser.post(url).status_code == 404
    assert named_by(company) == []
    typed(browser, organization, "ALDER")
    assert named_by(company) == ["ALDER"]


def test_nobody_takes_off_a_name_of_another_company(browser, organization, client_for):
    other = CompanyFactory()
    typed(client_for(MembershipFactory(role=Role.HR, company=other)), organization, "Alder")
    row = NamedCompetitor.objects.get()

    answer = browser.post(address("take-off-competitor", organization, row.pk))

    assert answer.status_code == 404
    assert named_by(other) == ["Alder"]
    assert "Alder" not in browser.get(address("competitors", organization)).text


def test_saying_that_the_list_is_complete_opens_nominations(browser, organization, company):
    program = ProgramFactory(name="Bridge")
    SponsorshipFactory(program=program, company=company)
    ProgramDateFactory(program=program, key="nominations", door=Door.OPEN)
    page = browser.get(address("competitors", organization))

    assert "We have no competitors" in page.text
    assert not nominations_are_open(program)
    url = address("state-competitors", organization)
    answer = browser.post(url, follow=True)

    assert "Your list is complete for one program." in answer.text
    assert nominations_are_open(program)
    assert AuditEvent.objects.get(verb="sponsorship.competitors_stated").role == "hr"
    assert "Thank you" not in browser.post(url, follow=True).text
    assert AuditEvent.objects.filter(verb="sponsorship.competitors_stated").count() == 1


def test_a_company_states_nothing_for_another(browser, organization, company):
    other = SponsorshipFactory()

    browser.post(address("state-competitors", organization))

    assert Sponsorship.objects.get(pk=other.pk).competitors_stated_at is None


def as_hr(organization, hr):
    return inside(organization, hr.user_id, context.Actor.HR, hr.company_id)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM organizations_nameddecision",
        "SELECT 1 FROM organizations_companyalias",
        "SELECT 1 FROM organizations_competitordeclaration",
        "SELECT 1 FROM organizations_intakenote",
        "SELECT 1 FROM organizations_intakenoteversion",
        "INSERT INTO organizations_namedcompetitor (organization_id, id) "
        "VALUES (app.organization(), gen_random_uuid())",
        "UPDATE organizations_namedcompetitor SET name = ''",
        "DELETE FROM organizations_namedcompetitor",
        "UPDATE programs_sponsorship SET competitors_stated_at = now()",
        "UPDATE programs_sponsorcontact SET name = ''",
        "SELECT app.hr_trace('x', 'y', gen_random_uuid(), '{}')",
    ],
)
def test_hrs_role_reaches_nothing_else_by_raw_statements(organization, hr, statement):
    with (
        as_hr(organization, hr),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_hrs_role_reads_names_and_contacts_of_its_own_company_alone(organization, hr, client_for):
    other = CompanyFactory()
    typed(client_for(MembershipFactory(role=Role.HR, company=other)), organization, "Alder")
    SponsorshipFactory(company=other).contacts.create(name="Their Contact", email="t@o.example")
    mine = SponsorshipFactory(company=hr.company)
    mine.contacts.create(name="Our Contact", email="o@o.example")

    with as_hr(organization, hr), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organizations_namedcompetitor")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT name FROM programs_sponsorcontact")
        assert cursor.fetchall() == [("Our Contact",)]


@pytest.mark.parametrize("actor", [context.Actor.COORDINATOR, context.Actor.PARTICIPANT])
def test_nobody_else_calls_the_functions_of_hr(organization, hr, actor):
    with (
        inside(organization, hr.user_id, actor, hr.company_id),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT app.name_competitor(%s, 'x', 5)", [uuid7()])


@pytest.mark.parametrize("most", [1_000_000, None])
def test_the_database_lets_no_list_grow_past_its_limit_whatever_the_caller_says(
    organization, hr, most
):
    with as_hr(organization, hr), connection.cursor() as cursor:
        for number in range(MOST + 1):
            name = f"Company {number}"
            cursor.execute("SELECT app.name_competitor(%s, %s, %s)", [uuid7(), name, most])
        assert cursor.fetchone() == ("full",)
    assert len(named_by(hr.company)) == MOST


@pytest.mark.parametrize("name", ["", "   ", "\t\n", "\u00a0", "\u2003 \u3000", None])
def test_the_database_takes_no_blank_name(organization, hr, name):
    with (
        as_hr(organization, hr),
        pytest.raises(DatabaseError, match="a competitor has a name"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT app.name_competitor(%s, %s, 5)", [uuid7(), name])


def test_the_database_trims_names_before_it_compares_them(organization, hr):
    with as_hr(organization, hr), connection.cursor() as cursor:
        for name in ("Alder Works", "  alder \t works\n"):
            cursor.execute("SELECT app.name_competitor(%s, %s, 5)", [uuid7(), name])
    assert named_by(hr.company) == ["Alder Works"]


def test_what_was_agreed_is_read_by_the_company_it_was_agreed_with(browser, organization, company):
    program = ProgramFactory(
        name="Bridge", success_measures="Nine of ten stay.", demands="An hour a <month>."
    )
    row = SponsorshipFactory(
        program=program, company=company, mentee_seats=4, mentors_owed=3, aims=["retention"]
    )
    row.contacts.create(name="Our Contact", email="our@contact.example", gets_reports=True)
    SponsorshipFactory(program=program, company=CompanyFactory(name="Secret Rival"))

    url = address("sponsorship", organization)
    text = " ".join(browser.get(url).text.split())

    for words in ("4 are still free.", "3 are still missing.", "Retention", "our@contact.example"):
        assert words in text
    for words in ("Nine of ten stay.", "What it asks of people", "An hour a &lt;month&gt;."):
        assert words in text
    assert "Secret Rival" not in text
    assert len(statements(browser, url)) <= MOST_STATEMENTS


def test_the_same_name_from_two_browsers_at_once_stands_once(transactional_db):
    organization = OrganizationFactory()
    with context.enter(context.Context(organization.pk)):
        company = CompanyFactory()
        contacts = [MembershipFactory(role=Role.HR, company=company) for _ in range(2)]
    browsers = []
    for contact in contacts:
        browser = DarkClient()
        browser.force_login(User.objects.get(pk=contact.user_id))
        browsers.append(browser)
    barrier, answers = threading.Barrier(2, timeout=20), []

    def send(browser):
        try:
            barrier.wait()
            answers.append(browser.post(address("competitors", organization), {"names": "Alder"}))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [302, 302]
    with context.enter(context.Context(organization.pk)):
        assert named_by(company) == ["Alder"]
