"""Answers with and without places left, and attendance with its undo."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from organizations.models import AuditEvent
from tests.training.conftest import invitation_of, plan
from training import attendance, queries, services


@pytest.fixture
def held(session):
    """The session, a minute after it began."""
    with time_machine.travel(session.starts_at + timedelta(minutes=1), tick=True):
        yield session


def marks_of(session):
    rows = queries.invitations_of(session)
    return {row.participant.person.given_name: row.attendance for row in rows}


def test_an_answer_is_kept_and_can_be_changed(session, mentee, coordinator):
    invitation = invitation_of(session, mentee)
    services.answer(invitation, "coming", by=None)
    services.answer(invitation, "coming", by=None)
    services.answer(invitation, "cannot", by=None)

    assert invitation_of(session, mentee).answer == "cannot"
    assert AuditEvent.objects.filter(verb="session.answered").count() == 2


@pytest.mark.parametrize("given", ["", "perhaps", "COMING", "'; DROP TABLE"])
def test_an_answer_is_one_of_two(session, mentee, given):
    with pytest.raises(services.CannotAnswer):
        services.answer(invitation_of(session, mentee), given, by=None)


def test_the_last_place_is_given_once(program, mentee, other_mentee):
    session = plan(program, capacity=1)
    services.answer(invitation_of(session, mentee), "coming", by=None)

    with pytest.raises(services.CannotAnswer, match="Every place"):
        services.answer(invitation_of(session, other_mentee), "coming", by=None)
    services.answer(invitation_of(session, other_mentee), "cannot", by=None)
    services.answer(invitation_of(session, mentee), "cannot", by=None)
    services.answer(invitation_of(session, other_mentee), "coming", by=None)

    assert queries.places_left(session) == 0


def test_nobody_answers_what_is_over_cancelled_or_not_theirs_any_more(session, mentee):
    invitation = invitation_of(session, mentee)
    with (
        time_machine.travel(session.ends_at + timedelta(minutes=1)),
        pytest.raises(services.CannotAnswer),
    ):
        services.answer(invitation, "coming", by=None)
    services.withdraw_invitation(invitation, by=None)
    with pytest.raises(services.CannotAnswer):
        services.answer(invitation, "coming", by=None)
    services.cancel_session(session, session.edition, by=None)
    with pytest.raises(services.CannotAnswer):
        services.answer(invitation, "coming", by=None)


def test_attendance_is_taken_from_the_start_on(session, mentee):
    marks = {invitation_of(session, mentee).pk: "attended"}
    with pytest.raises(ValidationError, match="from the start"):
        attendance.note(session, marks, by=None)
    with pytest.raises(ValidationError, match="from the start"):
        attendance.note_rest(session, by=None)


def test_all_others_attended_but_who_said_they_cannot(held, mentee, other_mentee, mentor):
    services.invite_people(held, [mentor.pk], by=None)
    services.answer(invitation_of(held, other_mentee), "cannot", by=None)
    attendance.note(held, {invitation_of(held, mentee).pk: "partly"}, by=None)

    attendance.note_rest(held, by=None)

    assert marks_of(held) == {"Amara": "partly", "Bruno": "absent", "Leonor": "attended"}


def test_undo_brings_back_what_was_there(held, mentee, other_mentee):
    attendance.note(held, {invitation_of(held, mentee).pk: "absent"}, by=None)
    batch = attendance.note_rest(held, by=None)
    assert attendance.undo(held, batch, by=None) == 1
    assert marks_of(held) == {"Amara": "absent", "Bruno": ""}

    batch = attendance.note(held, {invitation_of(held, mentee).pk: "attended"}, by=None)
    attendance.undo(held, batch, by=None)
    assert marks_of(held)["Amara"] == "absent"
    assert attendance.undo(held, batch, by=None) == 0


def test_undo_leaves_alone_what_somebody_noted_since(held, mentee, other_mentee):
    batch = attendance.note_rest(held, by=None)
    attendance.note(held, {invitation_of(held, mentee).pk: "partly"}, by=None)

    assert attendance.undo(held, batch, by=None) == 1
    assert marks_of(held) == {"Amara": "partly", "Bruno": ""}


def test_undo_reaches_no_other_session(held, program, mentee):
    batch = attendance.note_rest(held, by=None)
    other = plan(program, title="Another")

    assert attendance.undo(other, batch, by=None) == 0


def test_notes_reach_no_other_session_and_only_known_words(held, program, mentee):
    other = plan(program, title="Another")
    foreign = invitation_of(other, mentee)

    assert attendance.note(held, {foreign.pk: "attended"}, by=None) is None
    with pytest.raises(ValidationError):
        attendance.note(held, {invitation_of(held, mentee).pk: "excellent"}, by=None)


def test_nothing_changed_leaves_no_trace(held, mentee):
    assert attendance.note(held, {invitation_of(held, mentee).pk: ""}, by=None) is None
    assert not AuditEvent.objects.filter(verb="session.attendance").exists()
