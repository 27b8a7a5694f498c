"""The facts of a pair that can change after its announcement, in one line that can be compared."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, Func, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, Least

from mentoring import clock
from organizations.models import CompanyConflict, Employment
from partnerships.lifecycle import MENTEE, MENTOR

SIDES = (MENTEE, MENTOR)
NOTHING = "-"


def jobs_of_today():
    today = clock.today()
    is_on = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    return Employment.objects.filter(is_on, started_on__lte=today)


def with_facts(rows, path=""):
    """Rows with ``facts_now``: the jobs and standings of both, and what is between their companies.

    ``path`` leads from a row to its partnership.
    """
    today = {f"{side}_works_at": _job(f"{path}{side}_person", "company") for side in SIDES}
    jobs = [
        Coalesce(Cast(_job(f"{path}{side}_person", "pk"), CharField()), Value(NOTHING))
        for side in SIDES
    ]
    standings = [F(f"{path}{side}__standing") for side in SIDES]
    of_match = _rules(*(f"{path}{side}_company" for side in SIDES))
    parts = [*jobs, *standings, of_match, _rules(*today)]
    joined = [parts[0]]
    for part in parts[1:]:
        joined += [Value("|"), part]
    return rows.alias(**today).annotate(facts_now=Concat(*joined, output_field=TextField()))


def _job(person, field):
    return Subquery(jobs_of_today().filter(person=OuterRef(person)).order_by().values(field)[:1])


def _rules(one, other):
    """Why two companies must not be matched, by name and joined."""
    companies = (OuterRef(one), OuterRef(other))
    rows = CompanyConflict.objects.filter(low=Least(*companies), high=Greatest(*companies))
    rules = ArraySubquery(rows.order_by("rule").values("rule").distinct())
    return Func(rules, Value(","), function="array_to_string", output_field=TextField())
