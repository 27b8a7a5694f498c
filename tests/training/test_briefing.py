"""Texts in versions, personal links of managers, and agreements that stay."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import AuditEvent, Organization
from participants.roles import Standing
from participants.services import remove
from tests.surroundings import dark, inside
from training import briefing, texts, tokens
from training import briefing_queries as queries
from training.models import BriefingAgreement, BriefingLink, BriefingText
from training.roles import Audience

ADDRESS = "boss@torvelia.example"


@pytest.fixture
def managed(mentee):
    mentee.manager_email = ADDRESS.title()
    mentee.save()
    return mentee


@pytest.fixture
def link(program, managed):
    briefing.send(program, [managed], by=None)
    return BriefingLink.objects.get()


def path_of(link):
    return reverse("briefing", args=[tokens.token_of(link.pk, link.organization_id)])


def is_nothing(client, path):
    """Whether the address answers in the same bytes as a link that never was."""
    unknown = client.get(reverse("briefing", args=["A" * 54]))
    answer = client.get(path)
    return (answer.status_code, answer.content) == (410, unknown.content)


def agree(client, link, name="Ada Boss", number=1):
    return client.post(path_of(link), {"name": name, "number": number})


@pytest.mark.parametrize("audience", [Audience.MANAGERS, Audience.CONTACTS])
def test_the_shipped_texts_are_one_page_and_whole(audience):
    body = texts.shipped(audience)
    blocks = texts.blocks(body)

    assert 400 <= texts.words(body) <= 700
    assert {block.kind for block in blocks} == {"heading", "paragraph", "list"}
    headings = [block.text for block in blocks if block.kind == "heading"]
    assert "What this program is" in headings
    assert "What you must never ask" in headings
    assert "What you agree to" in headings
    assert "two hours" in body or "four hours" in body


def test_marks_are_no_markup():
    (heading, first, items) = texts.blocks("# A <b>\nplain\nline\n- one\n* two <script>")

    assert heading.text == "A <b>"
    assert first.text == "plain line"
    assert items.items == ["one", "two <script>"]


def test_every_organization_has_the_shipped_texts(organization, settle):
    for _ in range(2):
        settle()

    rows = BriefingText.objects.values_list("audience", "number", "is_shipped")
    assert sorted(rows) == [(audience, 1, True) for audience in sorted(Audience)]


def test_an_edit_is_a_new_version_and_the_old_one_stays(organization, coordinator):
    old = briefing.current_text("managers")
    new = briefing.save_text("managers", "word " * 30, 1, by=coordinator)

    assert (old.number, new.number) == (1, 2)
    assert briefing.current_text("managers") == new
    assert briefing.save_text("managers", "word " * 30, 2, by=coordinator) is None
    assert AuditEvent.objects.get(verb="briefing.text_saved").facts == {
        "audience": "managers",
        "number": 2,
    }
    with pytest.raises(briefing.Outdated):
        briefing.save_text("managers", "another " * 30, 1, by=coordinator)


@pytest.mark.parametrize("body", ["", "too short", "word " * 20_000, "hidden\u202e " * 30])
def test_a_text_that_cannot_be_shown_is_refused(organization, body):
    briefing.current_text("managers")
    with pytest.raises(ValidationError):
        briefing.save_text("managers", body, 1, by=None)


def test_what_was_agreed_to_cannot_be_rewritten(link, client):
    agree(client, link)
    for change in (
        lambda: BriefingText.objects.update(body="other"),
        lambda: BriefingText.objects.all().delete(),
        lambda: BriefingAgreement.objects.update(name="Somebody else"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_manager_gets_a_personal_link(link, settle, mailoutbox):
    settle()

    (mail,) = mailoutbox
    assert mail.to == [ADDRESS]
    assert path_of(link) in mail.body
    assert "Amara Okafor" in mail.body
    token = path_of(link).split("/")[-2]
    assert link.token_hash == tokens.hash_of(token)
    assert token not in str(list(Message.objects.values()))
    assert token not in str(list(BriefingLink.objects.values()))


def test_looking_uses_nothing_up_and_agreeing_is_noted_once(link, client):
    for _ in range(3):
        page = client.get(path_of(link))
        assert page.status_code == 200
    assert "Amara Okafor" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert not BriefingAgreement.objects.exists()

    for _ in range(2):
        assert agree(client, link).status_code == 302

    agreement = BriefingAgreement.objects.get()
    assert (agreement.name, agreement.address, agreement.text.number) == ("Ada Boss", ADDRESS, 1)
    assert "Ada Boss agreed on" in client.get(path_of(link)).text
    assert AuditEvent.objects.filter(verb="briefing.agreed").count() == 1


def test_the_page_tells_the_name_and_the_program_and_no_more(link, client, mentee):
    mentee.story = "SecretStory"
    mentee.title = "SecretTitle"
    mentee.save()

    text = client.get(path_of(link)).text

    for word in ("SecretStory", "SecretTitle", mentee.person.email, ADDRESS, "Torvelia"):
        assert word not in text


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 161, "Bad\u202ename"])
def test_a_name_that_nobody_can_read_is_refused(link, client, name):
    assert agree(client, link, name).status_code == 200
    assert not BriefingAgreement.objects.exists()


@pytest.mark.parametrize("name", ["王小明", "O'Brien <b>", "Zoë; DROP TABLE", "x" * 160])
def test_names_of_all_scripts_are_kept_as_text(link, client, name):
    agree(client, link, name)

    assert BriefingAgreement.objects.get().name == name
    assert "<b>" not in client.get(path_of(link)).text


def test_who_agrees_to_an_older_text_is_asked_to_read_again(link, client):
    agree(client, link)
    briefing.save_text("managers", "new words " * 20, 1, by=None)

    assert "earlier version" in client.get(path_of(link)).text
    assert "Please read it again" in agree(client, link, number=1).text
    assert agree(client, link, number=2).status_code == 302
    numbers = BriefingAgreement.objects.values_list("text__number", flat=True)
    assert sorted(numbers) == [1, 2]


def test_a_link_expires(link, client):
    with time_machine.travel(timezone.now() + briefing.LASTS + timedelta(minutes=1)):
        assert is_nothing(client, path_of(link))
        assert agree(client, link).status_code == 410
    assert not BriefingAgreement.objects.exists()


@pytest.mark.parametrize(
    "standing", [Standing.REMOVED, Standing.DECLINED, Standing.WITHDRAWN, Standing.UNANSWERED]
)
def test_the_link_of_who_does_not_take_part_is_as_unknown(link, client, managed, standing):
    managed.standing = standing
    managed.save()

    assert is_nothing(client, path_of(link))
    assert agree(client, link).status_code == 410
    assert not BriefingAgreement.objects.exists()


def test_an_organization_that_has_ended_opens_no_link(link, organization, client):
    with dark():
        Organization.objects.filter(pk=organization.pk).update(ended_at=timezone.now())

    assert is_nothing(client, path_of(link))
    assert agree(client, link).status_code == 410
    assert not BriefingAgreement.objects.exists()
    with time_machine.travel(link.sent_at + timedelta(days=8)):
        briefing.remind()
    link.refresh_from_db()
    assert link.mails == 1


def test_another_manager_makes_the_old_link_unknown(program, link, managed, client, settle):
    agree(client, link)
    managed.manager_email = "new.boss@torvelia.example"
    managed.save()

    assert is_nothing(client, path_of(link))
    assert briefing.send(program, [managed], by=None) == 1
    assert BriefingLink.objects.count() == 2


@pytest.mark.parametrize(
    "token",
    ["x", "A" * 54, "A" * 53, "A" * 5000, "%00", "é", "../admin", "=" * 54, "_" * 54],
)
def test_tokens_that_are_none_are_not_found(client, organization, token):
    assert client.get(f"/briefings/{token}/").status_code in (404, 410)


def test_a_token_opens_its_own_organization_alone(link, other_organization, client):
    forged = tokens.token_of(link.pk, other_organization.pk)

    assert is_nothing(client, reverse("briefing", args=[forged]))
    with inside(other_organization):
        assert queries.link_of(tokens.token_of(link.pk, link.organization_id)) is None


def test_nobody_is_mailed_twice_within_a_week(program, managed, link):
    assert briefing.send(program, [managed], by=None) == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert briefing.send(program, [managed], by=None) == 1
    link.refresh_from_db()
    assert link.mails == 2


def test_who_is_not_written_to(program, mentee, other_mentee, mentor):
    other_mentee.manager_email = other_mentee.person.email.upper()
    other_mentee.save()
    mentor.manager_email = "boss@elsewhere.example"
    mentor.save()

    assert briefing.send(program, [mentee, other_mentee, mentor], by=None) == 0


def test_reminders_come_weekly_and_end(link, settle, mailoutbox):
    sent = {}
    for day in (0, 6, 7, 13, 14, 15, 20, 21, 28, 39):
        with time_machine.travel(link.sent_at + timedelta(days=day, minutes=1)):
            settle()
            sent[day] = len(mailoutbox)

    assert sent == {0: 1, 6: 1, 7: 2, 13: 2, 14: 3, 15: 3, 20: 3, 21: 3, 28: 3, 39: 3}
    addresses = {re.search(r"/briefings/\S+/", mail.body).group() for mail in mailoutbox}
    assert addresses == {path_of(link)}


def test_who_agreed_or_left_is_not_reminded(link, managed, client, settle, mailoutbox):
    settle()
    agree(client, link)
    with time_machine.travel(link.sent_at + timedelta(days=8)):
        settle()
    assert len(mailoutbox) == 1


def test_a_mail_to_the_manager_of_who_left_is_never_sent(program, managed, mailoutbox, settle):
    briefing.send(program, [managed], by=None)
    remove(managed, by=None)
    settle()

    assert mailoutbox == []


def test_a_new_key_of_the_installation_spoils_no_reminder(link, client, settings):
    settings.SECRET_KEY = "another key altogether"
    assert is_nothing(client, path_of(link))
    with time_machine.travel(link.sent_at + timedelta(days=8)):
        briefing.remind()
        assert client.get(path_of(link)).status_code == 200


def test_a_guest_writes_nothing_in_anybodys_name(link, organization, coordinator):
    guest = context.Context(organization.pk, actor=context.Actor.GUEST)
    with dark(), context.enter(guest), pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.create(
            verb="forged", by_user_id=coordinator.user_id, object_type="x", object_id=link.pk
        )


def test_coordinators_write_the_page_of_observers(coordinator_client, organization, program):
    address = reverse("training:text", args=[organization.slug, program.slug, "observers"])
    assert "Why you were asked" in coordinator_client.get(address).text
    body = texts.shipped("observers") + "\n\nThank you for your eyes."
    coordinator_client.post(address, {"body": body, "number": 1})

    assert briefing.current_text("observers").number == 2
    list_page = reverse("training:briefings", args=[organization.slug, program.slug])
    assert address in coordinator_client.get(list_page).text
