"""Both walls between organizations, each tried alone."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Count, Exists, OuterRef

from mentoring.tenancy import context, definitions
from organizations.models import AuditEvent, Company, Employment, Membership, Person, User
from organizations.roles import Role
from tests.conftest import owner_connection
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
)
from tests.surroundings import dark, inside


@pytest.fixture
def foreign(other_organization):
    """A company and a person of another organization."""
    with inside(other_organization):
        company = CompanyFactory(name="Foreign")
        return company, PersonFactory(company=company)


READS = {
    "list": lambda: list(Company.objects.all()),
    "count": lambda: Company.objects.count(),
    "exists": lambda: Company.objects.exists(),
    "get": lambda: Company.objects.get(name="x"),
    "first": lambda: Company.objects.first(),
    "values": lambda: list(Company.objects.values("name")),
    "values_list": lambda: list(Company.objects.values_list("pk", flat=True)),
    "aggregate": lambda: Company.objects.aggregate(n=Count("pk")),
    "in_bulk": lambda: Company.objects.in_bulk(),
    "iterator": lambda: list(Company.objects.iterator()),
    "explain": lambda: Company.objects.all().explain(),
    "union": lambda: list(Company.objects.all().union(Company.objects.all())),
    "subquery": lambda: list(
        Membership.everywhere.filter(Exists(Company.objects.filter(pk=OuterRef("company_id"))))
    ),
    "update": lambda: Company.objects.update(name="x"),
    "delete": lambda: Company.objects.all().delete(),
    "base manager": lambda: list(Company._base_manager.all()),
    "create": lambda: Company.objects.create(name="x"),
    "bulk_create": lambda: Company.objects.bulk_create([Company(name="x")]),
    "get_or_create": lambda: Company.objects.get_or_create(name="x"),
    "save": lambda: Company(name="x").save(),
    "delete row": lambda: Company(name="x").delete(),
}


@pytest.mark.parametrize("how", READS)
def test_outside_an_organization_every_access_raises(db, how):
    with pytest.raises(context.NoContext):
        READS[how]()


def test_a_queryset_built_outside_is_bound_where_it_runs(organization):
    with dark():
        companies = Company.objects.order_by("name")
    CompanyFactory(name="Here")

    assert [company.name for company in companies] == ["Here"]


def test_rows_of_another_organization_are_not_there(organization, foreign):
    company, person = foreign
    CompanyFactory(name="Mine")

    assert [row.name for row in Company.objects.all()] == ["Mine"]
    assert not Company.objects.filter(pk=company.pk).exists()
    assert not Employment.objects.filter(company__name="Foreign").exists()
    assert not Person.objects.filter(pk=person.pk).update(given_name="x")
    with pytest.raises(Company.DoesNotExist):
        company.refresh_from_db()


def test_a_foreign_row_is_neither_saved_nor_deleted(organization, foreign):
    company, _ = foreign

    with pytest.raises(context.CrossTenant):
        company.save()
    with pytest.raises(context.CrossTenant):
        company.delete()


def test_contexts_of_two_organizations_do_not_nest(organization, other_organization):
    with pytest.raises(context.CrossTenant), context.enter(context.Context(other_organization.pk)):
        raise AssertionError("entered")


def _sql(statement, *args):
    with connection.cursor() as cursor:
        cursor.execute(statement, args)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def test_raw_sql_sees_one_organization_only(organization, foreign):
    CompanyFactory(name="Mine")

    assert _sql("SELECT name FROM organizations_company") == [("Mine",)]
    assert _sql("UPDATE organizations_company SET name = 'x' WHERE name = 'Foreign'") == 0
    assert _sql("DELETE FROM organizations_company WHERE name = 'Foreign'") == 0


def test_raw_sql_without_a_context_sees_nothing(organization, foreign):
    CompanyFactory(name="Mine")

    with dark():
        assert _sql("SELECT name FROM organizations_company") == []


def test_raw_sql_cannot_write_into_another_organization(organization, foreign):
    company, _ = foreign

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        _sql(
            "INSERT INTO organizations_corporategroup (organization_id, id, name)"
            " VALUES (%s, gen_random_uuid(), 'x')",
            company.organization_id,
        )


def test_no_row_can_point_across_the_wall(organization, foreign):
    company, _ = foreign
    person = PersonFactory()

    with pytest.raises(IntegrityError, match="employment_company_fk"), transaction.atomic():
        _sql(
            "INSERT INTO organizations_employment"
            " (organization_id, id, person_id, company_id, started_on, ended_on)"
            " VALUES (%s, gen_random_uuid(), %s, %s, '1990-01-01', '1991-01-01')",
            organization.pk,
            person.pk,
            company.pk,
        )


def test_inside_an_organization_only_its_own_logins_exist(organization, other_organization):
    mine = MembershipFactory(role=Role.COORDINATOR)
    with inside(other_organization):
        theirs = MembershipFactory(role=Role.COORDINATOR)

    assert set(User.objects.values_list("pk", flat=True)) == {mine.user_id}
    with dark():
        assert User.objects.filter(pk=theirs.user_id).exists()


def test_a_login_sees_its_own_memberships_everywhere_and_no_others(
    organization, other_organization
):
    mine = MembershipFactory(role=Role.COORDINATOR)
    with inside(other_organization):
        also_mine = MembershipFactory(role=Role.COORDINATOR, user=mine.user)
        MembershipFactory(role=Role.COORDINATOR)

    with dark(), transaction.atomic(), context.as_user(mine.user_id):
        found = set(Membership.everywhere.values_list("pk", flat=True))
    assert found == {mine.pk, also_mine.pk}


def test_the_context_ends_with_its_block(organization):
    with dark():
        with context.enter(context.Context(organization.pk)):
            pass
        assert _sql("SELECT current_setting('app.organization')") == [("",)]
        assert context.maybe() is None


def test_the_application_may_not_truncate_or_change_tables(organization):
    for statement in (
        "TRUNCATE organizations_company CASCADE",
        "ALTER TABLE organizations_company DISABLE ROW LEVEL SECURITY",
        "DROP POLICY wall ON organizations_company",
        "SET ROLE app_owner",
        "CREATE TABLE mine (x int)",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            _sql(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE organizations_auditevent SET verb = 'x'", "DELETE FROM organizations_auditevent"],
)
def test_the_trail_is_append_only_even_for_its_owner(transactional_db, statement):
    organization = OrganizationFactory()
    with context.enter(context.Context(organization.pk)):
        AuditEvent.objects.create(verb="v", object_type="t", object_id=organization.pk)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _sql(statement)

    owner = owner_connection()
    try:
        cursor = owner.cursor()
        cursor.execute("SET app.migrating = 'on'")
        with pytest.raises(Exception, match="append-only"):
            cursor.execute(statement)
    finally:
        owner.close()


def test_an_organization_changes_itself_alone(organization, other_organization):
    change = "UPDATE organizations_organization SET industry_digits = 6"

    assert _sql(change) == 1
    assert _sql("SELECT count(*) FROM organizations_organization") == [(1,)]


def test_a_membership_elsewhere_is_read_and_not_changed(organization, other_organization):
    mine = MembershipFactory(role=Role.COORDINATOR)
    with inside(other_organization):
        theirs = MembershipFactory(role=Role.COORDINATOR, user=mine.user)

    with context.enter(context.Context(organization.pk, mine.user_id)):
        assert Membership.everywhere.count() == 2
        assert _sql("DELETE FROM organizations_membership WHERE id = %s", theirs.pk) == 0
        assert _sql("UPDATE organizations_membership SET name = 'x' WHERE id = %s", theirs.pk) == 0


def test_nobody_changes_the_login_of_a_colleague(organization):
    mine, colleague = MembershipFactory(), MembershipFactory()

    with context.enter(context.Context(organization.pk, mine.user_id)):
        change = "UPDATE organizations_user SET password = 'x' WHERE id = %s"
        assert _sql(change, colleague.user_id) == 0
        assert _sql(change, mine.user_id) == 1


def test_addresses_of_a_login_are_its_own(organization):
    mine, colleague = MembershipFactory(), MembershipFactory()
    with dark():
        for member in (mine, colleague):
            EmailAddress.objects.create(user_id=member.user_id, email=f"{member.pk}@mail.example")

    with context.enter(context.Context(organization.pk, mine.user_id)):
        assert [row.user_id for row in EmailAddress.objects.all()] == [mine.user_id]


def test_nobody_makes_tables_or_borrows_functions_of_the_owner(organization):
    for statement in (
        "CREATE TEMP TABLE organizations_companyconflict (low_id uuid)",
        "SELECT app.keep_places()",
        "SELECT app.make_places()",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            _sql(statement)


def test_the_trail_is_signed_by_whoever_is_at_work_and_dated_now(organization):
    mine, colleague = MembershipFactory(), MembershipFactory()
    line = (
        "INSERT INTO organizations_auditevent (organization_id, id, at, verb, role, by_user_id,"
        " object_type, object_id, facts) VALUES (%s, gen_random_uuid(), '2001-01-01', 'v', '', %s,"
        " 't', gen_random_uuid(), '{}') RETURNING at > now() - interval '1 minute'"
    )
    at_work = context.Context(organization.pk, mine.user_id, context.Actor.COORDINATOR)

    with context.enter(at_work):
        assert _sql(line, organization.pk, mine.user_id) == [(True,)]
        with pytest.raises(ProgrammingError, match="signs for"), transaction.atomic():
            _sql(line, organization.pk, colleague.user_id)


def test_what_stands_is_what_was_written_down(db):
    """After a migration: `manage.py check_walls --write` on a freshly migrated database."""
    assert definitions.differences() == []


def test_check_walls_passes(db, capsys):
    call_command("check_walls")

    assert "stand" in capsys.readouterr().out


# Each breach with how it is undone (or a question that is answered with it, asked before) and what
# is said of it.
BREACHES = (
    (
        "ALTER TABLE organizations_company NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE organizations_company FORCE ROW LEVEL SECURITY",
        "not enabled and forced",
    ),
    (
        "ALTER POLICY wall ON organizations_company TO app_hr",
        "ALTER POLICY wall ON organizations_company TO app_rw",
        "no policy",
    ),
    ("CREATE TABLE public.loose (id int)", "DROP TABLE public.loose", "not known as global"),
    (
        "CREATE UNIQUE INDEX short ON organizations_company (name)",
        "DROP INDEX short",
        "unique index lacks",
    ),
    (
        "ALTER TABLE organizations_employment ADD CONSTRAINT loose UNIQUE (id)",
        "ALTER TABLE organizations_employment DROP CONSTRAINT loose",
        "unique index lacks",
    ),
    (
        "GRANT SELECT ON organizations_person TO app_hr",
        "REVOKE SELECT ON organizations_person FROM app_hr",
        "HR's role",
    ),
    (
        "GRANT TRUNCATE ON organizations_person TO app_rw",
        "REVOKE TRUNCATE ON organizations_person FROM app_rw",
        "may truncate",
    ),
    (
        "GRANT INSERT ON app.partnership_transition TO app_rw",
        "REVOKE INSERT ON app.partnership_transition FROM app_rw",
        "write a table of rules",
    ),
    (
        "CREATE VIEW public.loose AS SELECT * FROM organizations_company",
        "DROP VIEW public.loose",
        "owner's rights",
    ),
    (
        "CREATE MATERIALIZED VIEW public.loose AS SELECT 1 AS x",
        "DROP MATERIALIZED VIEW public.loose",
        "materialized",
    ),
    (
        "CREATE POLICY loose ON organizations_company TO app_rw USING (true)",
        "DROP POLICY loose ON organizations_company",
        "ignores the organization",
    ),
    (
        "CREATE POLICY loose ON organizations_company TO app_rw"
        " USING (organization_id = app.organization())",
        "DROP POLICY loose ON organizations_company",
        "for every row",
    ),
    (
        "CREATE FUNCTION app.loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "DROP FUNCTION app.loose()",
        "search path",
    ),
    (
        "GRANT EXECUTE ON FUNCTION app.keep_places TO PUBLIC",
        "REVOKE EXECUTE ON FUNCTION app.keep_places FROM PUBLIC",
        "everybody may run",
    ),
    (
        "ALTER TABLE organizations_user NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE organizations_user FORCE ROW LEVEL SECURITY",
        "open inside organizations",
    ),
    (
        "GRANT SELECT (email) ON organizations_person TO app_hr",
        "REVOKE SELECT (email) ON organizations_person FROM app_hr",
        "granted a column",
    ),
    (
        "GRANT SELECT ON organizations_person TO PUBLIC",
        "REVOKE SELECT ON organizations_person FROM PUBLIC",
        "HR's role may do more",
    ),
    (
        "GRANT EXECUTE ON FUNCTION app.login_for TO app_hr",
        "REVOKE EXECUTE ON FUNCTION app.login_for FROM app_hr",
        "not meant for it",
    ),
    (
        "CREATE POLICY loose ON organizations_company TO app_rw"
        " USING (organization_id = (SELECT app.organization()) OR organization_id IS NOT NULL)",
        "DROP POLICY loose ON organizations_company",
        "ignores the organization",
    ),
    (
        "ALTER POLICY wall ON organizations_company WITH CHECK (true)",
        "DROP POLICY wall ON organizations_company;"
        " CREATE POLICY wall ON organizations_company TO app_rw"
        " USING (organization_id = (SELECT app.organization()))",
        "ignores the organization",
    ),
    (
        "ALTER TABLE partnerships_partnership DISABLE TRIGGER guard",
        "ALTER TABLE partnerships_partnership ENABLE TRIGGER guard",
        "switched off",
    ),
    (
        "GRANT DELETE ON organizations_auditevent TO app_rw",
        "REVOKE DELETE ON organizations_auditevent FROM app_rw",
        "rows that stay",
    ),
    (
        "GRANT UPDATE (verb) ON organizations_auditevent TO app_rw",
        "REVOKE UPDATE (verb) ON organizations_auditevent FROM app_rw",
        "rows that stay",
    ),
    (
        "ALTER POLICY author ON instruments_response RENAME TO other",
        "ALTER POLICY other ON instruments_response RENAME TO author",
        "narrows is gone",
    ),
    (
        "ALTER POLICY author ON instruments_response"
        " USING (organization_id = (SELECT app.organization()))",
        "SELECT format('ALTER POLICY author ON instruments_response USING (%s)',"
        " pg_get_expr(polqual, polrelid)) FROM pg_policy"
        " WHERE polname = 'author' AND polrelid = 'instruments_response'::regclass",
        "policy instruments_response.author: is not what the migrations declare",
    ),
    (
        "ALTER POLICY third_wall ON partnerships_note RENAME TO other",
        "ALTER POLICY other ON partnerships_note RENAME TO third_wall",
        "partnerships_note: what a pair writes lacks the third wall",
    ),
    (
        "ALTER POLICY third_wall ON partnerships_pairkey TO app_owner",
        "ALTER POLICY third_wall ON partnerships_pairkey TO app_rw",
        "partnerships_pairkey: what a pair writes lacks the third wall",
    ),
    (
        "ALTER POLICY third_wall ON partnerships_journalentry"
        " USING (organization_id = (SELECT app.organization()))",
        "SELECT format('ALTER POLICY third_wall ON partnerships_journalentry USING (%s)',"
        " pg_get_expr(polqual, polrelid)) FROM pg_policy"
        " WHERE polname = 'third_wall' AND polrelid = 'partnerships_journalentry'::regclass",
        "partnerships_journalentry: what a pair writes lacks the third wall",
    ),
    (
        "CREATE TABLE public.loose (organization_id uuid, sealed bytea)",
        "DROP TABLE public.loose",
        "loose: what a pair writes lacks the third wall",
    ),
    (
        "ALTER TABLE partnerships_note ADD COLUMN title varchar(200)",
        "ALTER TABLE partnerships_note DROP COLUMN title",
        "partnerships_note.title: what a pair writes has a column in the clear",
    ),
    (
        "ALTER POLICY staff ON organizations_plannedjob TO app_owner",
        "ALTER POLICY staff ON organizations_plannedjob TO app_rw",
        "policy organizations_plannedjob.staff: is not what the migrations declare",
    ),
    (
        "CREATE OR REPLACE FUNCTION app.check_pair(p partnerships_partnership) RETURNS void"
        " LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp"
        " AS $$ BEGIN RETURN; END $$",
        "SELECT pg_get_functiondef('app.check_pair'::regproc)",
        "function app.check_pair(p partnerships_partnership): is not what the migrations declare",
    ),
    (
        "ALTER FUNCTION app.company_roster() SET work_mem = '64MB'",
        "ALTER FUNCTION app.company_roster() RESET work_mem",
        "function app.company_roster(): is not what the migrations declare",
    ),
    (
        "CREATE FUNCTION app.loose() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP FUNCTION app.loose()",
        "function app.loose(): no migration declares it",
    ),
    (
        "DROP TRIGGER look_ahead ON partnerships_partnership",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'look_ahead'",
        "trigger partnerships_partnership.look_ahead: is gone",
    ),
    (
        "CREATE OR REPLACE VIEW company_roster WITH (security_invoker = true)"
        " AS SELECT * FROM app.company_roster() WHERE false",
        "CREATE OR REPLACE VIEW company_roster WITH (security_invoker = true)"
        " AS SELECT * FROM app.company_roster()",
        "view company_roster: is not what the migrations declare",
    ),
)


@pytest.mark.parametrize(("breach", "mending", "said"), BREACHES)
def test_check_walls_finds_each_breach(transactional_db, capsys, breach, mending, said):
    owner = owner_connection()
    owner.autocommit = True
    cursor = owner.cursor()
    if mending.startswith("SELECT"):
        cursor.execute(mending)
        ((mending,),) = cursor.fetchall()
    cursor.execute(breach)
    try:
        with pytest.raises(CommandError):
            call_command("check_walls")
    finally:
        cursor.execute(mending)
        owner.close()

    assert said in capsys.readouterr().err
    call_command("check_walls")
