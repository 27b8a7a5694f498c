"""A program with two mentees, a mentor, a sponsor and its HR, and a session for the mentees."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from organizations.roles import Role
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from training import services
from training.models import SessionInvitation

# The database’s own clock is not moved: everything is to come for it.
TODAY = datetime(2030, 11, 4, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def company(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def program(company):
    days = {"starts_on": date(2031, 1, 6), "ends_on": date(2032, 1, 6)}
    program = ProgramFactory(name="Bridge", slug="bridge", **days)
    SponsorshipFactory(program=program, company=company)
    return program


def someone(program, name, company=None, **facts):
    """A participant of this name."""
    facts |= {"company": company} if company else {}
    made = ParticipantFactory(program=program, **facts)
    made.person.given_name, made.person.family_name = name.split()
    made.person.save()
    return made


@pytest.fixture
def mentee(program, company):
    return someone(program, "Amara Okafor", company, time_zone="Asia/Kolkata")


@pytest.fixture
def other_mentee(program):
    return someone(program, "Bruno Castel")


@pytest.fixture
def mentor(program):
    return someone(program, "Leonor Vidal", mentor=True)


@pytest.fixture
def hr(company):
    return MembershipFactory(role=Role.HR, company=company, name="Helene Brandt")


def facts_of(**changed):
    """What a session is, a week ahead, unless told otherwise."""
    next_week = timezone.now().replace(second=0, microsecond=0) + timedelta(days=7)
    start = changed.pop("starts_at", next_week)
    facts = {
        "title": "Training for mentees",
        "kind": "mentees",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "time_zone": "Europe/Copenhagen",
        "place": "Harbor Hall",
        "link": "",
        "capacity": None,
        "description": "Bring a question.",
        "invites_mentees": True,
        "invites_mentors": False,
        "invites_contacts": False,
    }
    return facts | changed


def plan(program, by=None, **changed):
    """A planned session."""
    return services.plan_session(program, by=by, **facts_of(**changed))


def briefing_of(program, **changed):
    """A planned sponsor briefing for HR."""
    groups = {"invites_mentees": False, "invites_contacts": True}
    return plan(program, title="Sponsor briefing", kind="briefing", **groups, **changed)


@pytest.fixture
def session(program, mentee, other_mentee, mentor):
    """For all mentees, a week ahead."""
    return plan(program)


def invitation_of(session, participant):
    return SessionInvitation.objects.get(session=session, participant=participant)


def invited(session):
    """Names of everybody on the list."""
    rows = SessionInvitation.objects.filter(session=session, is_withdrawn=False)
    return sorted(row.name for row in rows)
