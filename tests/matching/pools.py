"""Small programs whose best matches are known by heart."""

from matching.models import Match, MatchingRun
from matching.services import start_run
from matching.solving import perform
from mentoring.jobs import running
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory

NEEDS = ("delegating-work", "public-speaking", "leading-managers")


def make_pool(mentees=2, mentors=3, *, program=None, capacity=1, company=None):
    """``(program, mentees, mentors)``: everybody may meet, each from a company of their own."""
    program = program or ProgramFactory()
    seekers = [
        ParticipantFactory(program=program, competencies=NEEDS, company=company or CompanyFactory())
        for _ in range(mentees)
    ]
    helpers = [
        ParticipantFactory(
            program=program,
            mentor=True,
            capacity=capacity,
            competencies=NEEDS,
            level=5,
            years_experience=12 + number,
        )
        for number in range(mentors)
    ]
    return program, seekers, helpers


def finished_run(program, *, by=None, **options):
    """A run of the program, done on the spot."""
    run = start_run(program, by=by, **options)
    running.work(MatchingRun, run.pk, perform, organization_id=run.organization_id)
    run = MatchingRun.objects.get(pk=run.pk)
    assert run.status == "done", run.error
    return run


def matches_by_mentee(run):
    return {match.mentee_id: match for match in Match.objects.filter(run=run)}
