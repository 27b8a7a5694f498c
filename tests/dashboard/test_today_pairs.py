"""What pairs and shortlists ask of coordinators today."""

from datetime import timedelta

from django.urls import reverse

from matching.shortlists import services as shortlists
from mentoring import clock
from mentoring.tenancy import context
from partnerships.checks import services as checks
from partnerships.concerns import services as concerns
from partnerships.concerns.models import CallRequest
from partnerships.erasing import services as erasing
from partnerships.lasting import services as lasting
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import PersonFactory
from tests.matching.pools import make_pool
from tests.partnerships.checks.people import opened
from tests.partnerships.lasting.people import active_pair
from tests.partnerships.meetings.people import do, introduced_pair
from tests.partnerships.writing.people import as_user


def home(organization):
    return reverse("dashboard:home", args=[organization.slug])


def test_whoever_asks_for_a_call_comes_first_and_trouble_after_it(
    coordinator, coordinator_client, organization
):
    partnership = introduced_pair()
    slug, program = organization.slug, partnership.program
    do(partnership, "mentee", checks.answer, opened(partnership, "mentee"), meeting=1, useful=1)
    do(partnership, "mentor", concerns.ask_call, partnership, reach="in the evening")

    answer = coordinator_client.get(home(organization))

    first = answer.context["first"]
    assert first.label == "1 person asks for a call"
    assert first.url == reverse("checks:calls", args=[slug, program.slug])
    assert "1 check says trouble" in answer.text
    assert "in the evening" not in answer.text
    assert len(statements(coordinator_client, home(organization))) <= MOST

    with as_user(partnership, coordinator.user_id, context.Actor.COORDINATOR):
        concerns.close_call(CallRequest.objects.get(), "spoke", by=coordinator)
    assert "asks for a call" not in coordinator_client.get(home(organization)).text


def test_shortlists_that_are_ready_wait_to_be_published(
    coordinator, coordinator_client, organization, settle
):
    program, _mentees, _mentors = make_pool(2, 4)
    shortlists.start(program, by=coordinator)
    settle()

    answer = coordinator_client.get(home(organization))

    assert "The shortlists are ready" in answer.text
    assert reverse("matching:shortlist", args=[organization.slug, program.slug]) in answer.text


def test_a_pause_that_nobody_ends_and_an_erasure_are_said(
    coordinator, coordinator_client, organization
):
    partnership = active_pair()
    day = clock.today() + timedelta(days=20)
    lasting.pause(partnership, by=coordinator, ask_again_on=day)
    erasing.ask(PersonFactory(), by=coordinator)

    page = coordinator_client.get(home(organization))
    assert "1 person is going to be erased" in page.text
    assert "has no end" not in page.text

    with clock.held_at(clock.now() + timedelta(days=27)):
        page = coordinator_client.get(home(organization))
        assert "1 pause has no end" in page.text
        assert len(statements(coordinator_client, home(organization))) <= MOST
