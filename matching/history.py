"""The runs of a program, and two of them side by side."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404

from matching import queries
from mentoring.jobs.models import RunStatus
from organizations.models import Membership

PAGE = 25
SHOWN = 200


@dataclass(frozen=True)
class Differing:
    """A mentee whom two runs treat differently: their mentor in each, or None."""

    mentee: object
    before: object
    after: object
    scores: tuple


def runs(program, number):
    """The page of runs, newest first, each with who asked for it."""
    page = Paginator(queries.runs_of(program), PAGE).get_page(number)
    rows = list(page.object_list)
    asked = {run.asked_by for run in rows if run.asked_by}
    names = {row.user_id: row.name for row in Membership.objects.filter(user_id__in=asked)}
    done = [run.number for run in rows if run.status == RunStatus.DONE]
    before = dict(zip(done, done[1:], strict=False))
    return {
        "program": program,
        "page": page,
        "rows": [(run, names.get(run.asked_by, ""), before.get(run.number)) for run in rows],
    }


def comparison(run, other):
    """What changed from the run ``other`` (earlier or later) to ``run``."""
    if other.status != RunStatus.DONE:
        raise Http404
    before, after = queries.pairs_of(other), queries.pairs_of(run)
    kept = sum(before[one][0] == after[one][0] for one in before.keys() & after.keys())
    none = (None, None)
    changed = [
        one for one in sorted(before | after) if before.get(one, none)[0] != after.get(one, none)[0]
    ]
    groups = {"moved": [], "gained": [], "lost": []}
    for one in changed:
        kind = "gained" if one not in before else "lost" if one not in after else "moved"
        groups[kind].append(one)
    shown = {kind: ids[:SHOWN] for kind, ids in groups.items()}
    people = _people(before, after, shown)
    return {
        "run": run,
        "other": other,
        "program": run.program,
        "kept": kept,
        "counts": {kind: len(ids) for kind, ids in groups.items()},
        "groups": {
            kind: [_differing(one, before, after, people) for one in ids]
            for kind, ids in shown.items()
        },
        "more": {kind: len(groups[kind]) - len(ids) for kind, ids in shown.items()},
        "same_weights": run.part_points == other.part_points,
    }


def _people(before, after, shown):
    ids = {one for ids in shown.values() for one in ids}
    mentors = {found[one][0] for found in (before, after) for one in ids if one in found}
    return queries.participants_by_id(ids | mentors)


def _differing(one, before, after, people):
    mentors = [people[str(found[one][0])] if one in found else None for found in (before, after)]
    scores = tuple(found[one][1] if one in found else None for found in (before, after))
    return Differing(people[str(one)], *mentors, scores)
