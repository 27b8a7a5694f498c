"""What each page of matching shows, put together from queries; templates ask nothing."""

from django.utils.translation import gettext as _

from matching import queries
from matching.bench import score_bins
from matching.decisions import Decision
from matching.forms import ApproveManyForm, DecideForm
from matching.meaning import share
from matching.nobody import told_of
from matching.pool import incomplete_of, outline_of
from matching.quotas import words as quota_words
from matching.quotas.forms import QuotasForm
from matching.quotas.limits import limits_of, supply_of
from matching.shortlists.queries import open_list_of
from matching.solving import ORDER, PHASES
from mentoring.jobs import progress
from mentoring.jobs.models import RunStatus
from mentoring.ui import charts
from programs.queries import sponsor_names

INCOMPLETE_SHOWN = 100
# Quotas of more sponsors are four fields each that are drawn when somebody asks for them.
MOST_SPONSORS = 40


def home(program, form, quotas=None, *, unfolds=False):
    """Who can be matched, who cannot and why, the runs so far, who is back in the pool.

    With ``unfolds`` somebody wants to see the quotas, however many sponsors there are.
    """
    runs = list(queries.runs_of(program))
    pool = outline_of(program)
    incomplete = incomplete_of(pool)
    return {
        "program": program,
        "form": form,
        "quotas": quotas or quotas_form(program, pool, runs, unfolds=unfolds),
        "pool": pool,
        "incomplete": [
            (row, [code.label for code in missing])
            for row, missing in incomplete[:INCOMPLETE_SHOWN]
        ],
        "more_incomplete": max(0, len(incomplete) - INCOMPLETE_SHOWN),
        "short_of_places": max(0, len(pool.ready_mentees) - pool.places),
        "runs": runs,
        "open_run": next((run for run in runs if run.is_open), None),
        "back": list(queries.back_in_pool(program)),
        "open_list": open_list_of(program),
        "stories_are_left_out": share.is_left_out(program),
    }


def quotas_form(program, pool, runs, data=None, *, unfolds=False):
    """The form of a run's quotas; it starts with those of the last run.

    Without sponsors to show when there are many, none has a quota, and nobody ``unfolds`` it.
    """
    sponsors = sponsor_names(program)
    before = limits_of(runs[0]) if runs else ()
    is_folded = not (unfolds or before or data) and len(sponsors) > MOST_SPONSORS
    form = QuotasForm(
        data, sponsors=[] if is_folded else sponsors, supply=supply_of(pool), before=before
    )
    form.is_folded, form.is_wanted = is_folded, unfolds
    return form


def posted_quotas(program, data):
    """The form of a run's quotas as it was sent."""
    return quotas_form(program, outline_of(program), [], data)


def waiting(run):
    """A run that waits, works, failed or was cancelled."""
    seen = progress.read(run.pk) if run.is_open else None
    phase = seen["label"] if seen and seen["label"] in ORDER else None
    at = ORDER.index(phase) if phase else -1
    return {
        "run": run,
        "program": run.program,
        "has_quotas": run.status == RunStatus.FAILED and bool(limits_of(run)),
        "hint": PHASES[phase] if phase else "",
        "done": seen["done"] if seen else None,
        "total": seen["total"] if seen else None,
        "steps": [
            {"label": label, "state": _step_state(position, at)}
            for position, label in enumerate(PHASES.values())
        ],
        "broker_is_down": run.is_open and not progress.broker_is_up(),
        "worker_is_down": run.is_open and not progress.worker_is_up(),
    }


def _step_state(position, at):
    if position < at:
        return "done"
    return "current" if position == at else ""


def workbench(run, matches):
    """The head of the workbench: what the run reached beside the greedy answer."""
    bins, ends = score_bins(matches)
    histogram = charts.histogram(
        "scores",
        _("Matches by score"),
        bins,
        ends,
        columns=[_("Points"), _("Matches")],
    )
    differ = run.outcome["matched"] - run.certificate["kept"]
    return {
        "run": run,
        "program": run.program,
        "unmatched": run.mentees - run.outcome["matched"],
        "is_newest": run.number == run.newest_number,
        "quotas_cost": quota_words.cost(run),
        "differ": differ if run.number > 1 and run.certificate["kept"] else None,
        "lost_by_greedy": run.outcome["matched"] - run.baseline["matched"],
        "histogram": histogram if matches else None,
        "approve_sure": ApproveManyForm(auto_id="sure_%s"),
    }


def decide_form(detail):
    """The form under one match, with its alternates or the best ones chosen already."""
    match = detail.match
    options = [
        (
            str(option.mentor.pk),
            f"{option.mentor.person.name}, {option.mentor.company.name}: {option.cost}",
        )
        for option in detail.options
    ]
    if match.decision == Decision.APPROVED:
        chosen = [str(alternate.row.mentor_id) for alternate in detail.alternates]
    else:
        chosen = queries.best_alternates(match, 2)
    first, second = [*chosen, "", ""][:2]
    return DecideForm(initial={"first": first, "second": second}, options=options)


def nobody(run):
    """Everybody for whom the run has no match, with the rule that binds or what would help."""
    return {"run": run, "program": run.program, "rows": told_of(queries.unmatched_of(run))}
