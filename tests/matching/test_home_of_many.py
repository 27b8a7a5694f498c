"""The home page of matching with many people and many sponsors."""

import pytest

from matching import pages
from matching.models import MatchingRun
from matching.pool import free_places, incomplete_of, outline_of, pool_of
from matching.quotas.limits import Limit, limits_of, supply_of
from participants.models import Participant
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.matching.pools import finished_run, make_pool
from tests.matching.test_pages import address


@pytest.fixture
def mixed(organization):
    """People who can be matched, who cannot and why, who have a match, and who take no part."""
    program, (mentee, *_), (mentor, *_) = make_pool(4, 4, capacity=2)
    make_partnership(mentor=mentor, mentee=mentee)
    for missing in ({"languages": []}, {"time_zone": ""}):
        ParticipantFactory(program=program, **missing)
        ParticipantFactory(program=program, mentor=True, **missing)
    for side in ({}, {"mentor": True}):
        ParticipantFactory(program=program, **side).competencies.all().delete()
    ParticipantFactory(program=program, standing="withdrawn")
    gone = ParticipantFactory(program=program, mentor=True)
    gone.person.employments.update(ended_on=gone.person.employments.get().started_on)
    return program


def test_the_outline_tells_of_the_same_people_as_the_pool(mixed):
    whole, outline = pool_of(mixed), outline_of(mixed)

    def summary(pool):
        missing = sorted(str(codes) for codes in pool.missing.values())
        free = sorted(free_places(row) for row in pool.mentors)
        ready = len(pool.ready_mentees), len(pool.ready_mentors), pool.places
        return len(pool.mentees), len(pool.mentors), missing, free, ready

    assert summary(outline) == summary(whole)
    assert supply_of(outline) == supply_of(whole)
    named = {(row.name, row.company) for row, _missing in incomplete_of(outline)}
    rows = Participant.objects.filter(pk__in=[row.pk for row in whole if whole.missing[row.pk]])
    assert named == {(row.person.name, row.company.name) for row in rows}
    assert len(named) == 7


def test_who_is_incomplete_stands_by_name_mentees_first(mixed):
    found = [(row.side, row.name.casefold()) for row, _missing in incomplete_of(outline_of(mixed))]
    assert found == sorted(found)
    assert {side for side, _name in found} == {"mentee", "mentor"}


@pytest.fixture
def sponsored(organization):
    """A program of more sponsors than there are quotas to draw, and one of its companies."""
    company = CompanyFactory(name="Ada AB")
    program = ProgramFactory()
    make_pool(2, 2, program=program, company=company)
    SponsorshipFactory(program=program, company=company)
    for _ in range(pages.MOST_SPONSORS):
        SponsorshipFactory(program=program)
    return program, company


def test_quotas_of_many_sponsors_are_drawn_when_asked_for(coordinator_client, sponsored):
    program, company = sponsored
    home = coordinator_client.get(address("home", program))
    assert 'href="?quotas=all#quotas"' in home.text
    assert f"{company.pk}-mentee-least" not in home.text

    whole = coordinator_client.get(address("home", program), {"quotas": "all"})
    assert f"{company.pk}-mentee-least" in whole.text
    data = {"quota-asked": "True", f"quota-{company.pk}-mentee-least": "1"}
    coordinator_client.post(address("start", program), data)
    assert limits_of(MatchingRun.objects.get()) == [Limit(company.pk, "mentee", 1)]


def test_who_left_them_folded_asks_for_none(coordinator_client, sponsored):
    program, _company = sponsored
    coordinator_client.post(address("start", program))
    assert limits_of(MatchingRun.objects.get()) == []


def test_quotas_that_were_kept_are_shown_with_all_others(coordinator_client, sponsored):
    program, company = sponsored
    finished_run(program, quotas=[Limit(company.pk, "mentee", 1)])
    home = coordinator_client.get(address("home", program))
    assert f"{company.pk}-mentee-least" in home.text


def test_a_refused_quota_is_told_at_its_field(coordinator_client, sponsored):
    program, company = sponsored
    data = {"quota-asked": "True", f"quota-{company.pk}-mentee-least": "many"}
    answer = coordinator_client.post(address("start", program), data)
    assert answer.status_code == 422
    assert f"{company.pk}-mentee-least" in answer.text
