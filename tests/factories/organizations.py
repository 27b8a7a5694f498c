"""Plainest valid rows of organizations, logins, companies and people."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from mentoring.tenancy.keys import uuid7
from organizations.models import (
    Company,
    CompanyIndustry,
    CompetitorDeclaration,
    CompetitorGroup,
    CompetitorGroupMember,
    CorporateGroup,
    Employment,
    IndustryWaiver,
    Membership,
    Organization,
    Person,
    User,
)
from organizations.roles import Role
from tests.surroundings import dark


class MadeOutside(DjangoModelFactory):
    """Rows that belong to no organization are made where none is entered."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with dark():
            return super()._create(model_class, *args, **kwargs)


class OrganizationFactory(MadeOutside):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Organization {n}")
    slug = factory.Sequence(lambda n: f"organization-{n}")


class UserFactory(MadeOutside):
    """A login."""

    class Meta:
        model = User

    email = factory.LazyFunction(lambda: f"login.{uuid7().hex[-12:]}@mail.example")
    password = "!"


class CorporateGroupFactory(DjangoModelFactory):
    class Meta:
        model = CorporateGroup

    name = factory.Sequence(lambda n: f"Group {n}")


class CompanyFactory(DjangoModelFactory):
    """A company without industry, group or competitors."""

    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"Company {n}")


class CompanyIndustryFactory(DjangoModelFactory):
    class Meta:
        model = CompanyIndustry

    company = factory.SubFactory(CompanyFactory)
    code = "311811"


class CompetitorDeclarationFactory(DjangoModelFactory):
    class Meta:
        model = CompetitorDeclaration

    company = factory.SubFactory(CompanyFactory)
    competitor = factory.SubFactory(CompanyFactory)


class CompetitorGroupFactory(DjangoModelFactory):
    class Meta:
        model = CompetitorGroup

    name = factory.Sequence(lambda n: f"Rivals {n}")


class CompetitorGroupMemberFactory(DjangoModelFactory):
    class Meta:
        model = CompetitorGroupMember

    group = factory.SubFactory(CompetitorGroupFactory)
    company = factory.SubFactory(CompanyFactory)


class IndustryWaiverFactory(DjangoModelFactory):
    class Meta:
        model = IndustryWaiver

    reason = "Different countries and products"


class PersonFactory(DjangoModelFactory):
    """A person with a job and no login."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.LazyFunction(lambda: f"person.{uuid7().hex[-12:]}@mail.example")
    given_name = factory.Sequence(lambda n: f"Given{n}")
    family_name = factory.Sequence(lambda n: f"Family{n}")

    @factory.post_generation
    def company(self, create, extracted, **kwargs):
        Employment.objects.create(
            person=self, company=extracted or CompanyFactory(), started_on=date(2020, 1, 1)
        )


class MembershipFactory(DjangoModelFactory):
    """A coordinator; ``role=Role.HR`` needs ``company``, a participant ``person``."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR
    name = factory.Sequence(lambda n: f"Coordinator {n}")


def change_job(person, company, day):
    """The person works for ``company`` from ``day`` on."""
    Employment.objects.filter(person=person, ended_on__isnull=True).update(ended_on=day)
    return Employment.objects.create(person=person, company=company, started_on=day)
