"""Programs whose nominations are open, and people on their way in."""

from datetime import timedelta

from django.utils import timezone

from participants.nominating.asking import Who, ask
from participants.nominating.models import Nomination
from participants.nominating.words import Source
from participants.roles import Side
from tests.factories.organizations import CompanyFactory
from tests.factories.programs import ProgramDateFactory, ProgramFactory, SponsorshipFactory


def open_program(*companies, seats=3, owed=2, days=30, **facts):
    """A program that takes nominations from these companies for ``days`` more days."""
    today = timezone.localdate()
    facts = {
        "starts_on": today + timedelta(days=90),
        "ends_on": today + timedelta(days=455),
    } | facts
    program = ProgramFactory(**facts)
    ProgramDateFactory(
        program=program,
        opens_on=today - timedelta(days=10),
        closes_on=today + timedelta(days=days),
    )
    for company in companies:
        sponsored(program, company, seats, owed)
    return program


def sponsored(program, company, seats=3, owed=2):
    return SponsorshipFactory(
        program=program,
        company=company,
        mentee_seats=seats,
        mentors_owed=owed,
        competitors_stated_at=timezone.now(),
    )


def nominated(program, company, email, *, side=Side.MENTEE, name="Nora Lind", title=""):
    """A row as HR writes it; None when the database found it there already."""
    given, family = name.split()
    row = Nomination(
        program=program,
        company=company,
        email=email,
        given_name=given,
        family_name=family,
        title=title,
        side=side,
    )
    Nomination.objects.bulk_create([row], ignore_conflicts=True)
    return Nomination.objects.filter(pk=row.pk).first()


def asked(program, *, email="nora@works.example", side=Side.MENTEE, company=None, **facts):
    """A nominated participant with a login and an open question."""
    company = company or CompanyFactory()
    who = Who(email, *facts.pop("name", "Nora Lind").split())
    return ask(program, side, who, company, source=facts.pop("source", Source.SPONSOR), by=None)
