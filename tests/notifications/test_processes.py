"""A real mail server and real processes that are killed: nothing is lost, and a mail comes twice
only when its process dies between the server's acceptance and its own commit."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from mentoring.tenancy import context
from notifications import sending
from notifications.models import Message
from tests.factories.organizations import OrganizationFactory
from tests.factories.partnerships import make_partnership

pytestmark = pytest.mark.processes

SEND = """
import sys, django
django.setup()
from notifications.sending import send
send(sys.argv[1], organization_id=sys.argv[2])
"""
SOON = 60


class Post:
    """A mail server that keeps what it accepts; it can stop a sender at two moments."""

    def __init__(self):
        self.accepted = []
        self.sender_is_gone = threading.Event()
        self.senders = []
        self.reached = {"data": threading.Event(), "quit": threading.Event()}
        self.go_on = {"data": threading.Event(), "quit": threading.Event()}
        for moment in self.go_on.values():
            moment.set()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (named by aiosmtpd)
        await self._wait(server, "data")
        self.accepted.append(message_from_bytes(envelope.content))
        return "250 taken"

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802 (named by aiosmtpd)
        await self._wait(server, "quit")
        return "221 bye"

    async def _wait(self, server, moment):
        self.reached[moment].set()
        try:
            await server.loop.run_in_executor(None, self.go_on[moment].wait, SOON)
        except asyncio.CancelledError:
            self.sender_is_gone.set()
            raise


class AnyPort(Controller):
    """Listens where the system finds room."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def post():
    handler = Post()
    controller = AnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    handler.port = controller.port
    yield handler
    for moment in handler.go_on.values():
        moment.set()
    for sender in handler.senders:
        sender.kill()
        sender.wait(SOON)
    controller.stop()


@pytest.fixture
def message(transactional_db):
    """The committed announcement of a match to its mentee."""
    organization = OrganizationFactory()
    inside = context.Context(organization.pk)
    with context.enter(inside):
        match = make_partnership()
        made = Message.objects.create(
            person=match.mentee.person,
            kind="match_announced",
            occasion=str(match.pk),
            facts={"side": "mentee"},
        )
    made.inside = inside
    return made


def _sender(message, post):
    """A process that sends this message."""
    database = connection.settings_dict
    address = f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    if database["PASSWORD"]:
        address = address.replace("@/", f":{database['PASSWORD']}@/")
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "DATABASE_URL": address,
        "MAIL_URL": f"smtp://127.0.0.1:{post.port}",
    }
    sender = subprocess.Popen(
        [sys.executable, "-c", SEND, str(message.pk), str(message.organization_id)],
        env=surroundings,
    )
    post.senders.append(sender)
    return sender


def _kill_at(moment, message, post):
    post.go_on[moment].clear()
    sender = _sender(message, post)
    assert post.reached[moment].wait(SOON)
    sender.send_signal(signal.SIGKILL)
    sender.wait(SOON)
    assert post.sender_is_gone.wait(SOON)
    post.go_on[moment].set()


def _send(message, post):
    assert _sender(message, post).wait(SOON) == 0


def _ten_minutes_later(message):
    with context.enter(message.inside):
        row = Message.objects.get(pk=message.pk)
        row.claimed_at -= timedelta(minutes=11)
        row.save()


def _row(message):
    with context.enter(message.inside):
        return Message.objects.get(pk=message.pk)


def test_a_mail_reaches_a_real_server_as_text_and_html(message, post):
    _send(message, post)

    (mail,) = post.accepted
    assert mail["Message-ID"] == sending.message_id_of(message)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert _row(message).sent_at is not None


def test_a_process_killed_before_the_server_took_it_loses_nothing(message, post):
    _kill_at("data", message, post)
    row = _row(message)
    assert (row.attempts, row.sent_at) == (1, None)
    assert row.claimed_at is not None

    _send(message, post)
    assert post.accepted == []  # for ten minutes nobody knows whether the first one still talks

    _ten_minutes_later(message)
    _send(message, post)
    _send(message, post)

    assert len(post.accepted) == 1
    assert (_row(message).attempts, _row(message).sent_at is None) == (2, False)


def test_a_process_killed_after_the_server_took_it_sends_the_same_mail_again(message, post):
    _kill_at("quit", message, post)
    assert _row(message).sent_at is None

    _ten_minutes_later(message)
    _send(message, post)

    assert len(post.accepted) == 2
    assert len({mail["Message-ID"] for mail in post.accepted}) == 1


def test_two_processes_at_once_send_one_mail(message, post):
    post.go_on["data"].clear()
    senders = [_sender(message, post) for _ in range(2)]
    assert post.reached["data"].wait(SOON)
    post.go_on["data"].set()

    assert [sender.wait(SOON) for sender in senders] == [0, 0]
    assert len(post.accepted) == 1
