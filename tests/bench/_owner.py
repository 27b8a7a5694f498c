"""What only the owner of the database may do, for benches that need many rows as they once were."""

import contextlib

import psycopg2
from django.conf import settings
from django.db import connection

from mentoring import environment


@contextlib.contextmanager
def as_owner(*tables):
    """A cursor of the owner, in one transaction, without the rules of these tables."""
    owner = environment.database(settings.DATABASE_OWNER_URL)
    names = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {name: owner[key] for key, name in names.items() if owner[key]}
    name = connection.settings_dict["NAME"]
    opened = psycopg2.connect(dbname=name, options="-c app.migrating=on", **given)
    with opened, opened.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    opened.close()
