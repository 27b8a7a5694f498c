"""The worker's part of readiness: collect, work it out, store the answer with what it was from."""

from django.db.models import Count, Max, Subquery, Sum, TextField
from django.db.models.functions import Cast, Extract
from django.utils.translation import gettext_lazy as _

from matching.engine.helping import Owed
from matching.engine.readiness import assess
from matching.models import ReadinessRun
from matching.problem_from_rows import collect
from matching.readiness_facts import as_data
from mentoring import clock
from mentoring.jobs import progress
from organizations.models import AuditEvent
from participants.models import Participant
from participants.roles import Side
from programs.queries import sponsors_of

STEPS = (_("Collecting profiles and rules"), _("Looking for the groups that are short"))


def perform(run):
    """Do the run, and let go of the program's earlier ones."""
    program = run.program
    progress.report(run.pk, 0, len(STEPS), 0)
    run.seen = state_of(program)
    collected = collect(program)
    owed = [sponsor for sponsor in sponsors_of(program) if sponsor.mentors_missing]
    progress.report(run.pk, 1, len(STEPS), 1)
    pool, numbers = collected.pool, collected.numbers
    found = assess(
        [collected.profiles[str(row.pk)] for row in pool.mentees],
        [collected.profiles[str(row.pk)] for row in pool.mentors],
        facts=collected.facts,
        vetoes=collected.vetoes,
        owed=[
            Owed(numbers.companies.index(sponsor.company.pk), sponsor.mentors_missing)
            for sponsor in owed
        ],
        max_gap=60 * program.default_zone_gap_hours,
    )
    run.found = as_data(found, collected, _standings(program))
    ReadinessRun.objects.filter(program=program).exclude(pk=run.pk).delete()


def _standings(program):
    """``{side: {standing: number of people}}``."""
    found = {side.value: {} for side in Side}
    rows = Participant.objects.filter(program=program).order_by().values_list("side", "standing")
    for side, standing, number in rows.annotate(number=Count("pk")):
        found[side][standing] = number
    return found


def state_of(program):
    """What changes whenever something changes that readiness depends on, in one statement.

    The people's own rows, the trail of decisions, and the day: periods run out at midnight.
    """
    newest = AuditEvent.objects.order_by("-at", "-id").values(key=Cast("pk", TextField()))[:1]
    people = Participant.objects.filter(program=program).aggregate(
        number=Count("pk"),
        changes=Sum(Extract("updated_at", "epoch")),
        newest=Max(Subquery(newest)),
    )
    return {
        "people": people["number"],
        "changes": str(people["changes"]),
        "decision": str(people["newest"]),
        "day": clock.today().isoformat(),
    }
