"""Facts of companies and people as the database keeps them, by raw rows."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from organizations.models import CompanyConflict, Employment, IndustryWaiver, Organization
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    CompetitorDeclarationFactory,
    CompetitorGroupFactory,
    CompetitorGroupMemberFactory,
    CorporateGroupFactory,
    IndustryWaiverFactory,
    PersonFactory,
)


def _rules():
    return sorted(CompanyConflict.objects.values_list("rule", flat=True))


def _two_with_codes(first, second):
    one, two = CompanyFactory(), CompanyFactory()
    CompanyIndustryFactory(company=one, code=first)
    CompanyIndustryFactory(company=two, code=second)
    return sorted([one, two], key=lambda company: company.pk)


@pytest.mark.parametrize(
    ("first", "second", "digits", "compete"),
    [
        ("311811", "311812", 4, True),
        ("311811", "311911", 4, False),
        ("311811", "311911", 3, True),
        ("311811", "311812", 6, False),
        ("3118", "311812", 6, True),  # the shorter code says no more than four digits
        ("52", "522110", 4, True),
        ("311811", "331110", 4, False),
        ("311811", "331110", 2, True),  # manufacturing spans 31 to 33
        ("441110", "455110", 2, True),
        ("484110", "493110", 2, True),
        ("311811", "511210", 2, False),
    ],
)
def test_industries_compete_by_their_first_digits(organization, first, second, digits, compete):
    _two_with_codes(first, second)
    Organization.objects.filter(pk=organization.pk).update(industry_digits=digits)

    assert _rules() == (["industry"] if compete else [])


def test_groups_declarations_and_competitor_groups_each_count_once(organization):
    group = CorporateGroupFactory()
    one, two = CompanyFactory(corporate_group=group), CompanyFactory(corporate_group=group)
    CompetitorDeclarationFactory(company=one, competitor=two)
    CompetitorDeclarationFactory(company=two, competitor=one)
    rivals = CompetitorGroupFactory()
    CompetitorGroupMemberFactory(group=rivals, company=one)
    CompetitorGroupMemberFactory(group=rivals, company=two)
    CompanyFactory()

    assert _rules() == ["competitor_group", "declared", "group"]


@pytest.mark.parametrize(
    ("expires_in_days", "rules"), [(None, []), (0, []), (1, []), (-1, ["industry"])]
)
def test_a_waiver_lifts_the_industry_rule_until_it_expires(organization, expires_in_days, rules):
    low, high = _two_with_codes("311811", "311812")
    expires = None if expires_in_days is None else date.today() + timedelta(expires_in_days)
    IndustryWaiverFactory(low=low, high=high, expires_on=expires)

    assert _rules() == rules


def test_a_waiver_lifts_no_other_rule(organization):
    low, high = _two_with_codes("311811", "311812")
    CompetitorDeclarationFactory(company=high, competitor=low)
    IndustryWaiverFactory(low=low, high=high)

    assert _rules() == ["declared"]


def test_a_waiver_needs_a_reason(organization):
    low, high = _two_with_codes("311811", "311812")

    with pytest.raises(IntegrityError, match="waiver_has_reason"), transaction.atomic():
        IndustryWaiver.objects.create(low=low, high=high, reason="")


def test_somebody_has_one_employer_at_a_time(organization):
    person = PersonFactory()

    with pytest.raises(IntegrityError, match="employment_one_at_a_time"), transaction.atomic():
        Employment.objects.create(
            person=person, company=CompanyFactory(), started_on=date(2024, 1, 1)
        )


def test_an_employment_is_never_deleted(organization):
    PersonFactory()

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Employment.objects.all().delete()


def test_an_employment_ends_once_and_never_changes(organization):
    job = Employment.objects.get(person=PersonFactory())
    rows = Employment.objects.filter(pk=job.pk)

    for change in ({"started_on": date(2019, 1, 1)}, {"company": CompanyFactory()}):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            rows.update(**change)
    rows.update(ended_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        rows.update(ended_on=None)
