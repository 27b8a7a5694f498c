from celery import shared_task

from matching import announcing, readiness_work
from matching.changes import refresh
from matching.meaning import work
from matching.models import AnnouncementRun, MatchingRun, ReadinessRun
from matching.shortlists import work as shortlist_work
from matching.shortlists.models import ShortlistRound
from matching.solving import Phase, perform
from mentoring.jobs import running


@shared_task(own_transactions=True, typing=False)  # the message brings the organization
def run_matching(organization, run_id):
    work.read_for_run(organization, run_id, Phase.READING)
    running.work(MatchingRun, run_id, perform, organization_id=organization)


@shared_task(own_transactions=True, typing=False)
def run_announcement(organization, run_id):
    running.work_in_steps(
        AnnouncementRun,
        run_id,
        announcing.prepare,
        announcing.step,
        organization_id=organization,
    )


@shared_task(own_transactions=True, typing=False)
def work_out_readiness(organization, run_id):
    running.work(ReadinessRun, run_id, readiness_work.perform, organization_id=organization)


@shared_task
def refresh_matches(run_id):
    refresh.bring_in_line(run_id)


@shared_task(own_transactions=True, typing=False)
def read_stories(organization):
    work.read_new_stories(organization)


@shared_task(own_transactions=True, typing=False)
def find_shortlists(organization, run_id):
    running.work(ShortlistRound, run_id, shortlist_work.perform, organization_id=organization)
