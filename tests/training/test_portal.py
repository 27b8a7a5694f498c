"""What mentees and mentors see of sessions, and what they answer."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from participants.roles import Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.participants import membership_of
from tests.training.conftest import invitation_of, plan
from training import attendance, services


@pytest.fixture
def browser(client_for, mentee):
    return client_for(membership_of(mentee))


def at(name, organization, *parts):
    return reverse(f"portal-training:{name}", args=[organization.slug, *parts])


def test_nobody_invited_reads_what_will_stand_here(browser, organization):
    assert "No training yet" in browser.get(at("list", organization)).text


def test_a_session_is_shown_in_ones_own_time_and_its_own(browser, organization, session):
    text = browser.get(at("list", organization)).text

    assert "15:30 – 17:30" in text
    assert "Kolkata" in text
    assert "11:00 – 13:00" in text
    assert "Copenhagen" in text
    assert "Bring a question." in text


def test_one_tap_answers(browser, organization, session, mentee):
    own = invitation_of(session, mentee)
    page = browser.post(at("answer", organization, own.pk), {"answer": "coming"}, follow=True)
    assert "You are coming" in page.text
    page = browser.post(at("answer", organization, own.pk), {"answer": "perhaps"}, follow=True)

    assert invitation_of(session, mentee).answer == "coming"
    assert "Choose whether you come" in page.text


def test_others_invitations_are_not_found(browser, organization, session, other_mentee):
    theirs = invitation_of(session, other_mentee)

    assert (
        browser.post(at("answer", organization, theirs.pk), {"answer": "coming"}).status_code == 404
    )
    assert browser.get(at("calendar", organization, theirs.pk)).status_code == 404
    assert invitation_of(session, other_mentee).answer == ""


def test_who_was_taken_off_or_left_sees_nothing(browser, organization, session, mentee):
    own = invitation_of(session, mentee)
    services.withdraw_invitation(own, by=None)
    assert browser.get(at("calendar", organization, own.pk)).status_code == 404
    services.invite_people(session, [mentee.pk], by=None)
    mentee.standing = Standing.REMOVED
    mentee.save()

    assert "No training yet" in browser.get(at("list", organization)).text
    assert browser.post(at("answer", organization, own.pk), {"answer": "coming"}).status_code == 404


def test_the_calendar_file_is_ones_own(browser, organization, session, mentee):
    own = invitation_of(session, mentee)
    (event,) = Calendar.from_ical(browser.get(at("calendar", organization, own.pk)).content).walk(
        "VEVENT"
    )

    assert event["SUMMARY"] == "Training for mentees"
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert event["SEQUENCE"] == 0


def test_a_full_session_offers_no_place(browser, organization, program, mentee, other_mentee):
    session = plan(program, capacity=1)
    services.answer(invitation_of(session, other_mentee), "coming", by=None)

    text = browser.get(at("list", organization)).text

    assert "Every place is taken" in text
    assert "I am coming" not in text


def test_what_was_noted_is_told(browser, organization, session):
    with time_machine.travel(session.ends_at + timedelta(minutes=1)):
        attendance.note_rest(session, by=None)
        assert "You attended" in browser.get(at("list", organization)).text


def test_a_cancelled_session_says_so(browser, organization, session):
    services.cancel_session(session, session.edition, by=None)

    text = browser.get(at("list", organization)).text
    assert "It does not take place" in text
    assert "I am coming" not in text


def test_as_many_statements_for_one_as_for_three(browser, organization, program, session):
    one = len(statements(browser, at("list", organization)))
    for _ in range(3):
        plan(program)

    assert len(statements(browser, at("list", organization))) == one <= MOST


def test_an_unanswered_session_is_the_next_step(browser, organization, session, mentee):
    home = reverse("portal:home", args=[organization.slug])
    assert "Do you come to “Training for mentees”?" in browser.get(home).text

    services.answer(invitation_of(session, mentee), "cannot", by=None)
    assert "Do you come" not in browser.get(home).text


def test_a_session_in_the_past_is_no_step(browser, organization, session):
    home = reverse("portal:home", args=[organization.slug])
    with time_machine.travel(session.starts_at + timedelta(minutes=1)):
        assert "Do you come" not in browser.get(home).text
