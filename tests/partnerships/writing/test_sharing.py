"""Sharing with the coordinators: a copy of one item, until it is taken back."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.crypto.services import destroy_keys as destroy_author_keys
from notifications import kinds
from notifications.models import Message
from organizations.models import AuditEvent
from organizations.roles import Role
from partnerships.lifecycle import Status
from partnerships.models import Partnership
from partnerships.writing import queries, sharing
from partnerships.writing.keys import Keyring
from partnerships.writing.models import JournalEntry, Note, PairMessage, SharedCopy
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import membership_of
from tests.partnerships.writing.people import BOTH, Actor, as_side, as_user, pair, written
from tests.surroundings import inside

WORDS = "What I want you to know."
PAGES = {Note: "notes", JournalEntry: "journal", PairMessage: "messages"}


@pytest.fixture
def browse(client_for, organization):
    """``browse(participant, row, "share", data=…)``: a step of an item's page."""

    def go(participant, row, step, data=None):
        name = f"portal:writing:{PAGES[type(row)]}" + (f"-{step}" if step else "")
        args = [organization.slug, row.partnership_id, *([row.pk] if step else [])]
        browser = client_for(membership_of(participant))
        address = reverse(name, args=args)
        return browser.get(address) if data is None else browser.post(address, data)

    return go


@pytest.fixture
def desk(coordinator_client, organization):
    """``desk(partnership, copy=None)``: the coordinators' page of a partnership, or of a copy."""

    def go(partnership, copy=None):
        args = [organization.slug, partnership.program.slug, partnership.pk]
        name = "partnerships:detail" if copy is None else "partnerships:shared"
        return coordinator_client.get(reverse(name, args=args + ([copy.pk] if copy else [])))

    return go


def _share(row, side):
    """Share as this side does; the copy."""
    own = membership_of(getattr(row.partnership, side))
    with as_side(row.partnership, side):
        person_id = own.person_id
        mine = queries.pair_or_404(row.partnership_id, person_id)
        keys = Keyring(row.partnership_id)
        item = queries.item_or_404(type(row), mine, row.pk, person_id, keys)
        return sharing.share(item, by=own)


def _end(partnership, days):
    ended = timezone.now() - timedelta(days=days)
    Partnership.objects.filter(pk=partnership.pk).update(
        status=Status.ENDED, place=None, ended_at=ended
    )


@pytest.mark.parametrize("model", [Note, JournalEntry, PairMessage])
def test_a_copy_is_read_by_coordinators_until_it_is_taken_back(browse, desk, partnership, model):
    row = written(model, partnership, "mentee", WORDS)
    assert WORDS not in desk(partnership).text
    assert "as it reads now" in browse(partnership.mentee, row, "share").text

    for _ in range(2):
        assert browse(partnership.mentee, row, "share", {}).status_code == 302
    with as_side(partnership, "mentee"):
        copy = SharedCopy.objects.get()

    overview = desk(partnership).text
    assert f"shared by {partnership.mentee_person.name}" in overview
    assert WORDS not in overview
    assert WORDS in desk(partnership, copy).text
    assert "You shared a copy" in browse(partnership.mentee, row, "").text
    seen = browse(partnership.mentor, row, "").text
    assert ("shared a copy with the coordinators" in seen) == (model is not JournalEntry)

    for _ in range(2):
        assert browse(partnership.mentee, row, "take-back", {}).status_code == 302
    assert desk(partnership, copy).status_code == 404
    assert "Shared with the coordinators" not in desk(partnership).text


def test_who_received_a_message_can_share_it(browse, desk, partnership):
    row = written(PairMessage, partnership, "mentor", WORDS)

    copy = _share(row, "mentee")

    page = desk(partnership, copy).text
    assert WORDS in page
    assert f"Written by {partnership.mentor_person.name}" in page
    assert browse(partnership.mentor, row, "take-back", {}).status_code == 302
    assert WORDS in desk(partnership, copy).text


def test_a_later_change_does_not_reach_the_copy(desk, partnership, browse):
    row = written(Note, partnership, "mentee", WORDS)
    copy = _share(row, "mentee")

    form = {"text": "Between us again.", "item": row.pk, "seen": 0}
    assert browse(partnership.mentee, row, "change", form).status_code == 302

    assert WORDS in desk(partnership, copy).text
    assert "Between us again" not in desk(partnership, copy).text


def test_what_its_author_removes_they_no_longer_share(desk, partnership, browse):
    own, theirs = (written(Note, partnership, "mentee", WORDS) for _ in range(2))
    copies = [_share(own, "mentee"), _share(theirs, "mentor")]

    for row in (own, theirs):
        browse(partnership.mentee, row, "remove", {})

    assert [desk(partnership, copy).status_code for copy in copies] == [404, 200]


def test_a_journal_is_shared_by_its_author_alone(browse, partnership):
    row = written(JournalEntry, partnership, "mentee", WORDS)

    assert browse(partnership.mentor, row, "share").status_code == 404
    assert browse(partnership.mentor, row, "share", {}).status_code == 404
    assert not SharedCopy.objects.exists()


def test_the_trail_and_the_mail_say_that_and_never_what(desk, partnership, coordinator):
    copy = _share(written(Note, partnership, "mentee", WORDS), "mentee")
    desk(partnership, copy)

    events = AuditEvent.objects.filter(verb__startswith="writing.").order_by("id")
    assert [event.verb for event in events] == ["writing.shared", "writing.shared_read"]
    assert events[1].by_user_id == coordinator.user_id
    assert WORDS not in str([event.facts for event in events])
    message = Message.objects.get(kind="writing_shared")
    assert message.address == coordinator.user.email
    said = str(kinds.write(message))
    assert str(copy.pk) in said
    assert WORDS not in said
    assert partnership.mentee_person.name not in said


def test_nothing_is_said_of_what_was_taken_back(partnership, coordinator):
    row = written(Note, partnership, "mentee", WORDS)
    _share(row, "mentee")
    with as_side(partnership, "mentee"):
        assert sharing.take_back(row.pk, by=membership_of(partnership.mentee))

    assert kinds.write(Message.objects.get(kind="writing_shared")) is None


def test_an_erased_author_takes_the_copies_along(desk, partnership):
    copy = _share(written(Note, partnership, "mentee", WORDS), "mentee")
    destroy_author_keys(partnership.mentee_person_id)

    page = desk(partnership, copy)

    assert page.status_code == 200
    assert "can no longer be read" in page.text


def test_what_is_shared_can_be_taken_back_when_all_else_is_closed(browse, desk, partnership):
    row = written(Note, partnership, "mentee", WORDS)
    copy = _share(row, "mentee")
    _end(partnership, 40)

    assert WORDS in desk(partnership, copy).text
    page = browse(partnership.mentee, row, "").text
    assert "Take the copy back" in page
    assert WORDS not in page
    assert browse(partnership.mentee, row, "take-back", {}).status_code == 302
    assert desk(partnership, copy).status_code == 404


def test_a_copy_of_another_partnership_or_program_is_not_there(desk, partnership):
    copy = _share(written(Note, partnership, "mentee", WORDS), "mentee")

    assert desk(pair(), copy).status_code == 404


def test_hr_and_strangers_see_no_copy(partnership, client_for, organization):
    copy = _share(written(Note, partnership, "mentee", WORDS), "mentee")
    stranger = pair()
    hr = MembershipFactory(role=Role.HR, company=partnership.mentee_company)
    address = reverse(
        "partnerships:shared",
        args=[organization.slug, partnership.program.slug, partnership.pk, copy.pk],
    )

    for one in (hr, membership_of(partnership.mentee), membership_of(stranger.mentee)):
        assert client_for(one).get(address).status_code == 403
    for user_id, actor in (
        (stranger.mentee_person.user_id, Actor.PARTICIPANT),
        (stranger.mentee_person.user_id, Actor.WORKER),
        (None, Actor.GUEST),
        (None, Actor.KEEPER),
    ):
        with as_user(partnership, user_id, actor):
            assert not SharedCopy.objects.exists()
    with (
        inside(organization, hr.user_id, Actor.HR, hr.company_id),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        SharedCopy.objects.exists()


def test_a_copy_is_made_by_the_pair_alone_and_changed_by_nobody(partnership, coordinator):
    copy = _share(written(Note, partnership, "mentee", WORDS), "mentee")

    for user_id, actor in (
        (coordinator.user_id, Actor.COORDINATOR),
        (partnership.mentor_person.user_id, Actor.PARTICIPANT),
    ):
        with as_user(partnership, user_id, actor):
            assert SharedCopy.objects.all().delete()[0] == 0
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
            ):
                SharedCopy.objects.update(kind="message")
            copy.pk = copy.id = partnership.pk
            with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
                copy.save(force_insert=True)


@pytest.mark.parametrize("side", BOTH)
def test_the_page_of_a_partnership_asks_once_for_what_is_shared(desk, partnership, side):
    before, after = _Counting(), _Counting()
    with connection.execute_wrapper(before):
        desk(partnership)
    for _ in range(3):
        _share(written(Note, partnership, side, WORDS), side)
    with connection.execute_wrapper(after):
        desk(partnership)

    assert before.asked == after.asked == 1


class _Counting:
    def __init__(self):
        self.asked = 0

    def __call__(self, execute, sql, params, many, context):
        self.asked += "partnerships_sharedcopy" in sql
        return execute(sql, params, many, context)
