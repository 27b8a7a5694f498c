"""What people answered before and after, one value each, as the results of a program count them.

Observers speak of a mentee, so their values are the mentee's. Somebody who observes several of them
counts for the first alone: then a sum over so many mentees is one over as many observers. Whoever
was forgotten cannot be told from others, and does not count.
"""

from collections import defaultdict
from statistics import fmean

from evaluations.observers import queries as observers
from evaluations.results.gathering import RECOMMENDATION, observer_rows, scales_of, whose
from evaluations.results.numbers import pairs_of
from instruments.kinds import Informant, Occasion

BEFORE, AFTER = Occasion.BASELINE, Occasion.FINAL


def read(program):
    """``(scales, observed)``, in four statements.

    ``scales`` are ``{(informant, dimension): {participant: (before, after)}}`` of those who have
    both, on the items of both; ``observed`` is ``{mail address of an observer: participant}``.
    """
    found = scales_of(program, (BEFORE, AFTER))
    scales = {key: _by_person(rows) for key, rows in found.items()}
    told = {occasion: observers.numbers(program, occasion) for occasion in (BEFORE, AFTER)}
    found, observed = seen(told, observers.addresses(program))
    scales |= found
    known = {key: values for key, values in scales.items() if values and key[1] != RECOMMENDATION}
    return known, observed


def _by_person(rows):
    return {str(who): both for who, both in _both(rows)}


def _both(rows):
    """``[(who, (before, after))]`` of those who have answered both times."""
    pairs = zip(rows, *pairs_of(rows, BEFORE, AFTER), strict=True)
    return [(row.who, (one, other)) for row, one, other in pairs if one is not None]


def seen(told, addresses):
    """The same of observers: their scales by mentee, and whom each of them observed.

    ``told`` is ``{occasion: [Number]}``, ``addresses`` are those of invitations, the first first.
    """
    mentee = {one.invitation: one.participant for given in told.values() for one in given}
    observed = {}
    for invitation, address in addresses.items():
        if address and invitation in mentee:
            observed.setdefault(address, mentee[invitation])
    counted = {
        occasion: [one for one in given if _counts(one, addresses, observed)]
        for occasion, given in told.items()
    }
    scales = {}
    for dimension, rows in observer_rows(counted, whose(counted, addresses)).items():
        of = defaultdict(list)
        for (participant, _address), both in _both(rows):
            of[str(participant)].append(both)
        scales[Informant.OBSERVER, dimension] = {
            pk: tuple(map(fmean, zip(*every, strict=True))) for pk, every in of.items()
        }
    return scales, {address: str(pk) for address, pk in observed.items()}


def _counts(one, addresses, observed):
    address = addresses.get(one.invitation)
    return bool(address) and observed[address] == one.participant
