"""Why the best answer has nobody for a mentee: profile, rules, or too few places."""

from collections import Counter

import numpy as np

from matching.engine.explain import no_possible_mentor
from matching.engine.people import Role
from matching.engine.problem import Rule

MOST_HELPING = 5


def why_nobody(problem, assigned, missing):
    """``[(mentee id, why)]`` of everybody without a mentor; ``why`` as ``models.Unmatched`` says.

    ``missing`` holds what each participant's profile lacks, by id.
    """
    lacking = {str(pk): [str(code) for code in codes] for pk, codes in missing.items() if codes}
    ruled_out = {found.mentee: found for found in no_possible_mentor(problem)}
    nobody = np.flatnonzero(assigned == len(problem.mentors)).tolist()
    found = []
    for i in nobody:
        mentee = problem.mentees[i]
        if mentee in lacking:
            why = {"kind": "incomplete", "missing": lacking[mentee]}
        elif mentee in ruled_out:
            why = {
                "kind": "rules",
                "mentors": len(problem.mentors),
                "forbidden": _by_count(ruled_out[mentee].forbidden),
                "opened": _by_count(ruled_out[mentee].opened),
            }
        else:
            why = _too_few_places(problem, assigned, i)
        found.append((mentee, why))
    return found


def _by_count(counts):
    """``[[rule's name, mentors]]``, the most frequent first."""
    return [[Rule(rule).name, count] for rule, count in sorted(counts.items(), key=_most_first)]


def _most_first(item):
    return -item[1], item[0]


def _too_few_places(problem, assigned, start):
    """Everybody who competes with this mentee, however indirectly, and for how many places; where
    places are left, the quotas that keep them.

    A place more at any mentor of this tree would match one mentee more.
    """
    mentees, mentors = {start}, set()
    waiting = [start]
    while waiting:
        i = waiting.pop()
        for k in np.flatnonzero(problem.eligible[i]).tolist():
            if k not in mentors:
                mentors.add(k)
                rivals = set(np.flatnonzero(assigned == k).tolist()) - mentees
                mentees |= rivals
                waiting += rivals
    if problem.quotas and _has_room(problem, assigned, mentors):
        return _held_by_quotas(problem, assigned)
    unmatched = np.flatnonzero(assigned == len(problem.mentors))
    wants = problem.eligible[np.ix_(unmatched, sorted(mentors))].any(axis=1)
    mentees.update(unmatched[wants].tolist())
    own = np.flatnonzero(problem.eligible[start])
    best = own[np.argsort(-problem.scores[start, own], kind="stable")][:MOST_HELPING]
    return {
        "kind": "places",
        "mentees": len(mentees),
        "places": int(problem.capacity[sorted(mentors)].sum()),
        "possible": len(own),
        "helps": [problem.mentors[k] for k in best.tolist()],
    }


def _has_room(problem, assigned, mentors):
    load = np.bincount(assigned, minlength=len(problem.mentors) + 1)[:-1]
    return bool((load < problem.capacity)[sorted(mentors)].any())


def _held_by_quotas(problem, assigned):
    """The quotas that are at one of their ends: ``[[company id, side, least, most]]``."""
    sponsor_of = dict(problem.sponsors)
    matched = np.flatnonzero(assigned < len(problem.mentors))
    counts = {
        Role.MENTEE: Counter(sponsor_of.get(problem.mentees[i]) for i in matched.tolist()),
        Role.MENTOR: Counter(
            sponsor_of.get(problem.mentors[k]) for k in assigned[matched].tolist()
        ),
    }
    tight = [
        [quota.sponsor, quota.side.value, quota.least, quota.most]
        for quota in problem.quotas
        if counts[quota.side][quota.sponsor] in (quota.most, quota.least or None)
    ]
    return {"kind": "quotas", "quotas": tight}
