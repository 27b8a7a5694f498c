"""Who leaves a program loses the invitations to what is ahead, and is told so once."""

import pytest

from participants.roles import Standing
from participants.services import change_standing, remove, withdraw
from tests.training.conftest import invitation_of, invited
from tests.training.test_sessions import entry_of, letters
from training import services
from training.models import SessionInvitation


@pytest.mark.parametrize("leave", [remove, withdraw])
def test_who_leaves_gets_one_mail_that_takes_it_out_of_the_calendar(
    leave, session, mentee, other_mentee, settle, mailoutbox
):
    settle()
    services.answer(invitation_of(session, mentee), "coming", by=None)
    leave(mentee, by=None)
    for _ in range(3):
        settle()

    told = letters(mailoutbox, mentee.person.email)
    assert [entry_of(mail)[0] for mail in told] == ["REQUEST", "CANCEL"]
    assert [entry_of(mail)[1]["SEQUENCE"] for mail in told] == [0, 1]
    assert "no longer on the list" in told[1].body
    row = invitation_of(session, mentee)
    assert (row.is_withdrawn, row.answer, row.turns) == (True, "", 1)
    assert invited(session) == [other_mentee.person.name]
    assert len(letters(mailoutbox, other_mentee.person.email)) == 1


def test_a_standing_that_was_corrected_to_declined_counts_as_leaving(
    session, mentee, settle, mailoutbox
):
    settle()
    mentee.standing = Standing.DECLINED
    mentee.save()
    settle()

    assert entry_of(letters(mailoutbox, mentee.person.email)[-1])[0] == "CANCEL"


def test_who_comes_back_is_invited_again(session, mentee, settle, mailoutbox):
    settle()
    remove(mentee, by=None)
    settle()
    change_standing(mentee, Standing.IN, by=None)
    for _ in range(2):
        settle()

    told = letters(mailoutbox, mentee.person.email)
    assert [entry_of(mail)[0] for mail in told] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [entry_of(mail)[1]["SEQUENCE"] for mail in told] == [0, 1, 2]
    assert mentee.person.name in invited(session)


def test_who_was_taken_off_by_hand_stays_off(session, mentee, settle):
    settle()
    services.withdraw_invitation(invitation_of(session, mentee), by=None)
    remove(mentee, by=None)
    settle()
    change_standing(mentee, Standing.IN, by=None)
    settle()

    assert mentee.person.name not in invited(session)


def test_nothing_is_said_of_a_session_that_was_called_off_before(
    session, mentee, settle, mailoutbox
):
    settle()
    services.cancel_session(session, session.edition, by=None)
    settle()
    remove(mentee, by=None)
    settle()

    told = letters(mailoutbox, mentee.person.email)
    assert [entry_of(mail)[0] for mail in told] == ["REQUEST", "CANCEL"]
    assert not SessionInvitation.objects.filter(has_left=True).exists()
