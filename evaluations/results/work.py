"""The worker's part: gather answers, work numbers out, keep them with what they were from."""

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from evaluations.results import numbers
from evaluations.results.gathering import gather
from evaluations.results.models import ResultsRun
from instruments.kinds import Occasion
from instruments.models import Response
from mentoring import clock
from mentoring.jobs import progress

STEPS = (_("Reading the answers"), _("Working out scales and changes"))


def perform(run):
    """Do the run, and let go of the program's earlier ones."""
    progress.report(run.pk, 0, len(STEPS), 0)
    run.seen = state_of(run.program)
    gathered = gather(run.program)
    progress.report(run.pk, 1, len(STEPS), 1)
    run.found = numbers.as_data(gathered)
    ResultsRun.objects.filter(program=run.program).exclude(pk=run.pk).delete()


def state_of(program):
    """What changes when an answer was sent, somebody was asked, or a day has gone by.

    Goals and observers come along each day, and whenever somebody asks for it.
    """
    rows = Response.objects.filter(participant__program=program)
    found = rows.aggregate(
        opened=Count("pk"),
        sent=Count("pk", filter=Q(submitted_at__isnull=False)),
        newest=Max("submitted_at"),
    )
    newest = found["newest"].isoformat() if found["newest"] else ""
    return found | {"newest": newest, "day": clock.today().isoformat()}


def sent_finals(program, side):
    """Final evaluations that one side has sent, with their people, by name."""
    rows = Response.objects.filter(
        participant__program=program,
        participant__side=side,
        occasion=Occasion.FINAL,
        submitted_at__isnull=False,
    )
    names = ("participant__person__family_name", "participant__person__given_name", "pk")
    return rows.select_related("participant__person").order_by(*names)
