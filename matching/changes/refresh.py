"""What the matches that nobody moved say after a change: how sure they are, and what else there is.

A change moves a few people and alters what choosing otherwise costs for many. All that a run's rows
say of it is worked out anew: at once, or by a worker where that takes longer than a page may.
"""

from matching import options, queries
from matching.changes.state import state_of
from matching.decisions import Decision, band_of
from matching.engine.explain import Explanation
from matching.holding import hold_program
from matching.models import Match, MatchingRun
from mentoring.jobs.models import RunStatus
from mentoring.jobs.tasks import wake

# Pairs of mentees and mentors that are looked at while somebody waits: some 0.03 s of CPU. A
# thousand mentees with 700 mentors take 0.13 s, and longer to write: a worker does those.
AT_ONCE = 400 * 300
AT_A_TIME = 200
STALE = "stale"
OPEN = (Decision.PROPOSED, Decision.APPROVED)
COLUMNS = ("veto_matches", "veto_points", "band", "signs", "options")


def after_change(run, standing):
    """Bring what the run's rows say in line with ``standing``, or have a worker do it.

    For callers that hold the program.
    """
    if standing.problem.quotas or standing.problem.scores.size > AT_ONCE:
        _mark(run, is_stale=True)
        wake()
    else:
        _mark(run, is_stale=False)
        _write(run, standing)


def stale_runs():
    """Ids of the runs whose rows a worker has still to bring in line with their last change."""
    done = MatchingRun.objects.filter(status=RunStatus.DONE, insight__stale=True)
    return done.order_by("pk").values_list("pk", flat=True)


def bring_in_line(run_id):
    """The worker's part; nothing is done when another was quicker."""
    run = queries.run_of(run_id)
    hold_program(run.program_id)
    run.refresh_from_db(fields=["insight"])
    if (run.insight or {}).get(STALE):
        _mark(run, is_stale=False)
        _write(run, state_of(run).standing)


def _mark(run, *, is_stale):
    insight = {name: value for name, value in (run.insight or {}).items() if name != STALE}
    insight |= {STALE: True} if is_stale else {}
    if insight != run.insight:
        run.insight = insight
        MatchingRun.objects.filter(pk=run.pk).update(insight=insight)


def _write(run, standing):
    """Write what has changed of ``COLUMNS``, the rows locked in the order of all others."""
    rows = Match.objects.filter(run=run, decision__in=OPEN).order_by("pk")
    rows = rows.only("mentee_id", "mentor_id", "score", "confidence", *COLUMNS)
    rows = list(rows.select_for_update(no_key=True))
    changed = [row for row, facts in told_of(standing, rows) if _say(row, facts)]
    Match.objects.bulk_update(changed, COLUMNS, batch_size=AT_A_TIME)


def _say(row, facts):
    """Set what the row should say; whether it said otherwise."""
    said = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    return said != facts


def told_of(standing, rows):
    """``(row, what it should say)`` of each of the matches ``rows``."""
    problem, outcome = standing.problem, standing.outcome
    explanation = Explanation(problem, standing.assigned)
    vetoes = explanation.vetoes(explanation.regrets())
    others = explanation.all_alternatives(options.MOST_OPTIONS)
    free = options.places_left(problem, standing.assigned)
    for row in rows:
        mentee = str(row.mentee_id)
        veto = vetoes[problem.mentee_index[mentee]]
        costs = {"veto_matches": veto.matches, "veto_points": veto.points}
        band, signs = band_of(score=row.score, outcome=outcome, confidence=row.confidence, **costs)
        facts = {"band": str(band), "signs": [str(sign) for sign in signs]}
        yield row, costs | facts | {"options": options.as_data(others[mentee], free)}
