"""Changes of employer to come: no run proposes what announcing would refuse, and pages say why."""

import itertools
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from matching.engine.explain import why_not
from matching.engine.problem import Rule
from matching.problem_from_rows import collect
from organizations import planned
from organizations.models import PlannedJob
from partnerships.refusals import CannotAnnounce
from partnerships.services import announce_partnership
from tests.factories.organizations import CompanyFactory, CompetitorDeclarationFactory
from tests.matching.pools import finished_run, make_pool
from tests.matching.test_pages import address

SOON = timezone.localdate() + timedelta(days=40)


@pytest.fixture
def pair(organization):
    program, (mentee,), (mentor,) = make_pool(1, 1)
    return program, mentee, mentor


@pytest.fixture
def birch(pair):
    """A company that competes with the mentor's."""
    company = CompanyFactory(name="Birch")
    CompetitorDeclarationFactory(company=company, competitor=pair[2].company)
    return company


def move(row, company, day=SOON):
    if company is None:
        return planned.leaving(row.person, ended_on=day, by=None)
    return planned.new_employer(row.person, company, started_on=day, by=None)


def stands_between(program, mentee, mentor):
    pair = (str(mentee.pk), str(mentor.pk))
    return Rule.COMPETING_LATER in why_not(collect(program).problem(), pair)


def is_refused(mentee, mentor):
    try:
        with transaction.atomic():
            announce_partnership(mentor=mentor, mentee=mentee, by=None, answer_days=7)
            transaction.set_rollback(True)
    except CannotAnnounce as refusal:
        return refusal.rule == "competing_later"
    return False


def test_a_run_forbids_exactly_what_announcing_refuses(pair, birch):
    program, mentee, mentor = pair
    harbor = CompanyFactory(name="Harbor")
    CompetitorDeclarationFactory(company=birch, competitor=harbor)
    CompetitorDeclarationFactory(company=harbor, competitor=mentee.company)
    mentees_move = ("stays", None, birch, mentor.company)
    mentors_move = ("stays", None, harbor, mentee.company)
    found = set()
    for one, other, days in itertools.product(mentees_move, mentors_move, (-1, 0, 1)):
        moves = [(mentee, one, SOON), (mentor, other, SOON + timedelta(days=days))]
        with transaction.atomic():
            for row, company, day in moves:
                if company != "stays":
                    move(row, company, day)
            expected = is_refused(mentee, mentor)
            assert stands_between(program, mentee, mentor) == expected, (one, other, days)
            found.add(expected)
            transaction.set_rollback(True)
    assert found == {True, False}
    assert not PlannedJob.objects.exists()


def test_only_what_is_planned_within_the_program_counts(pair, birch):
    program, mentee, mentor = pair
    row = move(mentee, birch, program.ends_on)
    assert stands_between(program, mentee, mentor)
    planned.take_back(row, by=None)
    assert not stands_between(program, mentee, mentor)
    move(mentee, birch, program.ends_on + timedelta(days=1))
    assert not stands_between(program, mentee, mentor)


def test_the_run_leaves_them_apart_and_says_until_when(coordinator_client, pair, birch):
    program, mentee, mentor = pair
    other = make_pool(1, 0, program=program)[1][0]
    move(mentee, birch)
    run = finished_run(program)

    assert [match.mentee_id for match in run.matches.all()] == [other.pk]
    nobody = coordinator_client.get(address("nobody", run))
    assert "a change of employer to come" in nobody.text
    between = {"participant_id": mentee.pk, "mentor_id": mentor.pk}
    page = coordinator_client.get(address("rules", run, **between))
    assert f"{mentee.person.given_name} joins Birch on " in page.text
    assert "their companies would compete or be the same" in page.text
    PlannedJob.objects.update(state="canceled", settled_at=timezone.now())
    assert (
        "A change of employer to come."
        in coordinator_client.get(address("rules", run, **between)).text
    )


def test_a_pin_against_it_is_refused_by_name(coordinator_client, pair, birch):
    program, mentee, mentor = pair
    move(mentor, mentee.company)
    asked = {"kind": "pin", "mentee": mentee.pk, "mentor": mentor.pk}
    page = coordinator_client.post(address("rulings", program), asked)
    assert page.status_code == 422
    assert f"{mentor.person.given_name} joins {mentee.company.name}" in page.text
