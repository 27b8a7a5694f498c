"""On Monday each coordinator has one mail with all that is open, and not its parts as well."""

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.settling import digest, weekly
from mentoring import clock
from notifications import kinds, optional
from notifications.models import Message
from organizations.models import Membership
from organizations.roles import Role
from participants.profiles.models import OwnCompetency
from partnerships.cases.sweeping import sweep as look_for_cases
from partnerships.concerns.services import ask_call
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import membership_of
from tests.factories.programs import ProgramFactory
from tests.partnerships.lasting.people import active_pair
from tests.partnerships.writing.people import as_side

# Monday 3 May 2027, 7 o'clock in New York.
SEVEN = datetime(2027, 5, 3, 11, tzinfo=UTC)


@pytest.fixture
def staff(organization):
    organization.time_zone = "America/New_York"
    organization.save()
    one = MembershipFactory(role=Role.COORDINATOR)
    Membership.objects.create(user=one.user, role=Role.ADMINISTRATOR, name=one.name)
    return one, MembershipFactory(role=Role.ADMINISTRATOR)


def sweep(moment=SEVEN):
    with clock.held_at(moment):
        for find in (weekly.mail_week_ahead, digest.mail_what_waits) * 2:
            find()
    return list(Message.objects.filter(kind=digest.WEEK).order_by("id"))


@pytest.fixture
def somebody_asks(staff):
    pair = active_pair()
    with as_side(pair, "mentee"):
        ask_call(pair, by=membership_of(pair.mentee), reach="Please.")
    look_for_cases()
    return pair


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2027, 5, 3, 10, 59, tzinfo=UTC), 0),
        (SEVEN, 2),
        (datetime(2027, 5, 3, 15, 59, tzinfo=UTC), 2),
        (datetime(2027, 5, 3, 16, 0, tzinfo=UTC), 0),
        (datetime(2027, 5, 4, 11, 0, tzinfo=UTC), 0),
        (datetime(2027, 5, 2, 11, 0, tzinfo=UTC), 0),
        (datetime(2027, 11, 8, 11, 30, tzinfo=UTC), 0),  # winter: half past six
        (datetime(2027, 11, 8, 12, 0, tzinfo=UTC), 2),
    ],
)
def test_on_monday_morning_there_once_to_each(somebody_asks, moment, number):
    assert len(sweep(moment)) == number


def test_numbers_and_ways_and_nobodys_name(somebody_asks, staff):
    message, _other = sweep()
    with clock.held_at(SEVEN):
        letter = kinds.write(message)
    program = somebody_asks.program.name
    labels = [label for label, _address in letter.links]
    assert "See the cases" in labels
    assert f"{program}: 1 case is open" not in labels  # nothing is said twice
    assert all(address.startswith("http") for _label, address in letter.links)
    assert "open matter" in letter.subject
    words = " ".join([letter.subject, *letter.paragraphs, *labels, *map(" ".join, letter.facts)])
    for side in ("mentee", "mentor"):
        assert getattr(somebody_asks, f"{side}_person").family_name not in words


def test_who_has_all_of_it_gets_no_part_of_it(somebody_asks, staff):
    _one, other = staff
    OwnCompetency.objects.create(label="Gossamer weaving", key="gossamer weaving")
    optional.stop(other.user_id, digest.WEEK, by=other)
    sweep()
    told = Message.objects.filter(kind=digest.KIND).values_list("address", flat=True)
    assert list(told) == [other.user.email]
    sweep(SEVEN + timedelta(days=1))
    assert list(told.all()) == [other.user.email]  # what all know of is no news on Tuesday


def test_nothing_open_no_mail_and_a_role_that_ended_reads_none(staff):
    assert sweep() == []
    OwnCompetency.objects.create(label="Gossamer weaving", key="gossamer weaving")
    ProgramFactory()
    message, *_others = sweep()
    Membership.objects.filter(user=message.facts["user"]).update(ended_at=SEVEN)
    with clock.held_at(SEVEN):
        assert kinds.write(message) is None
