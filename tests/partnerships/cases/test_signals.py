"""Each signal opens a case on its day, once, and the case closes itself when the cause is gone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentoring import clock
from notifications.bounces.models import Bounce
from notifications.bounces.queries import mark_of
from notifications.bounces.services import confirm
from notifications.models import Failure, Message
from organizations.models import Organization
from participants.models import Participant
from participants.roles import Standing
from partnerships.cases import services, sweeping
from partnerships.cases.kinds import CaseStatus, Outcome
from partnerships.cases.models import Case, CaseWatch
from partnerships.checks.kinds import Fit, Occasion
from partnerships.checks.services import answer
from partnerships.concerns.services import ask_call, take_back
from partnerships.endings.services import end
from partnerships.lasting.services import pause, resume
from partnerships.meetings.services import cancel
from programs import sponsoring
from programs.models import ProgramDate
from tests.factories.agreements import agree
from tests.factories.nominations import asked, open_program
from tests.factories.organizations import (
    CompanyFactory,
    CompetitorDeclarationFactory,
    change_job,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import SponsorshipFactory
from tests.factories.training import furnish, train
from tests.partnerships.cases.people import acting, at, case_of, looked, met, opened, staff
from tests.partnerships.checks.people import INTRODUCED
from tests.partnerships.checks.people import opened as check_opened
from tests.partnerships.goals.people import goal_in
from tests.partnerships.meetings.people import do, introduced_pair, plan


@pytest.fixture
def pair(organization):
    """Introduced on 2027-01-20."""
    with clock.held_at(INTRODUCED):
        return introduced_pair()


def test_a_pair_that_does_not_begin_is_noticed_on_its_days(pair):
    assert looked(1, 29, 23) == (0, 0)
    assert looked(1, 30, 0) == (1, 0)
    assert looked(2, 18) == (0, 0)
    assert looked(2, 19) == (2, 0)
    assert opened() == ["first_meeting", "goal", "unsigned"]
    assert looked(2, 19) == (0, 0)

    case = case_of("unsigned")
    assert (case.partnership, case.program, case.since) == (pair, pair.program, INTRODUCED)
    assert case.due_on == date(2027, 2, 24)  # a Friday, and three working days
    with at(2, 20):
        agree(pair)
        meeting = plan(pair)
    assert looked(2, 20) == (0, 2)
    assert opened() == ["goal"]
    case.refresh_from_db()
    assert (case.outcome, case.closed_by, case.status) == (Outcome.GONE, None, CaseStatus.CLOSED)
    assert list(case.events.values_list("action", "by")) == [
        ("opened", None),
        ("closed_itself", None),
    ]

    # What was planned falls through: that is another occasion.
    with at(2, 21):
        do(pair, "mentor", cancel, meeting, seen=meeting.revision)
    assert looked(2, 21) == (1, 0)
    assert Case.objects.filter(signal="first_meeting").count() == 2


def test_days_begin_where_the_organization_is(pair):
    Organization.objects.update(time_zone="Pacific/Auckland")

    # On 29 January at noon in UTC it is the 30th there, and the introduction was on the 20th.
    assert looked(1, 29, 10) == (0, 0)
    assert looked(1, 29, 12) == (1, 0)


def test_the_cadence_is_the_one_that_the_two_have_agreed_on(pair):
    with at(1, 21):
        agree(pair, weeks=2)
        goal_in(pair)
    met(pair, 1, 25)

    assert looked(2, 14) == (0, 0)
    assert looked(2, 15) == (1, 0)  # three weeks after the meeting
    assert opened() == ["no_meeting"]
    met(pair, 2, 16)
    assert looked(2, 16) == (0, 1)
    with at(3, 8):
        meeting = plan(pair)  # three days ahead
    assert looked(3, 9) == (0, 0)
    # Nobody has said how it went: for three days they may.
    day = meeting.starts_at.day
    assert looked(3, day + 2) == (0, 0)
    assert looked(3, day + 4) == (1, 0)


def test_who_closes_a_case_although_its_cause_lasts_meets_it_again(pair, organization):
    coordinator = staff()
    with at(1, 21):
        agree(pair, weeks=2)
        goal_in(pair)
    met(pair, 1, 25)
    assert looked(2, 15) == (1, 0)
    with at(2, 16), acting(coordinator):
        services.close(case_of("no_meeting"), Outcome.UNREACHED, by=coordinator)

    assert looked(2, 16) == (0, 0)
    assert looked(3, 8) == (0, 0)
    assert looked(3, 9) == (1, 0)  # as many days later as the signal has
    assert looked(3, 9) == (0, 0)
    assert looked(3, 11) == (1, 0)
    assert opened() == ["no_meeting", "silence"]


def test_a_pause_stops_the_clock(organization):
    """In a year that is behind us: no step of a pair lies ahead of the database's own clock."""
    coordinator = staff()
    with clock.held_at(datetime(2026, 1, 20, 10, tzinfo=UTC)):
        pair = introduced_pair()
        agree(pair, weeks=2)
        goal_in(pair)
    met(pair, 1, 25, year=2026)
    with at(2, 1, year=2026):
        pause(pair, by=coordinator)
    assert looked(3, 20, year=2026) == (0, 0)
    with at(3, 21, year=2026):
        resume(pair, by=coordinator)

    # Seven days before the pause, fourteen after it.
    assert looked(4, 3, year=2026) == (0, 0)
    assert looked(4, 4, year=2026) == (1, 0)
    assert opened() == ["no_meeting"]
    with at(4, 5, year=2026):
        pause(pair, by=coordinator)
    assert looked(4, 5, year=2026) == (0, 1)


def test_silence_of_many_days_is_another_case(pair):
    with at(1, 21):
        agree(pair, weeks=4)
        goal_in(pair)
    met(pair, 1, 25)

    assert looked(3, 7) == (0, 0)
    assert looked(3, 8) == (1, 0)
    assert looked(3, 11) == (1, 0)
    assert opened() == ["no_meeting", "silence"]
    with at(3, 12):
        end(pair, by=staff())
    assert looked(3, 12) == (0, 2)


def test_what_is_said_in_checks_and_what_is_not(pair):
    with at(1, 21):
        agree(pair, weeks=4)
        goal_in(pair)
    met(pair, 1, 25)
    with at(2, 20):
        late = check_opened(pair, "mentor", closes_on=date(2027, 2, 25))
        low = check_opened(pair, "mentee", closes_on=date(2027, 2, 25))
        fit = check_opened(pair, "mentee", Occasion.FIT, closes_on=date(2027, 2, 25))
        for check, said in ((low, {"meeting": 4, "useful": 2}), (fit, {"fit": Fit.NOT_A_FIT})):
            do(pair, "mentee", answer, check, **said)

    assert looked(2, 20) == (2, 0)
    assert opened() == ["not_a_fit", "rating"]
    assert looked(2, 26) == (0, 0)
    assert looked(2, 27) == (1, 0)
    case = case_of("check_late")
    assert (case.partnership, case.participant, case.occasion) == (
        pair,
        pair.mentor,
        str(late.pk),
    )
    # Nothing undoes what was said: it stays until somebody closes it, or the pair is over.
    coordinator = staff()
    with at(2, 28):
        services.close(case_of("rating"), Outcome.AGREED, by=coordinator)
    assert looked(6, 30)[1] == 0
    assert {"check_late", "not_a_fit"} <= set(opened())
    with at(6, 30):
        end(pair, by=coordinator)
        looked(6, 30)
    assert opened() == []


def test_a_call_is_a_case_until_somebody_has_called(pair):
    with at(1, 22):
        call = do(pair, "mentor", ask_call, pair)
    assert looked(1, 22) == (1, 0)
    assert case_of("call").participant == pair.mentor
    with at(1, 23):
        do(pair, "mentor", take_back, call)
    assert looked(1, 23) == (0, 1)
    with at(1, 24):
        do(pair, "mentor", ask_call, pair)
    assert looked(1, 24) == (1, 0)
    assert Case.objects.filter(signal="call").count() == 2


def test_training_that_is_late_names_who_is(organization):
    """Both accepted today, in November 2026; each has a week, and three days more."""
    furnish()
    pair = make_partnership(accepted_by=("mentor", "mentee"))
    day = pair.mentee_accepted_at.astimezone(UTC).date()
    ProgramDate.objects.create(
        program=pair.program, key="training", opens_on=day, closes_on=day + timedelta(days=30)
    )
    with clock.held_at(pair.mentee_accepted_at + timedelta(days=32)):
        assert sweeping.sweep() == (0, 0)
    with clock.held_at(pair.mentee_accepted_at + timedelta(days=33)):
        assert sweeping.sweep() == (2, 0)
        train(pair.mentor)
        assert sweeping.sweep() == (0, 1)
    assert case_of("training", status="open").participant == pair.mentee


def test_people_on_their_way_in(organization):
    company = CompanyFactory()
    program = open_program(company)
    participant = asked(program, company=company)
    ready = ParticipantFactory(program=program)
    lacking = ParticipantFactory(program=program, languages=[])
    now = clock.now()

    for days, found in ((6, []), (7, ["profile"]), (13, ["profile"])):
        with clock.held_at(now + timedelta(days=days)):
            sweeping.sweep()
        assert opened() == found
    with clock.held_at(now + timedelta(days=14)):
        Message.objects.create(
            person=ready.person,
            kind="match_announced",
            occasion="1",
            failure=Failure.REFUSED,
            failed_at=clock.now(),
        )
        assert sweeping.sweep() == (2, 0)
    assert case_of("invitation").participant == participant
    assert case_of("bounced").participant == ready
    Participant.objects.filter(pk=lacking.pk).update(languages=["en"])
    Participant.objects.filter(pk=participant.pk).update(standing=Standing.DECLINED)
    with clock.held_at(now + timedelta(days=15)):
        Message.objects.create(
            person=ready.person, kind="match_announced", occasion="2", sent_at=clock.now()
        )
        assert sweeping.sweep() == (0, 3)
        # What was sent may still come back.
        mark = {"address_mark": mark_of(ready.person.email), "code": "5.1.1"}
        bounce = Bounce.objects.create(
            message=Message.objects.get(occasion="2").pk, is_hard=True, **mark
        )
        assert sweeping.sweep() == (1, 0)
        assert case_of("bounced", status="open").since == bounce.reported_at
        confirm(ready.person.email, by=staff())
        assert sweeping.sweep() == (0, 1)


def test_it_is_looked_every_five_minutes_and_whenever_the_clock_was_set_back(pair):
    def looks(day, minute):
        with clock.held_at(datetime(2027, 1, day, 12, minute, tzinfo=UTC)):
            sweeping.watch()
        return CaseWatch.objects.get().looked_at.strftime("%d %H:%M")

    assert looks(29, 0) == "29 12:00"
    assert looks(29, 4) == "29 12:00"
    assert looks(29, 5) == "29 12:05"
    assert looks(20, 0) == "20 12:00"
    assert looks(30, 0) == "30 12:00"
    assert opened() == ["first_meeting"]


def test_facts_that_change_about_a_live_pair(pair):
    with at(1, 21):
        agree(pair)
        goal_in(pair)
    rival = CompanyFactory()
    with at(1, 22):
        change_job(pair.mentor_person, rival, date(2027, 1, 22))
    assert looked(1, 22) == (1, 0)
    assert case_of("employment").participant == pair.mentor
    assert case_of("employment").since == datetime(2027, 1, 22, tzinfo=UTC)

    declared = CompetitorDeclarationFactory(company=rival, competitor=pair.mentee_company)
    assert looked(1, 23) == (1, 0)
    assert opened() == ["conflict", "employment"]
    declared.delete()
    sponsorship = SponsorshipFactory(program=pair.program, company=pair.mentee_company)
    with at(1, 23):
        sponsoring.withdraw(sponsorship, by=staff())
    assert looked(1, 23) == (1, 1)
    assert case_of("sponsor_left").participant == pair.mentee
    with at(1, 24):
        sponsoring.come_back(sponsorship, by=staff())
    assert looked(1, 24) == (0, 1)
    assert opened() == ["employment"]
