"""Reading and choosing one's own, from whatever surface."""

from contextlib import contextmanager
from dataclasses import replace

from mentoring.tenancy import context
from mentoring.tenancy.context import Actor


@contextmanager
def as_oneself():
    """For HR: as the login alone, since HR's database role knows no messages and no choices.

    Row security shows each login its own notices and choices, whatever it acts as.
    """
    in_force = context.current()
    if in_force.actor is not Actor.HR:
        yield
        return
    with context.enter(replace(in_force, actor=Actor.GUEST, company_id=None)):
        yield
