"""The worker's part of a round: everybody's candidates at once, proven to be the best lists."""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.engine.shortlist import shortlist
from matching.problem_from_rows import collect
from matching.shortlists.models import ShortlistCandidate
from mentoring.jobs import progress, running
from mentoring.tenancy import statistics

STEPS = (
    gettext_lazy("Collecting profiles and rules"),
    gettext_lazy("Finding the best lists for everybody together"),
)


def perform(round_):
    """Find the lists. Raises ``Refused`` when nobody has a possible mentor."""
    progress.report(round_.pk, 0, len(STEPS), 0)
    collected = collect(round_.program)
    problem = possible_problem(collected)
    running.raise_if_cancelled(round_)
    progress.report(round_.pk, 1, len(STEPS), 1)
    found = shortlist(problem, most=round_.most, lists=round_.lists)
    if not found.candidates:
        raise running.Refused(
            _("No waiting mentee has a possible mentor with a free place, so there is no list.")
        )
    round_.waiting = len(collected.pool.mentees)
    round_.reached = list(found.reached)
    round_.points = found.points
    round_.digest = problem.digest
    ShortlistCandidate.objects.bulk_create(
        ShortlistCandidate(
            round=round_,
            mentee_id=mentee,
            mentor_id=mentor,
            place=place,
            score=int(problem.scores[problem.mentee_index[mentee], problem.mentor_index[mentor]]),
        )
        for mentee, mentors in found.candidates.items()
        for place, mentor in enumerate(mentors, start=1)
    )
    statistics.refresh(ShortlistCandidate)


def possible_problem(collected):
    """The problem without pins that cannot hold: they are a matter of the final run."""
    problem = collected.problem()
    refused = {(pin.mentee, pin.mentor) for pin in problem.refused_pins()}
    return dataclasses.replace(
        problem, pins=tuple(pin for pin in problem.pins if pin not in refused)
    )
