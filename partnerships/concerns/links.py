"""The link and the code by which a contact person without a role reads one concern.

Both are derived from the concern and the installation's secret when a mail is written, so neither a
copy of the database nor the outbox opens anything.
"""

import contextlib

from django.db import connection
from django.utils.crypto import constant_time_compare

from mentoring.links import Secrets, written
from mentoring.tenancy import context

SECRETS = Secrets("partnerships.concern")
CODES = Secrets("partnerships.concern.code")
CODE_DIGITS = 8


def token_of(concern_id):
    """The secret of the link to a concern, for the mail alone."""
    return written(SECRETS.secret_of(str(concern_id)))


def hash_of(token):
    return SECRETS.hash_of(token)


def code_of(concern_id, number):
    """The code with this number, for the mail alone."""
    secret = CODES.secret_of(f"{concern_id}:{number}")
    return f"{int.from_bytes(secret) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def is_code(typed, concern):
    """Whether this is the newest code that was asked for."""
    typed = "".join(character for character in typed if character.isdecimal())
    expected = code_of(concern.pk, concern.code_number)
    return concern.code_number > 0 and constant_time_compare(typed, expected)


def organization_of(token):
    """Where a token leads, or None; asked outside any organization."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.concern_of(%s)", [hash_of(token)])
        return cursor.fetchone()[0]


@contextlib.contextmanager
def behind(organization_id, token):
    """As whoever holds this link: of all concerns the database shows the one that it is for."""
    with context.enter(context.Context(organization_id, actor=context.Actor.GUEST)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.link', %s, true)", [hash_of(token)])
        yield
