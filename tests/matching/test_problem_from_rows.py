"""Rows → problem: each hard rule is found in the rows it comes from."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from matching.engine.explain import why_not
from matching.engine.problem import Rule
from matching.models import Match
from matching.problem_from_rows import collect
from organizations.models import Company
from participants.models import FormerEmployer, Participant, PleaseNot
from partnerships.models import Partnership
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    CompetitorDeclarationFactory,
    CompetitorGroupFactory,
    CompetitorGroupMemberFactory,
    CorporateGroupFactory,
    change_job,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.matching.pools import finished_run, make_pool


@pytest.fixture
def pair(organization):
    """``(program, mentee, mentor)`` who may meet."""
    program, (mentee,), (mentor,) = make_pool(1, 1)
    assert reasons(program, mentee, mentor) == set()
    return program, mentee, mentor


def reasons(program, mentee, mentor):
    problem = collect(program).problem()
    return set(why_not(problem, (str(mentee.pk), str(mentor.pk))))


def change(row, **columns):
    Participant.objects.filter(pk=row.pk).update(**columns)


def test_same_company(pair):
    program, mentee, mentor = pair
    change_job(mentor.person, mentee.company, timezone.localdate())
    found = reasons(program, mentee, mentor)
    # The employer of today counts, not the one that nominated.
    assert Rule.SAME_COMPANY in found


def test_companies_with_several_names_keep_their_own_rules(pair):
    program, mentee, mentor = pair
    others = CompanyFactory.create_batch(3)
    for company in (*others, mentee.company, mentor.company):
        company.aliases.create(name=f"Once {company.name}")
    CompetitorDeclarationFactory(company=others[0], competitor=others[2])
    assert reasons(program, mentee, mentor) == set()

    CompetitorDeclarationFactory(company=mentor.company, competitor=mentee.company)
    assert reasons(program, mentee, mentor) == {Rule.DECLARED_COMPETITORS}


def test_corporate_group(pair):
    program, mentee, mentor = pair
    companies = Company.objects.filter(pk__in=[mentee.company_id, mentor.company_id])
    companies.update(corporate_group=CorporateGroupFactory())
    assert reasons(program, mentee, mentor) == {Rule.CORPORATE_GROUP}


def test_declared_competitors(pair):
    program, mentee, mentor = pair
    CompetitorDeclarationFactory(company=mentor.company, competitor=mentee.company)
    assert reasons(program, mentee, mentor) == {Rule.DECLARED_COMPETITORS}


def test_competitor_group(pair):
    program, mentee, mentor = pair
    group = CompetitorGroupFactory()
    CompetitorGroupMemberFactory(group=group, company=mentor.company)
    CompetitorGroupMemberFactory(group=group, company=mentee.company)
    assert reasons(program, mentee, mentor) == {Rule.COMPETITOR_GROUP}


def test_same_industry(pair):
    program, mentee, mentor = pair
    CompanyIndustryFactory(company=mentor.company, code="311811")
    CompanyIndustryFactory(company=mentee.company, code="311812")
    assert reasons(program, mentee, mentor) == {Rule.SAME_INDUSTRY}


def test_no_common_language(pair):
    program, mentee, mentor = pair
    change(mentee, languages=["fr", "de"])
    assert reasons(program, mentee, mentor) == {Rule.NO_COMMON_LANGUAGE}


def test_time_zones_at_the_programs_start(pair):
    program, mentee, mentor = pair
    # In January Berlin is UTC+1 and Sao Paulo UTC-3: four hours.
    change(mentee, time_zone="America/Sao_Paulo", max_zone_gap_hours=4)
    assert reasons(program, mentee, mentor) == set()
    change(mentee, max_zone_gap_hours=3)
    assert reasons(program, mentee, mentor) == {Rule.TIME_ZONE_GAP}


def test_a_gap_left_open_takes_the_programs(pair):
    program, mentee, mentor = pair
    change(mentee, time_zone="America/New_York", max_zone_gap_hours=None)
    assert reasons(program, mentee, mentor) == set()
    program.default_zone_gap_hours = 5
    assert reasons(program, mentee, mentor) == {Rule.TIME_ZONE_GAP}


@pytest.mark.parametrize(("months", "forbidden"), [(1, True), (23, True), (25, False)])
def test_former_employer_by_name_and_date(pair, months, forbidden):
    program, mentee, mentor = pair
    left = timezone.localdate() - timedelta(days=31 * months - 10 * (months > 20))
    name = f"  {mentor.company.name.upper()} "
    FormerEmployer.objects.create(participant=mentee, name=name, ended_on=left)
    assert (Rule.FORMER_EMPLOYER in reasons(program, mentee, mentor)) is forbidden


def test_an_employment_that_ended_is_a_former_employer(pair):
    program, mentee, mentor = pair
    change_job(mentee.person, CompanyFactory(), timezone.localdate())
    change(mentor, company=mentee.company)
    change_job(mentor.person, mentee.company, timezone.localdate())
    assert Rule.FORMER_EMPLOYER in reasons(program, mentee, mentor)


def test_reporting_line_goes_up_through_others(pair):
    program, mentee, mentor = pair
    between = ParticipantFactory(program=program)
    change(mentee, manager_email=between.person.email.upper())
    change(between, manager_email=mentor.person.email)
    assert reasons(program, mentee, mentor) == {Rule.REPORTING_LINE}


def test_a_circle_of_managers_ends(pair):
    program, mentee, mentor = pair
    other = ParticipantFactory(program=program)
    change(mentee, manager_email=other.person.email)
    change(other, manager_email=mentee.person.email)
    assert reasons(program, mentee, mentor) == set()


def test_please_not_by_address_and_by_company(pair):
    program, mentee, mentor = pair
    wish = PleaseNot.objects.create(participant=mentor, text=mentee.person.email.upper())
    assert reasons(program, mentee, mentor) == {Rule.PLEASE_NOT}
    wish.delete()
    PleaseNot.objects.create(participant=mentee, text=mentor.company.name.lower())
    assert reasons(program, mentee, mentor) == {Rule.PLEASE_NOT}


def test_paired_before_in_another_program(pair):
    program, mentee, mentor = pair
    other, *_ = make_pool(0, 0)
    earlier = make_partnership(
        mentor=ParticipantFactory(
            program=other, mentor=True, person=mentor.person, company=mentor.company
        ),
        mentee=ParticipantFactory(program=other, person=mentee.person, company=mentee.company),
        accepted_by=("mentor", "mentee"),
    )
    assert Partnership.objects.get(pk=earlier.pk).status == "preparing"
    assert reasons(program, mentee, mentor) == {Rule.PAIRED_BEFORE}


def test_a_pair_where_one_said_no_is_not_proposed_again(pair):
    program, mentee, mentor = pair
    said_no = make_partnership(mentor=mentor, mentee=mentee)
    Partnership.objects.filter(pk=said_no.pk).update(
        status="declined", place=None, ended_at=timezone.now()
    )
    assert reasons(program, mentee, mentor) == {Rule.VETO}


def test_a_rejected_match_is_not_proposed_again(pair, coordinator):
    program, mentee, mentor = pair
    run = finished_run(program)
    Match.objects.filter(run=run).update(
        decision="rejected", decided_by=coordinator, decided_at=timezone.now()
    )
    assert reasons(program, mentee, mentor) == {Rule.VETO}


def test_no_top_need_on_offer(pair):
    program, mentee, mentor = pair
    mentor.competencies.exclude(competency="leading-managers").delete()
    assert reasons(program, mentee, mentor) == {Rule.NO_TOP_NEED}


def test_live_partnerships_take_places_and_mentees(organization):
    program, mentees, mentors = make_pool(2, 1, capacity=2)
    make_partnership(mentor=mentors[0], mentee=mentees[0])
    problem = collect(program).problem()
    assert problem.mentees == (str(mentees[1].pk),)
    assert problem.capacity.tolist() == [1]


def test_only_those_who_take_part_are_collected(organization):
    program, *_ = make_pool(1, 1)
    ParticipantFactory(program=program, standing="nominated")
    ParticipantFactory(program=program, standing="withdrawn", mentor=True)
    ParticipantFactory()
    problem = collect(program).problem()
    assert (len(problem.mentees), len(problem.mentors)) == (1, 1)


def test_collecting_takes_as_many_statements_for_one_as_for_many(
    organization, django_assert_num_queries
):
    for count in (1, 3):
        program, *_ = make_pool(count, count, capacity=2)
        with django_assert_num_queries(14):
            collect(program)


def test_hours_are_those_of_the_first_day(pair):
    program, mentee, _ = pair
    program.starts_on = date(2027, 7, 1)
    profile = collect(program).profiles[str(mentee.pk)]
    assert profile.utc_offset == 120
    assert profile.hours == ((7 * 60, 15 * 60),)
