"""What was sent after the session had ended comes back, to whoever typed it and nowhere else."""

import pytest
from django.urls import reverse

from partnerships.writing.models import Draft, Note
from tests.factories.participants import membership_of
from tests.partnerships.writing.people import as_side, pair
from tests.surroundings import DarkClient

WORDS = "Half an hour of <b>thinking</b>.\r\n\r\nשלום & 你好"
HOUSE = {"Origin": "http://testserver"}


@pytest.fixture
def partnership(organization):
    return pair()


@pytest.fixture
def browser(partnership):
    """A browser that is signed in, and that checks tokens as real ones are checked."""
    client = DarkClient(enforce_csrf_checks=True)
    client.force_login(membership_of(partnership.mentee).user)
    return client


@pytest.fixture
def address(partnership, organization):
    return reverse("portal:writing:notes", args=[organization.slug, partnership.pk])


def _form(browser, address):
    form = browser.get(address).context["form"]
    token = browser.cookies["csrf"].value
    return {"csrfmiddlewaretoken": token, "item": form["item"].value(), "text": WORDS}


def _notes(partnership):
    with as_side(partnership, "mentee"):
        return Note.objects.count(), Draft.objects.count()


def test_words_come_back_are_kept_nowhere_and_are_saved_after_a_new_sign_in(
    browser, address, partnership
):
    form = _form(browser, address)
    browser.logout()
    browser.cookies["csrf"] = form["csrfmiddlewaretoken"]

    out = browser.post(address, form, headers=HOUSE)
    assert out.status_code == 403
    assert "You have been signed out" in out.text
    assert "Half an hour of &lt;b&gt;thinking&lt;/b&gt;" in out.text
    assert "שלום &amp; 你好" in out.text
    assert out.headers["Cache-Control"] == "no-store"
    assert _notes(partnership) == (0, 0)
    assert not browser.session.keys()

    browser.force_login(membership_of(partnership.mentee).user)
    stale = {**dict(out.context["fields"]), "csrfmiddlewaretoken": "a" * 32}
    again = browser.post(address, stale, headers=HOUSE)
    assert "Send it once more" in again.text
    assert _notes(partnership) == (0, 0)

    fresh = {"csrfmiddlewaretoken": browser.cookies["csrf"].value}
    saved = browser.post(address, {**dict(again.context["fields"]), **fresh}, headers=HOUSE)
    assert saved.status_code == 302
    assert _notes(partnership) == (1, 0)
    assert WORDS.splitlines()[0].split("<")[0] in browser.get(address).text


@pytest.mark.parametrize("origin", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}])
def test_what_another_site_sends_is_neither_shown_nor_offered(browser, address, origin):
    form = {**_form(browser, address), "csrfmiddlewaretoken": "a" * 32}

    answer = browser.post(address, form, headers=origin)

    assert answer.status_code == 403
    assert "thinking" not in answer.text


def test_scripts_hear_that_nobody_is_signed_in_and_empty_hands_are_led_to_the_door(
    browser, address
):
    form = _form(browser, address)
    browser.logout()
    browser.cookies["csrf"] = form["csrfmiddlewaretoken"]

    script = browser.post(address, form, headers={**HOUSE, "HX-Request": "true"})
    assert (script.status_code, script.content) == (401, b"")
    token = {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]}
    for answer in (browser.get(address), browser.post(address, token, headers=HOUSE)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_login"))


def test_a_password_never_comes_back(browser):
    typed = {"login": "ines@aldergate.example", "password": "two words"}

    answer = browser.post(reverse("account_login"), typed, headers=HOUSE)

    assert answer.status_code == 403
    assert "two words" not in answer.text
