"""Operators, whom only the owner of the tables can make: outside the test's transaction."""

import contextlib

from mentoring.tenancy.keys import uuid7
from organizations.models import User
from tests.conftest import owner_connection

INSERT = """
INSERT INTO organizations_user (id, email, password, is_active, date_joined, is_operator)
VALUES (%s, %s, '!', true, now(), true)
"""


def make_operator(email="operator@installation.example"):
    """The login of an operator, committed; what empties the tables takes it away."""
    user = User(pk=uuid7(), email=email, password="!", is_operator=True)
    _as_owner(INSERT, [str(user.pk), email])
    user._state.adding = False
    return user


@contextlib.contextmanager
def operator(email="operator@installation.example"):
    """The login of an operator, gone at the end: enter it before the test's transaction begins."""
    user = make_operator(email)
    try:
        yield user
    finally:
        _as_owner("DELETE FROM organizations_user WHERE id = %s", [str(user.pk)])


def _as_owner(statement, values):
    owner = owner_connection()
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT set_config('app.migrating', 'on', true)")
        cursor.execute(statement, values)
    owner.close()
