"""What mails say, when, and what they never say."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mentoring.tenancy import context
from notifications import kinds, sending
from notifications.models import Failure, Message
from partnerships import services
from partnerships.models import Partnership
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
NAMES = {
    "mentor": ("Zebulon", "Quackenbush", "Umbral Foundry"),
    "mentee": ("Wilhelmina", "Oglethorpe", "Gossamer Mills"),
}


@pytest.fixture
def pair(organization):
    program = ProgramFactory(name="Bridge 2027")
    pair = {
        "mentor": ParticipantFactory(program=program, mentor=True, time_zone="Asia/Tokyo"),
        "mentee": ParticipantFactory(program=program, time_zone="America/New_York"),
    }
    for side, (given, family, company) in NAMES.items():
        person = pair[side].person
        person.given_name, person.family_name = given, family
        person.save()
        pair[side].company.name = company
        pair[side].company.save()
    return pair


@pytest.fixture
def match(pair):
    with time_machine.travel(NOON, tick=False):
        return services.announce_partnership(
            mentor=pair["mentor"], mentee=pair["mentee"], by=None, answer_days=7
        )


def _as(participant, act, partnership):
    own = membership_of(participant)
    with context.enter(context.Context(own.organization_id, own.user_id)):
        return act(partnership, by=own)


def _send_all():
    """Send what waits; ``{address: mail}`` of this round."""
    for message in Message.objects.filter(sent_at=None, failed_at=None):
        sending.send(message.pk, organization_id=message.organization_id)


def _texts(mail):
    html, kind = mail.alternatives[0]
    assert kind == "text/html"
    return mail.subject, mail.body, html


def _mail_to(mailoutbox, participant):
    (mail,) = [mail for mail in mailoutbox if mail.to == [participant.person.email]]
    mailoutbox.remove(mail)
    return mail


def test_an_announcement_names_nobody_and_gives_the_readers_own_time(match, pair, mailoutbox):
    with time_machine.travel(NOON, tick=False):
        _send_all()

    for side, when in (
        ("mentor", "Monday 8 March, 21:00 (Tokyo)"),
        ("mentee", "Monday 8 March, 07:00 (New York)"),
    ):
        other = "mentee" if side == "mentor" else "mentor"
        subject, text, html = _texts(_mail_to(mailoutbox, pair[side]))
        assert subject == "Your match in Bridge 2027 is ready"
        for words in (text, html):
            assert when in words
            assert "/portal/" in words
            assert f"{other} has been found" in words
        assert [name for name in NAMES[other] if name in subject + text + html] == []


@pytest.mark.parametrize(
    ("days", "happen"),
    [
        (0, lambda match, pair: _as(pair["mentor"], services.accept, match)),
        (0, lambda match, pair: _as(pair["mentor"], services.decline, match)),
        (0, lambda match, pair: services.withdraw(match, by=None)),
        (6, lambda match, pair: services.remind_unanswered()),
        (7, lambda match, pair: services.expire_unanswered()),
    ],
    ids=["accept", "decline", "withdraw", "remind", "expire"],
)
def test_before_both_accept_no_mail_names_the_other(match, pair, mailoutbox, days, happen):
    with time_machine.travel(NOON + timedelta(days=days), tick=False):
        happen(match, pair)
        _send_all()

    assert mailoutbox
    for mail in mailoutbox:
        other = "mentee" if mail.to == [pair["mentor"].person.email] else "mentor"
        assert [name for name in NAMES[other] if name in "".join(_texts(mail))] == []


def test_one_yes_is_told_to_nobody(match, pair, mailoutbox):
    _send_all()
    mailoutbox.clear()

    with time_machine.travel(NOON, tick=False):
        _as(pair["mentor"], services.accept, match)
    _send_all()

    assert mailoutbox == []


def test_after_both_accept_each_learns_the_others_name(match, pair, mailoutbox):
    _send_all()
    mailoutbox.clear()
    with time_machine.travel(NOON, tick=False):
        for participant in pair.values():
            _as(participant, services.accept, match)

    _send_all()

    to_mentee = "".join(_texts(_mail_to(mailoutbox, pair["mentee"])))
    to_mentor = "".join(_texts(_mail_to(mailoutbox, pair["mentor"])))
    assert "Zebulon Quackenbush of Umbral Foundry is your mentor" in to_mentee
    assert "Wilhelmina Oglethorpe of Gossamer Mills is your mentee" in to_mentor


def test_the_end_is_told_in_the_same_words_whatever_the_reason(pair, mailoutbox):
    def told(end):
        with time_machine.travel(NOON, tick=False):
            match = services.announce_partnership(
                mentor=pair["mentor"], mentee=pair["mentee"], by=None, answer_days=7
            )
            Message.objects.update(sent_at=NOON)
            end(match)
        _send_all()
        mail = _mail_to(mailoutbox, pair["mentor"])
        mailoutbox.clear()
        return _texts(mail)

    def expire(match):
        Partnership.objects.filter(pk=match.pk).update(answer_by=NOON)
        services.expire_unanswered()

    declined = told(lambda match: _as(pair["mentee"], services.decline, match))
    withdrawn = told(lambda match: services.withdraw(match, by=None))
    expired = told(expire)

    assert declined == withdrawn == expired
    assert "none of them is a judgment of you" in declined[1]


def test_what_is_no_longer_true_is_not_sent(match, pair, mailoutbox):
    with time_machine.travel(NOON, tick=False):
        services.withdraw(match, by=None)

    _send_all()

    assert {mail.subject for mail in mailoutbox} == {"Your match in Bridge 2027 will not go ahead"}
    moot = Message.objects.filter(failure=Failure.MOOT)
    assert {message.kind for message in moot} == {"match_announced"}


def test_a_reminder_after_the_answer_is_moot(match, pair, mailoutbox):
    Message.objects.update(sent_at=NOON)
    with time_machine.travel(NOON + timedelta(days=6), tick=False):
        services.remind_unanswered()
        _as(pair["mentor"], services.accept, match)
        _send_all()

    assert [mail.to for mail in mailoutbox] == [[pair["mentee"].person.email]]


def test_markup_in_a_name_stays_text(match, pair, mailoutbox):
    Message.objects.update(sent_at=NOON)
    person = pair["mentor"].person
    person.given_name = '<a href="http://evil.example">Click</a>'
    person.save()
    with time_machine.travel(NOON, tick=False):
        for participant in pair.values():
            _as(participant, services.accept, match)
    _send_all()

    _, text, html = _texts(_mail_to(mailoutbox, pair["mentee"]))

    assert '<a href="http://evil.example"' not in html
    assert "&lt;a href=" in html
    assert '<a href="http://evil.example">Click</a> Quackenbush' in text


def test_a_line_break_in_a_program_name_cannot_forge_a_header(match, pair, mailoutbox):
    program = pair["mentee"].program
    program.name = "Bridge\nBcc: everybody@evil.example"
    program.save()

    with time_machine.travel(NOON, tick=False):
        _send_all()

    assert [mail.subject for mail in mailoutbox] == [
        "Your match in Bridge Bcc: everybody@evil.example is ready"
    ] * 2


def test_the_style_is_inline_and_nothing_is_loaded(match, mailoutbox):
    with time_machine.travel(NOON, tick=False):
        _send_all()

    _, _, html = _texts(mailoutbox[0])
    assert 'class="button" style="' in html or 'style="' in html.split('class="button"')[1][:200]
    assert "prefers-color-scheme: dark" in html
    assert "<img" not in html
    assert "<link" not in html


def test_every_kind_has_a_writer():
    for kind in ("match_announced", "answer_reminder", "partnership_preparing", "match_over"):
        assert kinds.is_known(kind)
