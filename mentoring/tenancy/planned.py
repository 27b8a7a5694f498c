"""Statements that a connection to PostgreSQL plans once and carries out many times.

Under row security the plan of what a page reads costs more than its rows: the policies of thirty
tables take 12 ms to plan and 2 ms to carry out. A planned statement is ``PREPARE`` and ``EXECUTE``
of PostgreSQL, whose plan it makes anew by itself where a table, a policy or the role changes.
"""

import itertools
import weakref
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from psycopg2.extensions import AsIs

TYPES = {UUID: "uuid", str: "text", datetime: "timestamptz"}

# The names under which a connection knows statements; they go with the connection.
_names: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()
_numbers = itertools.count()


class PlannedStatement:
    """SQL with ``%s`` and its ``values``, of which those in ``varying`` change from call to call.

    All other values become part of the statement.
    """

    def __init__(self, sql: str, values: Sequence, varying: Sequence):
        self.sql, self.values, self.varying = sql, values, varying

    def rows(self, given: Sequence) -> list[tuple]:
        """All rows, for values in the order of ``varying``: ids, text or moments."""
        if len(given) != len(self.varying):
            raise TypeError(f"{len(self.varying)} values vary, {len(given)} are given")
        with connection.cursor() as cursor:
            known = _names.setdefault(connection.connection, {})
            name = known.get(self) or f"planned_{next(_numbers)}"
            call = f"EXECUTE {name} ({', '.join(['%s'] * len(given))})"
            if self not in known:
                types = ", ".join(TYPES[type(one)] for one in given)
                call = f"PREPARE {name} ({types}) AS {self._text(cursor)}; {call}"
            cursor.execute(call, given)
            found = cursor.fetchall()
            # Only now: a name that is kept although nothing was prepared would fail for good.
            known[self] = name
        return found

    def _text(self, cursor):
        places = {one: AsIs(f"${number}") for number, one in enumerate(self.varying, start=1)}
        values = [places.get(one, one) if isinstance(one, UUID) else one for one in self.values]
        return cursor.mogrify(self.sql, values).decode().replace("%", "%%")
