"""HR hears once that a program has begun, and nothing by which a few people of others are known."""

from datetime import date

import pytest
from django.utils import timezone

from notifications import kinds
from notifications.models import Message
from organizations.models import Membership
from organizations.roles import Role
from partnerships.models import Partnership
from partnerships.nudges.launching import KIND, tell_of_launches
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.partnerships.nudges.people import on, place

BOTH = ("mentor", "mentee")


@pytest.fixture
def program(organization):
    return ProgramFactory(name="Bridge")


@pytest.fixture
def company(program):
    made = CompanyFactory()
    SponsorshipFactory(program=program, company=made)
    return made


@pytest.fixture
def hr(company):
    return MembershipFactory(role=Role.HR, company=company)


def pairs(program, number, **parties):
    """So many pairs that have both accepted; ``parties`` are the companies of a side."""
    for _each in range(number):
        mentee = ParticipantFactory(program=program, **_of(parties, "mentee"))
        mentor = ParticipantFactory(program=program, mentor=True, **_of(parties, "mentor"))
        make_partnership(mentor=mentor, mentee=mentee, accepted_by=BOTH)


def _of(parties, side):
    return {"company": parties[side]} if side in parties else {}


def sweep(month=1, day=11, hour=9, zone="UTC"):
    with on(date(2027, month, day), hour, zone):
        tell_of_launches()
        tell_of_launches()
    return Message.objects.filter(kind=KIND).count()


def test_once_from_the_first_day_to_those_with_people_in_pairs(program, company, hr):
    place(program.organization, "Pacific/Auckland")
    other = CompanyFactory()
    SponsorshipFactory(program=program, company=other)
    MembershipFactory(role=Role.HR, company=other)
    MembershipFactory(role=Role.HR, company=CompanyFactory())
    pairs(program, 1, mentee=company)
    assert sweep(1, 11, 7, "Pacific/Auckland") == 0
    assert sweep(1, 11, 8, "Pacific/Auckland") == 1
    assert sweep(1, 20) == 1
    pairs(program, 1, mentor=other)
    assert sweep(1, 21) == 2
    message = Message.objects.get(kind=KIND, address=hr.user.email)
    letter = kinds.write(message)
    assert letter.action_url.endswith("/company/people/")
    Membership.objects.filter(pk=hr.pk).update(ended_at=timezone.now())
    assert kinds.write(message) is None


def test_a_program_that_began_long_ago_is_no_news(program, company, hr):
    pairs(program, 1, mentee=company)
    assert sweep(1, 26) == 0


@pytest.mark.parametrize(
    ("own", "others", "minimum", "subject"),
    [
        (1, 0, 5, "Bridge has begun"),
        (2, 4, 5, "Bridge has begun"),
        (2, 5, 5, "Bridge has begun: launched with 7 pairs"),
        (2, 5, 6, "Bridge has begun"),
    ],
)
def test_the_whole_is_said_where_the_rest_is_many_enough(
    program, company, hr, own, others, minimum, subject
):
    program.report_minimum = minimum
    program.save()
    pairs(program, own, mentee=company)
    pairs(program, others)
    # A match that nobody has accepted is no pair.
    make_partnership(mentee=ParticipantFactory(program=program, company=company))
    assert sweep() == 1
    letter = kinds.write(Message.objects.get(kind=KIND))
    assert letter.subject == subject
    has = "has somebody of your company in it" if own == 1 else "have somebody of your company"
    assert f"{own} {has}" in letter.paragraphs[1]
    told = " ".join([letter.subject, *letter.paragraphs])
    for pair in Partnership.objects.all():
        for person in (pair.mentee_person, pair.mentor_person):
            assert person.family_name not in told
