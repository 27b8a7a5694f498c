"""Agreements as pairs come to them: proposed by one, signed by each for themselves."""

from partnerships.agreements import services, versions
from tests.factories.participants import membership_of
from tests.factories.training import as_oneself

CADENCE = {"weeks": 4, "minutes": 60, "form": "virtual"}


def furnish():
    """Every program of the organization has the product's text."""
    versions.ship()
    versions.furnish_programs()


def propose(partnership, side="mentee", *, clauses="", seen=0, **cadence):
    """What this side proposes, in their own context."""
    furnish()
    one = getattr(partnership, side)
    with as_oneself(one):
        said = {**CADENCE, **cadence, "clauses": clauses, "seen": seen}
        return services.propose(partnership, by=membership_of(one), **said)


def sign(partnership, side, agreement):
    """This side signs, in their own context."""
    one = getattr(partnership, side)
    with as_oneself(one):
        by = membership_of(one)
        facts = {"number": agreement.number, "digest": agreement.digest}
        return services.sign(partnership, by=by, **facts)


def agree(partnership, **said):
    """Both sign what the mentee proposes: the pair, which is introduced, is active."""
    agreement = propose(partnership, **said)
    for side in ("mentee", "mentor"):
        sign(partnership, side, agreement)
    partnership.refresh_from_db()
    return agreement
