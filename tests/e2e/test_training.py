"""Training from four sides: planned, answered on a phone, noted, and agreed to by a manager."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.visiting import PHONE, is_wider_than_screen
from tests.surroundings import inside
from training.models import BriefingAgreement, LiveSession, SessionInvitation

pytestmark = pytest.mark.browser
TRAINING = "/bridges/dashboard/programs/bridge-spring/training/"


def _plan(page, day):
    """Plan a session for the mentees as a coordinator does."""
    page.goto(TRAINING)
    page.get_by_role("link", name="Plan training for mentees").click()
    page.get_by_label("Title").fill("Training for mentees")
    page.get_by_label("Day").fill(day.isoformat())
    page.get_by_label("From").fill("10:00")
    page.get_by_label("To", exact=True).fill("11:30")
    page.get_by_label("Time zone").fill("Europe/Copenhagen")
    page.get_by_label("Link").fill("https://meet.example.org/bridges")
    page.get_by_role("button", name="Plan it and invite").click()
    expect(page.get_by_role("heading", name="Training for mentees")).to_be_visible()


def test_a_session_is_planned_answered_on_a_phone_and_noted(bridges, visit, post, worker):
    desk = visit(bridges.coordinator)
    _plan(desk, timezone.localdate() + timedelta(days=10))
    expect(desk.get_by_role("rowheader", name="Amara Okafor")).to_be_visible()

    with inside(bridges.program.organization):
        address = bridges.participant.person.email
    mail = post.wait(address, "Invitation: Training for mentees")
    assert b"METHOD:REQUEST" in mail.attachments[0][2]

    phone = visit(bridges.mentee, viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(re.search(r"http\S+/portal/training/", mail.text).group())
    phone.get_by_role("button", name="I am coming").tap()
    expect(phone.get_by_text("You are coming")).to_be_visible()
    assert not is_wider_than_screen(phone)

    with inside(bridges.program.organization):
        past = timezone.now() - timedelta(hours=1)
        LiveSession.objects.update(starts_at=past, ends_at=past + timedelta(minutes=30))
    desk.reload()
    desk.get_by_role("link", name="Take attendance").click()
    desk.get_by_label("Attendance of Amara Okafor").select_option("partly")
    desk.get_by_role("button", name="Save attendance").click()
    desk.get_by_role("button", name=re.compile("The other .* attended")).click()
    expect(desk.get_by_text("Attendance is saved.")).to_be_visible()
    desk.get_by_role("button", name="Undo").last.click()
    expect(desk.get_by_text("as they were")).to_be_visible()

    with inside(bridges.program.organization):
        noted = SessionInvitation.objects.exclude(attendance="").values_list("attendance")
        assert list(noted) == [("partly",)]


def test_a_manager_agrees_from_the_mail(bridges, visit, post, worker):
    with inside(bridges.program.organization):
        bridges.participant.manager_email = "boss@harbormills.example"
        bridges.participant.save()
    desk = visit(bridges.coordinator)
    desk.goto(f"{TRAINING}briefings/")
    desk.get_by_role("button", name="Write to all who have not agreed").click()
    expect(desk.get_by_text("1 manager gets a mail")).to_be_visible()

    mail = post.wait("boss@harbormills.example", "a page for you to read")
    page = visit(viewport=PHONE, java_script_enabled=False)
    page.goto(re.search(r"http\S+/briefings/\S+/", mail.text).group())
    expect(page.get_by_role("heading", name="Amara Okafor takes part")).to_be_visible()
    assert not is_wider_than_screen(page)
    page.get_by_label("Your name").fill("Ada Boss")
    page.get_by_role("button", name="I have read this and agree").click()
    expect(page.get_by_text("Ada Boss agreed on")).to_be_visible()

    desk.reload()
    expect(desk.get_by_text("Ada Boss")).to_be_visible()
    with inside(bridges.program.organization):
        assert BriefingAgreement.objects.get().address == "boss@harbormills.example"
