"""A program with the whole timetable, and what somebody answers on a day of it."""

from datetime import timedelta

from instruments import services
from instruments.kinds import STAGES, Occasion
from instruments.stages import own_stage_of
from programs.models import ProgramDate
from programs.timetable import default_dates
from tests.factories.instruments import answer, as_person, start
from tests.factories.participants import membership_of
from tests.factories.programs import ProgramFactory
from tests.partnerships.lasting.people import on


def make_program(**facts):
    """A program whose timetable has the rows that questionnaires follow, without a gate."""
    program = ProgramFactory(needs_baseline=False, **facts)
    for key, (opens_on, closes_on) in default_dates(program.starts_on, program.ends_on).items():
        if key in STAGES.values():
            ProgramDate.objects.create(
                program=program, key=key, opens_on=opens_on, closes_on=closes_on
            )
    return program


def day_of(participant, occasion, days=0):
    """The day on which it opens for this participant, or so many days later."""
    return own_stage_of(participant, occasion).opens_on + timedelta(days=days)


def submit(response):
    participant = response.participant
    with as_person(participant):
        return services.submit(response, by=membership_of(participant))


def send_on(participant, occasion=Occasion.FINAL, days=1, values=None):
    """Open, answer and send an occasion, some days after it opened."""
    with on(day_of(participant, occasion, days)):
        response = answer(start(participant, occasion))
        if values:
            answer(response, values)
        return submit(response)
