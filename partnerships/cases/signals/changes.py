"""Facts about a live pair that have changed: jobs, conflicts of companies, sponsors."""

from collections import defaultdict

from django.db.models import Q

from organizations.models import CompanyConflict, Employment
from partnerships.cases.kinds import Signal
from partnerships.lifecycle import LIVE, MENTEE, MENTOR
from partnerships.models import Partnership
from programs.models import Sponsorship

SIDES = (MENTEE, MENTOR)
NO_JOB, SAME = "none", "same"


def changed_jobs(look):
    """One of the two works elsewhere today, or nowhere, and not for the company of the match."""
    signal = Signal.EMPLOYMENT
    jobs = _jobs(look)
    for row in _live(look, signal):
        for side in SIDES:
            job = jobs.get(row[f"{side}_person"])
            if job and job["company"] == row[f"{side}_company"]:
                continue
            since = job["started_on"] if job else row[f"{side}_employment__ended_on"]
            yield look.found(
                signal,
                program=row["program"],
                partnership=row["pk"],
                participant=row[side],
                since=look.midnight(since or look.today),
                anchor=str(job["pk"]) if job else NO_JOB,
            )


def conflicts(look):
    """The companies of the two, of the match or of today, must not be matched any more."""
    signal = Signal.CONFLICT
    jobs, clashes = _jobs(look), _clashes()
    for row in _live(look, signal):
        of_match = [row[f"{side}_company"] for side in SIDES]
        of_today = [_company(jobs.get(row[f"{side}_person"])) for side in SIDES]
        for one, other in {tuple(of_match), tuple(of_today)}:
            low, high = sorted((one, other), key=str) if one and other else (one, other)
            rules = {SAME} if low == high and low else clashes[low, high]
            for rule in rules:
                yield look.found(
                    signal,
                    program=row["program"],
                    partnership=row["pk"],
                    since=look.now,
                    anchor=f"{low}:{high}:{rule}",
                )


def sponsors_left(look):
    """The company that sponsors one of the two has withdrawn from the program."""
    signal = Signal.SPONSOR_LEFT
    left = {
        (program, company): at
        for program, company, at in Sponsorship.objects.filter(withdrew_at__isnull=False)
        .order_by()
        .values_list("program", "company", "withdrew_at")
    }
    if not left:
        return
    companies = {company for _program, company in left}
    either = Q(mentee_company__in=companies) | Q(mentor_company__in=companies)
    for row in _live(look, signal, either):
        for side in SIDES:
            since = left.get((row["program"], row[f"{side}_company"]))
            if since:
                yield look.found(
                    signal,
                    program=row["program"],
                    partnership=row["pk"],
                    participant=row[side],
                    since=since,
                    anchor=str(row[f"{side}_company"]),
                )


def _live(look, signal, condition=None):
    """Live pairs with their people, and the companies and jobs of the match."""
    rows = Partnership.objects.filter(condition or Q(), status__in=LIVE)
    rows = rows.exclude(program__in=look.thresholds.off(signal)).order_by()
    kept = [
        f"{side}{what}"
        for side in SIDES
        for what in ("", "_person", "_company", "_employment__ended_on")
    ]
    return rows.values("pk", "program", *kept)


def _jobs(look):
    """``{person id: job}`` of today, of everybody in a live pair."""
    is_on = Q(ended_on__isnull=True) | Q(ended_on__gt=look.today)
    live = Partnership.objects.filter(status__in=LIVE).order_by()
    people = [Q(person__in=live.values(f"{side}_person")) for side in SIDES]
    rows = Employment.objects.filter(is_on, people[0] | people[1], started_on__lte=look.today)
    return {
        row["person"]: row
        for row in rows.order_by().values("pk", "person", "company", "started_on")
    }


def _company(job):
    return job["company"] if job else None


def _clashes():
    """``{(low id, high id): {rule}}`` of all companies of the organization."""
    found = defaultdict(set)
    rows = CompanyConflict.objects.order_by()
    for low, high, rule in rows.values_list("low", "high", "rule").distinct().iterator():
        found[low, high].add(rule)
    return found
