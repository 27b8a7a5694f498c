"""What the minute tick looks for."""

from mentoring.jobs import asking
from participants.bulk import acts
from participants.importing import runs
from participants.models import ImportRun
from participants.tasks import run_bulk_act, run_import


def find_imports():
    """Imports that wait for a worker, and files that nobody decided about."""
    asking.queue_open(ImportRun, run_import)
    runs.discard_forgotten()


def find_bulk_acts():
    """Acts on many people that wait for a worker, and plans that nobody confirmed."""
    for pk in acts.waiting():
        run_bulk_act.delay_on_commit(str(pk))
    acts.forget_plans()
