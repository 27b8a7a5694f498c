"""People in a program, complete enough to be matched."""

from datetime import time

import factory
from factory.django import DjangoModelFactory

from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant, ParticipantCompetency
from participants.roles import Side, Standing
from tests.factories.organizations import CompanyFactory, PersonFactory, UserFactory
from tests.factories.programs import ProgramFactory


class ParticipantFactory(DjangoModelFactory):
    """A mentee with a login; ``mentor=True`` makes a mentor with one place."""

    class Meta:
        model = Participant
        skip_postgeneration_save = True

    class Params:
        mentor = factory.Trait(
            side=Side.MENTOR, capacity=1, transitions=["from-team-member-to-leading-former-peers"]
        )

    program = factory.SubFactory(ProgramFactory)
    company = factory.SubFactory(CompanyFactory)
    person = factory.LazyAttribute(lambda row: PersonFactory(company=row.company))
    side = Side.MENTEE
    standing = Standing.IN
    title = "Head of operations"
    level = 3
    years_experience = 9
    languages = ["en"]
    time_zone = "Europe/Berlin"
    hours_from = time(9)
    hours_to = time(17)
    max_zone_gap_hours = 6
    story = "What moves me."
    ways_of_working = "ABABABAB"

    @factory.post_generation
    def login(self, create, extracted, **kwargs):
        """A person's second participation shares the first one's login."""
        if extracted is False or self.person.user_id:
            return
        self.person.user = UserFactory()
        self.person.save()
        Membership.objects.create(
            user=self.person.user,
            role=Role.PARTICIPANT,
            person=self.person,
            name=self.person.name,
        )

    @factory.post_generation
    def competencies(self, create, extracted, **kwargs):
        """Codes, best first; needs of a mentee, offers of a mentor."""
        for number, code in enumerate(extracted or ["delegating-work"], start=1):
            mentor = self.side == Side.MENTOR
            ParticipantCompetency.objects.create(
                participant=self,
                competency=code,
                rank=None if mentor else number,
                level=4 if mentor else None,
            )


def membership_of(participant):
    """The participant's own membership."""
    return Membership.objects.get(user_id=participant.person.user_id, role=Role.PARTICIPANT)
