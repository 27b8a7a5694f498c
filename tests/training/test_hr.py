"""HR's briefings: its own invitations and one text, by page and by raw statements."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent
from organizations.roles import Role
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.programs import SponsorshipFactory
from tests.surroundings import inside
from tests.training.conftest import briefing_of, plan
from training import briefing, services
from training.models import BriefingAgreement, BriefingText, SessionInvitation


@pytest.fixture
def session(program, hr):
    return briefing_of(program)


@pytest.fixture
def browser(client_for, hr):
    return client_for(hr)


@pytest.fixture
def other_hr(program):
    company = CompanyFactory(name="Secret Sponsor")
    SponsorshipFactory(program=program, company=company)
    return MembershipFactory(role=Role.HR, company=company, name="Secret Contact")


def at(name, organization, *parts):
    return reverse(f"company-briefings:{name}", args=[organization.slug, *parts])


def own(session, contact):
    return SessionInvitation.objects.get(session=session, contact=contact)


def as_hr(hr):
    return inside(hr.organization, hr.user_id, context.Actor.HR, hr.company_id)


def ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_hr_sees_its_briefing_and_answers(browser, organization, session, hr):
    text = browser.get(at("list", organization)).text
    assert "Sponsor briefing" in text
    assert "11:00 – 13:00" in text

    page = browser.post(
        at("answer", organization, own(session, hr).pk), {"answer": "coming"}, follow=True
    )
    assert "You are coming" in page.text
    assert own(session, hr).answer == "coming"
    event = AuditEvent.objects.get(verb="session.answered")
    assert (event.by_user_id, event.role) == (hr.user_id, "hr")


def test_hr_without_a_briefing_is_told(browser, organization, program):
    assert "No briefing is planned" in browser.get(at("list", organization)).text


@pytest.mark.parametrize("given", ["", "perhaps", "x' OR 1=1 --"])
def test_an_answer_is_one_of_two(browser, organization, session, hr, given):
    page = browser.post(
        at("answer", organization, own(session, hr).pk), {"answer": given}, follow=True
    )

    assert "Choose whether you come" in page.text
    assert own(session, hr).answer == ""


def test_the_last_place_is_given_once(browser, organization, program, hr, other_hr):
    session = briefing_of(program, capacity=1)
    services.answer(own(session, other_hr), "coming", by=None)

    assert "Every place is taken" in browser.get(at("list", organization)).text
    page = browser.post(
        at("answer", organization, own(session, hr).pk), {"answer": "coming"}, follow=True
    )
    assert "Every place is taken by now" in page.text
    assert own(session, hr).answer == ""


def test_what_is_over_or_cancelled_is_not_answered(browser, organization, session, hr):
    services.cancel_session(session, session.edition, by=None)
    page = browser.post(
        at("answer", organization, own(session, hr).pk), {"answer": "coming"}, follow=True
    )

    assert "no answer is needed" in page.text
    assert own(session, hr).answer == ""


def test_hr_finds_nothing_of_others(browser, organization, program, session, hr, other_hr, mentee):
    other = briefing_of(program, starts_at=session.starts_at + timedelta(days=1))
    training = plan(program)
    theirs = own(other, other_hr)
    mentees = SessionInvitation.objects.get(session=training)

    for pk in (theirs.pk, mentees.pk, uuid7()):
        assert browser.get(at("calendar", organization, pk)).status_code == 404
        assert browser.post(at("answer", organization, pk), {"answer": "coming"}).status_code == 404
    text = browser.get(at("list", organization)).text
    assert "Secret" not in text
    assert "Training for mentees" not in text


def test_the_role_reaches_nothing_but_its_views_and_functions(session, hr, other_hr):
    services.answer(own(session, hr), "cannot", by=None)
    with as_hr(hr):
        assert len(ask("SELECT * FROM company_briefing")) == 1
        for table in (
            "training_livesession",
            "training_sessioninvitation",
            "training_briefingtext",
            "training_briefinglink",
            "training_briefingagreement",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                ask(f"SELECT * FROM {table}")
        for sql in (
            "UPDATE company_briefing SET answer = 'coming' RETURNING 1",
            "DELETE FROM company_briefing_text RETURNING 1",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                ask(sql)


def test_the_functions_know_whom_they_serve(session, hr, other_hr, other_organization):
    theirs = own(session, hr).pk
    with as_hr(other_hr):
        assert ask("SELECT app.answer_briefing(%s, 'coming')", theirs) == [("unknown",)]
    stolen = inside(hr.organization, other_hr.user_id, context.Actor.HR, hr.company_id)
    with stolen:
        assert ask("SELECT * FROM company_briefing") == []
    with inside(other_organization, hr.user_id, context.Actor.HR, hr.company_id):
        assert ask("SELECT * FROM company_briefing") == []
    with inside(hr.organization), pytest.raises(DatabaseError), transaction.atomic():
        ask("SELECT app.agree_briefing(%s)", uuid7())


def test_who_was_invited_twice_answers_once(browser, organization, session, hr):
    again = MembershipFactory(role=Role.HR, company=hr.company, name="Another")
    SessionInvitation.objects.get_or_create(session=session, contact=again)

    assert browser.get(at("list", organization)).text.count("I cannot come") == 1


def test_a_company_that_stopped_sponsoring_sees_nothing(browser, organization, program, session):
    program.sponsorships.all().delete()

    assert "No briefing is planned" in browser.get(at("list", organization)).text


def test_hr_reads_and_agrees_once(browser, organization, program, hr):
    assert "There is no page to read yet" in browser.get(at("list", organization)).text
    text = briefing.current_text("contacts")
    assert "What you will not see" in browser.get(at("list", organization)).text

    for _ in range(2):
        page = browser.post(at("agree", organization), {"version": str(text.pk)}, follow=True)
    assert "You agreed to version 1" in page.text
    agreement = BriefingAgreement.objects.get()
    assert (agreement.contact, agreement.name, agreement.address) == (
        hr,
        "Helene Brandt",
        hr.user.email,
    )
    assert AuditEvent.objects.filter(verb="briefing.agreed", by_user_id=hr.user_id).count() == 1


def test_hr_agrees_to_what_it_has_read(browser, organization, program, hr):
    old = briefing.current_text("contacts")
    browser.post(at("agree", organization), {"version": str(old.pk)})
    briefing.save_text("contacts", "new words " * 20, 1, by=None)

    assert "You agreed to version 1" in browser.get(at("list", organization)).text
    for version in (str(old.pk), "", "x", str(uuid7())):
        page = browser.post(at("agree", organization), {"version": version}, follow=True)
        assert "has changed since you opened it" in page.text
    manager_text = briefing.current_text("managers")
    browser.post(at("agree", organization), {"version": str(manager_text.pk)})
    assert BriefingAgreement.objects.count() == 1
    newest = BriefingText.objects.get(audience="contacts", number=2)
    browser.post(at("agree", organization), {"version": str(newest.pk)})
    assert BriefingAgreement.objects.count() == 2


def test_hr_is_told_by_mail_at_its_login(session, hr, settle, mailoutbox):
    settle()

    (mail,) = mailoutbox
    assert mail.to == [hr.user.email]
    assert "/company/briefings/" in mail.body


def test_past_briefings_are_listed(browser, organization, session):
    with time_machine.travel(session.ends_at + timedelta(hours=1)):
        assert "Past sessions" in browser.get(at("list", organization)).text


def test_as_many_statements_for_one_as_for_three(browser, organization, program, session):
    one = len(statements(browser, at("list", organization)))
    for _ in range(3):
        briefing_of(program)

    assert len(statements(browser, at("list", organization))) == one <= MOST
