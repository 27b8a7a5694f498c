"""Reports are made once, by a worker, and stay; what cannot be made says why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from mentoring import clock
from mentoring.jobs.models import RunStatus
from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import AuditEvent
from organizations.roles import Role
from programs.models import SponsorContact
from reports import letters, queries, services
from reports.content import ReportKind, hash_of
from reports.models import PublishedSet, ReportRun, Snapshot, SponsorCounts
from reports.periods import periods_of
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.surroundings import inside

START, END = date(2026, 1, 5), date(2027, 1, 5)
FIRST, SECOND, _THIRD, FINAL = periods_of(START, END, 21)


def at(day):
    return clock.held_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def after(period, days=1):
    return at(period.last + timedelta(days=days))


@pytest.fixture
def program(organization):
    return ProgramFactory(starts_on=START, ends_on=END)


@pytest.fixture
def company(program):
    """A sponsor with eleven people, and somebody in HR who gets its reports."""
    company = CompanyFactory(name="Torvelia Foods")
    sponsorship = SponsorshipFactory(program=program, company=company, cost="11000")
    for number in range(11):
        ParticipantFactory(program=program, company=company, mentor=number > 5, login=False)
    hr = MembershipFactory(role=Role.HR, company=company)
    SponsorContact.objects.create(
        sponsorship=sponsorship, name="Helene", email=hr.user.email.upper(), gets_reports=True
    )
    return company


def made(program, period, capture):
    with after(period), capture(execute=True):
        run = services.ask(program, period, by=None)
    run.refresh_from_db()
    return run


def cells_of(snapshot, table):
    for _section, one in queries.published(snapshot).content.tables():
        if one.id == table:
            return {row.label: [cell.text for cell in row.cells] for row in one.rows}
    return None


def test_a_period_gets_its_reports_once(
    program, company, coordinator, django_capture_on_commit_callbacks
):
    run = made(program, FIRST, django_capture_on_commit_callbacks)

    assert (run.status, run.error, run.made) == (RunStatus.DONE, "", 2)
    own, theirs = Snapshot.objects.order_by("number")
    assert (own.company_id, theirs.company_id) == (None, company.pk)
    assert hash_of(theirs.content) == theirs.content_hash
    assert cells_of(theirs, "stages") == {"In": ["6", "5"]}
    assert cells_of(theirs, "activity")["Training finished"] == ["0 – 2", "0 – 2", "0 – 2", "–"]
    assert AuditEvent.objects.filter(verb="report.published").count() == 2
    with after(FIRST), pytest.raises(services.CannotMake, match="published already"):
        services.ask(program, FIRST, by=coordinator)
    assert Snapshot.objects.count() == 2


def test_a_mail_says_that_it_is_there_and_nothing_of_it(
    program, company, mailoutbox, django_capture_on_commit_callbacks
):
    made(program, FIRST, django_capture_on_commit_callbacks)

    (message,) = Message.objects.filter(kind="report_ready")
    (mail,) = [one for one in mailoutbox if "report" in one.subject]
    snapshot = Snapshot.objects.get(company=company)
    assert str(snapshot.pk) in mail.body
    assert message.facts.keys() == {"user"}
    assert not any(word in mail.body for word in ("Torvelia", "mentee", "Training", "people"))


def test_somebody_who_lost_the_role_hears_nothing(
    program, company, django_capture_on_commit_callbacks
):
    MembershipFactory._meta.model.objects.filter(role=Role.HR).update(ended_at=clock.now())

    made(program, FIRST, django_capture_on_commit_callbacks)

    assert not Message.objects.filter(kind="report_ready").exists()
    assert Snapshot.objects.filter(company=company).exists()


def test_somebody_who_lost_the_role_before_the_mail_went_out_gets_none(
    program, company, django_capture_on_commit_callbacks
):
    made(program, FIRST, django_capture_on_commit_callbacks)
    (message,) = Message.objects.filter(kind="report_ready")
    assert letters.report_ready(None, message.occasion, message.facts) is not None

    MembershipFactory._meta.model.objects.filter(role=Role.HR).update(ended_at=clock.now())

    assert letters.report_ready(None, message.occasion, message.facts) is None


def test_a_sponsor_who_leaves_in_a_period_hears_of_it_and_of_nothing_later(
    program, company, django_capture_on_commit_callbacks
):
    sponsorship = company.sponsorships.get()
    sponsorship.withdrew_at = datetime(
        FIRST.last.year, FIRST.last.month, FIRST.last.day, tzinfo=UTC
    )
    sponsorship.save()

    made(program, FIRST, django_capture_on_commit_callbacks)
    made(program, SECOND, django_capture_on_commit_callbacks)

    (theirs,) = Snapshot.objects.filter(company=company)
    assert theirs.period_to == FIRST.last
    assert queries.published(theirs).content.cover.company == company.name


def test_the_next_report_knows_the_one_before(program, company, django_capture_on_commit_callbacks):
    made(program, FIRST, django_capture_on_commit_callbacks)
    leaver = company.participants.filter(side="mentee").first()
    leaver.standing = "withdrawn"
    leaver.save()
    for _ in range(1):
        ParticipantFactory(program=program, company=company, mentor=True, login=False)

    made(program, SECOND, django_capture_on_commit_callbacks)

    latest = Snapshot.objects.filter(company=company).latest("number")
    # Ten stayed, one left and one came: every sum would say something about one of the two.
    assert cells_of(latest, "activity")["Training finished"] == ["–"] * 4


def test_small_companies_and_empty_ones_get_what_can_be_said(
    program, company, django_capture_on_commit_callbacks
):
    small, empty = CompanyFactory(name="Small"), CompanyFactory(name="Empty")
    for one in (small, empty):
        SponsorshipFactory(program=program, company=one)
    for _ in range(4):
        ParticipantFactory(program=program, company=small, login=False)
    gone = SponsorshipFactory(program=program, company=CompanyFactory(name="Gone"))
    gone.withdrew_at = datetime(2025, 12, 1, tzinfo=UTC)
    gone.save()

    made(program, FINAL, django_capture_on_commit_callbacks)

    reports = {one.company.name: one for one in Snapshot.objects.exclude(company=None)}
    assert sorted(reports) == ["Empty", "Small", "Torvelia Foods"]
    assert cells_of(reports["Small"], "activity") is None
    assert cells_of(reports["Small"], "stages") == {"In": ["4", "0"]}
    assert cells_of(reports["Empty"], "stages") == {"Your people": ["no participants"] * 2}
    assert cells_of(reports["Torvelia Foods"], "cost")["In all"] == ["11\u00a0000.00 EUR"]


def test_an_open_period_is_refused_by_who_asks_and_by_who_works(
    program, company, coordinator, django_capture_on_commit_callbacks
):
    with at(FIRST.last), pytest.raises(services.CannotMake, match="not over"):
        services.ask(program, FIRST, by=coordinator)
    with after(FIRST):
        run = services.ask(program, FIRST, by=coordinator)
        assert services.ask(program, FIRST, by=coordinator).pk == run.pk
        with pytest.raises(services.CannotMake, match="being made"):
            services.ask(program, SECOND, by=coordinator)
    with at(FIRST.last), django_capture_on_commit_callbacks(execute=True):
        services.queue_open_runs()

    run.refresh_from_db()
    assert (run.status, run.error) == (RunStatus.FAILED, "This period is not over yet.")
    assert not Snapshot.objects.exists()


def test_by_themselves_they_come_a_week_later_and_one_after_another(
    program, company, django_capture_on_commit_callbacks
):
    def sweep(day):
        with at(day), django_capture_on_commit_callbacks(execute=True):
            services.make_due()

    sweep(FIRST.due_on - timedelta(days=1))
    assert not ReportRun.objects.exists()
    sweep(FIRST.due_on)
    sweep(FIRST.due_on)
    assert ReportRun.objects.get().status == RunStatus.DONE
    sweep(SECOND.due_on + services.MADE_BY_ITSELF_FOR + timedelta(days=1))
    assert ReportRun.objects.count() == 1
    sweep(FINAL.due_on)
    sweep(FINAL.due_on + timedelta(days=3))
    kinds = Snapshot.objects.filter(company=company).values_list("kind", flat=True)
    assert sorted(kinds) == [ReportKind.FINAL, ReportKind.QUARTERLY]


def test_what_is_published_stays(
    organization, program, company, django_capture_on_commit_callbacks
):
    made(program, FIRST, django_capture_on_commit_callbacks)

    for rows in (Snapshot.objects, PublishedSet.objects):
        for change in (lambda found: found.delete(), lambda found: found.update(id=None)):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(rows.all())
    staff = context.Context(organization.pk, actor=context.Actor.COORDINATOR)
    with context.enter(staff):
        assert Snapshot.objects.count() == 2
        assert not PublishedSet.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            Snapshot(program=program, kind="final", number=9, period_from=START).save()


def test_merged_companies_keep_what_was_published_and_counted(
    organization, program, company, django_capture_on_commit_callbacks
):
    made(program, FIRST, django_capture_on_commit_callbacks)
    other = CompanyFactory(name="The other record")
    counts = dict.fromkeys(("counted", "stayed", "promoted", "larger_role", "moved"), 5)
    with inside(organization, None, context.Actor.HR, company.pk):
        services.count(program, company.pk, "follow_up_6", counts, seen=None)

    services.move_company(company, other)

    assert SponsorCounts.objects.get().company_id == other.pk

    moved = Snapshot.objects.get(company=other)
    assert moved.made_for == company.pk
    assert str(other.pk) in queries.ledger(program)
