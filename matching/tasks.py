from celery import shared_task

from matching.models import MatchingRun
from matching.solving import perform
from mentoring.jobs import running


@shared_task(own_transactions=True, typing=False)  # the message brings the organization
def run_matching(organization, run_id):
    running.work(MatchingRun, run_id, perform, organization_id=organization)
