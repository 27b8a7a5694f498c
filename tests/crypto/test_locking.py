"""What is locked opens in its own place for its own author, and nowhere else."""

import base64
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, transaction

from mentoring import environment
from mentoring.crypto import master
from mentoring.crypto.master import Unreadable, check_master_keys
from mentoring.crypto.models import ContentKey
from mentoring.crypto.newkey import new_key
from mentoring.crypto.services import (
    About,
    Destroyed,
    Keyring,
    decrypt,
    destroy_keys,
    encrypt,
    rewrap_keys,
)
from mentoring.tenancy.keys import uuid7
from tests.conftest import owner_connection
from tests.factories.organizations import OrganizationFactory
from tests.surroundings import inside

AUTHOR, OTHER = uuid7(), uuid7()
HERE = About("table.column", uuid7())


@pytest.mark.parametrize("value", ["", "A word.", "0", "Žluťoučký kůň 馬 🐎", "x" * 1_000_000])
def test_what_is_locked_opens_again(organization, value):
    assert decrypt(AUTHOR, encrypt(AUTHOR, value, HERE), HERE) == value


def test_the_same_words_never_look_the_same(organization):
    assert encrypt(AUTHOR, "again", HERE) != encrypt(AUTHOR, "again", HERE)


@pytest.mark.parametrize(
    "elsewhere",
    [About("table.column", uuid7()), About("table.other", HERE.row)],
    ids=["another row", "another column"],
)
def test_a_value_opens_only_in_its_place(organization, elsewhere):
    locked = encrypt(AUTHOR, "words", HERE)

    with pytest.raises(Unreadable):
        decrypt(AUTHOR, locked, elsewhere)


def test_a_value_opens_only_for_its_author(organization):
    locked = encrypt(AUTHOR, "words", HERE)
    encrypt(OTHER, "other words", HERE)

    with pytest.raises(Unreadable):
        decrypt(OTHER, locked, HERE)


def test_a_value_opens_only_in_its_organization(organization, other_organization):
    locked = encrypt(AUTHOR, "words", HERE)

    with inside(other_organization):
        with pytest.raises(Unreadable):
            decrypt(AUTHOR, locked, HERE)
        encrypt(AUTHOR, "the same person elsewhere", HERE)
        with pytest.raises(Unreadable):
            decrypt(AUTHOR, locked, HERE)


def test_a_key_of_another_organization_does_not_open_it(organization, other_organization):
    """Not even when somebody copies the row of the key along."""
    locked = encrypt(AUTHOR, "words", HERE)
    key = ContentKey.objects.get()

    with inside(other_organization):
        ContentKey.objects.create(author_id=AUTHOR, master=key.master, wrapped=key.wrapped)
        with pytest.raises(Unreadable):
            decrypt(AUTHOR, locked, HERE)


def test_every_altered_byte_is_noticed(organization):
    locked = encrypt(AUTHOR, "words", HERE)
    keys = Keyring([AUTHOR])

    for place in range(len(locked)):
        altered = bytearray(locked)
        altered[place] ^= 1
        with pytest.raises(Unreadable):
            keys.decrypt(AUTHOR, bytes(altered), HERE)


@pytest.mark.parametrize(
    "junk", [b"", b"\x01", b"\x01\x00\x01", bytes(40), b"\x01\x00\x01" + bytes(40), b"words" * 9]
)
def test_bytes_that_were_never_locked_are_refused(organization, junk):
    encrypt(AUTHOR, "words", HERE)

    with pytest.raises(Unreadable):
        decrypt(AUTHOR, junk, HERE)


def test_what_a_destroyed_key_locked_is_gone(organization):
    locked = encrypt(AUTHOR, "words", HERE)
    kept = encrypt(OTHER, "other words", HERE)

    assert destroy_keys(AUTHOR) == 1

    with pytest.raises(Destroyed):
        decrypt(AUTHOR, locked, HERE)
    with pytest.raises(Destroyed):
        encrypt(AUTHOR, "more", HERE)
    assert decrypt(OTHER, kept, HERE) == "other words"


def test_who_leaves_before_writing_writes_nothing_afterwards(organization):
    assert destroy_keys(AUTHOR) == 0
    assert destroy_keys(AUTHOR) == 0

    with pytest.raises(Destroyed):
        encrypt(AUTHOR, "words", HERE)


def test_a_destroyed_key_cannot_come_back(organization):
    encrypt(AUTHOR, "words", HERE)
    wrapped = ContentKey.objects.get().wrapped
    destroy_keys(AUTHOR)

    with pytest.raises(IntegrityError, match="stays so"), transaction.atomic():
        ContentKey.objects.update(wrapped=wrapped, destroyed_at=None)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ContentKey.objects.all().delete()


def test_a_key_is_one_authors(organization):
    encrypt(AUTHOR, "words", HERE)

    with pytest.raises(IntegrityError, match="its author"), transaction.atomic():
        ContentKey.objects.update(author_id=OTHER)


def test_keys_of_many_authors_come_in_one_statement(organization, django_assert_num_queries):
    values = {author: encrypt(author, str(author), HERE) for author in (AUTHOR, OTHER, uuid7())}

    with django_assert_num_queries(1):
        keys = Keyring(values)
        read = [keys.decrypt(author, locked, HERE) for author, locked in values.items()]

    assert read == [str(author) for author in values]


def test_a_new_master_key_locks_old_keys_anew(organization, settings):
    locked = encrypt(AUTHOR, "words", HERE)
    destroy_keys(OTHER)
    fresh = environment.master_keys(new_key("next"))
    settings.MASTER_KEYS = {**fresh, **settings.MASTER_KEYS}
    assert decrypt(AUTHOR, locked, HERE) == "words"

    assert rewrap_keys() == 1
    assert rewrap_keys() == 0
    settings.MASTER_KEYS = fresh

    assert decrypt(AUTHOR, locked, HERE) == "words"


def test_without_its_master_key_nothing_opens(organization, settings):
    locked = encrypt(AUTHOR, "words", HERE)
    settings.MASTER_KEYS = environment.master_keys(new_key("other"))

    with pytest.raises(Unreadable, match="not known here"):
        decrypt(AUTHOR, locked, HERE)


def test_another_master_key_of_the_same_name_opens_nothing(organization, settings):
    locked = encrypt(AUTHOR, "words", HERE)
    settings.MASTER_KEYS = environment.master_keys(new_key(master.current_name()))

    with pytest.raises(Unreadable):
        decrypt(AUTHOR, locked, HERE)


def test_the_command_locks_keys_anew(organization, settings):
    encrypt(AUTHOR, "words", HERE)
    settings.MASTER_KEYS = {**environment.master_keys(new_key("next")), **settings.MASTER_KEYS}
    said = StringIO()

    call_command("rewrap_keys", organization=organization.slug, stdout=said)

    assert f"{organization.slug}: 1 of 1 keys of authors\n" in said.getvalue()
    assert ContentKey.objects.get().master == "next"


def test_an_installation_without_master_key_says_so(organization, settings):
    assert check_master_keys() == []
    settings.MASTER_KEYS = {}

    assert [error.id for error in check_master_keys()] == ["crypto.E001"]
    with pytest.raises(ImproperlyConfigured, match="MASTER_KEYS"):
        encrypt(AUTHOR, "words", HERE)


@pytest.mark.parametrize("text", ["short:AAAA", "name", f":{base64.b64encode(bytes(32)).decode()}"])
def test_a_master_key_of_the_wrong_shape_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 (from base64 or from us)
        environment.master_keys(text)


def test_only_development_makes_its_own_master_key():
    assert environment.master_keys("", "") == {}
    assert list(environment.master_keys("", "secret")) == ["development"]
    assert list(environment.master_keys(new_key("a") + ", " + new_key("b"), "secret")) == ["a", "b"]


def test_no_key_stands_open_in_the_table(transactional_db):
    with inside(OrganizationFactory()):
        keys = Keyring([AUTHOR])
        keys.encrypt(AUTHOR, "words", HERE)
    [key] = keys.keys.values()
    owner = owner_connection()
    with owner, owner.cursor() as cursor:
        cursor.execute("SET app.migrating = 'on'")
        cursor.execute("SELECT string_agg(to_jsonb(k)::text, ' ') FROM crypto_contentkey k")
        [dumped] = cursor.fetchone()
    owner.close()

    assert str(AUTHOR) in dumped
    assert key.hex() not in dumped
