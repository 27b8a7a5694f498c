"""Two devices, two tabs and both of a pair, all at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from mentoring.crypto import services as crypto
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent
from partnerships.writing import queries, services, sharing
from partnerships.writing.keys import Keyring, destroy_keys
from partnerships.writing.kinds import Kind
from partnerships.writing.models import Draft, Note, PairKey, PairMessage, SharedCopy
from partnerships.writing.services import CannotWrite
from tests.factories.organizations import OrganizationFactory
from tests.factories.participants import membership_of
from tests.partnerships.writing.people import BOTH, Actor, as_side, pair
from tests.surroundings import inside


@pytest.fixture
def two(transactional_db):
    """A committed pair; nothing is entered."""
    organization = OrganizationFactory()
    with inside(organization):
        made = pair()
        made.organization = organization
        made.mentor_person, made.mentee_person = made.mentor.person, made.mentee.person
        made.members = {side: membership_of(getattr(made, side)) for side in BOTH}
    return made


def at_once(*acts):
    """Each in a thread and transaction of its own, all let go together; what each answered."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except CannotWrite as refusal:
            return refusal.rule
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def by(partnership, side, act, *args, **facts):
    """Do it as this side, in their own context."""

    def run():
        with as_side(partnership, side):
            return act(*args, by=partnership.members[side], **facts)

    return run


def _keeper(partnership):
    return context.enter(context.Context(partnership.organization_id, actor=Actor.KEEPER))


def test_the_first_words_of_both_make_one_key_each(two):
    write = [
        by(two, side, services.write, two, Kind.NOTE, "Words.", item_id=uuid7())
        for side in BOTH * 3
    ]

    rows = at_once(*write)

    with _keeper(two):
        assert PairKey.objects.count() == 2
    with as_side(two, "mentor"):
        keys = Keyring(two.pk)
        assert [keys.read(row) for row in rows] == ["Words."] * 6


def test_one_form_sent_from_everywhere_is_one_message(two):
    item_id = uuid7()
    send = by(two, "mentee", services.write, two, Kind.MESSAGE, "Words.", item_id=item_id)

    rows = at_once(*[send] * 4)

    assert {row.pk for row in rows} == {item_id}
    with as_side(two, "mentee"):
        assert PairMessage.objects.count() == 1
        assert AuditEvent.objects.filter(verb="writing.written").count() == 1


def test_of_two_changes_one_is_kept_and_the_other_is_told(two):
    note = by(two, "mentee", services.write, two, Kind.NOTE, "At first.", item_id=uuid7())()
    change = [
        by(two, "mentee", services.change, two, Kind.NOTE, note.pk, text, seen=0)
        for text in ("One.", "Other.")
    ]

    answers = at_once(*change)

    assert answers.count("changed") == 1
    with as_side(two, "mentor"):
        kept = Note.objects.get()
        winner = ("One.", "Other.")[1 - answers.index("changed")]
        assert Keyring(two.pk).read(kept) == winner
        assert kept.revision == 1


def test_typing_on_two_devices_keeps_one_draft(two):
    keep = [
        by(two, "mentee", services.keep_draft, two, Kind.NOTE, text, item_id=uuid7(), is_new=True)
        for text in ("On the phone", "On the laptop", "On the tablet")
    ]

    at_once(*keep)

    with as_side(two, "mentee"):
        draft = Draft.objects.get()
        assert Keyring(two.pk).read(draft).startswith("On the ")


def test_sharing_from_both_sides_makes_one_copy(two):
    note = by(two, "mentee", services.write, two, Kind.NOTE, "Words.", item_id=uuid7())()

    def share(*, by):
        own = queries.pair_or_404(two.pk, by.person_id)
        item = queries.item_or_404(Note, own, note.pk, by.person_id, Keyring(two.pk))
        return sharing.share(item, by=by)

    copies = at_once(*[by(two, side, share) for side in BOTH * 2])

    assert len({copy.pk for copy in copies}) == 1
    with as_side(two, "mentee"):
        assert SharedCopy.objects.count() == 1
        assert AuditEvent.objects.filter(verb="writing.shared").count() == 1


def test_who_is_erased_while_writing_leaves_nothing_readable(two):
    write = [
        by(two, "mentee", services.write, two, Kind.NOTE, "Words.", item_id=uuid7())
        for _number in range(3)
    ]

    def erase():
        with inside(two.organization):
            return destroy_keys(two.mentee_person_id)

    at_once(*write, erase)
    erase()

    with as_side(two, "mentor"):
        keys = Keyring(two.pk)
        for row in Note.objects.all():
            with pytest.raises(crypto.Unreadable):
                keys.read(row)


def test_two_who_lock_keys_anew_at_once_lock_each_once(two, settings):
    by(two, "mentee", services.write, two, Kind.NOTE, "Words.", item_id=uuid7())()
    (name, key), *_rest = settings.MASTER_KEYS.items()
    settings.MASTER_KEYS = {"next": bytes(32), name: key}

    def rewrap():
        with _keeper(two):
            return crypto.rewrap_keys(PairKey)

    assert sum(at_once(rewrap, rewrap)) == 1
    settings.MASTER_KEYS = {"next": bytes(32)}
    with as_side(two, "mentor"):
        assert Keyring(two.pk).read(Note.objects.get()) == "Words."
