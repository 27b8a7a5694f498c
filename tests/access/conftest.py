"""The world is built once for each module and rolled back after it."""

import logging

import pytest
from django.db import transaction
from django.test import override_settings

from api.throttling import CallsOfLogin
from mentoring import celery_app, links
from mentoring.tenancy import context
from tests.access import world
from tests.access.calls import remember
from tests.factories.operators import operator

MAIL = b"""Subject: Hello\r\nFrom: us@mail.example\r\nTo: you@mail.example\r\nMIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r
<html><head></head><body>Hello</body></html>\r\n--x\r\nContent-Type: text/plain\r
Content-Disposition: attachment; filename=a.txt\r\n\r\nHello\r\n--x--\r\n"""


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory):
    """A folder with one captured mail."""
    folder = tmp_path_factory.mktemp("mailbox")
    (folder / "0190-mail.eml").write_bytes(MAIL)
    return folder


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker, mailbox):
    """The whole world, with all addresses, those of development included."""
    celery_app.conf.update(task_always_eager=True, task_eager_propagates=True)
    surroundings = {
        "ROOT_URLCONF": "tests.access.urls",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "MAILBOX_FOLDER": mailbox,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 86_400,
    }
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(**surroundings),
        operator() as login,
        transaction.atomic(),
    ):
        patch.setattr(CallsOfLogin, "THROTTLE_RATES", {"user": None})  # far more than in haste
        patch.setattr(links, "MOST_TRIES", 10**9)
        built = world.build(login)
        logging.disable()  # ten thousand refusals, each with its traceback
        assert context.maybe() is None  # no request finds itself in an organization
        remember()
        yield built
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
    celery_app.conf.update(task_always_eager=False)
