"""Operators, whom only the owner of the tables can make: outside the test's transaction."""

import contextlib

from mentoring.tenancy.keys import uuid7
from organizations.models import User
from tests.conftest import owner_connection
from tests.surroundings import dark

INSERT = """
INSERT INTO organizations_user (id, email, password, is_active, date_joined, is_operator)
VALUES (%s, %s, '!', true, now(), true)
"""


@contextlib.contextmanager
def operator(email="operator@installation.example"):
    """The login of an operator, gone at the end."""
    pk = str(uuid7())
    _as_owner(INSERT, [pk, email])
    try:
        with dark():
            user = User.objects.get(pk=pk)
        yield user
    finally:
        _as_owner("DELETE FROM organizations_user WHERE id = %s", [pk])


def _as_owner(statement, values):
    owner = owner_connection()
    with owner, owner.cursor() as cursor:
        cursor.execute("SELECT set_config('app.migrating', 'on', true)")
        cursor.execute(statement, values)
    owner.close()
