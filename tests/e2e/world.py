"""A small organization in the middle of its matching, for tests that look at single pages."""

from types import SimpleNamespace

from matching.queries import matches_of
from organizations.roles import Role
from organizations.services import save_company
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.programs import SponsorshipFactory
from tests.matching.pools import NEEDS, finished_run, make_pool


def someone(program, company, name, **facts):
    """A participant with this name."""
    given, family = name.split()
    made = ParticipantFactory(program=program, company=company, competencies=NEEDS, **facts)
    made.person.given_name, made.person.family_name = given, family
    made.person.save()
    return made


def build(program):
    """Companies, people, one match to answer, one accepted, and a finished run for the rest."""
    mills = save_company(name="Harbor Mills", industries=["311211"], by=None)
    rail = save_company(name="Northwind Rail", industries=["482111"], by=None)
    bank = save_company(
        name="Quay Bank",
        industries=["522110"],
        group_name="Quay Group",
        competitors=[rail],
        by=None,
    )
    for company in (mills, rail, bank):
        SponsorshipFactory(program=program, company=company)
    mentee = someone(program, mills, "Amara Okafor")
    mentor = someone(program, rail, "Kemal Sahin", mentor=True)
    waiting = make_partnership(mentor=mentor, mentee=mentee)
    paired_mentee = someone(program, mills, "Bruno Castel")
    paired_mentor = someone(program, rail, "Leonor Vidal", mentor=True)
    paired = make_partnership(
        mentor=paired_mentor, mentee=paired_mentee, accepted_by=("mentor", "mentee")
    )
    make_pool(mentees=3, mentors=3, program=program)
    run = finished_run(program)
    return SimpleNamespace(
        program=program,
        mills=mills,
        bank=bank,
        rail=rail,
        waiting=waiting,
        paired=paired,
        run=run,
        match=matches_of(run)[0],
        participant=mentee,
        mentee=membership_of(mentee),
        mentor=membership_of(mentor),
        paired_mentee=membership_of(paired_mentee),
        hr=MembershipFactory(role=Role.HR, company=mills, name="Rosa Lindqvist"),
        coordinator=MembershipFactory(name="Ines Calloway"),
    )
