"""Reads whose SQL is made once in a process, planned once in a connection, and bound at each call.

For a page that is asked for all day, making SQL and its plan costs more than carrying it out. A
prepared read is an ordinary query of the ORM, both walls included: it is compiled in a context of
its own, and the organization in force takes that one's place at each call. Without a context it
raises.
"""

import functools
from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from mentoring.tenancy.planned import PlannedStatement


class PreparedRead:
    """``PreparedRead(build)(key)``: the rows of ``build(key)`` as instances of its model.

    ``build`` takes one id and returns a queryset of ``values``, with paths such as
    ``program__name``; an instance holds these fields and no others, each part of a path with its
    ``id``. What is annotated is an attribute. The only parts of the SQL that vary are the
    organization and the key; one that asks for the time says so by ``is_timed``, and its SQL is
    made anew each minute, so that it may be a minute late.
    """

    def __init__(self, build, *, is_timed=False):
        self.build, self.is_timed = build, is_timed
        self._organization, self._key = uuid7(), uuid7()  # stand in the SQL for the real ones
        self._made = functools.lru_cache(maxsize=1)(self._make)

    def __call__(self, key: UUID) -> list:
        organization = context.current().organization_id
        minute = clock.now().replace(second=0, microsecond=0) if self.is_timed else None
        model, names, statement = self._made(minute)
        rows = statement.rows([organization, key])
        return [_instance(model, _tree(zip(names, row, strict=True))) for row in rows]

    def _make(self, _minute: datetime | None):
        with context.compiling_for(self._organization):
            queryset = self.build(self._key)
            sql, values = queryset.query.sql_with_params()
        if not self.is_timed and any(isinstance(one, datetime) for one in values):
            raise TypeError("What asks for the time is prepared with is_timed")
        statement = PlannedStatement(sql, values, [self._organization, self._key])
        return queryset.model, tuple(queryset.query.selected), statement


class PreparedRows:
    """``PreparedRows(build)(keys)``: the rows of ``build(keys)``, a queryset of ``values_list``.

    It may unite several. Its SQL is made once for each number of keys and each day of the calendar
    in force, so it may ask for today, and must not ask for the time. ``around`` is a statement that
    uses them as ``{rows}``; values for its own placeholders, which come later, follow the keys.
    """

    SQL_KEPT = 64

    def __init__(self, build: Callable, *, around: str = "{rows}"):
        self.build, self.around = build, around
        self._organization = uuid7()  # stands in the SQL for the real one
        self._made = functools.lru_cache(self.SQL_KEPT)(self._make)

    def __call__(self, keys: Sequence[UUID], *more) -> list:
        organization = context.current().organization_id
        if not keys:
            return []
        statement = self._made(len(keys), len(more), clock.today())
        return statement.rows([organization, *keys, *more])

    def _make(self, key_count: int, more_count: int, _today: date):
        keys = [uuid7() for _ in range(key_count)]
        more = [uuid7() for _ in range(more_count)]
        with context.compiling_for(self._organization):
            sql, values = self.build(keys).query.sql_with_params()
        if any(isinstance(one, datetime | list | tuple) for one in values):
            raise TypeError("What is prepared takes no time and no lists")
        varying = [self._organization, *keys, *more]
        return PlannedStatement(self.around.format(rows=sql), [*values, *more], varying)


def _tree(pairs):
    """``{"program": {"name": …}}`` of ``("program__name", …)``."""
    tree: dict = {}
    for path, value in pairs:
        *way, name = path.split("__")
        branch = tree
        for step in way:
            branch = branch.setdefault(step, {})
        branch[name] = value
    return tree


def _instance(model, tree):
    fields = [field for field in model._meta.concrete_fields if field.attname in tree]
    names = [field.attname for field in fields]
    made = model.from_db(connection.alias, names, [tree.pop(name) for name in names])
    for name, value in tree.items():
        if isinstance(value, dict):
            related = model._meta.get_field(name).related_model
            made._state.fields_cache[name] = _instance(related, value)
        else:
            setattr(made, name, value)
    return made
