"""What every decision about matches holds and looks at first."""

from django.utils.translation import gettext as _

from matching.decisions import CannotDecide
from matching.models import MatchingRun
from mentoring.jobs.models import RunStatus
from programs.models import Program


def hold_program(program_id):
    """The program's row, held: runs, announcements and follow-ups of it never meet half-way."""
    return Program.objects.select_for_update(no_key=True).get(pk=program_id)


def refuse_outdated(run):
    """Raise ``CannotDecide`` when a newer run of the program is done."""
    newer = MatchingRun.objects.filter(program=run.program_id, number__gt=run.number)
    number = newer.filter(status=RunStatus.DONE).values_list("number", flat=True).first()
    if number is not None:
        raise CannotDecide(_("Run %(number)s is newer. Decide there.") % {"number": number})
