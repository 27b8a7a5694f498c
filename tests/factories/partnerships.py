"""Partnerships as they come to be: announced, then accepted by each for themselves."""

from datetime import timedelta

from django.utils import timezone

from mentoring.tenancy import context
from organizations.models import Employment
from partnerships.models import Partnership
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory


def announced_row(*, mentor, mentee, place=1, **columns):
    """An unsaved proposed partnership of these two participants."""
    jobs = {
        side: Employment.objects.get(person=participant.person_id, ended_on__isnull=True)
        for side, participant in (("mentor", mentor), ("mentee", mentee))
    }
    now = timezone.now()
    values = {
        "program_id": mentee.program_id,
        "mentor": mentor,
        "mentee": mentee,
        "mentor_person_id": mentor.person_id,
        "mentee_person_id": mentee.person_id,
        "mentor_employment": jobs["mentor"],
        "mentee_employment": jobs["mentee"],
        "mentor_company_id": jobs["mentor"].company_id,
        "mentee_company_id": jobs["mentee"].company_id,
        "place": place,
        "announced_at": now,
        "answer_by": now + timedelta(days=7),
    }
    return Partnership(**{**values, **columns})


def make_partnership(*, mentor=None, mentee=None, accepted_by=(), **columns):
    """A saved partnership; ``accepted_by`` names the sides that have said yes."""
    program = (mentor or mentee).program if mentor or mentee else ProgramFactory()
    mentor = mentor or ParticipantFactory(program=program, mentor=True)
    mentee = mentee or ParticipantFactory(program=program)
    partnership = announced_row(mentor=mentor, mentee=mentee, **columns)
    partnership.save()
    for side in accepted_by:
        say_yes(partnership, side)
    return partnership


def say_yes(partnership, side):
    """Accept as that person, by plain rows; the second yes makes it *preparing*."""
    person = getattr(partnership, side).person
    setattr(partnership, f"{side}_accepted_at", timezone.now())
    if partnership.is_revealed:
        partnership.status = "preparing"
    own = context.Context(partnership.organization_id, person.user_id, context.Actor.PARTICIPANT)
    with context.enter(own):
        partnership.save()
