"""Facts change after the announcement: coordinators are told which pairs to look at, and why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organizations.models import Company, CompanyIndustry, CompetitorDeclaration, Employment
from participants.roles import Standing
from partnerships import queries, services
from tests.factories.organizations import (
    CompanyFactory,
    CompetitorDeclarationFactory,
    CompetitorGroupFactory,
    CompetitorGroupMemberFactory,
    CorporateGroupFactory,
    change_job,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory

MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")


@pytest.fixture
def program(organization):
    return ProgramFactory(slug="bridge")


@pytest.fixture
def pair(program):
    """Ada of Alder is the mentee of Ben of Birch; both have accepted."""
    return _pair(program, "Alder", "Birch", accepted_by=("mentee", "mentor"))


def _pair(program, mentee_company, mentor_company, **columns):
    mentee = ParticipantFactory(program=program, company=CompanyFactory(name=mentee_company))
    mentor = ParticipantFactory(
        program=program, mentor=True, company=CompanyFactory(name=mentor_company)
    )
    for participant, name in ((mentee, "Ada"), (mentor, "Ben")):
        participant.person.given_name, participant.person.family_name = name, ""
        participant.person.save()
    return make_partnership(mentee=mentee, mentor=mentor, **columns)


def _moves(person, company):
    change_job(person, company, timezone.localdate())


def _move_to_the_mentors_company(pair):
    _moves(pair.mentee_person, pair.mentor_company)


def _move_to_a_competitor(pair):
    rival = CompanyFactory(name="Rowan")
    CompetitorDeclarationFactory(company=rival, competitor=pair.mentee_company)
    _moves(pair.mentor_person, rival)


def _leave(pair):
    Employment.objects.filter(person=pair.mentor_person).update(ended_on=timezone.localdate())


def _take_part_no_longer(pair):
    pair.mentee.standing = Standing.WITHDRAWN
    pair.mentee.save()


def _declare(pair):
    CompetitorDeclarationFactory(company=pair.mentor_company, competitor=pair.mentee_company)


def _join_one_corporate_group(pair):
    companies = Company.objects.filter(pk__in=[pair.mentor_company_id, pair.mentee_company_id])
    companies.update(corporate_group=CorporateGroupFactory())


def _join_one_competitor_group(pair):
    group = CompetitorGroupFactory()
    for company in (pair.mentor_company, pair.mentee_company):
        CompetitorGroupMemberFactory(group=group, company=company)


def _enter_the_same_industry(pair):
    for company in (pair.mentor_company, pair.mentee_company):
        CompanyIndustry.objects.create(company=company, code="311811")


CHANGES = [
    (
        _move_to_the_mentors_company,
        ["Ada works for Birch now, no longer for Alder.", "Both work for Birch now."],
    ),
    (
        _move_to_a_competitor,
        [
            "Ben works for Rowan now, no longer for Birch.",
            "Alder and Rowan compete now: one has declared it.",
        ],
    ),
    (_leave, ["Ben has left Birch."]),
    (_take_part_no_longer, ["Ada no longer takes part."]),
    (_declare, ["Alder and Birch compete now: one has declared it."]),
    (_join_one_corporate_group, ["Alder and Birch belong to the same corporate group."]),
    (
        _join_one_competitor_group,
        ["Alder and Birch compete now: they are in the same competitor group."],
    ),
    (_enter_the_same_industry, ["Alder and Birch compete now: same industry."]),
]


def _page(browser, name, program, *args, query=""):
    address = reverse(f"partnerships:{name}", args=[program.organization.slug, program.slug, *args])
    answer = browser.get(address + query)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("change", "words"), CHANGES, ids=[change.__name__ for change, _ in CHANGES]
)
def test_what_has_changed_is_said_in_words(coordinator_client, program, pair, change, words):
    change(pair)

    detail = _page(coordinator_client, "detail", program, pair.pk)
    assert "This pair needs a look" in detail
    for page in (detail, _page(coordinator_client, "list", program, query="?show=look")):
        assert all(sentence in page for sentence in words)
    assert queries.line_or_404(program, pair.pk).troubles == tuple(words)
    assert queries.pairs_to_look_at([program.pk]).count() == 1


def test_a_match_that_waits_for_answers_is_looked_at_too(coordinator_client, program):
    match = _pair(program, "Alder", "Birch")
    _move_to_the_mentors_company(match)

    page = _page(coordinator_client, "detail", program, match.pk)

    assert "Both work for Birch now." in page
    assert "then take the match back" in page


def test_a_pair_without_changes_needs_no_look(coordinator_client, program, pair):
    page = _page(coordinator_client, "list", program)

    assert "Needs a look" not in page
    assert "Nothing to look at" in _page(coordinator_client, "list", program, query="?show=look")
    assert "needs a look" not in _page(coordinator_client, "detail", program, pair.pk)
    assert not queries.pairs_to_look_at([program.pk]).exists()


def test_another_job_at_the_same_company_is_no_trouble(program, pair):
    _moves(pair.mentee_person, pair.mentee_company)

    assert not queries.pairs_to_look_at([program.pk]).exists()
    assert queries.line_or_404(program, pair.pk).troubles == ()


def test_what_is_over_needs_no_look(program):
    match = _pair(program, "Alder", "Birch")
    services.withdraw(match, by=None)
    _declare(match)

    assert queries.pairs_to_look_at([program.pk]).count() == 0
    assert queries.line_or_404(program, match.pk).troubles == ()


def test_a_trouble_ends_with_its_cause(program, pair):
    _declare(pair)
    CompetitorDeclaration.objects.all().delete()

    assert queries.pairs_to_look_at([program.pk]).count() == 0


def test_the_tab_shows_those_alone(coordinator_client, program, pair):
    other = make_partnership(mentee=ParticipantFactory(program=program))
    _declare(pair)

    page = _page(coordinator_client, "list", program, query="?show=look")

    assert "Ada" in page
    assert other.mentee.person.name not in page


def test_the_number_of_statements_does_not_grow(coordinator_client, program, pair):
    _page(coordinator_client, "list", program)  # the test itself asks for the organization once

    def statements(name, *args):
        with CaptureQueriesContext(connection) as captured:
            _page(coordinator_client, name, program, *args)
        return len([one for one in captured if not one["sql"].startswith(MARKS)])

    _move_to_a_competitor(pair)
    once = statements("list")
    for number in range(2):
        _leave(_pair(program, f"Cedar {number}", f"Elm {number}"))

    assert statements("list") == once <= 12
    assert statements("detail", pair.pk) <= 12
