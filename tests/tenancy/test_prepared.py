"""A read that is compiled once stays behind both walls."""

import pytest
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from mentoring.tenancy import context
from mentoring.tenancy.prepared import PreparedRead, PreparedRows
from organizations.models import Company, Employment
from tests.factories.organizations import CompanyFactory, PersonFactory
from tests.surroundings import dark, inside


def _jobs_of(person_id):
    company = Company.objects.filter(pk=OuterRef("company"))
    jobs = Employment.objects.filter(person=person_id).order_by("started_on")
    jobs = jobs.annotate(again=Subquery(company.values("name")[:1]))
    return jobs.values("id", "person_id", "company__id", "company__name", "again")


@pytest.fixture
def jobs():
    return PreparedRead(_jobs_of)


def test_rows_are_instances_with_what_was_asked_for(organization, jobs):
    company = CompanyFactory(name="Talvera")
    person = PersonFactory(company=company)

    (job,) = jobs(person.pk)

    assert job == person.employments.get()
    assert (job.person_id, job.company, job.company.name) == (person.pk, company, "Talvera")
    assert job.again == "Talvera"
    assert job.get_deferred_fields() == {"organization_id", "company_id", "started_on", "ended_on"}


def test_each_call_reads_in_the_organization_in_force(organization, other_organization, jobs):
    mine = PersonFactory(company=CompanyFactory(name="Mine"))
    with inside(other_organization):
        theirs = PersonFactory(company=CompanyFactory(name="Theirs"))

    for _ in range(2):
        assert [job.company.name for job in jobs(mine.pk)] == ["Mine"]
        assert jobs(theirs.pk) == []
        with inside(other_organization):
            assert [job.company.name for job in jobs(theirs.pk)] == ["Theirs"]
            assert jobs(mine.pk) == []


def test_each_wall_holds_without_the_other(organization, other_organization, jobs):
    """SQL of one organization under row security of another: neither gives its rows away."""
    person = PersonFactory(company=CompanyFactory())
    with inside(other_organization):
        theirs = PersonFactory(company=CompanyFactory())
        token = context._context.set(context.Context(organization.pk))
        try:
            assert jobs(theirs.pk) == []
            assert jobs(person.pk) == []
        finally:
            context._context.reset(token)


def test_without_a_context_it_raises(organization, jobs):
    person = PersonFactory(company=CompanyFactory())
    jobs(person.pk)

    with dark(), pytest.raises(context.NoContext):
        jobs(person.pk)


def test_making_the_sql_leaves_the_context_as_it_was(organization):
    with context.compiling_for(organization.pk), pytest.raises(ZeroDivisionError):
        PreparedRead(lambda key: 1 / 0)(organization.pk)

    assert context.current().organization_id == organization.pk


def _employers_of(people):
    """Of those who work today, and of all: two queries in one."""
    jobs = Employment.objects.filter(person__in=people).order_by()
    today = jobs.exclude(ended_on__lte=timezone.localdate()).values_list("person_id", "company_id")
    return today.union(jobs.values_list("person_id", "company_id"), all=True).order_by()


@pytest.fixture
def employers():
    return PreparedRows(_employers_of)


def test_rows_of_several_keys_are_those_of_the_query_itself(organization, employers):
    people = [PersonFactory(company=CompanyFactory()).pk for _number in range(3)]

    for keys in (people, people[:2], people[1:]):
        assert sorted(employers(keys)) == sorted(_employers_of(keys))
        assert len(employers(keys)) == 2 * len(keys)
    assert employers([]) == []


def test_rows_of_each_call_are_of_the_organization_in_force(
    organization, other_organization, employers
):
    mine = PersonFactory(company=CompanyFactory()).pk
    with inside(other_organization):
        theirs = PersonFactory(company=CompanyFactory()).pk

    for _ in range(2):
        assert {pk for pk, _company in employers([mine, theirs])} == {mine}
        with inside(other_organization):
            assert {pk for pk, _company in employers([mine, theirs])} == {theirs}
    with dark(), pytest.raises(context.NoContext):
        employers([mine])


def test_rows_know_which_day_it_is_where_they_are_asked_for(organization, employers):
    person = PersonFactory(company=CompanyFactory())
    with timezone.override("Pacific/Kiritimati"):  # never the day of Pago Pago
        Employment.objects.filter(person=person).update(ended_on=timezone.localdate())

    for zone, number in (("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 2)) * 2:
        with timezone.override(zone):
            assert len(employers([person.pk])) == number


def test_what_moves_with_the_clock_is_not_prepared(organization):
    def build(keys):
        return Employment.objects.filter(pk__in=keys, person__created_at__lt=timezone.now())

    with pytest.raises(TypeError, match="takes no time"):
        PreparedRows(build)([organization.pk])
