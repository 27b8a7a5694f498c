"""What workers do for reports."""

from celery import shared_task

from mentoring.jobs import running
from reports import publishing
from reports.models import ReportRun


@shared_task(own_transactions=True, typing=False)  # the message brings the organization
def make_reports(organization, run_id):
    running.work(ReportRun, run_id, publishing.perform, organization_id=organization)
