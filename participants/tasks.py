"""What workers do for imports."""

from celery import shared_task

from mentoring.jobs import running
from participants.importing import runs
from participants.models import ImportRun


@shared_task(own_transactions=True, typing=False)  # the message brings the organization
def run_import(organization, run_id):
    running.work(ImportRun, run_id, runs.do, organization_id=organization)
