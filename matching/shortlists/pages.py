"""What the page of a shortlist round shows in each of its states."""

from matching.shortlists import queries
from matching.shortlists.forms import RoundForm, UntilForm
from matching.shortlists.work import STEPS
from mentoring.jobs import progress
from mentoring.jobs.models import RunStatus


def home(program, zone, number=None, *, form=None, until=None):
    """The newest round of a program, or the form that starts one; days end in ``zone``."""
    round_ = queries.newest_round(program)
    page = {"program": program, "round": round_, "form": form or RoundForm()}
    page["may_start"] = round_ is None or (
        round_.status == RunStatus.FAILED or round_.closed_at is not None
    )
    if round_ is None or round_.status != RunStatus.DONE:
        return page | (at_work(round_) if round_ else {})
    if round_.published_at is None and round_.closed_at is not None:
        return page | {"is_discarded": True}
    numbers = queries.numbers_of(round_)
    return page | {
        "until": until or UntilForm(zone=zone, closes_at=round_.closes_at),
        "numbers": numbers,
        "reached": list(enumerate(round_.reached, start=1)),
        "without": round_.waiting - round_.reached[0],
        "page": queries.paged_lists(round_, number, numbers.mentees),
    }


def at_work(round_):
    """How far a round is that waits, works or has failed."""
    seen = progress.read(round_.pk) if round_.is_open else None
    at = int(seen["label"]) if seen and str(seen["label"]).isdigit() else None
    return {
        "hint": STEPS[at] if at is not None else "",
        "steps_done": seen["done"] if seen else None,
        "steps": seen["total"] if seen else None,
        "is_down": progress.is_stuck(round_),
    }
