"""What two do at the same moment, in processes of their own, about evaluations and reports."""

from datetime import date

import pytest

from evaluations.certificates.models import Certificate
from evaluations.observers import answering, consent
from evaluations.observers.models import ObserverAnswer
from evaluations.quotes import services as quoting
from evaluations.quotes.models import QuoteConsent
from instruments.models import Answer, Item
from mentoring.jobs.models import RunStatus
from mentoring.tenancy import context
from organizations.models import AuditEvent
from organizations.roles import Role
from reports.models import ReportRun, Snapshot, SponsorCounts
from reports.periods import periods_of
from tests.evaluations import contender
from tests.evaluations.certificates.people import completed_pair
from tests.evaluations.quotes.people import author, release
from tests.factories.instruments import answer, open_baseline, start
from tests.factories.observers import before_the_start, behind, invite
from tests.factories.organizations import CompanyFactory, MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.partnerships.competing import processes, run
from tests.running import database_url
from tests.surroundings import inside

START, END = date(2024, 1, 5), date(2025, 1, 5)
WORKER = {}

pytestmark = pytest.mark.processes
processes.set_forkserver_preload(
    ["tests.partnerships.service_contender", "tests.evaluations.contender"]
)


@pytest.fixture
def organization(transactional_db, monkeypatch):
    """Committed, and found by the processes."""
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # a fork server must have one thread
    return OrganizationFactory()


def contest(organization, *sides, act=contender.act_at_once):
    """What each process has answered to each of its acts, as ``[(one, other)]``."""
    barrier = processes.Barrier(len(sides), timeout=60)
    queues = [processes.SimpleQueue() for _side in sides]
    jobs = zip(sides, queues, strict=True)
    run(*((act, str(organization.pk), side, queue, barrier) for side, queue in jobs))
    return list(zip(*(queue.get() for queue in queues), strict=True))


def as_(membership, actor):
    return {"actor": str(actor), "user": str(membership.user_id), "membership": membership.pk}


def own(participant):
    return as_(membership_of(participant), context.Actor.PARTICIPANT)


def test_a_quote_is_printed_or_revoked_and_never_both(organization):
    with inside(organization) as here:
        coordinator = MembershipFactory()
        quotes = [release(author(), audiences=("sponsors", "program")) for _round in range(6)]
        staff = context.Context(
            here.organization_id, coordinator.user_id, context.Actor.COORDINATOR
        )
        with context.enter(staff):
            for one in quotes:
                quoting.accept(one, edition=1, by=coordinator)
        back = [contender.withdraw, contender.revoke] * 3
        printing = [(contender.print_quotes, WORKER, [one.pk]) for one in quotes]
        revoking = [
            (act, own(one.participant), [one.pk]) for act, one in zip(back, quotes, strict=True)
        ]

    found = contest(organization, printing, revoking)

    with inside(organization):
        for one, (printed, revoked) in zip(quotes, found, strict=True):
            consent = QuoteConsent.objects.get(quote=one, audience="sponsors")
            # Whoever took it back in time was told so, and only then are the words not printed.
            assert bool(printed) == (revoked is not True) == bool(consent.taken_at)
            assert bool(consent.revoked_at) == (revoked is True)


def test_who_has_completed_has_one_certificate_and_numbers_have_no_gap(organization):
    with inside(organization):
        pairs = [completed_pair() for _pair in range(3)]
        coordinator = as_(MembershipFactory(), context.Actor.COORDINATOR)
        mentees = [(contender.certify, WORKER, [one.mentee_id]) for one in pairs]
        mentors = [(contender.certify, coordinator, [one.mentor_id]) for one in pairs]
        same = [(contender.certify, coordinator, [pairs[0].mentee_id]), *mentors[1:]]

    found = contest(organization, [*mentees, mentors[0]], [*same, mentors[0]])

    assert [one == other for one, other in found] == [True, False, False, True]
    with inside(organization):
        numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [1, 2, 3, 4, 5, 6]
        assert AuditEvent.objects.filter(verb="certificate.issued").count() == 6


def test_an_observers_link_is_answered_once(organization):
    with inside(organization):
        mentee = ParticipantFactory()
        open_baseline(before_the_start(mentee.program))
        invitations = [invite(mentee, email=f"{number}@chair.example") for number in range(3)]
        for one in invitations:
            with behind(one):
                observing = answering.find()
                answering.agree(observing, consent.VERSION)
            one.refresh_from_db()
        sides = [
            [(contender.observe, WORKER, [one.token_hash, value]) for one in invitations]
            for value in "24"
        ]

    found = contest(organization, *sides)

    with inside(organization):
        assert AuditEvent.objects.filter(verb="observer.answered").count() == len(invitations)
        for one, said in zip(invitations, found, strict=True):
            (value,) = {*said} - {"sent"}
            rows = ObserverAnswer.objects.filter(invitation=one, item__kind="scale_5")
            assert set(rows.values_list("number", flat=True)) == {int(value)}


def test_a_questionnaire_in_two_tabs_is_sent_whole(organization):
    with inside(organization):
        program = ProgramFactory()
        open_baseline(program)
        people = ParticipantFactory.create_batch(3, program=program)
        responses = [answer(start(one)) for one in people]
        item = Item.objects.get(key="direction-steps")
        sending = [(contender.send, own(one.participant), [one.pk]) for one in responses]
        writing = [(contender.write, own(one.participant), [one.pk, item.pk]) for one in responses]

    found = contest(organization, sending, sending, writing)

    with inside(organization):
        verb = AuditEvent.objects.filter(verb="questionnaire.sent")
        assert verb.count() == len(responses)
        for one, (*_sent, wrote) in zip(responses, found, strict=True):
            kept = Answer.objects.get(response=one, item=item).number
            assert (kept, wrote) in ((4, "sent"), (1, True))


def test_of_two_who_count_at_once_one_is_told(organization):
    with inside(organization):
        company = CompanyFactory()
        programs = ProgramFactory.create_batch(4, starts_on=START, ends_on=END)
        for one in programs:
            SponsorshipFactory(program=one, company=company)
        logins = [MembershipFactory(role=Role.HR, company=company).user_id for _one in range(2)]
        hr = [{"actor": "hr", "user": str(one), "company": str(company.pk)} for one in logins]
        sides = [
            [(contender.count, one, [row.pk, stayed]) for row in programs]
            for stayed, one in enumerate(hr, start=7)
        ]

    found = contest(organization, *sides)

    with inside(organization):
        for program, (one, other) in zip(programs, found, strict=True):
            assert one == other == SponsorCounts.objects.get(program=program).stayed


def waiting_run(program):
    """The id of a run that waits for its worker."""
    period = periods_of(START, END, 21)[0]
    days = {"period_from": period.first, "period_to": period.last}
    return str(ReportRun.objects.create(program=program, kind=period.kind, **days).pk)


def test_workers_at_once_publish_each_report_once(organization):
    with inside(organization):
        programs = ProgramFactory.create_batch(9, starts_on=START, ends_on=END)
        for one in programs:
            SponsorshipFactory(program=one, company=CompanyFactory())
        same, *others = (waiting_run(one) for one in programs)

    sides = [same, *others[::2]], [same, *others[1::2]]
    contest(organization, *sides, act=contender.report_at_once)

    with inside(organization):
        told = ReportRun.objects.values_list("status", "made", "attempts")
        assert set(told) == {(RunStatus.DONE, 2, 1)}, list(ReportRun.objects.values("error"))
        numbers = Snapshot.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, 19))
