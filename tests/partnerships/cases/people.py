"""Pairs that coordinators have to look after, and the looking."""

from datetime import UTC, datetime

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.roles import Role
from partnerships.cases import sweeping
from partnerships.cases.kinds import CaseStatus
from partnerships.cases.models import Case
from partnerships.meetings.telling import log
from tests.factories.organizations import MembershipFactory
from tests.partnerships.meetings.people import ZONES, do


def at(month, day, hour=12, year=2027):
    return clock.held_at(datetime(year, month, day, hour, tzinfo=UTC))


def looked(month, day, hour=12, year=2027):
    """Look through the organization on this day; ``(opened, closed)``."""
    with at(month, day, hour, year):
        return sweeping.sweep()


def opened():
    """Signals of the open cases, in order, one for each case."""
    rows = Case.objects.filter(status=CaseStatus.OPEN)
    return sorted(rows.values_list("signal", flat=True))


def case_of(signal, **narrow):
    return Case.objects.get(signal=signal, **narrow)


def staff(name="Ines Calloway", role=Role.COORDINATOR):
    return MembershipFactory(role=role, name=name)


def met(partnership, month, day, year=2027):
    """The two met on this day, and the mentee said so."""
    moment = datetime(year, month, day, 9, tzinfo=UTC)
    with clock.held_at(moment.replace(hour=20)):
        said = {"zone": ZONES["mentee"], "minutes": 60, "form": "virtual", "meeting_id": uuid7()}
        return do(partnership, "mentee", log, partnership, at=moment, **said)


def acting(membership):
    """The context of a coordinator's own requests."""
    return context.enter(
        context.Context(membership.organization_id, membership.user_id, context.Actor.COORDINATOR)
    )
