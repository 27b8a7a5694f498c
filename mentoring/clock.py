"""What time it is: the product asks here alone, so that a year can be lived in an afternoon."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_held = ContextVar("held", default=None)


def now():
    """This moment, aware, or the one that the clock is held at."""
    return _held.get() or timezone.now()


def today(zone=None):
    """The day of ``now()`` in ``zone`` (a ``tzinfo``), or in the reader's own zone."""
    return timezone.localdate(now(), zone)


@contextmanager
def held_at(moment):
    """Within this block, and in no other thread or process, it is ``moment`` (aware).

    Rules that the database keeps by its own clock stay with that one.
    """
    if timezone.is_naive(moment):
        raise ValueError("the clock is held at a moment with a time zone")
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
