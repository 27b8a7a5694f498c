"""Links that were sent before keep working: what is in them and what is kept of them stays."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from evaluations.observers.links import LINKS
from mentoring.links import SecretLinks, Secrets, random_secret, read, written
from notifications import feeds, optional
from organizations import invitations
from participants.nominating import applying
from partnerships.concerns import links as concerns
from training import tokens

KEY = UUID("01936b2e-0000-7000-8000-000000000001")
PLACE = UUID("01936b2e-0000-7000-8000-000000000002")
SECOND = SimpleNamespace(pk=KEY, number=2)


@pytest.fixture(autouse=True)
def _installation(settings):
    settings.SECRET_KEY = "golden"


@pytest.mark.parametrize(
    ("made", "token", "kept"),
    [
        (
            lambda: (found := tokens.token_of(KEY, PLACE), tokens.hash_of(found)),
            "AZNrLgAAcACAAAAAAAAAApqI6E4USLc0zeCUAXhDG2gDA7RBloE3RQ",
            "bc45def35e75d5ecf0e56a38f91f0926c4d202a0e32f165bb95d2ed9806bfc72",
        ),
        (
            lambda: (found := concerns.token_of(KEY), concerns.hash_of(found)),
            "mSOkQOrp5wHuYiqLktJB5VKf7LGFhCuCPEleByx2zno",
            "4c4b2e9357cf09a6eb4b74e5682bd429311df17896064a0797acfc009818fbf2",
        ),
        (
            lambda: (found := applying._token(SECOND), applying.SECRETS.hash_of(found)),
            "rCzuT7I4QYdou1ucUCPVzIM2SVLmwvng6AOMR2JFs-o",
            "bc75d60c9ef2a878d14a943dc122054a51dc329e6b557a0dbca712c8cde7fd4e",
        ),
        (
            lambda: (found := invitations.token_of(SECOND), invitations.SECRETS.hash_of(found)),
            "2fpqFYqQsh69r_7XWFH4YsPDM2E1MiRHPEM1y5nojPg",
            "fad5cad5d4d9bf3eeb730efee3723902efc8e5e046e92343437de311d905a419",
        ),
        (
            lambda: (found := LINKS.token_of(KEY, 1), LINKS.hash_of(found)),
            "AZNrLgAAcACAAAAAAAAAAQ.PrYIu6wbBcKNLuYzBgutnKv5FaftCV3lC5I53RObB4Q",
            "0cf092e3448b43a2eb206a74cafdf78981947e88b1741e33166112c659513b7a",
        ),
        (
            lambda: ("abc", feeds.hash_of("abc")),
            "abc",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
    ],
    ids=["briefing", "concern", "application", "role", "observer", "calendar"],
)
def test_a_link_stays_what_it_was(made, token, kept):
    assert made() == (token, kept)


def test_codes_and_addresses_that_stop_a_mail_stay_what_they_were():
    assert concerns.code_of(KEY, 3) == "18045106"
    stop = "AZNrLgAAcACAAAAAAAAAAgGTay4AAHAAgAAAAAAAAAHTyshCW6EFoeAg6X8mn8Lt2Lg0zcJyi3iv7mFqMZeATg"
    assert optional._token(PLACE, KEY, "digest") == stop
    assert optional.place_of("week_ahead", stop) is None  # of another kind of mail


def test_a_token_of_one_purpose_is_unknown_to_another():
    one, other = SecretLinks("one"), SecretLinks("other")
    token = one.token_of(KEY, 1)

    assert one.opens(token, one.hash_of(token))
    assert not other.opens(token, one.hash_of(token))
    assert not one.opens(one.token_of(KEY, 2), one.hash_of(token))
    assert not one.opens(token, None)
    assert one.key_of(token) == KEY
    assert Secrets("one").hash_of(token) != Secrets("one", marks_hash=False).hash_of(token)


@pytest.mark.parametrize(
    "text", ["", "=", "a", "%%%%", "é" * 22, "a\x00aa", "x" * 10_000, "AZNrLg"]
)
def test_what_is_no_token_names_nothing(text):
    assert SecretLinks("one").key_of(text) is None
    assert tokens.organization_of(text) is None
    assert optional.place_of("digest", text) is None


def test_what_was_written_is_read_and_secrets_are_never_the_same():
    assert read(written(KEY.bytes)) == KEY.bytes
    assert len({random_secret() for _one in range(100)}) == 100
    assert len(read(random_secret())) == 32
