"""Pages of one's own sign-in: they offer what has an effect, in our words."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from organizations.models import User
from tests.surroundings import dark

LABEL = re.compile(r"<label[^>]*>(.*?)</label>", re.DOTALL)
OFFERS = {
    "action_primary": "Make it the main one",
    "action_send": "Mail the confirmation again",
    "action_remove": "Remove",
}


@pytest.fixture
def user(coordinator):
    with dark():
        user = User.objects.get(pk=coordinator.user_id)
        user.set_password("three unrelated words")
        user.save()
    return user


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    return client


def add(user, address, *, main=False, confirmed=True):
    with dark():
        EmailAddress.objects.create(user=user, email=address, primary=main, verified=confirmed)


def offered(browser):
    page = browser.get(reverse("account_email"))
    return {name for name in OFFERS if f'name="{name}"' in page.text}


def test_one_confirmed_address_offers_nothing_to_do(browser, user):
    add(user, user.email, main=True)

    assert user.email in browser.get(reverse("account_email")).text
    assert offered(browser) == set()


def test_an_unconfirmed_address_offers_another_confirmation(browser, user):
    add(user, user.email, main=True, confirmed=False)

    assert offered(browser) == {"action_send"}


def test_of_two_confirmed_addresses_one_can_be_the_main_one(browser, user):
    add(user, user.email, main=True)
    add(user, "second@mail.example")

    assert offered(browser) == {"action_primary", "action_remove"}


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        ("account_login", ["Your mail address at work", "Mail address", "Password"]),
        ("account_change_password", ["The password now", "The new one", "The new one again"]),
    ],
)
def test_fields_are_named_in_our_words(client, user, page, labels):
    if page != "account_login":
        client.force_login(user)

    found = LABEL.findall(client.get(reverse(page)).text)

    assert [re.sub(r"<[^>]+>", "", label).strip() for label in found] == labels
