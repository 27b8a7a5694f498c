"""What coordinators do with a case: who may, who was faster, and what stays of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.http import Http404

from mentoring import clock
from mentoring.tenancy import context
from notifications.kinds import write
from notifications.models import Message
from organizations.models import AuditEvent
from organizations.roles import Role
from organizations.staff import change_role, end_role
from partnerships.cases import decisions, queries, rules, services, sweeping
from partnerships.cases.decisions import CannotDecide, decide
from partnerships.cases.keeping import CannotWorkOn
from partnerships.cases.kinds import Action, Channel, Level, Outcome, Signal
from partnerships.cases.models import Case, CaseEvent, CaseRule, PairDecision
from partnerships.cases.rules import CannotSetRule
from partnerships.lifecycle import Status
from partnerships.queries import pairs_to_look_at
from tests.factories.organizations import CompanyFactory, MembershipFactory, change_job
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.partnerships.cases.people import acting, opened, staff

BOTH = ("mentor", "mentee")


@pytest.fixture
def ines(organization):
    return staff("Ines")


@pytest.fixture
def olga(organization):
    return staff("Olga")


@pytest.fixture
def pair(organization):
    return make_partnership(accepted_by=BOTH)


@pytest.fixture
def case(pair, ines):
    made = services.open_by_hand(pair.program, by=ines, partnership=pair)
    return services.assign(made, None, by=ines)


def _refused(act, *args, **facts):
    with pytest.raises(CannotWorkOn) as refusal:
        act(*args, **facts)
    return refusal.value.rule, str(refusal.value.message)


def _actions(case):
    return [event.action for event in queries.history_of(case)]


def test_one_takes_it_and_the_next_learns_who_was_faster(case, ines, olga):
    services.take(case, by=ines)
    services.take(case, by=ines)
    assert _refused(services.take, case, by=olga) == (
        "taken",
        "Ines looks after this case already.",
    )
    assert _refused(services.assign, case, olga, by=olga, seen=None)[0] == "moved"
    services.assign(case, olga, by=ines, seen=ines.pk)
    services.assign(case, olga, by=ines, seen=ines.pk)
    assert Case.objects.get().owner == olga
    assert services.hand_over(olga, ines, by=olga) == 1
    assert Case.objects.get().owner == ines
    services.assign(case, None, by=ines)

    assert _actions(case) == ["opened", "released", "taken", "assigned", "assigned", "released"]
    assert AuditEvent.objects.filter(verb__startswith="case.").count() == 6
    hr = MembershipFactory(role=Role.HR, company=CompanyFactory())
    assert _refused(services.assign, case, hr, by=ines)[0] == "not_staff"
    for act, args in ((services.take, ()), (services.close, (Outcome.SETTLED,))):
        assert _refused(act, case, *args, by=hr)[0] == "not_yours"


def test_days_of_a_case_have_bounds_and_what_is_put_off_wakes_by_itself(case, ines):
    today = clock.today()
    for days in (-1, 91):
        day = today + timedelta(days=days)
        assert _refused(services.set_due, case, day, by=ines)[0] == "day"
    for days in (0, 31):
        day = today + timedelta(days=days)
        assert _refused(services.snooze, case, day, by=ines)[0] == "day"
    until = today + timedelta(days=30)
    services.snooze(case, until, by=ines)
    services.snooze(case, until, by=ines)
    case.refresh_from_db()
    assert (case.snoozed_until, case.due_on) == (until, until)
    assert (queries.numbers(ines).waiting, queries.numbers(ines).put_off) == (0, 1)
    with clock.held_at(clock.now() + timedelta(days=30)):
        assert (queries.numbers(ines).waiting, queries.numbers(ines).nobodys) == (1, 1)
    services.wake(case, by=ines)
    services.set_due(case, today, by=ines)
    assert queries.numbers(ines).today == 1
    assert _actions(case)[2:] == ["snoozed", "woken", "due"]


def test_a_contact_is_noted_that_and_when_and_how(case, pair, ines):
    today = clock.today()
    stranger = ParticipantFactory(program=pair.program)
    facts = {"by": ines}
    assert _refused(services.log_contact, case, "pigeon", pair.mentee, **facts)[0] == "channel"
    assert _refused(services.log_contact, case, Channel.PHONE, stranger, **facts)[0] == "person"
    for days in (1, -61):
        late = {"on": today + timedelta(days=days), **facts}
        assert _refused(services.log_contact, case, Channel.PHONE, pair.mentee, **late)[0] == "day"
    on = today - timedelta(days=2)
    services.log_contact(case, Channel.PHONE, pair.mentee, by=ines, on=on)

    event = CaseEvent.objects.get(action=Action.CONTACTED)
    assert (event.by, event.participant, event.channel, event.day) == (
        ines,
        pair.mentee,
        Channel.PHONE,
        on,
    )
    fields = {field.name for field in CaseEvent._meta.concrete_fields}
    assert fields == {
        *("id", "organization", "case", "action", "by", "at", "to", "day", "channel"),
        *("participant", "outcome", "level"),
    }


def test_the_highest_level_takes_two_and_each_look_leaves_a_trace(case, ines, olga):
    services.escalate(case, Level.LEAD, by=ines)
    assert _refused(services.escalate, case, Level.SPONSOR, by=ines)[0] == "told"
    assert _refused(services.agree_to_raise, case, by=olga)[0] == "not_asked"
    services.escalate(case, Level.SPONSOR, by=ines, is_person_told=True)
    again = MembershipFactory(user=ines.user, role=Role.ADMINISTRATOR, name="Ines")
    assert _refused(services.agree_to_raise, case, by=again)[0] == "second"
    assert (
        "Ines" in _refused(services.escalate, case, Level.SPONSOR, by=olga, is_person_told=False)[1]
    )
    assert Case.objects.get().level == Level.LEAD
    services.decline_to_raise(case, by=olga)
    services.escalate(case, Level.SPONSOR, by=ines, is_person_told=False)
    case = services.agree_to_raise(case, by=olga)
    assert (case.level, case.raised_by, case.is_person_told) == (Level.SPONSOR, olga, False)
    services.look(case, by=olga)
    assert AuditEvent.objects.filter(verb="case.read", object_id=case.pk).count() == 1
    for one in (ines, again):  # whoever asked cannot be the second, whatever their role
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.update(raised_by=one)
    services.escalate(case, Level.COORDINATOR, by=ines)
    case.refresh_from_db()
    assert (case.raise_asked_by, case.raised_by) == (None, None)


def _mails(kind):
    """``[(to whom, subject or None when it is true no more)]`` of this kind."""
    rows = Message.objects.filter(kind=kind).order_by("created_at", "address")
    letters = [(row.address, write(row)) for row in rows]
    return [(address, letter and letter.subject) for address, letter in letters]


def test_who_has_to_know_is_told_and_nobody_is_named(case, pair, ines, olga):
    services.take(case, by=ines)
    assert _mails("case_given") == []
    services.assign(case, olga, by=ines)
    program = pair.program.name
    assert _mails("case_given") == [(olga.user.email, f"A case in {program} is yours now")]
    services.assign(case, ines, by=ines)
    assert _mails("case_given") == [(olga.user.email, None)]

    services.escalate(case, Level.SPONSOR, by=ines, is_person_told=True)
    asked = f"A case in {program} waits for a second person"
    assert _mails("case_raised") == [(olga.user.email, asked)]
    services.agree_to_raise(case, by=olga)
    raised = (ines.user.email, f"A case in {program} has been raised")
    assert _mails("case_raised") == [(olga.user.email, None), raised]
    letter = write(Message.objects.get(kind="case_raised", address=ines.user.email))
    words = " ".join((*letter.paragraphs, str(letter.facts)))
    for person in (pair.mentee_person, pair.mentor_person):
        assert person.family_name not in words
    services.close(case, Outcome.SETTLED, by=ines)
    assert {subject for _address, subject in _mails("case_raised")} == {None}


def test_it_is_closed_once_with_an_outcome_and_can_be_opened_again(case, ines, olga):
    assert _refused(services.close, case, Outcome.GONE, by=ines)[0] == "outcome"
    services.close(case, Outcome.SETTLED, by=ines)
    services.close(case, Outcome.SETTLED, by=ines)
    for act, args in (
        (services.close, (Outcome.AGREED,)),
        (services.take, ()),
        (services.snooze, (clock.today() + timedelta(days=1),)),
    ):
        rule, said = _refused(act, case, *args, by=olga)
        assert rule == "closed"
        assert said.startswith("Ines closed this case on")
    assert queries.workload()[0].closed == 1
    services.reopen(case, by=olga)
    services.reopen(case, by=olga)
    case.refresh_from_db()
    assert (case.is_open, case.owner, case.closed_at) == (True, olga, None)
    assert _actions(case)[2:] == ["closed", "reopened"]


def test_whoever_leaves_leaves_nothing_behind_them(pair, ines, olga):
    by = staff("Helene", Role.ADMINISTRATOR)
    one = services.open_by_hand(pair.program, by=ines, partnership=pair)
    two = services.open_by_hand(pair.program, by=olga, participant=pair.mentee)
    end_role(ines, by=by)
    change_role(olga, role=Role.ADMINISTRATOR, by=by)
    assert queries.numbers(by).nobodys == 2
    sweeping.sweep()

    one.refresh_from_db()
    two.refresh_from_db()
    assert one.owner is None
    assert (two.owner.user, two.owner.ended_at) == (olga.user, None)
    assert _actions(one) == ["opened", "returned"]
    assert [row.open_cases for row in queries.workload()] == [0, 1]


def test_by_hand_one_case_a_day_about_one_subject(pair, ines, olga):
    first = services.open_by_hand(pair.program, by=ines, partnership=pair)
    assert services.open_by_hand(pair.program, by=olga, partnership=pair) == first
    assert list(queries.others_about(first)) == []
    services.open_by_hand(pair.program, by=olga, participant=pair.mentee)
    with clock.held_at(clock.now() + timedelta(days=1)):
        services.open_by_hand(pair.program, by=olga, partnership=pair)
    assert len(opened()) == 3
    with pytest.raises(Http404):
        queries.case_or_404(pair.pk)


def test_a_program_has_its_own_numbers_within_bounds(pair, ines):
    program = pair.program
    lacking = ParticipantFactory(program=program, languages=[])
    later = clock.now() + timedelta(days=5)
    with clock.held_at(later):
        assert sweeping.would_open(program, {Signal.PROFILE: (True, 7)}) == {"profile": 0}
        assert sweeping.would_open(program, {Signal.PROFILE: (True, 5)}) == {"profile": 1}
        assert sweeping.would_open(program, {Signal.PROFILE: (False, 5)}) == {"profile": 0}
        assert sweeping.sweep() == (0, 0)
        found = rules.set_rules(program, {Signal.PROFILE: (True, 5)}, by=ines)
        assert (found[Signal.PROFILE].number, found[Signal.PROFILE].words) == (5, "5 days")
        assert sweeping.sweep() == (1, 0)
        rules.set_rules(program, {Signal.PROFILE: (False, 7)}, by=ines)
        assert sweeping.sweep() == (0, 1)
    assert Case.objects.get().participant == lacking
    rules.set_rules(program, {Signal.PROFILE: (True, 7)}, by=ines)
    assert not CaseRule.objects.exists()
    assert AuditEvent.objects.filter(verb="program.cases_set").count() == 3
    hr = MembershipFactory(role=Role.HR, company=CompanyFactory())
    for wanted, by, rule in (
        ({Signal.PROFILE: (True, 0)}, ines, "bounds"),
        ({Signal.PROFILE: (True, None)}, ines, "bounds"),
        ({Signal.NO_MEETING: (True, 99)}, ines, "bounds"),
        ({Signal.CALL: (True, 3)}, ines, "no_number"),
        ({Signal.BY_HAND: (True, None)}, ines, "unknown"),
        ({Signal.PROFILE: (True, 7)}, hr, "not_yours"),
    ):
        with pytest.raises(CannotSetRule) as refusal:
            rules.set_rules(program, wanted, by=by)
        assert refusal.value.rule == rule


def test_numbers_and_off_switches_are_monotone(pair):
    ParticipantFactory(program=pair.program, languages=[])
    with clock.held_at(clock.now() + timedelta(days=20)):
        counts = [
            sweeping.would_open(pair.program, {Signal.PROFILE: (True, days)})["profile"]
            for days in (1, 10, 20, 21, 60)
        ]
    assert counts == [1, 1, 1, 0, 0]


def _decided(pair, decision, by):
    with acting(by):
        return decide(pair, decision, by=by)


def test_what_changed_about_a_pair_is_decided_once(pair, ines, olga):
    with pytest.raises(CannotDecide) as refusal:
        _decided(pair, "goes_on", ines)
    assert refusal.value.rule == "nothing"
    change_job(pair.mentor_person, CompanyFactory(), clock.today())
    assert sweeping.sweep() == (1, 0)
    assert list(pairs_to_look_at([pair.program_id])) == [pair]

    made = _decided(pair, "goes_on", ines)
    assert _decided(pair, "goes_on", ines) == made
    with pytest.raises(CannotDecide, match="Ines has decided this already"):
        _decided(pair, "ends", olga)
    assert not pairs_to_look_at([pair.program_id]).exists()
    assert Case.objects.get(signal="employment").outcome == Outcome.GOES_ON
    assert sweeping.sweep() == (0, 0)

    # Another change is another look.
    change_job(pair.mentor_person, CompanyFactory(), clock.today())
    assert list(pairs_to_look_at([pair.program_id])) == [pair]
    assert sweeping.sweep() == (1, 0)
    _decided(pair, "ends", olga)
    pair.refresh_from_db()
    assert pair.status == Status.ENDED
    assert [one.decision for one in decisions.decisions_about(pair)] == ["ends", "goes_on"]
    with pytest.raises(CannotDecide):
        _decided(pair, "goes_on", olga)


@pytest.mark.parametrize("actor", ["participant", "hr", "guest"])
def test_nobody_but_coordinators_sees_a_case(case, pair, ines, actor):
    models = (Case, CaseEvent, CaseRule, PairDecision)
    CaseRule.objects.create(program=pair.program, signal=Signal.GOAL)
    with acting(ines):
        PairDecision.objects.create(partnership=pair, facts="-", decision="goes_on", by=ines)
    user = pair.mentee_person.user_id if actor == "participant" else None
    company = pair.mentee_company_id if actor == "hr" else None
    inside = context.Context(pair.organization_id, user, context.Actor(actor), company)
    for model in models:
        with transaction.atomic(), context.enter(inside):
            try:
                assert not model.objects.exists()
            except ProgrammingError:  # HR's role has no right to the table at all
                transaction.set_rollback(True)


def test_the_database_keeps_a_case_and_its_history(case, pair, ines, olga):
    def refused(act, error=(IntegrityError, ProgrammingError, InternalError)):
        with pytest.raises(error), transaction.atomic():
            act()

    other = make_partnership(accepted_by=BOTH)
    rows = Case.objects.filter(pk=case.pk)
    refused(lambda: rows.update(signal="call"))
    refused(lambda: rows.update(partnership=other))
    refused(lambda: rows.update(program=other.program))
    refused(lambda: rows.update(status="closed"))
    refused(lambda: rows.update(status="closed", closed_at=clock.now(), outcome="settled"))
    refused(lambda: rows.update(level=3))
    hr = MembershipFactory(role=Role.HR, company=CompanyFactory())
    refused(lambda: rows.update(owner=hr))
    refused(lambda: rows.delete())
    refused(lambda: CaseEvent.objects.update(action="taken"))
    refused(lambda: CaseEvent.objects.filter(case=case).delete())
    wrong = {"signal": "call", "occasion": "1", "since": clock.now(), "due_on": clock.today()}
    refused(lambda: Case.objects.create(program=other.program, partnership=pair, **wrong))
    refused(lambda: Case.objects.create(program=pair.program, **wrong))
    same = {"signal": case.signal, "occasion": case.occasion}
    refused(
        lambda: Case.objects.create(program=pair.program, partnership=pair, **{**wrong, **same})
    )
    with acting(ines):
        refused(lambda: CaseEvent.objects.create(case=case, action="taken", by=olga))
        services.take(case, by=ines)
