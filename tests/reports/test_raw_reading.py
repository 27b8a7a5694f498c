"""Who reads the rows of evaluations and reports when pages are out of the way: by raw SQL."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from mentoring.tenancy import context
from organizations.roles import Role
from reports import services
from reports.models import ReportRun
from reports.periods import periods_of
from tests.evaluations.quotes.people import author, release
from tests.evaluations.sharing.numbers import worked_out
from tests.factories.observers import before_the_start, invite, observe
from tests.factories.organizations import CompanyFactory, MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.reports.test_publishing import after
from tests.surroundings import inside

Actor = context.Actor
START, END = date(2026, 1, 5), date(2027, 1, 5)
TABLES = (
    "reports_snapshot",
    "reports_publishedset",
    "reports_sponsorcounts",
    "reports_reportrun",
    "evaluations_quote",
    "evaluations_quoteconsent",
    "evaluations_resultsrun",
    "evaluations_observerinvitation",
    "evaluations_observeranswer",
)
PUBLIC_TO_NOBODY = dict.fromkeys(TABLES, 0)


@pytest.fixture
def rows(organization, django_capture_on_commit_callbacks):
    """One row or more of each table, about one company; whose they are stands on it."""
    program = ProgramFactory(starts_on=START, ends_on=END)
    company, other = CompanyFactory(), CompanyFactory()
    for one in (company, other):
        SponsorshipFactory(program=program, company=one)
    period = periods_of(START, END, 21)[0]
    for number in range(11):
        ParticipantFactory(program=program, company=company, mentor=number > 5, login=False)
    with after(period), django_capture_on_commit_callbacks(execute=True):
        services.ask(program, period, by=None)
    hr = [MembershipFactory(role=Role.HR, company=one) for one in (company, other)]
    numbers = dict.fromkeys(("counted", "stayed", "promoted", "larger_role", "moved"), 5)
    with inside(organization, hr[0].user_id, Actor.HR, company.pk):
        services.count(program, company.pk, "follow_up_6", numbers, seen=None)
    writer = author()
    release(writer, audiences=("sponsors",))
    mentee = ParticipantFactory(program=before_the_start(writer.program))
    observe(invite(mentee))
    worked_out(program)
    return {"hr": hr, "writer": writer, "mentee": mentee, "stranger": ParticipantFactory()}


def read(organization, *who):
    """``{table: how many rows}``, or None where the role may not look at all."""
    found = {}
    with inside(organization, *who):
        for table in TABLES:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of ours
                    found[table] = cursor.fetchone()[0]
            except DatabaseError:
                found[table] = None
    return found


def test_each_reads_what_is_theirs_and_no_more(organization, rows):
    whole = read(organization)
    assert all(whole.values())

    own, rival = (read(organization, one.user_id, Actor.HR, one.company_id) for one in rows["hr"])
    assert own == dict.fromkeys(TABLES) | {"reports_snapshot": 1, "reports_sponsorcounts": 1}
    assert rival == dict.fromkeys(TABLES) | {"reports_snapshot": 1, "reports_sponsorcounts": 0}

    writer, mentee, stranger = (
        read(organization, rows[who].person.user_id, Actor.PARTICIPANT)
        for who in ("writer", "mentee", "stranger")
    )
    assert writer == PUBLIC_TO_NOBODY | {"evaluations_quote": 1, "evaluations_quoteconsent": 1}
    answered = whole["evaluations_observeranswer"]
    assert mentee == PUBLIC_TO_NOBODY | {
        "evaluations_observerinvitation": 1,
        "evaluations_observeranswer": answered,
    }
    assert stranger == PUBLIC_TO_NOBODY

    # Coordinators read no ledger, and of observers nothing before the mentee has.
    staff = read(organization, MembershipFactory().user_id, Actor.COORDINATOR)
    assert staff == whole | {"reports_publishedset": 0, "evaluations_observeranswer": 0}
    for actor in (Actor.GUEST, Actor.KEEPER):
        assert not any((read(organization, None, actor)).values())
    assert not any(read(OrganizationFactory()).values())


def test_nobody_but_a_worker_publishes_or_rewrites(organization, rows):
    staff = MembershipFactory()
    hr = rows["hr"][1]
    run = ReportRun.objects.get()
    attempts = (
        (staff.user_id, Actor.COORDINATOR, "UPDATE reports_snapshot SET number = 99"),
        (staff.user_id, Actor.COORDINATOR, "DELETE FROM reports_sponsorcounts"),
        (staff.user_id, Actor.COORDINATOR, "UPDATE reports_publishedset SET members = '{}'"),
        (
            staff.user_id,
            Actor.COORDINATOR,
            "UPDATE evaluations_quoteconsent SET revoked_at = now()",
        ),
        (hr.user_id, Actor.HR, "DELETE FROM reports_sponsorcounts"),
        (hr.user_id, Actor.HR, "UPDATE reports_sponsorcounts SET stayed = 0"),
        (hr.user_id, Actor.HR, "UPDATE reports_snapshot SET content = ''"),
        (hr.user_id, Actor.HR, f"SELECT app.move_reports('{run.pk}', '{hr.company_id}')"),
    )
    for user, actor, statement in attempts:
        company = hr.company_id if actor == Actor.HR else None
        with (
            inside(organization, user, actor, company),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            cursor.execute(statement)
