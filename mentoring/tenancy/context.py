"""Who is asking, in which organization: one frozen value per unit of work.

The value exists only inside a database transaction and is mirrored into it as transaction-local
settings, which row level security reads. Nothing outlives the transaction, so pooled connections
carry nothing over. Without a context every query on a tenant model raises ``NoContext``.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction


class NoContext(RuntimeError):
    """A tenant model was used outside an organization's context."""


class CrossTenant(RuntimeError):
    """A row or a context of one organization was used inside another's."""


class Actor(StrEnum):
    """As what the work is done; ``HR`` switches to a database role that can read little.

    A ``GUEST`` has no login, only a personal link. A ``KEEPER`` locks keys anew and destroys them,
    and sees nothing of what they lock.
    """

    COORDINATOR = "coordinator"
    PARTICIPANT = "participant"
    HR = "hr"
    WORKER = "worker"
    GUEST = "guest"
    KEEPER = "keeper"


@dataclass(frozen=True)
class Context:
    """One unit of work: an organization, and on whose behalf it is done."""

    organization_id: UUID
    user_id: UUID | None = None
    actor: Actor = Actor.WORKER
    company_id: UUID | None = None


@dataclass
class Question:
    """One SELECT that travels with the settings of a context; ``row`` is the first that it finds.

    It is carried out in the database role of that context, behind both walls.
    """

    sql: str
    values: tuple = ()
    row: tuple | None = None


_context: ContextVar[Context | None] = ContextVar("tenant_context", default=None)

_SETTINGS = ("app.organization", "app.user", "app.actor", "app.company")
_AS_USER = "SELECT set_config('app.user', %s, true)"
_APPLY = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)


def current() -> Context:
    """The context in force, or ``NoContext``."""
    context = _context.get()
    if context is None:
        raise NoContext("no organization context: wrap the work in tenancy.context.enter(...)")
    return context


def maybe() -> Context | None:
    """The context in force, or None."""
    return _context.get()


@contextlib.contextmanager
def enter(
    context: Context, *, savepoint: bool = True, question: Question | None = None
) -> Iterator[Context]:
    """Do the work inside in this context and in one transaction (joined if one is open).

    ``savepoint=False`` saves two statements where a failure ends the outer transaction anyway;
    a ``question`` is answered without a round trip of its own.
    Raises ``CrossTenant`` inside another organization's context.
    """
    outer = _context.get()
    if outer is not None and outer.organization_id != context.organization_id:
        raise CrossTenant("finish the unit of work of the first organization before another")
    with transaction.atomic(savepoint=savepoint):
        token = _context.set(context)
        try:
            _apply(context, question)
            yield context
        finally:
            _context.reset(token)
            # A broken transaction accepts no statement, and its rollback drops the settings anyway.
            if not connection.needs_rollback:
                _apply(outer)


@contextlib.contextmanager
def as_user(user_id: UUID) -> Iterator[None]:
    """Let a signed-in user's own memberships be read before any organization is chosen.

    The setting travels with the first statement inside, and ends with the transaction or with the
    next context, whichever is first.
    """
    setting = _Along(_AS_USER, [str(user_id)])
    with transaction.atomic(savepoint=False), connection.execute_wrapper(setting):
        yield


@contextlib.contextmanager
def compiling_for(organization_id: UUID) -> Iterator[None]:
    """Make SQL that names this organization; the database is told nothing, so it would see none."""
    token = _context.set(Context(organization_id))
    try:
        yield
    finally:
        _context.reset(token)


class _Along:
    """Sends a setting in front of the next statement, in one round trip.

    What does not come through a cursor of Django goes without it, and sees nothing.
    """

    def __init__(self, sql, values):
        self.sql, self.values = sql, values

    def __call__(self, execute, sql, params, many, context):
        if self.values and not many and params is not None:
            sql, params, self.values = f"{self.sql}; {sql}", [*self.values, *params], None
        return execute(sql, params, many, context)


def _apply(context: Context | None, question: Question | None = None) -> None:
    values = [""] * len(_SETTINGS)
    if context is not None:
        parts = (context.organization_id, context.user_id, context.actor.value, context.company_id)
        values = [str(part or "") for part in parts]
    hr = context is not None and context.actor is Actor.HR
    sql = f"{_APPLY}; SET LOCAL ROLE {'app_hr' if hr else 'NONE'}"
    with connection.cursor() as cursor:  # one round trip
        if question is None:
            cursor.execute(sql, values)
        else:
            cursor.execute(f"{sql}; {question.sql}", [*values, *question.values])
            question.row = cursor.fetchone()
