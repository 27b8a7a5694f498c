"""Sign-in: by a code from the mail, once; without telling a stranger who is known."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from organizations import accounts
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


def _smtp_at(settings, port):
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_a_mail_server_that_is_down_tells_nobody_who_is_known(
    client, newcomer, settings, caplog, page
):
    with socket.create_server(("127.0.0.1", 0)) as free:
        _smtp_at(settings, free.getsockname()[1])

    known = client.post(reverse(page), {"email": "nora.new@mail.example"})
    assert "was not sent: ConnectionRefusedError" in caplog.text
    assert "nora.new" not in caplog.text
    client.logout()
    unknown = client.post(reverse(page), {"email": "nobody@mail.example"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_nobody_waits_for_the_mail_server(client, newcomer, settings, monkeypatch, page):
    """The peer takes the connection and never greets: who waits for it fails after 5 seconds."""
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        ThreadPoolExecutor(max_workers=1) as postmen,
    ):
        monkeypatch.setattr(accounts, "postmen", postmen)
        _smtp_at(settings, silent.getsockname()[1])
        silent.settimeout(60)

        answer = client.post(reverse(page), {"email": "nora.new@mail.example"})

        assert answer.status_code == 302
        sender, _address = silent.accept()
        with sender:
            sender.setblocking(False)
            with pytest.raises(BlockingIOError):
                sender.recv(1)  # still there, and waiting


def test_a_mail_is_written_without_the_database(
    client, newcomer, mailoutbox, monkeypatch, django_assert_num_queries
):
    """A connection of a postman's thread would stand outside every organization, and stay."""
    waiting = []

    class Later:
        def submit(self, work, /, *args):
            waiting.append((work, args))

    monkeypatch.setattr(accounts, "postmen", Later())
    _ask_for_code(client, "nora.new@mail.example")
    ((work, args),) = waiting

    with django_assert_num_queries(0):
        work(*args)

    assert len(mailoutbox) == 1


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
