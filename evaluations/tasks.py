from celery import shared_task

from evaluations.results import work
from evaluations.results.models import ResultsRun
from mentoring.jobs import running


@shared_task(own_transactions=True, typing=False)  # the message brings the organization
def work_out_results(organization, run_id):
    running.work(ResultsRun, run_id, work.perform, organization_id=organization)
