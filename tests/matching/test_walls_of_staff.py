"""Changes and rulings, asked for in SQL: staff alone read and write them."""

import pytest
from django.db import DatabaseError, connection, transaction

from matching.changes import services as changes
from matching.changes.models import Act
from matching.changes.state import fingerprint, state_of
from matching.models import Match
from mentoring.tenancy import context
from mentoring.tenancy.context import Actor
from organizations.roles import Role
from tests.factories.organizations import CompanyFactory, MembershipFactory, PersonFactory
from tests.matching.pools import finished_run, make_pool

TABLES = ("matching_change", "matching_ruling")
OTHERS = (Actor.HR, Actor.PARTICIPANT, Actor.GUEST)


@pytest.fixture
def vetoed(organization, coordinator):
    """A pair was vetoed in a finished run: one change and one ruling."""
    program, *_ = make_pool(2, 3)
    run = finished_run(program)
    match = Match.objects.filter(run=run).order_by("pk").first()
    mentee, mentor = str(match.mentee_id), str(match.mentor_id)
    effect = changes.preview(state_of(run), Act.VETO, mentee, mentor)
    seen = fingerprint(effect.cost, effect.moves)
    changes.apply(run, Act.VETO, mentee, mentor, seen=seen, by=coordinator, reason="Neighbors.")


def acting_as(organization, actor):
    """The context of somebody of this kind; contacts of companies and guests included."""
    if actor == Actor.GUEST:
        return context.enter(context.Context(organization.pk, actor=actor))
    if actor == Actor.HR:
        held = MembershipFactory(role=Role.HR, company=CompanyFactory())
    else:
        held = MembershipFactory(role=Role.PARTICIPANT, person=PersonFactory())
    inside = context.Context(organization.pk, held.user_id, actor, held.company_id)
    return context.enter(inside)


def run_sql(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def tried(sql, *values):
    """What the statement did, or 0 when it is refused for want of a right."""
    try:
        with transaction.atomic():
            return run_sql(sql, *values)
    except DatabaseError as refused:
        if refused.__cause__.pgcode != "42501":
            raise
        return 0


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("actor", OTHERS)
def test_others_read_and_write_nothing(vetoed, organization, table, actor):
    with acting_as(organization, actor):
        assert tried(f"SELECT id FROM {table}") in (0, [])
        assert tried(f"UPDATE {table} SET made_at = now()") == 0
        assert tried(f"DELETE FROM {table}") == 0

    assert len(run_sql(f"SELECT id FROM {table}")) == 1


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("actor", OTHERS)
def test_others_add_nothing(vetoed, organization, table, actor):
    columns, values = _row_of(table)
    places = ", ".join(["%s"] * len(values))
    run_sql("DELETE FROM matching_ruling")
    run_sql("DELETE FROM matching_change")
    with acting_as(organization, actor):
        assert tried(f"INSERT INTO {table} ({columns}) VALUES ({places})", *values) == 0

    added = run_sql(f"INSERT INTO {table} ({columns}) VALUES ({places})", *values)
    assert added == 1


@pytest.mark.parametrize("table", TABLES)
def test_coordinators_read_and_write_them(vetoed, organization, coordinator, table):
    inside = context.Context(organization.pk, coordinator.user_id, Actor.COORDINATOR)
    with context.enter(inside):
        assert len(run_sql(f"SELECT id FROM {table}")) == 1
        assert run_sql(f"UPDATE {table} SET made_at = now()") == 1


def _row_of(table):
    """Names and values of the only row; JSON as text, a ruling without its change."""
    names = [
        name
        for (name,) in run_sql(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND column_name <> 'change_id' ORDER BY 1",
            table,
        )
    ]
    texts = ", ".join(f'"{name}"::text' for name in names)
    (values,) = run_sql(f"SELECT {texts} FROM {table}")
    return ", ".join(f'"{name}"' for name in names), list(values)
