"""Sign-in: by a code from the mail, once; without telling a stranger who is known."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from organizations.models import User
from organizations.roles import Role
from organizations.services import grant_role
from tests.surroundings import dark, inside


@pytest.fixture
def newcomer(organization):
    """Somebody whose login was made by the organization a moment ago."""
    return grant_role(
        email="Nora.New@mail.example", name="Nora New", role=Role.COORDINATOR, by=None
    )


def _ask_for_code(client, address):
    return client.post(reverse("account_request_login_code"), {"email": address})


def test_a_newcomer_signs_in_with_one_code(client, newcomer, mailoutbox):
    _ask_for_code(client, "nora.new@mail.example")
    code = re.search(r"^ {4}(\S+)$", mailoutbox[0].body, re.MULTILINE)

    answer = client.post(reverse("account_confirm_login_code"), {"code": code.group(1)})

    assert answer.url == "/"
    assert len(mailoutbox) == 1
    home = reverse("dashboard:home", args=[newcomer.organization.slug])
    assert client.get(home).status_code == 200
    with dark():
        assert EmailAddress.objects.get(user=newcomer.user_id).verified


def test_a_stranger_is_answered_like_somebody_known(client, newcomer, mailoutbox):
    known = _ask_for_code(client, "nora.new@mail.example")
    client.logout()
    unknown = _ask_for_code(client, "nobody@mail.example")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in mailoutbox] == [["nora.new@mail.example"]]


def test_nobody_signs_up(client):
    client.post(
        reverse("account_signup"),
        {"email": "stranger@mail.example", "password1": "a-long-enough-secret"},
    )

    assert not User.objects.exists()


def test_one_login_serves_every_organization(newcomer, other_organization):
    with inside(other_organization):
        second = grant_role(
            email="nora.new@mail.example", name="N. New", role=Role.COORDINATOR, by=None
        )

    assert second.user_id == newcomer.user_id
