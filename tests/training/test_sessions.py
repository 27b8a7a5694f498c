"""Planning, moving and cancelling sessions, and who is invited and told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar

from notifications import sending
from notifications.models import Message
from organizations.models import AuditEvent, Person
from participants.models import Participant
from participants.roles import Standing
from participants.services import remove
from tests.factories.organizations import CompanyFactory
from tests.factories.programs import ProgramFactory
from tests.training.conftest import (
    briefing_of,
    facts_of,
    invitation_of,
    invited,
    plan,
    someone,
)
from training import due, services
from training.models import LiveSession, SessionInvitation


def entry_of(mail):
    """The method and the event of the calendar file that came with a mail."""
    part = mail.message().get_body(("calendar",))
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    return calendar["METHOD"], calendar.walk("VEVENT")[0]


def letters(mailoutbox, address):
    return [mail for mail in mailoutbox if mail.to == [address]]


def change(session, by=None, **changed):
    now = {name: getattr(session, name) for name in services.FACTS if name not in changed}
    session.refresh_from_db()
    return services.change_session(session, session.edition, by=by, **now | changed)


def test_all_of_a_side_are_invited(session):
    assert invited(session) == ["Amara Okafor", "Bruno Castel"]


def test_only_who_takes_part_is_invited(program, mentee):
    mentee.standing = Standing.NOMINATED
    mentee.save()

    assert invited(plan(program)) == []


def test_hr_of_the_sponsors_is_invited_to_briefings_alone(program, hr):
    assert invited(briefing_of(program)) == ["Helene Brandt"]
    with pytest.raises(ValidationError) as refused:
        plan(program, kind="other", invites_contacts=True)
    assert "invites" in refused.value.message_dict


def test_hr_of_a_company_that_does_not_sponsor_is_not_invited(program, hr):
    program.sponsorships.all().delete()

    assert invited(briefing_of(program)) == []


def test_who_joins_later_is_invited_to_what_is_ahead(program, session, settle):
    past = plan(program, title="Past", starts_at=timezone.now() - timedelta(days=1))
    someone(program, "Chidi Eze")
    for _ in range(2):
        settle()

    assert invited(session) == ["Amara Okafor", "Bruno Castel", "Chidi Eze"]
    assert "Chidi Eze" not in invited(past)


def test_everybody_invited_is_told_once_with_an_entry_for_the_calendar(
    session, mentee, settle, mailoutbox
):
    for _ in range(2):
        settle()

    (mail,) = letters(mailoutbox, mentee.person.email)
    method, event = entry_of(mail)
    assert mail.subject == "Invitation: Training for mentees"
    assert (method, event["SEQUENCE"]) == ("REQUEST", 0)
    assert str(event["ATTENDEE"]) == f"mailto:{mentee.person.email}"
    # Ten o'clock in London, eleven where it takes place, half past three in Kolkata.
    assert "15:30 – 17:30 (Kolkata)" in mail.body
    assert "11:00 – 13:00 (Copenhagen)" in mail.body


def test_a_reader_of_the_same_time_reads_it_once(session, other_mentee, settle, mailoutbox):
    settle()

    (mail,) = letters(mailoutbox, other_mentee.person.email)
    assert "Copenhagen" in mail.body
    assert "Berlin" not in mail.body


def test_moving_tells_everybody_and_asks_again(session, mentee, settle, mailoutbox):
    settle()
    services.answer(invitation_of(session, mentee), "coming", by=None)
    later = session.starts_at + timedelta(days=1)
    change(session, starts_at=later, ends_at=later + timedelta(hours=1))
    settle()

    first, second = letters(mailoutbox, mentee.person.email)
    before, after = entry_of(first)[1], entry_of(second)[1]
    assert second.subject == "Changed: Training for mentees"
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == later
    assert invitation_of(session, mentee).answer == ""


def test_a_new_place_keeps_the_answers(session, mentee, settle, mailoutbox):
    settle()
    services.answer(invitation_of(session, mentee), "coming", by=None)
    change(session, place="Another hall")
    settle()

    assert invitation_of(session, mentee).answer == "coming"
    assert "Another hall" in letters(mailoutbox, mentee.person.email)[-1].body


def test_what_concerns_nobody_tells_nobody(session, settle):
    settle()
    change(session, capacity=40)
    settle()

    assert not Message.objects.filter(kind="session_changed").exists()


def test_a_change_that_changes_nothing_leaves_no_trace(session):
    before = session.edition

    assert change(session).edition == before
    assert not AuditEvent.objects.filter(verb="session.changed").exists()


def test_cancelling_takes_it_out_of_calendars(session, mentee, coordinator, settle, mailoutbox):
    settle()
    services.cancel_session(session, session.edition, by=coordinator)
    settle()

    method, event = entry_of(letters(mailoutbox, mentee.person.email)[-1])
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert AuditEvent.objects.get(verb="session.cancelled").by_user_id == coordinator.user_id


def test_nobody_is_told_of_the_end_of_what_they_never_heard_of(session, settle, mailoutbox):
    services.cancel_session(session, session.edition, by=None)
    settle()

    assert mailoutbox == []


def test_a_cancelled_session_stays_so(session):
    services.cancel_session(session, session.edition, by=None)
    session.refresh_from_db()

    with pytest.raises(ValidationError, match="cancelled"):
        change(session, title="Again")
    with pytest.raises(ValidationError, match="cancelled"):
        services.invite_people(session, [], by=None)


def test_a_session_that_has_started_is_not_cancelled(session):
    with (
        time_machine.travel(session.starts_at + timedelta(minutes=1)),
        pytest.raises(ValidationError, match="has started"),
    ):
        services.cancel_session(session, session.edition, by=None)


def test_who_is_taken_off_the_list_is_told_and_stays_off(session, mentee, settle, mailoutbox):
    settle()
    services.withdraw_invitation(invitation_of(session, mentee), by=None)
    for _ in range(2):
        settle()

    method, event = entry_of(letters(mailoutbox, mentee.person.email)[-1])
    assert (method, event["SEQUENCE"]) == ("CANCEL", 1)
    assert len(letters(mailoutbox, mentee.person.email)) == 2
    assert invited(session) == ["Bruno Castel"]


def test_who_is_put_on_the_list_again_is_invited_again(session, mentee, settle, mailoutbox):
    settle()
    services.withdraw_invitation(invitation_of(session, mentee), by=None)
    settle()
    services.invite_people(session, [mentee.pk], by=None)
    settle()

    mails = letters(mailoutbox, mentee.person.email)
    assert [entry_of(mail)[0] for mail in mails] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [entry_of(mail)[1]["SEQUENCE"] for mail in mails] == [0, 1, 2]


def test_single_people_of_the_program_can_be_invited(session, mentor, organization):
    stranger = someone(ProgramFactory(), "Not Here")

    assert services.invite_people(session, [mentor.pk, stranger.pk, mentor.pk], by=None) == 1
    assert "Leonor Vidal" in invited(session)
    with pytest.raises(ValidationError, match="at most 500"):
        services.invite_people(session, [mentor.pk] * 501, by=None)


def test_who_left_the_program_hears_nothing_more(session, mentee, settle, mailoutbox):
    remove(mentee, by=None)
    settle()

    assert letters(mailoutbox, mentee.person.email) == []


def test_a_letter_that_later_news_overtook_is_not_sent(session, mentee, mailoutbox):
    due.tell_invited()
    change(session, place="Another hall")
    message = Message.objects.get(person=mentee.person, kind="session_invited")
    sending.send(message.pk, organization_id=message.organization_id)
    message.refresh_from_db()
    assert (message.failure, mailoutbox) == ("moot", [])


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_at": datetime(2026, 11, 3, tzinfo=ZoneInfo("UTC"))}, "ends"),
        ({"link": "javascript:alert(1)", "place": ""}, "link"),
        ({"link": "http://meet.example/"}, "link"),
        ({"place": "", "link": ""}, "place"),
        ({"title": "x" * 200}, "title"),
        ({"title": "Hidden\u202etext"}, "title"),
        ({"place": "Hall\u202e"}, "place"),
        ({"capacity": 0}, "capacity"),
        ({"kind": "party"}, "kind"),
        ({"description": "x" * 5000}, "description"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(program, changed, field):
    with pytest.raises(ValidationError) as refused:
        plan(program, **changed)

    assert field in refused.value.message_dict
    assert not LiveSession.objects.exists()


def test_an_unknown_fact_is_a_mistake_of_ours(program):
    with pytest.raises(TypeError):
        plan(program, color="red")


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("link", "javascript:alert(1)", "livesession_https"),
        ("ends_at", datetime(2020, 1, 1, tzinfo=ZoneInfo("UTC")), "livesession_ends_after_start"),
        ("place", "", "livesession_is_somewhere"),
        ("invites_contacts", True, "livesession_contacts_to_briefings"),
    ],
)
def test_the_database_refuses_it_too(session, column, value, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        LiveSession.objects.filter(pk=session.pk).update(**{column: value})


def test_the_second_of_two_editors_is_told(session):
    facts = facts_of(starts_at=session.starts_at)
    services.change_session(session, 1, by=None, **facts | {"place": "First hall"})

    with pytest.raises(services.ChangedMeanwhile):
        services.change_session(session, 1, by=None, **facts | {"place": "Second hall"})
    with pytest.raises(services.ChangedMeanwhile):
        services.cancel_session(session, 1, by=None)
    session.refresh_from_db()
    assert session.place == "First hall"


def test_ten_thousand_people_are_invited_and_told_in_parts(
    program, organization, django_assert_max_num_queries
):
    company = CompanyFactory()
    people = [
        Person(email=f"p{n}@mail.example", given_name=f"G{n}", family_name="F")
        for n in range(10_000)
    ]
    Person.objects.bulk_create(people, batch_size=2000)
    Participant.objects.bulk_create(
        (
            Participant(program=program, person=one, company=company, side="mentee")
            for one in people
        ),
        batch_size=2000,
    )
    with django_assert_max_num_queries(25):
        session = plan(program)
    with django_assert_max_num_queries(12):
        due.tell_invited()

    assert SessionInvitation.objects.filter(session=session).count() == 10_000
    assert Message.objects.count() == due.MOST_AT_ONCE
