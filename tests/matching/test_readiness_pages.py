"""The page of readiness: what it says, when it asks again, and that it stays within its bars."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone

from matching import readiness
from matching.models import ReadinessRun
from matching.readiness_work import perform
from mentoring.jobs import asking, progress, running
from organizations.roles import Role
from participants import services
from participants.roles import Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.matching.pools import NEEDS, finished_run, make_pool
from tests.surroundings import inside

RARE = ("financial-forecasting", "speaking-with-the-media")


def address(program, name="readiness"):
    slugs = {"organization": program.organization.slug, "program": program.slug}
    return reverse(f"matching:{name}", kwargs=slugs)


def ready(program):
    """Readiness worked out on the spot."""
    run = readiness.ask(program, by=None)
    running.work(ReadinessRun, run.pk, perform, organization_id=run.organization_id)
    run.refresh_from_db()
    assert run.status == "done", run.error
    return run


def short_pool(short=2):
    """Three who can be matched, and some who need what nobody offers."""
    program, seekers, _ = make_pool(3, 3, capacity=2)
    needy = [ParticipantFactory(program=program, competencies=RARE) for _ in range(short)]
    return program, seekers, needy


def test_the_page_asks_by_itself_and_shows_the_answer(coordinator_client, organization, settle):
    program, _, _ = short_pool()
    page = coordinator_client.get(address(program))
    assert 'hx-trigger="load, submit"' in page.text
    assert not ReadinessRun.objects.exists()

    answer = coordinator_client.post(
        address(program, "readiness-start"), headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
    assert "Working out who could be matched" in coordinator_client.get(address(program)).text
    settle()

    page = coordinator_client.get(address(program))
    assert "3 of 5 mentees could be matched today" in page.text
    assert "No mentor possible" in page.text
    assert "Nothing has changed since" in page.text
    assert "hx-trigger" not in page.text.partition("<main")[2]


def test_without_scripts_the_button_leads_back_to_the_page(coordinator_client, organization):
    program, *_ = make_pool()
    answer = coordinator_client.post(address(program, "readiness-start"))
    assert answer["Location"] == address(program)
    coordinator_client.post(address(program, "readiness-start"))
    assert ReadinessRun.objects.count() == 1


def test_a_group_says_who_needs_what_and_which_rule_binds(coordinator_client, organization):
    program, _, needy = short_pool()
    ready(program)

    page = coordinator_client.get(address(program))

    assert (
        "They ask first or second for “Financial forecasting” and “Speaking with the media”"
        in page.text
    )
    assert "Neither of the top two needs on offer" in page.text
    assert "all 6 places, alone keeps 2 from a match" in page.text
    for mentee in needy:
        assert mentee.person.name in page.text


def test_companies_that_must_not_meet_are_named(coordinator_client, organization):
    company = CompanyFactory(name="Brightwater")
    program, _, _ = make_pool(2, 0, company=company)
    ParticipantFactory(program=program, mentor=True, competencies=NEEDS, company=company)
    ready(program)

    page = coordinator_client.get(address(program))

    assert "They work at Brightwater." in page.text
    assert "Out of reach because of the company: 1 place at Brightwater." in page.text
    assert "Same company" in page.text
    assert "the only place, alone keeps 1 from a match" in page.text


def test_one_more_mentor_with_what_is_missing(coordinator_client, organization):
    program, *_ = short_pool(short=3)
    run = ready(program)

    (first, second) = run.found["offers"]
    assert {first["competency"], second["competency"]} == set(RARE)
    assert (first["gain"], first["helps"], first["language"]) == (3, 3, "en")
    page = coordinator_client.get(address(program))
    assert "speaks English, near Berlin" in page.text
    assert ">+1<" in page.text
    assert ">+2<" in page.text
    assert ">+3<" in page.text


def test_mentors_owed_by_sponsors(coordinator_client, organization):
    program, *_ = short_pool()
    generous = SponsorshipFactory(program=program, mentors_owed=1)
    ready(program)

    page = coordinator_client.get(address(program))

    assert "Sponsors still owe 1 mentor." in page.text
    assert "that is up to +1." in page.text
    assert generous.company.name in page.text


def test_everybody_could_be_matched_and_the_tightest_group_is_told(
    coordinator_client, organization
):
    program, *_ = make_pool(2, 2)
    ready(program)

    page = coordinator_client.get(address(program))

    assert "Everybody could be matched today" in page.text
    assert "The tightest group" in page.text
    assert "2 mentees share 2 places" in page.text
    assert "What one more mentor would change" not in page.text


@pytest.mark.parametrize(("mentees", "mentors"), [(0, 0), (0, 2), (2, 0)])
def test_nobody_on_a_side(coordinator_client, organization, mentees, mentors):
    program, *_ = make_pool(mentees, mentors)
    run = ready(program)

    page = coordinator_client.get(address(program))

    assert page.status_code == 200
    assert (run.found["mentees"], run.found["mentors"]) == (mentees, mentors)
    expected = "0 of 2 mentees could be matched" if mentees else "No mentee is ready to be matched"
    assert expected in page.text


def test_who_is_not_in_the_pool_and_why(coordinator_client, organization):
    program, seekers, helpers = make_pool(3, 2)
    ParticipantFactory(program=program, languages=[], time_zone="")
    ParticipantFactory(program=program, standing=Standing.NOMINATED)
    ParticipantFactory(program=program, mentor=True, capacity=0)
    run = ready(program)

    outside = run.found["outside"]

    assert outside["mentee"]["incomplete"] == 1
    assert dict(outside["mentee"]["missing"]) == {"languages": 1, "time_zone": 1}
    assert outside["mentee"]["standings"] == {"in": 4, "nominated": 1}
    assert (outside["mentee"]["settled"], outside["mentor"]["settled"]) == (0, 1)
    page = coordinator_client.get(address(program))
    assert "nominated, not in yet" in page.text
    assert "languages (1) and time zone (1)" in page.text


def test_the_number_is_that_of_a_matching_run(organization):
    program, *_ = short_pool()
    make_pool(4, 2, program=program, capacity=1)

    assert ready(program).found["matched"] == finished_run(program).outcome["matched"]


def test_a_change_makes_the_answer_old_and_the_next_one_replaces_it(
    coordinator_client, organization, coordinator
):
    program, seekers, _ = make_pool(3, 3)
    first = ready(program)
    assert "Nothing has changed since" in coordinator_client.get(address(program)).text

    services.change_standing(seekers[0], Standing.WITHDRAWN, by=coordinator)

    page = coordinator_client.get(address(program))
    assert "Something has changed since" in page.text
    assert 'hx-trigger="load, submit"' not in page.text  # asked a moment ago
    later = timezone.now() - asking.REST - timedelta(seconds=1)
    ReadinessRun.objects.filter(pk=first.pk).update(finished_at=later)
    assert 'hx-trigger="load, submit"' in coordinator_client.get(address(program)).text
    second = ready(program)
    assert list(ReadinessRun.objects.all()) == [second]
    assert second.found["mentees"] == 2


def test_a_failed_run_waits_for_somebody_to_press(coordinator_client, organization):
    program, *_ = make_pool()
    run = readiness.ask(program, by=None)
    ReadinessRun.objects.filter(pk=run.pk).update(
        status="failed", error="Something went wrong on our side.", finished_at=timezone.now()
    )

    page = coordinator_client.get(address(program))

    assert "Something went wrong on our side." in page.text
    assert "Work it out" in page.text
    assert 'hx-trigger="load, submit"' not in page.text


def test_progress_is_swapped_in_and_brings_the_page_when_done(coordinator_client, organization):
    program, *_ = make_pool()
    run = readiness.ask(program, by=None)
    progress.report(run.pk, 1, 2, 1)

    page = coordinator_client.get(address(program, "readiness-progress"))
    assert "Looking for the groups that are short" in page.text
    assert "HX-Refresh" not in page.headers
    ready(program)
    assert coordinator_client.get(address(program, "readiness-progress"))["HX-Refresh"] == "true"


def test_progress_of_nothing_brings_the_page(coordinator_client, organization):
    answer = coordinator_client.get(address(ProgramFactory(), "readiness-progress"))

    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")


def test_the_program_says_how_many_are_short_once_it_is_known(coordinator_client, organization):
    program, _, needy = short_pool()
    SponsorshipFactory(program=program)
    label = "2 mentees are short of a mentor"
    home = reverse("dashboard:home", args=[organization.slug])
    assert label not in coordinator_client.get(home).text

    ready(program)

    assert label in coordinator_client.get(home).text
    assert address(program) in coordinator_client.get(home).text
    for mentee in needy:
        mentee.standing = Standing.WITHDRAWN
        mentee.save()
    ready(program)
    assert "short of a mentor" not in coordinator_client.get(home).text


def test_two_who_ask_at_once_get_one_run(organization):
    program, *_ = make_pool()
    run = readiness.ask(program, by=None)

    with pytest.raises(IntegrityError, match="readinessrun_one_open"), transaction.atomic():
        ReadinessRun.objects.create(program=program)
    assert readiness.ask(program, by=None) == run


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HR])
def test_the_page_is_the_staffs_alone(client_for, organization, role):
    program, seekers, _ = make_pool()
    facts = {"person": seekers[0].person} if role == Role.PARTICIPANT else {}
    facts |= {"company": CompanyFactory()} if role == Role.HR else {}
    member = client_for(MembershipFactory(role=role, **facts))

    assert member.get(address(program)).status_code in (403, 404)
    assert member.post(address(program, "readiness-start")).status_code in (403, 404)
    assert not ReadinessRun.objects.exists()


def test_another_organization_does_not_see_it(coordinator_client, organization, other_organization):
    with inside(other_organization):
        program, *_ = make_pool()
        ready(program)
    foreign = address(ProgramFactory(slug="here")).replace("here", program.slug)

    assert coordinator_client.get(foreign).status_code == 404


@pytest.mark.parametrize("short", [1, 3])
def test_statements_do_not_depend_on_the_number_of_groups(coordinator_client, organization, short):
    program, *_ = make_pool(1, 1)
    for number in range(short):
        language = ("fr", "de", "pl")[number]
        ParticipantFactory(program=program, competencies=NEEDS[:1], languages=[language])
    SponsorshipFactory(program=program)
    run = ready(program)
    assert len(run.found["groups"]) == short

    assert len(statements(coordinator_client, address(program))) <= MOST
