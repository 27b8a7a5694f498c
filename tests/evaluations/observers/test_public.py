"""The page behind an observer's link: by whom it is opened, how often, and what becomes of it."""

import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.core.cache import caches

from evaluations.observers import links, services
from evaluations.observers.kinds import State
from evaluations.observers.models import ObserverAnswer, ObserverInvitation
from mentoring import clock
from mentoring.links import MOST_TRIES
from mentoring.logs import Line
from organizations.models import AuditEvent
from tests.factories.instruments import as_person, open_baseline
from tests.factories.observers import before_the_start, invite, token_of
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import DarkClient

FIELD = re.compile(r'name="(q-[^"]+)"')


@pytest.fixture(autouse=True)
def _nothing_was_tried():
    caches["calls"].clear()


@pytest.fixture
def mentee(organization):
    participant = ParticipantFactory()
    open_baseline(before_the_start(participant.program))
    return participant


@pytest.fixture
def invitation(mentee):
    return invite(mentee)


def link(invitation):
    return f"/observe/{token_of(invitation)}/"


def opened(invitation, browser=None):
    """A browser that has swapped the link for its cookie."""
    browser = browser or DarkClient()
    answer = browser.get(link(invitation))
    assert (answer.status_code, answer["Location"]) == (302, "/observe/")
    return browser


def act(browser, invitation, go, **said):
    return browser.post("/observe/", {"about": invitation.pk, "go": go, **said})


def agreed(invitation):
    browser = opened(invitation)
    act(browser, invitation, "agree", version=1)
    return browser


def everything(browser, step="4"):
    names = set(FIELD.findall(browser.get("/observe/").content.decode()))
    assert names
    return dict.fromkeys(names, step)


def text(answer):
    return answer.content.decode()


def test_a_token_is_256_bits_and_the_table_keeps_its_hash_alone(invitation):
    token = token_of(invitation)
    _key, secret = token.split(".")

    assert len(secret) == 43
    assert links.LINKS.key_of(token) == invitation.pk
    assert len(invitation.token_hash) == 64
    assert secret not in str(ObserverInvitation.objects.values().get())
    assert type(links.LINKS)("another.purpose").hash_of(token) != invitation.token_hash


def test_a_scanner_uses_nothing_up(invitation):
    scanner = DarkClient()
    for _ in range(100):
        assert scanner.get(link(invitation)).status_code == 302
        assert scanner.head(link(invitation)).status_code == 302
    for _ in range(5):
        assert scanner.get("/observe/").status_code == 200

    invitation.refresh_from_db()
    assert (invitation.state, invitation.consented_at) == (State.OPEN, None)
    page = opened(invitation).get("/observe/")
    assert "First, who reads this" in text(page)


def test_the_link_becomes_a_cookie_of_this_host_and_a_clean_address(invitation, mentee):
    browser = DarkClient()
    answer = browser.get(link(invitation))
    cookie = answer.cookies[links.COOKIE]

    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert cookie["max-age"] == 30 * 60
    assert answer["Referrer-Policy"] == "no-referrer"
    assert token_of(invitation).split(".")[1] not in cookie.value
    page = browser.get("/observe/")
    for one in (answer, page):
        assert one["X-Robots-Tag"] == "noindex"
        assert "no-store" in one["Cache-Control"]
    shown = text(page)
    assert mentee.person.given_name in shown
    for hidden in (mentee.person.family_name, mentee.company.name, mentee.program.name):
        assert hidden not in shown


def test_the_cookie_ends_after_half_an_hour_and_nothing_typed_is_lost(invitation):
    browser = agreed(invitation)
    typed = everything(browser) | {"q-more": "Words that took an hour."}
    with clock.held_at(clock.now() + timedelta(minutes=31)):
        late = act(browser, invitation, "send", **typed)
        assert late.status_code == 403
        for name, value in typed.items():
            assert f'name="{name}" value="{value}"' in text(late)
        sent = act(opened(invitation, browser), invitation, "send", **typed)
        assert sent.status_code == 302
    invitation.refresh_from_db()
    assert invitation.state == State.SENT


@pytest.mark.parametrize("cookie", ["", "x", "{}:a:b", "a" * 5000])
def test_a_forged_cookie_opens_nothing(invitation, cookie):
    browser = DarkClient()
    browser.cookies[links.COOKIE] = cookie

    answer = browser.get("/observe/")

    assert answer.status_code in (403, 410)
    assert "This link opens nothing" in text(answer)


def test_a_cookie_of_another_purpose_or_link_opens_nothing(invitation):
    value = {"hash": invitation.token_hash, "key": str(invitation.pk), "at": links._now()}
    for made in (
        signing.dumps(value, salt="other"),
        signing.dumps(value | {"hash": "0" * 64}, salt=links.PURPOSE),
        signing.dumps(value | {"key": str(uuid4())}, salt=links.PURPOSE),
    ):
        browser = DarkClient()
        browser.cookies[links.COOKIE] = made
        assert browser.get("/observe/").status_code == 403


def test_forged_tokens_open_nothing_and_ten_a_minute_are_enough(invitation):
    key, secret = token_of(invitation).split(".")
    forged = [f"{key}.{secret[:-1]}", f"{key}.", key, f".{secret}", "x.y", "%00", "é.ü", "a" * 900]
    browser = DarkClient()
    for token in forged:
        assert browser.get(f"/observe/{token}/").status_code == 410
    for _ in range(MOST_TRIES - len(forged)):
        assert browser.head(f"/observe/{key}.{'A' * 43}/").status_code == 410

    refused = browser.get(link(invitation))

    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    elsewhere = DarkClient(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.get(link(invitation)).status_code == 302


def test_the_whole_way_without_scripts_and_the_link_dies_on_sending(invitation):
    browser = agreed(invitation)
    values = everything(browser)
    missing = act(browser, invitation, "send", **dict(list(values.items())[1:]))
    assert missing.status_code == 422
    assert "Nothing has been sent yet" in text(missing)
    assert text(missing).count("checked") == len(values) - 1

    act(browser, invitation, "send", **values)
    thanks = browser.get("/observe/")
    assert "Your answers have arrived" in text(thanks)
    used = DarkClient().get(link(invitation))
    assert (used.status_code, links.COOKIE in used.cookies) == (410, False)
    assert ObserverAnswer.objects.count() == len(values)


def test_two_tabs_and_a_double_submit_count_once(invitation):
    browser = agreed(invitation)
    values = everything(browser)
    act(browser, invitation, "send", **values)

    second = act(browser, invitation, "send", **dict.fromkeys(values, "1"))

    assert second.status_code == 410
    assert "You have answered already" in text(second)
    assert set(ObserverAnswer.objects.values_list("number", flat=True)) == {4}
    assert AuditEvent.objects.filter(verb="observer.answered").count() == 1


def test_links_of_two_mentees_in_one_browser_are_never_mixed_up(invitation, mentee):
    other = ParticipantFactory(program=mentee.program)
    second = invite(other)
    browser = agreed(invitation)
    values = everything(browser)
    opened(second, browser)

    mixed = act(browser, invitation, "send", **values)

    assert mixed.status_code == 409
    assert "Another invitation was opened here" in text(mixed)
    assert not ObserverAnswer.objects.exists()
    opened(invitation, browser)
    act(browser, invitation, "send", **values)
    assert {row.invitation_id for row in ObserverAnswer.objects.all()} == {invitation.pk}


def test_what_is_over_says_so(invitation, mentee):
    browser = agreed(invitation)
    values = everything(browser)
    with as_person(mentee):
        services.withdraw(invitation, by=membership_of(mentee))

    late = act(browser, invitation, "send", **values)
    assert (late.status_code, "withdrawn the invitation" in text(late)) == (410, True)
    assert "withdrawn the invitation" in text(DarkClient().get(link(invitation)))
    old = invite(mentee, email="old@example.org")
    with clock.held_at(clock.now() + timedelta(days=21, minutes=1)):
        assert "This link has run out" in text(DarkClient().get(link(old)))
    assert not ObserverAnswer.objects.exists()


def test_declining_needs_no_word(invitation):
    browser = opened(invitation)
    act(browser, invitation, "decline")

    over = browser.get("/observe/")
    assert (over.status_code, "You are not asked again" in text(over)) == (410, True)
    assert DarkClient().get(link(invitation)).status_code == 410


@pytest.mark.parametrize(
    "hostile",
    [{"q-observed-aims": "9"}, {"q-observed-aims": "<script>"}, {"q-no-such": "4"}, {"go": "x"}],
)
def test_forged_items_and_steps_are_no_answers(invitation, hostile):
    browser = agreed(invitation)

    answer = browser.post("/observe/", {"about": invitation.pk, "go": "send"} | hostile)

    assert answer.status_code == 422
    assert not ObserverAnswer.objects.exists()


def test_an_organization_that_has_ended_asks_nobody(invitation, organization):
    browser = opened(invitation)
    type(organization).objects.filter(pk=organization.pk).update(ended_at=clock.now())

    assert browser.get("/observe/").status_code == 410


def test_the_log_drops_the_secret(invitation):
    told = f"GET {link(invitation)} 302"
    line = Line("{message}", style="{").format(logging.makeLogRecord({"msg": told}))

    assert line == "GET /observe/***/ 302"
