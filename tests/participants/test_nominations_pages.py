"""Coordinators' pages: sponsors, the asked, what to settle, invitations; and the public link."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mentoring.crypto.models import ContentKey
from mentoring.crypto.services import destroy_keys
from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import Employment, Person
from organizations.roles import Role
from participants.models import Participant
from participants.nominating import answering, applying, due, placing
from participants.nominating.models import Application, ApplicationLink, Asking, NominationResult
from participants.nominating.words import ApplicationState, Outcome
from participants.roles import Side, Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.nominations import asked, nominated, open_program, sponsored
from tests.factories.organizations import CompanyFactory, MembershipFactory, PersonFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import DarkClient, inside

PAGES = ("sponsors", "people", "settle", "applications", "invite")


@pytest.fixture
def a(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def b(organization):
    return CompanyFactory(name="Quince Works")


@pytest.fixture
def program(a, b):
    return open_program(a, b, name="Bridge", slug="bridge", purpose="An outside view.")


def at(program, name, *args):
    return reverse(f"nominations:{name}", args=[program.organization.slug, program.slug, *args])


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def application(program, email="ada@else.example", **facts):
    texts = {"given_name": "Ada", "family_name": "Roy", "company_name": "torvelia foods"}
    row = Application(program=program, side=Side.MENTEE, email=email, **texts)
    for name, value in facts.items():
        setattr(row, name, value)
    applying.apply(program, row, "To grow.")
    return Application.objects.get(program=program, email=email)


def apply_page(program, coordinator):
    return reverse("apply", args=[applying.token_of(opened(program, coordinator))])


def opened(program, coordinator, **facts):
    return applying.set_link(program, is_open=True, by=coordinator, **facts)


def filled(**facts):
    return {
        "side": "mentee",
        "given_name": "Ada",
        "family_name": "Roy",
        "email": "ada@else.example",
        "company_name": "Torvelia",
        "title": "",
        "why": "To grow.",
    } | facts


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_an_empty_program_say_what_to_do(coordinator_client, organization, name):
    answer = coordinator_client.get(at(open_program(), name))
    assert answer.status_code == 200
    assert 'class="empty' in answer.text


def test_sponsors_stand_with_their_people_by_stage(coordinator_client, program, a):
    for standing in ("in", "declined", "unanswered", "nominated", "nominated"):
        ParticipantFactory(program=program, company=a, standing=standing)
    ParticipantFactory(program=program, company=a, mentor=True)

    answer = coordinator_client.get(at(program, "sponsors"))

    line = next(line for line in answer.context["lines"] if line.company == a)
    assert (line.mentees_held, line.mentors_held, line.both["in"]) == (3, 1, 2)
    assert "Torvelia Foods 3 of 3 1 of 2 2 2 1 1" in words(answer)
    assert "Open until" in words(answer)


def test_who_keeps_nominations_closed_is_named_to_coordinators(coordinator_client, program):
    program.sponsorships.filter(company__name="Quince Works").update(competitors_stated_at=None)
    text = words(coordinator_client.get(at(program, "sponsors")))
    assert "Quince Works has not stated its competitors yet" in text


def test_coordinators_see_a_decline_and_its_reason(coordinator_client, program, a):
    participant = asked(program, company=a)
    waiting = words(coordinator_client.get(at(program, "people")))
    assert "Asked today" in waiting
    user = participant.person.user_id
    with inside(program.organization, user, context.Actor.PARTICIPANT):
        answering.decline(participant, by=membership_of(participant), reason="no_time")

    text = words(coordinator_client.get(at(program, "people")))

    assert "Declined “I do not have the time”" in text


def test_reminding_and_asking_once_more(coordinator_client, program, a):
    participant = asked(program, company=a)
    coordinator_client.post(at(program, "remind", participant.pk))
    coordinator_client.post(at(program, "remind-all"))
    assert Message.objects.filter(kind="nomination_reminder").count() == 1

    program.dates.update(closes_on=timezone.localdate() - timedelta(days=1))
    due.end_unanswered()
    coordinator_client.post(at(program, "reopen", participant.pk))

    participant.refresh_from_db()
    assert participant.standing == Standing.NOMINATED
    assert Asking.objects.filter(answered_at=None).count() == 1
    answer = coordinator_client.post(at(program, "reopen", participant.pk), follow=True)
    assert "Look at the page again" in answer.text


def test_a_claim_of_two_companies_is_settled_on_the_page(coordinator_client, program, a, b):
    nominated(program, a, "nora@works.example")
    row = nominated(program, b, "nora@works.example")
    placing.place_nominations()
    text = words(coordinator_client.get(at(program, "settle"))).replace(" :", ":")
    assert "Works at another company, as far as you know: Torvelia Foods" in text

    wrong = coordinator_client.post(at(program, "decide", row.pk), {"decision": "x"}, follow=True)
    assert "Choose what is to be done" in wrong.text
    day = {"decision": "move", "day": timezone.localdate().isoformat()}
    coordinator_client.post(at(program, "decide", row.pk), day)

    job = Employment.objects.get(person__email="nora@works.example", ended_on=None)
    assert job.company == b
    assert NominationResult.objects.get(nomination=row).outcome == Outcome.PLACED
    again = coordinator_client.post(at(program, "decide", row.pk), day, follow=True)
    assert "settled in the meantime" in again.text


def test_what_no_worker_has_read_yet_cannot_be_settled(coordinator_client, program, a):
    row = nominated(program, a, "nora@works.example")
    answer = coordinator_client.post(
        at(program, "decide", row.pk), {"decision": "refuse"}, follow=True
    )
    assert "settled in the meantime" in answer.text


def test_people_are_invited_by_name_and_address(coordinator_client, program, a):
    known = PersonFactory(company=a, email="known@works.example")
    elsewhere = PersonFactory(company=CompanyFactory(), email="far@works.example")
    there = ParticipantFactory(program=program, company=a)
    lines = (
        *("Nora Lind <NORA@works.example>", "known@works.example", "Bo Berg, bo@works.example"),
        *(f"Far Away <{elsewhere.email}>", f"In Already <{there.person.email}>"),
        "nora@works.example",
    )
    data = {"side": "mentee", "company": a.pk, "people": "\n".join(lines[:-1])}

    answer = coordinator_client.post(at(program, "invite"), data, follow=True)

    assert "3 people are invited" in answer.text
    assert "far@works.example is not invited" in answer.text
    assert "is in the list already: In" in answer.text
    asked_people = Participant.objects.filter(standing=Standing.NOMINATED)
    names = set(asked_people.values_list("person__given_name", flat=True))
    assert names == {"Nora", "Bo", known.given_name}
    assert Message.objects.filter(kind="nomination_asked").count() == 3


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ("", "at least one mail address"),
        ("Nora Lind", "no name and mail address"),
        ("new@works.example", "write the name too"),
        ("Nora <a@b>", "is not a mail address"),
        ("=cmd <a@b.example>", "looks like a formula"),
        ("\n".join(f"N L <n{n}@b.example>" for n in range(101)), "at most 100"),
    ],
)
def test_a_line_that_cannot_be_read_invites_nobody(coordinator_client, program, a, people, told):
    data = {"side": "mentee", "company": a.pk, "people": f"Good One <ok@b.example>\n{people}"}
    if not people:
        data["people"] = ""
    answer = coordinator_client.post(at(program, "invite"), data)
    assert told in words(answer)
    assert not Participant.objects.exists()


@pytest.mark.parametrize("name", [*PAGES])
def test_pages_cost_the_same_for_one_and_for_three(coordinator_client, program, a, b, name):
    def add(number):
        nominated(program, a, f"n{number}@works.example")
        nominated(program, b, f"n{number}@works.example")
        placing.place_nominations()
        application(program, f"a{number}@else.example")

    add(0)
    once = statements(coordinator_client, at(program, name))
    for number in (1, 2):
        add(number)
    assert len(statements(coordinator_client, at(program, name))) == len(once) <= MOST


@pytest.mark.parametrize("role", [Role.HR, Role.PARTICIPANT])
@pytest.mark.parametrize("name", PAGES)
def test_only_staff_have_these_pages(client_for, program, a, role, name):
    facts = {"company": a} if role == Role.HR else {"person": PersonFactory(company=a)}
    browser = client_for(MembershipFactory(role=role, **facts))
    assert browser.get(at(program, name)).status_code == 403


def test_a_row_of_another_program_is_not_found(coordinator_client, program, a):
    other = open_program(slug="other")
    sponsored(other, a)
    row, participant = nominated(other, a, "n@works.example"), asked(other, company=a)
    found = {
        "decide": row.pk,
        "remind": participant.pk,
        "reopen": participant.pk,
        "accept": application(other).pk,
    }
    for name, pk in found.items():
        assert coordinator_client.post(at(program, name, pk)).status_code == 404


def test_the_link_is_opened_renewed_and_closed(coordinator_client, client, program):
    def wish(what):
        answer = coordinator_client.post(at(program, "link"), {"wish": what}, follow=True)
        return answer.context["link"]

    first = wish("open")
    assert first.startswith("http")
    assert wish("open") == first
    path = first[first.index("/apply/") :]
    assert client.get(path).status_code == 200
    second = wish("renew")
    assert second != first
    assert client.get(path).status_code == 410
    assert wish("close") == ""
    assert client.get(second[second.index("/apply/") :]).status_code == 410
    assert wish("burn") == ""
    assert applying.token_of(ApplicationLink.objects.get()) == ""


def test_the_public_page_tells_the_program_and_nothing_else(client, program, a, coordinator):
    ParticipantFactory(program=program, company=a, title="Secret title")

    answer = client.get(apply_page(program, coordinator))

    assert "An outside view." in answer.text
    assert program.organization.name in answer.text
    assert answer["X-Robots-Tag"] == "noindex"
    for secret in ("Torvelia", "Quince", "Secret", coordinator.name, str(program.pk)):
        assert secret not in answer.text


def test_why_somebody_applies_is_kept_locked(client, coordinator_client, program, coordinator):
    word = "overlooked three times"
    client.post(apply_page(program, coordinator), filled(why=word))

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(x)::text FROM participants_application x")
        ((kept,),) = cursor.fetchall()
    assert word not in kept
    assert word.encode() not in bytes(Application.objects.get().locked)
    assert word in coordinator_client.get(at(program, "applications")).text


def test_what_nobody_can_read_any_more_is_said(coordinator_client, program):
    destroy_keys(application(program).pk)
    emptied = application(program, "bo@else.example")
    Application.objects.filter(pk=emptied.pk).update(locked=b"")

    text = coordinator_client.get(at(program, "applications")).text

    assert text.count("What they wrote cannot be read any more.") == 2


def test_applying_again_leaves_no_key(client, program, coordinator):
    address = apply_page(program, coordinator)
    client.post(address, filled())
    [key] = ContentKey.objects.values_list("author_id", flat=True)

    for why in ("Once more.", "x" * 900):
        assert client.post(address, filled(why=why, email="ADA@else.example")).status_code == 302

    [row] = applying.with_why(Application.objects.all())
    assert (row.why, row.pk) == ("To grow.", key)
    assert [found.author_id for found in ContentKey.objects.all()] == [key]


def test_whoever_applies_reads_the_same(client, program, a, coordinator):
    there = ParticipantFactory(program=program, company=a)
    page, told = apply_page(program, coordinator), set()
    for email in ("ada@else.example", "ADA@else.example", there.person.email):
        answer = client.post(page, filled(email=email), follow=True)
        told.add(words(answer))
    assert len(told) == 1
    assert "Thank you for applying" in told.pop()
    assert Application.objects.count() == 2
    assert Person.objects.filter(email="ada@else.example").count() == 0


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"email": "ada"}, "Enter a valid email address"),
        ({"why": ""}, "required"),
        ({"why": "x" * 2001}, "at most 2000"),
        ({"given_name": "=A"}, "looks like a formula"),
        ({"family_name": "x" * 81}, "at most 80"),
        ({"side": "boss"}, "Select a valid choice"),
        ({"company_name": "\x00"}, "Null characters"),
    ],
)
def test_what_an_applicant_must_correct_is_said(client, program, coordinator, facts, told):
    answer = client.post(apply_page(program, coordinator), filled(**facts))
    assert told in answer.text
    assert not Application.objects.exists()


def test_many_applications_from_one_place_are_stopped(client, program, coordinator):
    page = apply_page(program, coordinator)
    for number in range(25):
        answer = client.post(page, filled(email=f"a{number}@else.example"), follow=True)
    assert "Try again in an hour" in answer.text
    assert Application.objects.count() == 20


def test_nobody_applies_when_nominations_are_over(client, program, coordinator):
    page = apply_page(program, coordinator)
    program.dates.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert "The time to apply is over" in client.get(page).text
    assert client.post(page, filled()).status_code == 410
    assert not Application.objects.exists()


@pytest.mark.parametrize("token", ["x", "x" * 2000, "%00", "é", "../.."])
def test_a_link_that_is_none_tells_nothing(db, token):
    answer = DarkClient().get(f"/apply/{token}/")
    assert answer.status_code in (404, 410)


def test_an_application_goes_the_way_of_the_nominated(coordinator_client, program, a):
    row = application(program)
    page = coordinator_client.get(at(program, "applications"))
    assert page.context["rows"][0]["likely"] == a.pk

    coordinator_client.post(at(program, "accept", row.pk), {"company": a.pk})

    participant = Participant.objects.get()
    assert (participant.standing, participant.company) == (Standing.NOMINATED, a)
    row.refresh_from_db()
    assert (row.state, row.participant) == (ApplicationState.ACCEPTED, participant)
    assert Asking.objects.get().source == "application"
    again = coordinator_client.post(at(program, "accept", row.pk), {"company": a.pk}, follow=True)
    assert "decided in the meantime" in again.text


@pytest.mark.parametrize("company", ["", "no id", "01a2066f-ca23-7d1d-8b71-cc02a180b30b"])
def test_an_application_needs_a_sponsor(coordinator_client, program, company):
    row = application(program)
    answer = coordinator_client.post(
        at(program, "accept", row.pk), {"company": company}, follow=True
    )
    assert "Choose the company" in answer.text
    assert not Participant.objects.exists()


def test_an_applicant_who_works_elsewhere_is_not_moved(coordinator_client, program, a):
    PersonFactory(company=CompanyFactory(), email="ada@else.example")
    row = application(program)
    answer = coordinator_client.post(at(program, "accept", row.pk), {"company": a.pk}, follow=True)
    assert "Correct that first" in answer.text
    row.refresh_from_db()
    assert row.state == ApplicationState.NEW


def test_declining_an_application_sends_nothing(coordinator_client, program):
    row = application(program)
    coordinator_client.post(at(program, "decline", row.pk))
    row.refresh_from_db()
    assert row.state == ApplicationState.DECLINED
    assert not Message.objects.exists()
