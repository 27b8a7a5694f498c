"""Quotas of a run: as they are asked for, refused where nothing could keep them, and as rows."""

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from matching.engine.people import Role
from matching.engine.quota import Quota
from matching.pool import free_places
from matching.quotas import words
from participants.roles import Side

HIGHEST = 2_000


@dataclass(frozen=True)
class Limit:
    """So many matches of a company's people on a side, at least and at most (None: no limit)."""

    company_id: UUID
    side: str
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Supply:
    """How many there are who could be matched: mentees, and places at mentors, by company id."""

    mentees: dict
    places: dict

    def of(self, limit):
        found = self.mentees if limit.side == Side.MENTEE else self.places
        return found.get(limit.company_id, 0)


def supply_of(pool):
    """The ``Supply`` of a ``matching.pool.Pool``."""
    mentees, places = defaultdict(int), defaultdict(int)
    for row in pool.ready_mentees:
        mentees[row.company_id] += 1
    for row in pool.ready_mentors:
        places[row.company_id] += free_places(row)
    return Supply(dict(mentees), dict(places))


def refusals(limits, supply, names):
    """Why these limits can never be kept, a sentence for each; ``names`` are the sponsors' by id.

    Which of them do not fit together under the rules only a run can tell.
    """
    told = []
    for limit in limits:
        told += _refusals_of(limit, supply, names)
    if told:
        return told
    sides = (
        (Side.MENTEE, sum(supply.places.values())),
        (Side.MENTOR, sum(supply.mentees.values())),
    )
    for side, most in sides:
        least = sum(limit.least for limit in limits if limit.side == side)
        if least > most:
            told.append(words.too_many_together(side, least, most))
    return told


def _refusals_of(limit, supply, names):
    if limit.company_id not in names:
        return [_("A company that does not sponsor this program has no quota in it.")]
    said = words.limit(limit, names[limit.company_id])
    if not 0 <= limit.least <= HIGHEST or not (limit.most is None or 0 <= limit.most <= HIGHEST):
        return [_("%(quota)s: a quota is a number from 0 to 2000.") % {"quota": said}]
    if limit.most is not None and limit.most < limit.least:
        return [_("%(quota)s: no number is both.") % {"quota": said}]
    if limit.least > supply.of(limit):
        return [words.too_few(limit, names[limit.company_id], supply.of(limit))]
    return []


def limits_of(run):
    """The ``[Limit]`` that a run was asked to keep."""
    return [Limit(UUID(company), *rest) for company, *rest in run.quotas]


@dataclass(frozen=True)
class Kept:
    """A quota of a finished run as a sentence, and how many it counts."""

    text: str
    matched: int


def kept(limits, balances):
    """``[Kept]`` by side and company; ``balances`` are ``seats.Balance`` by company id."""
    found = []
    for limit in sorted(limits, key=_by_side):
        balance = balances.get(limit.company_id)
        if balance is not None:
            count = balance.mentees if limit.side == Side.MENTEE else balance.mentors
            found.append(Kept(words.sentence(limit, balance.sponsor.company.name), count))
    return found


def _by_side(limit):
    return limit.side, str(limit.company_id)


def as_data(limits):
    """``[[company id, side, least, most]]``, what ``limits_of`` reads."""
    return [[str(row.company_id), row.side, row.least, row.most] for row in limits]


def without_quotas(problem):
    """The same problem as if no quota had been asked for."""
    return dataclasses.replace(problem, quotas=(), sponsors=())


def limited(problem, limits, pool):
    """``problem`` with the limits as its quotas; people count for who nominated them."""
    if not limits:
        return problem
    companies = {limit.company_id for limit in limits}
    return dataclasses.replace(
        problem,
        quotas=tuple(
            Quota(str(limit.company_id), Role(limit.side), limit.least, limit.most)
            for limit in limits
        ),
        sponsors=tuple(
            (str(row.pk), str(row.company_id)) for row in pool if row.company_id in companies
        ),
    )
