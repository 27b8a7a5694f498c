"""A statement is planned once in a connection, and gives no more away for it."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from mentoring.tenancy.planned import PlannedStatement
from tests.factories.organizations import CompanyFactory
from tests.surroundings import inside

NAMES = "SELECT name, '100 %%' FROM organizations_company WHERE organization_id = %s AND name = %s"


@pytest.fixture
def names():
    key = uuid7()
    return PlannedStatement(NAMES, [key, "Tal%vera"], [key])


def _asked(statement, given):
    """The SQL of one call, and what it found."""
    with CaptureQueriesContext(connection) as asked:
        found = statement.rows(given)
    (query,) = asked.captured_queries
    return query["sql"], found


@pytest.fixture(autouse=True)
def company(organization):
    return CompanyFactory(name="Tal%vera")


def test_the_second_call_plans_nothing(organization, names):
    first, found = _asked(names, [organization.pk])
    second, again = _asked(names, [organization.pk])

    assert found == again == [("Tal%vera", "100 %")]
    assert first.startswith("PREPARE")
    assert second.startswith("EXECUTE")


def test_row_security_is_asked_at_each_call(organization, other_organization, names):
    names.rows([organization.pk])

    with inside(other_organization):
        assert names.rows([organization.pk]) == []
    with inside(organization, actor=context.Actor.HR, company_id=uuid7()):
        assert names.rows([organization.pk]) == []
    assert names.rows([organization.pk]) == [("Tal%vera", "100 %")]


def test_what_fails_at_first_can_be_asked_again(organization):
    key, number = uuid7(), uuid7()
    wall = "WHERE organization_id = %s"
    halves = PlannedStatement(
        f"SELECT 10 / %s::int FROM organizations_company {wall}", [number, key], [key, number]
    )
    with pytest.raises(DataError), transaction.atomic():
        halves.rows([organization.pk, "0"])

    assert halves.rows([organization.pk, "2"]) == [(5,)]


def test_as_many_values_are_given_as_vary(organization, names):
    with pytest.raises(TypeError, match="1 values vary, 2 are given"):
        names.rows([organization.pk, organization.pk])
