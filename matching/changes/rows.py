"""The rows of a run after a change, and as they were before it."""

import uuid
from dataclasses import dataclass

from matching import options
from matching.decisions import band_of
from matching.engine.explain import Explanation
from matching.engine.scoring import parts_of
from matching.models import Match, Unmatched
from matching.problem_from_rows import reasons_of_pairs
from matching.unmatched import why_nobody

# What a match says about its pair; whose match it is and who decided on it is apart.
FACTS = (
    "mentor_id",
    "score",
    "needs",
    "path",
    "ways_of_working",
    "wishes",
    "logistics",
    "perspective",
    "confidence",
    "veto_matches",
    "veto_points",
    "band",
    "signs",
    "reasons",
    "options",
)


@dataclass(frozen=True)
class Rows:
    """Matches and unmatched mentees of a run by the mentee's id, held."""

    matches: dict[str, Match]
    unmatched: dict[str, Unmatched]


def hold_rows(run, mentees):
    """The rows of these mentees, locked in one order."""
    matches = Match.objects.filter(run=run, mentee__in=mentees).order_by("pk")
    unmatched = Unmatched.objects.filter(run=run, participant__in=mentees).order_by("pk")
    return Rows(
        {str(row.mentee_id): row for row in matches.select_for_update(no_key=True)},
        {str(row.participant_id): row for row in unmatched.select_for_update(no_key=True)},
    )


def as_data(rows):
    """``Rows`` as plain values, for ``put_back``."""
    kept = [
        {
            "mentee": mentee,
            "id": str(row.pk),
            **{name: _plain(getattr(row, name)) for name in FACTS},
        }
        for mentee, row in rows.matches.items()
    ]
    return kept + [
        {"mentee": mentee, "id": str(row.pk), "why": row.why}
        for mentee, row in rows.unmatched.items()
    ]


def _plain(value):
    return str(value) if isinstance(value, uuid.UUID) else value


def put_back(run, rows, kept):
    """Write the rows as ``as_data`` noted them; ``rows`` are those of the same mentees now."""
    _remove(rows, keep={row["mentee"] for row in kept if "why" not in row})
    for row in kept:
        if "why" in row:
            Unmatched.objects.create(
                pk=row["id"], run=run, participant_id=row["mentee"], why=row["why"]
            )
            continue
        facts = {name: row[name] for name in FACTS}
        _write(run, rows.matches.get(row["mentee"]), row["mentee"], facts, pk=row["id"])


def rewrite(run, rows, effect):
    """Write what ``effect`` makes of the mentees who move; ``rows`` are theirs, held."""
    moves = effect.moves
    standing = effect.standing
    matched = [(move.mentee, move.after) for move in moves if move.after is not None]
    _remove(rows, keep={mentee for mentee, _mentor in matched})
    facts = _Facts(run, standing, matched, effect.after)
    for mentee, mentor in matched:
        _write(run, rows.matches.get(mentee), mentee, facts.of(mentee, mentor))
    alone = {move.mentee for move in moves if move.after is None}
    if alone:
        found = dict(why_nobody(standing.problem, standing.assigned, {}))
        Unmatched.objects.bulk_create(
            Unmatched(run=run, participant_id=mentee, why=found[mentee]) for mentee in sorted(alone)
        )


def _remove(rows, keep):
    """Delete the rows of those who are matched no more, and of those who are from now on."""
    gone = [row.pk for mentee, row in rows.matches.items() if mentee not in keep]
    Match.objects.filter(pk__in=gone).delete()
    Unmatched.objects.filter(pk__in=[row.pk for row in rows.unmatched.values()]).delete()


def _write(run, row, mentee, facts, pk=None):
    if row is None:
        row = Match(run=run, mentee_id=mentee, **({"pk": pk} if pk else {}))
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()


class _Facts:
    """What rows say about pairs of an optimum."""

    def __init__(self, run, standing, pairs, outcome):
        self.problem = standing.problem
        self.outcome = outcome
        self.explanation = Explanation(standing.problem, standing.assigned)
        self.free = options.places_left(standing.problem, standing.assigned)
        self.reasons = reasons_of_pairs(run.program, pairs)

    def of(self, mentee, mentor):
        """The ``FACTS`` of a match of these two."""
        problem = self.problem
        i, k = problem.mentee_index[mentee], problem.mentor_index[mentor]
        veto, sureness = self._veto(mentee, k), _confidence(problem.features, i, k)
        score = int(problem.scores[i, k])
        band, signs = band_of(
            score=score,
            outcome=self.outcome,
            confidence=sureness,
            veto_matches=veto.matches,
            veto_points=veto.points,
        )
        return {
            "mentor_id": mentor,
            "score": score,
            **parts_of(problem.features, i, k),
            "confidence": sureness,
            "veto_matches": veto.matches,
            "veto_points": veto.points,
            "band": band,
            "signs": signs,
            "reasons": self.reasons[mentee, mentor],
            "options": options.as_data(
                self.explanation.alternatives_of(mentee, options.MOST_OPTIONS), self.free
            ),
        }

    def _veto(self, mentee, k):
        return self.explanation.veto(self.explanation.regrets_of(mentee), k)


def _confidence(features, i, k):
    at_stake = int(features.question_points.sum())
    if not at_stake:
        return 100
    return int(features.mentee_answers[i] @ features.mentor_answers[k]) * 100 // at_stake
