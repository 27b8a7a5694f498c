"""What a process of the contest for signatures does. The fork server imports this once."""

from uuid import UUID

import django

django.setup()

from mentoring.tenancy import context  # noqa: E402 - models need the apps
from organizations.models import Membership  # noqa: E402
from organizations.roles import Role  # noqa: E402
from partnerships.agreements import services  # noqa: E402
from partnerships.agreements.refusals import CannotAgree  # noqa: E402
from partnerships.models import Partnership  # noqa: E402


def sign(organization, rounds, side, barrier):
    """Sign in every round, at the same moment as the other; twice, as a double click does."""
    _each(organization, rounds, side, barrier, _sign_twice)


def amend(organization, rounds, side, barrier):
    """Propose something else in every round, at the moment at which the other signs."""
    _each(organization, rounds, side, barrier, _amend)


def _each(organization, rounds, side, barrier, act):
    for one in rounds:
        barrier.wait()
        own = context.Context(UUID(organization), UUID(one[side]), context.Actor.PARTICIPANT)
        try:
            with context.enter(own):
                by = Membership.objects.get(user_id=one[side], role=Role.PARTICIPANT)
                act(Partnership.objects.get(pk=one["pair"]), one, by)
        except CannotAgree:
            continue


def _sign_twice(pair, one, by):
    for _click in range(2):
        services.sign(pair, number=1, digest=one["digest"], by=by)


def _amend(pair, _one, by):
    cadence = {"weeks": 1, "minutes": 90, "form": "virtual"}
    services.propose(pair, clauses="", seen=1, by=by, **cadence)
