"""What readiness asks a coordinator to do: find mentors for those who would have none."""

from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import ReadinessRun
from mentoring import clock
from mentoring.jobs.models import RunStatus
from mentoring.ui.formats import written_day
from programs.next_steps import NextStep

RANK = 6  # beside starting a run


def find_steps(programs, counts, organization):
    """``{program id: [NextStep]}`` of programs whose last answer leaves somebody out."""
    slugs = {program.pk: program.slug for program in programs}
    rows = ReadinessRun.objects.filter(program__in=slugs, status=RunStatus.DONE).values_list(
        "program_id", "finished_at", KT("found__mentees"), KT("found__matched")
    )
    steps = {}
    for pk, finished_at, mentees, matched in rows:
        short = int(mentees) - int(matched)
        if short and pk not in steps:
            url = reverse("matching:readiness", args=[organization.slug, slugs[pk]])
            steps[pk] = [_step(short, finished_at, url)]
    return steps


def _step(short, finished_at, url):
    label = ngettext(
        "%(n)s mentee is short of a mentor",
        "%(n)s mentees are short of a mentor",
        short,
    )
    day = written_day(timezone.localdate(finished_at), clock.today())
    why = _("No answer can place everybody. Worked out on %(day)s.") % {"day": day}
    return NextStep(label % {"n": short}, why, url, _("See who is short"), "warning", RANK)
