"""What the installation relies on without saying so at each place."""

from io import StringIO

import django.db.backends.postgresql.base as postgresql
from django.core.management import call_command


def test_the_driver_is_psycopg2():
    assert postgresql.Database.__name__ == "psycopg2"


def test_migrations_are_complete(db):
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert "No changes detected" in out.getvalue()


def test_system_checks_are_silent(db):
    call_command("check", fail_level="WARNING")
