"""Keys of a pair: bound to their place, locked anew, destroyed for good."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from mentoring import environment
from mentoring.crypto import services
from mentoring.crypto.master import Unreadable
from mentoring.crypto.models import Destroyed
from mentoring.crypto.newkey import new_key
from partnerships.writing.keys import Keyring, destroy_keys
from partnerships.writing.models import JournalEntry, Note, PairKey, PairMessage
from tests.factories.participants import ParticipantFactory
from tests.partnerships.writing.people import (
    BOTH,
    Actor,
    as_side,
    as_user,
    pair,
    read,
    written,
)


def test_each_author_has_a_key_for_both_and_one_for_themselves(partnership):
    for side in BOTH:
        for model in (Note, Note, PairMessage, JournalEntry):
            written(model, partnership, side)

    with as_user(partnership, None, Actor.KEEPER):
        keys = {(key.author_id, key.reader) for key in PairKey.objects.all()}
        assert len(keys) == PairKey.objects.count() == 4


def test_the_keys_of_a_page_come_in_one_statement(partnership, django_assert_num_queries):
    rows = [written(Note, partnership, side, side) for side in BOTH]

    with as_side(partnership, "mentor"), django_assert_num_queries(1):
        keys = Keyring(partnership.pk)
        assert [keys.read(row) for row in rows] == list(BOTH)


@pytest.mark.parametrize("text", ["A", "Žluťoučký kůň 馬 🐎 שלום", "x" * 20_000, "<b>\\x00'\";--"])
def test_what_is_sealed_opens_again(partnership, text):
    assert read(written(Note, partnership, "mentee", text), "mentor") == text


def test_a_blob_opens_in_its_own_place_alone(partnership):
    """Row, table, author and partnership are sealed in."""
    another = pair(mentor=None)
    one, other = (written(Note, partnership, "mentee", word) for word in ("one", "other"))
    message = written(PairMessage, partnership, "mentee", "sent")
    mentors = written(Note, partnership, "mentor", "mine")
    elsewhere = written(Note, another, "mentor", "elsewhere")

    with as_side(partnership, "mentee"):
        keys = Keyring(partnership.pk)
        for moved in (other, message, mentors, elsewhere):
            one.sealed = moved.sealed
            with pytest.raises(Unreadable):
                keys.read(one)


def test_a_key_takes_no_other_keys_place(partnership):
    row = written(Note, partnership, "mentee", "one")
    written(Note, partnership, "mentor", "other")
    with as_user(partnership, None, Actor.KEEPER):
        mentors = PairKey.objects.get(author=partnership.mentor_person)
        PairKey.objects.filter(author=partnership.mentee_person).update(wrapped=mentors.wrapped)

    with pytest.raises(Unreadable):
        read(row, "mentee")


def test_destroying_an_authors_keys_leaves_the_partners_words(partnership):
    mine = [written(model, partnership, "mentee") for model in (Note, JournalEntry, PairMessage)]
    partners = written(Note, partnership, "mentor", "Words.")

    assert destroy_keys(partnership.mentee_person_id) == 2
    assert destroy_keys(partnership.mentee_person_id) == 0

    for row in mine:
        with pytest.raises(Destroyed):
            read(row, "mentee")
    assert read(partners, "mentee") == "Words."


def test_destroying_one_partnerships_keys_leaves_the_others(organization):
    mentor = ParticipantFactory(mentor=True, capacity=2)
    partnership, there = pair(mentor=mentor), pair(mentor=mentor, place=2)
    here = written(Note, partnership, "mentor", "here")
    kept = written(Note, there, "mentor", "there")

    assert destroy_keys(partnership.mentor_person_id, partnership.pk) == 1

    with pytest.raises(Destroyed):
        read(here, "mentor")
    assert read(kept, "mentee") == "there"


def test_who_leaves_before_writing_writes_nothing_afterwards(partnership):
    destroy_keys(partnership.mentee_person_id)

    for model in (Note, JournalEntry):
        with pytest.raises(Destroyed):
            written(model, partnership, "mentee")
    written(Note, partnership, "mentor")


def test_a_destroyed_key_cannot_come_back(partnership):
    written(Note, partnership, "mentee")
    with as_user(partnership, None, Actor.KEEPER):
        wrapped = PairKey.objects.get().wrapped
        destroy_keys(partnership.mentee_person_id)
        with pytest.raises(IntegrityError, match="stays so"), transaction.atomic():
            PairKey.objects.update(wrapped=wrapped, destroyed_at=None)


def test_a_new_master_key_locks_the_keys_of_pairs_anew(partnership, settings, monkeypatch):
    rows = [written(model, partnership, side, side) for side in BOTH for model in (Note, Note)]
    rows.append(written(JournalEntry, partnership, "mentor", "mentor"))
    fresh = environment.master_keys(new_key("next"))
    old, settings.MASTER_KEYS = settings.MASTER_KEYS, {**fresh, **settings.MASTER_KEYS}
    monkeypatch.setattr(services, "MOST_AT_ONCE", 2)
    said = StringIO()

    call_command("rewrap_keys", each_organization=True, stdout=said)

    slug = partnership.organization.slug
    assert f"{slug}: 2 of 3 keys of pairs\n{slug}: 3 of 3 keys of pairs\n" in said.getvalue()
    settings.MASTER_KEYS = fresh
    assert [read(row, "mentor") for row in rows] == [*BOTH[:1] * 2, *BOTH[1:] * 2, "mentor"]
    settings.MASTER_KEYS = old
    with pytest.raises(Unreadable, match="not known here"):
        read(rows[0], "mentor")


def test_rewrapping_goes_on_where_it_stopped(partnership, settings, monkeypatch):
    row = written(Note, partnership, "mentee", "Words.")
    written(Note, partnership, "mentor")
    fresh = environment.master_keys(new_key("next"))
    settings.MASTER_KEYS = {**fresh, **settings.MASTER_KEYS}
    monkeypatch.setattr(services, "MOST_AT_ONCE", 1)
    with as_user(partnership, None, Actor.KEEPER):
        assert services.rewrap_keys(PairKey) == 1
    said = StringIO()

    call_command("rewrap_keys", each_organization=True, stdout=said)

    assert "1 of 1 keys of pairs" in said.getvalue()
    settings.MASTER_KEYS = fresh
    assert read(row, "mentor") == "Words."


def test_rewrapping_without_the_old_master_key_says_which_is_missing(partnership, settings):
    written(Note, partnership, "mentee")
    settings.MASTER_KEYS = environment.master_keys(new_key("next"))

    with pytest.raises(CommandError, match="is not known here"):
        call_command("rewrap_keys", each_organization=True, stdout=StringIO())


def test_outside_the_keepers_context_there_is_nothing_to_rewrap(partnership):
    written(Note, partnership, "mentee")

    for actor in (Actor.COORDINATOR, Actor.WORKER):
        with as_user(partnership, None, actor):
            assert not PairKey.objects.exists()
