"""The coordinators' pages: lists, forms, two editors, attendance, briefings."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from mentoring.tenancy.keys import uuid7
from organizations.roles import Role
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.training.conftest import invitation_of, invited, plan, someone
from training import briefing
from training.models import BriefingLink, LiveSession, SessionInvitation

FORM = {
    "title": "Training for mentees",
    "kind": "mentees",
    "day": "2030-11-20",
    "starts": "10:00",
    "ends": "12:00",
    "time_zone": "Europe/Copenhagen",
    "place": "Harbor Hall",
    "link": "",
    "capacity": "",
    "description": "",
    "invites": ["mentees"],
}


@pytest.fixture
def at(organization, program):
    """The address of one of the program's pages of training."""

    def address(name, *parts, **query):
        parts = [organization.slug, program.slug, *parts]
        return reverse(f"training:{name}", args=parts, query=query or None)

    return address


def values_of(page):
    """What the form of a page would send as it stands, by name."""
    found = re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page.text)
    return {
        name: value
        for name, value in found
        if name not in ("csrfmiddlewaretoken", "acting_as", "kind", "invites")
    }


def test_a_program_without_sessions_says_what_to_do(coordinator_client, at):
    page = coordinator_client.get(at("list"))

    assert "No session is planned yet" in page.text
    assert at("create", kind="briefing") in page.text


def test_planning_invites_and_leads_to_the_session(coordinator_client, at, mentee):
    page = coordinator_client.post(at("create"), FORM, follow=True)

    session = LiveSession.objects.get()
    assert page.redirect_chain[-1][0] == at("detail", session.pk)
    assert invited(session) == ["Amara Okafor"]
    assert "Amara Okafor" in page.text
    assert "11:00" not in page.text
    assert "10:00 – 12:00" in page.text


def test_the_form_begins_with_whom_the_kind_is_for(coordinator_client, at, organization):
    organization.time_zone = "Asia/Kolkata"
    organization.save()

    text = coordinator_client.get(at("create", kind="briefing")).text

    assert re.search(r'value="briefing"[^>]*checked', text)
    assert re.search(r'value="contacts"[^>]*checked', text)
    assert not re.search(r'value="mentees"[^>]*checked', text)
    assert 'value="Asia/Kolkata"' in text
    assert coordinator_client.get(at("create", kind="<x>")).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ends": "09:00"}, "must end after it starts"),
        ({"link": "javascript:alert(1)"}, "begins with https://"),
        ({"place": ""}, "a place, a link, or both"),
        ({"title": "x" * 200}, "at most 160"),
        ({"kind": "other", "invites": ["contacts"]}, "sponsor briefings only"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(coordinator_client, at, changed, said):
    page = coordinator_client.post(at("create"), FORM | changed)

    assert page.status_code == 200
    assert said in page.text
    assert 'value="2030-11-20"' in page.text
    assert not LiveSession.objects.exists()


def test_names_are_shown_as_text(coordinator_client, at, program):
    session = plan(program, title="<script>alert(1)</script>", description="<img src=x>")

    for name, parts in (("list", ()), ("detail", (session.pk,)), ("edit", (session.pk,))):
        text = coordinator_client.get(at(name, *parts)).text
        assert "<script>alert(1)" not in text
        assert "<img src=x>" not in text


def test_the_second_of_two_coordinators_keeps_what_they_typed(
    coordinator_client, client_for, at, session
):
    colleague = client_for(MembershipFactory(role=Role.COORDINATOR))
    opened = values_of(coordinator_client.get(at("edit", session.pk)))
    same = {**FORM, **opened, "kind": "mentees", "invites": ["mentees"]}
    colleague.post(at("edit", session.pk), same | {"place": "First hall"})

    page = coordinator_client.post(at("edit", session.pk), same | {"place": "Second hall"})

    assert "changed this session meanwhile" in page.text
    assert 'value="Second hall"' in page.text
    session.refresh_from_db()
    assert session.place == "First hall"

    again = {**same, **values_of(page), "place": "Second hall"}
    coordinator_client.post(at("edit", session.pk), again)
    session.refresh_from_db()
    assert session.place == "Second hall"


def test_an_unchanged_form_changes_nothing(coordinator_client, at, session):
    opened = values_of(coordinator_client.get(at("edit", session.pk)))
    facts = {**FORM, **opened, "kind": "mentees", "invites": ["mentees"]}
    coordinator_client.post(at("edit", session.pk), facts | {"description": session.description})

    session.refresh_from_db()
    assert (session.edition, session.sequence) == (1, 0)


def test_cancelling_needs_the_latest_edition(coordinator_client, at, session):
    for edition in ("", "0", "7", "x", "9" * 30, "-1"):
        page = coordinator_client.post(at("cancel", session.pk), {"edition": edition}, follow=True)
        assert "changed this session meanwhile" in page.text
    page = coordinator_client.post(at("cancel", session.pk), {"edition": "1"}, follow=True)

    assert "The session is cancelled" in page.text
    session.refresh_from_db()
    assert session.is_cancelled


def test_people_are_found_and_invited_by_hand(coordinator_client, at, session, mentor):
    page = coordinator_client.get(at("invite", session.pk, q="vid leo"))
    assert "Leonor Vidal" in page.text
    assert "Amara" not in page.text

    hostile = [str(mentor.pk), "x", str(uuid7()), "'; --"]
    coordinator_client.post(at("invite", session.pk), {"participant": hostile})
    assert "Leonor Vidal" in invited(session)
    page = coordinator_client.post(at("invite", session.pk), {"participant": ["x"]})
    assert "Choose at least one" in page.text
    assert "Nobody to invite" in coordinator_client.get(at("invite", session.pk, q="zzz")).text


def test_somebody_is_taken_off_the_list(coordinator_client, at, session, mentee):
    own = invitation_of(session, mentee)
    coordinator_client.post(at("withdraw", session.pk, own.pk))

    assert invited(session) == ["Bruno Castel"]
    assert coordinator_client.post(at("withdraw", session.pk, uuid7())).status_code == 404


def test_a_session_of_another_program_is_not_found(coordinator_client, organization, session):
    other = ProgramFactory()
    for name in ("detail", "edit", "invite", "attendance", "calendar"):
        address = reverse(f"training:{name}", args=[organization.slug, other.slug, session.pk])
        assert coordinator_client.get(address).status_code == 404


def test_attendance_is_taken_on_one_page_and_undone(coordinator_client, at, session, mentee):
    page = coordinator_client.get(at("attendance", session.pk))
    assert "from the start of the session on" in page.text
    own = invitation_of(session, mentee)
    with time_machine.travel(session.starts_at + timedelta(minutes=1)):
        address = at("attendance", session.pk)
        coordinator_client.post(address, {f"i{own.pk}": "absent"})
        page = coordinator_client.get(address)
        assert "The other 1 attended" in page.text
        page = coordinator_client.post(at("attendance-rest", session.pk), follow=True)
        assert "2 of 2 are noted" in page.text
        undo = re.search(r'action="([^"]+/undo/[^"]+)"', page.text).group(1)
        page = coordinator_client.post(undo, follow=True)
        assert "1 of 2 is noted" in page.text
        page = coordinator_client.post(undo, follow=True)
        assert "nothing left to undo" in page.text
        page = coordinator_client.post(address, {f"i{own.pk}": "excellent"})
        assert page.status_code == 200
    own.refresh_from_db()
    assert own.attendance == "absent"


def test_the_calendar_file_is_a_file(coordinator_client, at, session):
    answer = coordinator_client.get(at("calendar", session.pk))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert b"METHOD:PUBLISH" in answer.content
    assert b"ATTENDEE" not in answer.content


def make_rows(program, number):
    for _ in range(number):
        company = CompanyFactory()
        SponsorshipFactory(program=program, company=company)
        MembershipFactory(role=Role.HR, company=company)
        mentee = someone(program, "Ada Lovelace", company)
        mentee.manager_email = f"boss{number}@mail.example"
        mentee.save()
    for _ in range(number):
        plan(program)
    briefing.send(program, list(program.participants.all()), by=None)


@pytest.mark.parametrize("name", ["list", "detail", "briefings", "invite", "attendance"])
def test_a_list_asks_as_much_for_one_row_as_for_three(coordinator_client, at, program, name):
    make_rows(program, 1)
    session = LiveSession.objects.latest("starts_at", "id")
    parts = [] if name in ("list", "briefings") else [session.pk]
    coordinator_client.get(at(name, *parts))
    with time_machine.travel(session.starts_at + timedelta(hours=1)):
        one = len(statements(coordinator_client, at(name, *parts)))
        make_rows(program, 3)
        for row in program.participants.all():
            SessionInvitation.objects.get_or_create(session=session, participant=row)
        three = len(statements(coordinator_client, at(name, *parts)))

    assert one == three <= MOST


def test_briefings_show_who_agreed_to_which_version(coordinator_client, at, program, mentee, hr):
    assert "Add the manager’s address" in coordinator_client.get(at("briefings")).text
    mentee.manager_email = "boss@torvelia.example"
    mentee.save()
    page = coordinator_client.post(at("send-briefings"), follow=True)
    assert "1 manager gets a mail" in page.text
    page = coordinator_client.post(at("send-briefings"), follow=True)
    assert "Nobody to write to" in page.text

    briefing.agree(BriefingLink.objects.get(), 1, "Ada Boss")
    page = coordinator_client.get(at("briefings"))
    assert "Ada Boss" in page.text
    assert "Helene Brandt" in page.text
    briefing.save_text("managers", "new words " * 20, 1, by=None)
    assert "Version 1" in coordinator_client.get(at("briefings")).text


def test_who_agreed_to_an_older_version_is_written_to_on_wish(
    coordinator_client, at, program, mentee
):
    mentee.manager_email = "boss@torvelia.example"
    mentee.save()
    coordinator_client.post(at("send-briefings"))
    link = BriefingLink.objects.get()
    briefing.agree(link, 1, "Ada Boss")
    briefing.save_text("managers", "new words " * 20, 1, by=None)
    with time_machine.travel(link.sent_at + timedelta(days=8)):
        coordinator_client.post(at("send-briefings"))
        link.refresh_from_db()
        assert link.mails == 1
        coordinator_client.post(at("send-briefings"), {"again": "on"})
        link.refresh_from_db()
    assert link.mails == 2


def test_one_manager_is_written_to(coordinator_client, at, mentee, other_mentee):
    for one in (mentee, other_mentee):
        one.manager_email = "boss@torvelia.example"
        one.save()
    coordinator_client.post(at("send-briefings"), {"participant": str(mentee.pk)})
    coordinator_client.post(at("send-briefings"), {"participant": "nobody"})

    assert BriefingLink.objects.get().participant == mentee


def test_a_text_is_read_and_edited(coordinator_client, at):
    page = coordinator_client.get(at("text", "managers"))
    assert "What you must never ask" in page.text

    body = "# Ours\n\n" + "our own words " * 20
    facts = {"body": body, "number": "1"}
    assert (
        "Version 2 is saved"
        in coordinator_client.post(at("text", "managers"), facts, follow=True).text
    )
    page = coordinator_client.post(at("text", "managers"), facts | {"body": body + " more"})
    assert "Somebody else saved a version" in page.text
    assert "more</textarea>" in page.text
    page = coordinator_client.post(at("text", "managers"), {"body": "short", "number": "2"})
    assert "at least 20 words" in page.text
    assert coordinator_client.get(at("text", "board")).status_code == 404
