"""Today: what each program needs now. And the search over people and companies."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard import morning, queries
from dashboard.settling.sources import steps_across
from dashboard.steps import OPEN_CASES, TO_SHARE, WAITING
from evaluations.sharing.queries import is_waited_for
from mentoring import clock
from organizations.access import organization_view
from organizations.queries import FOUND, companies_matching, people_like
from organizations.roles import STAFF
from organizations.searching import MOST_LETTERS
from programs.next_steps import next_steps
from programs.queries import counts_of, programs_list, stage_of


@require_safe
@organization_view(*STAFF)
def home(request):
    viewer = request.membership
    request.programs = programs = programs_list(viewer)
    rows = _rows_of(programs, request.organization)
    cases, found = morning.read(viewer)
    across = steps_across(request.organization, programs, found)
    steps = [step for row in rows for step in row["steps"]] + across
    pressing = [step for step in steps if step.needs_you]
    page = {
        "cases": cases,
        "across": across,
        "rows": sorted(rows, key=_urgency),
        "first": None if cases.due else min(pressing, key=_rank, default=None),
        "count": len(pressing),
        "has_programs": bool(programs),
        "now": timezone.localtime(clock.now()),
        "decisions": queries.recent_decisions(viewer),
        "down": queries.service_is_down(),
    }
    return render(request, "dashboard/home.html", page)


def _rows_of(programs, organization):
    """Programs with what there is to do in each; of those that are over, to share the results."""
    counts = counts_of(programs)
    stages = {program.pk: stage_of(program) for program in programs}
    shown = [program for program in programs if _may_need(stages[program.pk])]
    steps = next_steps(shown, counts, organization)
    rows = [
        {
            "program": program,
            "stage": stages[program.pk],
            "counts": counts[program.pk],
            "steps": [step for step in steps[program.pk] if _is_said(step, stages[program.pk])],
        }
        for program in shown
    ]
    return [row for row in rows if row["steps"] or not row["stage"].is_over]


def _may_need(stage):
    return not stage.is_over or is_waited_for(stage.program, stage.today)


def _is_said(step, stage):
    # Cases stand above, of all programs together.
    return step.rank == TO_SHARE if stage.is_over else step.rank != OPEN_CASES


def _rank(step):
    return step.rank


def _urgency(row):
    """What is most pressing in a program, then its start: the one that runs before next year's."""
    ranks = [step.rank for step in row["steps"] if step.needs_you]
    return min(ranks, default=WAITING), row["program"].starts_on


@require_safe
@organization_view(*STAFF)
def search(request):
    text = request.GET.get("q", "").replace("\0", "").strip()[:MOST_LETTERS]
    people = queries.found_people(text) if text else []
    companies = list(companies_matching(text)[:FOUND]) if text else []
    is_near = bool(text) and not people and not companies
    page = {
        "search": text,
        "people": queries.found_people(text, people_like) if is_near else people,
        "companies": companies,
        "most": FOUND,
        "is_near": is_near,
    }
    return render(request, "dashboard/search.html", page)
