"""What the page of announcing shows: what it would do, how far it is, what it has done."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from instruments.queries import open_baseline
from matching import queries, words
from matching.elsewhere import elsewhere
from mentoring import clock
from mentoring.jobs import progress
from mentoring.ui.formats import group_thousands

PAGE = 100
REFUSED_SHOWN = 50


def announcement(run, number=1):
    """The page of a run: its last announcement, and what announcing would do now."""
    last = queries.announcements_of(run).first() if run.was_announced else None
    page = {"run": run, "program": run.program, "last": last}
    if last is not None and last.is_open:
        return page | at_work(last)
    now = queries.approved_in_numbers(run)
    approved = Paginator(queries.approved_of(run), PAGE)
    approved.count = now["approved"]  # counted already
    rows = approved.get_page(number)
    rows.object_list = list(rows.object_list)
    queries.attach_people(rows.object_list)
    also = elsewhere(run.program, rows.object_list)
    refused = [match for match in rows if match.refusal][:REFUSED_SHOWN]
    return page | {
        "now": now,
        "spare": _spare(now),
        "approved": rows,
        "also": len(also),
        "rows": [(match, also.get(match.mentee_id), also.get(match.mentor_id)) for match in rows],
        "refused": [(match, words.refusal(match.refusal)) for match in refused],
        "more_refused": now["refused"] - len(refused),
        "answer_by": clock.today() + timedelta(days=run.program.answer_days),
        "is_newest": run.number == run.newest_number,
        # Once there was an announcement the baseline had closed.
        "baseline": None if run.was_announced else open_baseline(run.program),
    }


def at_work(last):
    """The progress of an open announcement."""
    seen = progress.read(last.pk)
    return {
        "last": last,
        "done": seen["done"] if seen else last.announced + last.refused,
        "total": last.matches,
        "broker_is_down": last.is_open and not progress.broker_is_up(),
        "worker_is_down": last.is_open and not progress.worker_is_up(),
    }


def _spare(now):
    """How many approved matches have two, one or no alternate; what is nought is left out."""
    labels = {"two": _("two alternates"), "one": _("one alternate"), "none": _("no alternate")}
    found = [
        _("%(n)s with %(label)s") % {"n": group_thousands(now[key]), "label": label}
        for key, label in labels.items()
        if now[key]
    ]
    return ", ".join(found)
