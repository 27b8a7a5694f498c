"""What workers do for imports and for acts on many people."""

from celery import shared_task

from mentoring.jobs import running
from participants.bulk import acts
from participants.bulk.models import BulkAct
from participants.importing import runs
from participants.models import ImportRun


@shared_task(own_transactions=True, typing=False)  # the message brings the organization
def run_import(organization, run_id):
    running.work(ImportRun, run_id, runs.do, organization_id=organization)


@shared_task(own_transactions=True, typing=False)
def run_bulk_act(organization, act_id):
    running.work(BulkAct, act_id, acts.do, organization_id=organization)
