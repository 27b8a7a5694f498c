"""Waivers, removal, and whom a company must not be matched with, in words."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from organizations import companies, queries
from organizations.models import AuditEvent, Company, IndustryWaiver, Organization
from organizations.roles import Role
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    CompetitorDeclarationFactory,
    CompetitorGroupFactory,
    CompetitorGroupMemberFactory,
    CorporateGroupFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.factories.programs import SponsorshipFactory


def two(first="311811", second="311812"):
    one, other = CompanyFactory(name="Alder"), CompanyFactory(name="Birch")
    CompanyIndustryFactory(company=one, code=first)
    CompanyIndustryFactory(company=other, code=second)
    return one, other


def reasons(company):
    return {
        conflict.other.name: conflict.reasons for conflict in queries.conflicts_in_words(company)
    }


def verbs():
    return set(AuditEvent.objects.values_list("verb", flat=True))


def test_the_same_group_is_said_from_both_sides(organization):
    group = CorporateGroupFactory(name="Halden Group")
    one, other = (CompanyFactory(name=name, corporate_group=group) for name in ("Alder", "Birch"))

    assert reasons(one) == {"Birch": ("same corporate group, Halden Group",)}
    assert reasons(other) == {"Alder": ("same corporate group, Halden Group",)}


def test_a_declaration_names_who_declared_from_both_sides(organization):
    one, other = CompanyFactory(name="Alder"), CompanyFactory(name="Birch")
    CompetitorDeclarationFactory(company=other, competitor=one)

    assert reasons(one) == {"Birch": ("declared by Birch",)}
    assert reasons(other) == {"Alder": ("declared by Birch",)}


def test_declarations_both_ways_are_one_reason(organization):
    one, other = CompanyFactory(name="Alder"), CompanyFactory(name="Birch")
    CompetitorDeclarationFactory(company=other, competitor=one)
    CompetitorDeclarationFactory(company=one, competitor=other)

    assert reasons(one) == {"Birch": ("each declared the other a competitor",)}


@pytest.mark.parametrize(
    ("digits", "first", "second", "said"),
    [
        (4, "311811", "311812", "same industry, 3118 Bakeries and Tortilla Manufacturing"),
        (2, "311811", "331110", "same industry, 31–33 Manufacturing"),
        (2, "455110", "441110", "same industry, 44–45 Retail Trade"),
        (2, "484110", "493110", "same industry, 48–49 Transportation and Warehousing"),
        (4, "52", "522110", "same industry, 52 Finance and Insurance"),
        (4, "32", "311811", "same industry, 31–33 Manufacturing"),
    ],
)
def test_a_shared_industry_is_named_from_both_sides(organization, digits, first, second, said):
    Organization.objects.filter(pk=organization.pk).update(industry_digits=digits)
    one, other = two(first, second)

    assert reasons(one) == {"Birch": (said,)}
    assert reasons(other) == {"Alder": (said,)}


def test_two_numbers_of_one_sector_are_one_reason(organization):
    Organization.objects.filter(pk=organization.pk).update(industry_digits=2)
    one, _other = two("311811", "331110")
    CompanyIndustryFactory(company=one, code="321113")

    assert reasons(one) == {"Birch": ("same industry, 31–33 Manufacturing",)}


def test_every_reason_is_given_and_only_the_industry_can_be_waived(organization):
    one, other = two()
    rivals = CompetitorGroupFactory(name="Bakers")
    for company in (one, other):
        CompetitorGroupMemberFactory(group=rivals, company=company)

    (conflict,) = queries.conflicts_in_words(one)

    assert conflict.reasons == (
        "same competitor group, Bakers",
        "same industry, 3118 Bakeries and Tortilla Manufacturing",
    )
    assert conflict.can_be_waived
    assert conflict.stays_after_waiver


def test_conflict_counts_count_companies_not_reasons(organization):
    one, other = two()
    CompetitorDeclarationFactory(company=one, competitor=other)
    alone = CompanyFactory()

    counts = queries.conflict_counts([one, other, alone])

    assert counts == {one.pk: 1, other.pk: 1, alone.pk: 0}


def waive(one, other, by, reason="Other countries", days=30):
    expires_on = None if days is None else timezone.localdate() + timedelta(days=days)
    return companies.waive_industry(one, other, reason=reason, expires_on=expires_on, by=by)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("days", [0, 30, None])
def test_a_waiver_lets_two_companies_meet(coordinator, turned, days):
    one, other = two()

    waive(*((other, one) if turned else (one, other)), coordinator, days=days)

    assert reasons(one) == reasons(other) == {}
    (waived,) = queries.waivers_of(one)
    assert (waived.other, waived.is_in_force) == (other, True)
    event = AuditEvent.objects.get(verb="industry.waived")
    assert event.by_user_id == coordinator.user_id
    assert "Other countries" not in str(event.facts)


@pytest.mark.parametrize(
    ("facts", "field"), [({"reason": "  "}, "reason"), ({"days": -1}, "expires_on")]
)
def test_a_waiver_needs_a_reason_and_a_day_to_come(coordinator, facts, field):
    one, other = two()

    with pytest.raises(ValidationError) as refused:
        waive(one, other, coordinator, **facts)

    assert list(refused.value.message_dict) == [field]
    assert not IndustryWaiver.objects.exists()
    assert verbs() == set()


def test_what_is_no_industry_conflict_cannot_be_waived(coordinator):
    one, other = CompanyFactory(), CompanyFactory()
    CompetitorDeclarationFactory(company=one, competitor=other)

    with pytest.raises(ValidationError, match="share no industry"):
        waive(one, other, coordinator)


def test_a_company_cannot_be_waived_with_itself(coordinator):
    one, _other = two()

    with pytest.raises(ValidationError):
        waive(one, one, coordinator)


def test_a_waiver_that_ran_out_is_shown_and_can_be_renewed(coordinator):
    one, other = two()
    waiver = waive(one, other, coordinator)
    IndustryWaiver.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    assert reasons(one)
    assert not queries.waivers_of(one)[0].is_in_force
    renewed = waive(other, one, coordinator, reason="Still other countries")

    assert renewed.pk == waiver.pk
    assert IndustryWaiver.objects.get().reason == "Still other countries"
    assert reasons(one) == {}


def test_ending_a_waiver_twice_leaves_one_trace(coordinator):
    one, other = two()
    waiver = waive(one, other, coordinator)
    again = IndustryWaiver.objects.get(pk=waiver.pk)

    companies.end_waiver(waiver, by=coordinator)
    companies.end_waiver(again, by=coordinator)

    assert reasons(one)
    ended = AuditEvent.objects.filter(verb="industry.waiver_ended")
    assert list(ended.values_list("object_id", flat=True)) == [again.pk]


def test_a_company_that_nothing_refers_to_is_removed_with_its_facts(coordinator):
    one, other = two()
    CompetitorDeclarationFactory(company=one, competitor=other)
    pk = one.pk

    companies.remove_company(one, by=coordinator)

    assert list(Company.objects.all()) == [other]
    assert AuditEvent.objects.get(verb="company.removed").object_id == pk


def _employs(company):
    PersonFactory(company=company)


def _sponsors(company):
    SponsorshipFactory(company=company)


def _signs_in(company):
    MembershipFactory(role=Role.HR, company=company)


def _declared(company):
    CompetitorDeclarationFactory(company=CompanyFactory(name="Birch"), competitor=company)


@pytest.mark.parametrize(
    ("refer", "said"),
    [
        (_employs, "1 job of a person"),
        (_sponsors, "1 place in a program"),
        (_signs_in, "1 sign-in of its HR"),
        (_declared, "Birch declared Alder a competitor"),
    ],
)
def test_what_refers_to_a_company_keeps_it(coordinator, refer, said):
    company = CompanyFactory(name="Alder")
    refer(company)

    with pytest.raises(ValidationError, match=said):
        companies.remove_company(company, by=coordinator)

    assert Company.objects.filter(pk=company.pk).exists()
    assert "company.removed" not in verbs()


def test_the_same_waiver_again_changes_nothing(coordinator):
    one, other = two()
    first = waive(one, other, coordinator)
    assert waive(other, one, coordinator) == first
    assert AuditEvent.objects.filter(verb="industry.waived").count() == 1

    waive(one, other, coordinator, reason="Another market")
    assert AuditEvent.objects.filter(verb="industry.waived").count() == 2
