"""A run for whoever came back to the pool, with everybody else's match held still."""

import dataclasses

import numpy as np

from matching.decisions import Decision
from matching.models import Match, MatchAlternate
from organizations.audit import record_many

UNTOLD = (Decision.PROPOSED, Decision.APPROVED)


def pairs_to_hold(run):
    """Pairs of ids of a run that nobody has been told of, in the order of their rows."""
    rows = Match.objects.filter(run=run, decision__in=UNTOLD).order_by("pk")
    pairs = rows.values_list("mentee_id", "mentor_id")
    return tuple((str(mentee), str(mentor)) for mentee, mentor in pairs)


def hold(problem, pairs):
    """``problem`` with those of ``pairs`` pinned that are still possible, places permitting.

    What coordinators pinned comes first; a pair below the floor is held all the same.
    """
    pins = dict(problem.pins)
    unfloored = dataclasses.replace(problem, floor=0, pins=())
    _rows, columns = problem.indexes(problem.pins)
    places = problem.capacity - np.bincount(columns, minlength=len(problem.mentors))
    for mentee, mentor in pairs:
        i, k = problem.mentee_index.get(mentee), problem.mentor_index.get(mentor)
        if mentee in pins or i is None or k is None:
            continue
        if places[k] > 0 and unfloored.eligible[i, k]:
            pins[mentee] = mentor
            places[k] -= 1
    return dataclasses.replace(problem, pins=tuple(pins.items()))


def carry_approvals(previous, matches, *, by=None):
    """Approve those of a run's new ``matches`` that were approved in ``previous``, as they were.

    Who decided and when stays; alternates go along as far as they are still possible.
    """
    held = {
        (row.mentee_id, row.mentor_id): row
        for row in Match.objects.filter(run=previous, decision=Decision.APPROVED)
        .prefetch_related("alternates")
        .order_by("pk")
    }
    carried, alternates = [], []
    for match in matches:
        before = held.get((_id(match.mentee_id), _id(match.mentor_id)))
        if before is None:
            continue
        match.decision = Decision.APPROVED
        match.decided_by_id, match.decided_at = before.decided_by_id, before.decided_at
        carried.append((match, {"before": str(before.pk)}))
        alternates += _alternates(match, before)
    Match.objects.bulk_update(
        [match for match, _facts in carried], ["decision", "decided_by", "decided_at"]
    )
    MatchAlternate.objects.bulk_create(alternates)
    record_many("match.carried", carried, by=by)


def _alternates(match, before):
    options = {option["mentor"]: option for option in match.options}
    chosen = [row for row in before.alternates.all() if str(row.mentor_id) in options]
    return [
        MatchAlternate(
            match=match,
            rank=rank,
            mentor_id=row.mentor_id,
            score=options[str(row.mentor_id)]["score"],
            loss_matches=options[str(row.mentor_id)]["matches"],
            loss_points=options[str(row.mentor_id)]["points"],
        )
        for rank, row in enumerate(sorted(chosen, key=_rank), start=1)
    ]


def _rank(row):
    return row.rank


def _id(pk):
    return Match._meta.pk.to_python(pk)
