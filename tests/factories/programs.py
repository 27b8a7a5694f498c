"""Plainest valid programs."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from programs.models import Program, ProgramDate, Sponsorship
from tests.factories.organizations import CompanyFactory


class ProgramFactory(DjangoModelFactory):
    class Meta:
        model = Program

    name = factory.Sequence(lambda n: f"Program {n}")
    slug = factory.Sequence(lambda n: f"program-{n}")
    starts_on = date(2027, 1, 11)
    ends_on = date(2028, 1, 11)


class ProgramDateFactory(DjangoModelFactory):
    class Meta:
        model = ProgramDate

    program = factory.SubFactory(ProgramFactory)
    key = "nominations"
    opens_on = date(2026, 10, 19)
    closes_on = date(2026, 11, 16)


class SponsorshipFactory(DjangoModelFactory):
    class Meta:
        model = Sponsorship

    program = factory.SubFactory(ProgramFactory)
    company = factory.SubFactory(CompanyFactory)
    mentee_seats = 5
    mentors_owed = 5
