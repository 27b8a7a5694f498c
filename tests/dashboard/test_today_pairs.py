"""What pairs and shortlists ask of coordinators today."""

from datetime import timedelta

from django.urls import reverse

from matching.shortlists import services as shortlists
from mentoring import clock
from organizations.roles import Role
from partnerships.cases import services
from partnerships.cases.models import Case
from partnerships.cases.sweeping import sweep
from partnerships.checks import services as checks
from partnerships.concerns import services as concerns
from partnerships.erasing import services as erasing
from partnerships.lasting import services as lasting
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import MembershipFactory, PersonFactory
from tests.matching.pools import make_pool
from tests.partnerships.checks.people import opened
from tests.partnerships.lasting.people import active_pair
from tests.partnerships.meetings.people import do, introduced_pair


def home(organization):
    return reverse("dashboard:home", args=[organization.slug])


def test_the_morning_begins_with_cases_and_says_each_once(
    coordinator, coordinator_client, organization
):
    partnership = introduced_pair()
    do(partnership, "mentee", checks.answer, opened(partnership, "mentee"), meeting=1, useful=1)
    do(partnership, "mentor", concerns.ask_call, partnership, reach="in the evening")
    assert "Nothing waits" not in coordinator_client.get(home(organization)).text
    sweep()

    page = coordinator_client.get(home(organization))
    cases = page.context["cases"]
    assert {line.what for line in cases.lines} == {"Asked for a call", "Low rating in a check"}
    assert all(line.is_urgent and not line.is_mine for line in cases.lines)
    assert (cases.due, cases.later, cases.new, cases.nobodys) == (0, 2, 2, 2)
    assert "in the evening" not in page.text
    assert page.text.count("Asked for a call") == 1
    assert len(statements(coordinator_client, home(organization))) <= MOST

    with clock.held_at(clock.now() + timedelta(days=10)):
        page = coordinator_client.get(home(organization))
        assert "2 cases are due today." in page.text
        assert _badge(page) == 2
        for case in Case.objects.all():
            services.take(case, by=coordinator)
        assert _badge(coordinator_client.get(home(organization))) == 2
        colleague = MembershipFactory(role=Role.COORDINATOR)
        services.hand_over(coordinator, colleague, by=coordinator)
        page = coordinator_client.get(home(organization))
        assert _badge(page) == 0
        assert not page.context["cases"].lines


def _badge(page):
    return next(link["count"] for link in page.context["navigation"] if link["label"] == "Cases")


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
