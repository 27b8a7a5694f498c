"""Checks are opened on their days, answered once by each for themselves, and read by few."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from mentoring import clock
from mentoring.crypto.services import destroy_keys
from mentoring.tenancy.context import Actor
from mentoring.tenancy.keys import uuid7
from notifications.models import Message
from organizations.models import AuditEvent
from partnerships.checks import dates, due, queries, services
from partnerships.checks.kinds import Fit, Occasion
from partnerships.checks.models import Check
from partnerships.checks.services import CannotAnswerCheck
from partnerships.checks.waiting import waiting
from partnerships.concerns.services import ask_call
from partnerships.endings.services import end
from partnerships.lasting.services import pause
from partnerships.meetings.telling import log
from partnerships.models import Partnership
from tests.partnerships.checks.people import active_pair, at, opened, own, timetable
from tests.partnerships.meetings.people import ahead, do, introduced_pair, plan
from tests.partnerships.writing.people import as_side, as_user


@pytest.mark.parametrize(
    ("opens", "closes", "introduced", "months", "span"),
    [
        # A day of the timetable without a length of its own.
        ("2027-02-11", "2027-02-11", "2027-01-05", 1, ("2027-02-11", "2027-02-25")),
        # The two could meet later: so much later they are asked.
        ("2027-02-11", "2027-02-11", "2027-01-20", 1, ("2027-02-20", "2027-03-06")),
        # A timetable that says how long.
        ("2027-02-11", "2027-02-18", "2027-01-05", 1, ("2027-02-11", "2027-02-18")),
        ("2027-04-11", "2027-04-14", "2027-03-31", 1, ("2027-04-30", "2027-05-03")),
        # A short month.
        ("2027-02-01", "2027-02-01", "2027-01-31", 1, ("2027-02-28", "2027-03-14")),
        ("2027-10-11", "2027-10-11", "2027-05-01", 9, ("2028-02-01", "2028-02-15")),
    ],
)
def test_a_pair_is_asked_on_the_programs_days_or_its_own_later_ones(
    opens, closes, introduced, months, span
):
    given = [date.fromisoformat(day) for day in (opens, closes, introduced)]
    assert dates.span_of(*given, months) == tuple(date.fromisoformat(day) for day in span)


def test_progress_checks_open_for_both_once_on_their_day(organization, settle):
    partnership = active_pair()
    day = date(2027, 2, 11)
    timetable(partnership.program, check_1=(day, day), check_3=(date(2027, 4, 11),) * 2)
    with at(2, 19):
        settle()
        assert not Check.objects.exists()
    with at(2, 20):
        settle()
        settle()
        found = Check.objects.order_by("id")
        assert [(row.occasion, row.closes_on) for row in found] == [
            ("check_1", date(2027, 3, 6))
        ] * 2
        people = {partnership.mentor_person_id, partnership.mentee_person_id}
        assert {row.participant.person_id for row in found} == people
        assert Message.objects.filter(kind=due.OPENED).count() == 2
        assert not Message.objects.filter(kind=due.REMINDER).exists()
    with at(3, 4):
        settle()
        settle()
        assert Message.objects.filter(kind=due.REMINDER).count() == 2
        assert Message.objects.filter(kind=due.REMINDER, sent_at__isnull=False).count() == 2
    with at(5, 30):  # the sweep stood still while the third month's check was open
        settle()
        assert Check.objects.count() == 2


def test_nobody_is_asked_while_they_pause(organization, settle):
    partnership = active_pair()
    day = date(2027, 2, 11)
    timetable(partnership.program, check_1=(day, day))
    with at(2, 20):
        do(partnership, "mentee", pause, partnership)
        settle()
        assert not Check.objects.exists()


def test_both_are_asked_whether_it_fits_after_their_first_meeting(organization):
    partnership = introduced_pair()
    plan(partnership)
    due.open_fit_checks()
    assert not Check.objects.exists()
    with clock.held_at(clock.now() + timedelta(days=8)):
        held = {"at": ahead(-1), "zone": "Europe/Berlin", "minutes": 60, "form": "phone"}
        do(partnership, "mentor", log, partnership, meeting_id=uuid7(), **held)
        due.open_fit_checks()
        due.open_fit_checks()
        assert [row.occasion for row in Check.objects.all()] == [Occasion.FIT] * 2
    assert Message.objects.filter(kind=due.OPENED).count() == 2


def test_an_answer_is_sent_once_and_stays(organization, settle):
    partnership = active_pair()
    check = opened(partnership, "mentee")
    given = {"meeting": 4, "useful": 2, "words": " Zeit fehlt. \r\n<b>мало</b> "}
    do(partnership, "mentee", services.answer, check, **given)
    do(partnership, "mentee", services.answer, check, **given)  # sent twice
    for other in ({"meeting": 5}, {"words": "Something else."}):
        with pytest.raises(CannotAnswerCheck) as refused:
            do(partnership, "mentee", services.answer, check, **{**given, **other})
        assert refused.value.rule == "sent"

    check.refresh_from_db()
    assert (check.meeting, check.useful) == (4, 2)
    assert b"Zeit" not in bytes(check.locked)
    assert queries.opened(check).words == "Zeit fehlt. \n<b>мало</b>"
    assert AuditEvent.objects.filter(verb="check.answered").count() == 1
    destroy_keys(partnership.mentee_person_id)
    assert queries.opened(check).is_gone


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({}, "missing"),
        ({"meeting": 3}, "missing"),
        ({"meeting": 0, "useful": 3}, "missing"),
        ({"meeting": 3, "useful": 6}, "missing"),
        ({"meeting": 3, "useful": 3, "fit": Fit.GOOD}, "missing"),
        ({"meeting": 3, "useful": 3, "words": "x" * 2001}, "too_long"),
    ],
)
def test_an_incomplete_answer_is_refused(organization, given, rule):
    partnership = introduced_pair()
    check = opened(partnership, "mentor")
    with pytest.raises(CannotAnswerCheck) as refused:
        do(partnership, "mentor", services.answer, check, **given)
    assert refused.value.rule == rule


def test_who_cannot_answer_is_told_why(organization):
    partnership = introduced_pair()
    check = opened(partnership, "mentor", Occasion.FIT)
    for side, given, rule in (
        ("mentee", {"fit": Fit.GOOD}, "not_yours"),
        ("mentor", {"fit": "perhaps"}, "missing"),
        ("mentor", {"meeting": 3, "useful": 3}, "missing"),
    ):
        with pytest.raises(CannotAnswerCheck) as refused:
            do(partnership, side, services.answer, check, **given)
        assert refused.value.rule == rule
    with clock.held_at(clock.now() + timedelta(days=1)), pytest.raises(CannotAnswerCheck) as late:
        do(partnership, "mentor", services.answer, check, fit=Fit.GOOD)
    assert late.value.rule == "closed"
    do(partnership, "mentee", end, partnership)
    with pytest.raises(CannotAnswerCheck) as over:
        do(partnership, "mentor", services.answer, check, fit=Fit.GOOD)
    assert over.value.rule == "over"


def test_the_database_shows_and_takes_each_ones_own_alone(organization, coordinator):
    partnership = introduced_pair()
    mine, theirs = (opened(partnership, side) for side in ("mentee", "mentor"))
    do(partnership, "mentor", services.answer, theirs, meeting=1, useful=1)

    assert own(partnership, "mentee") == [mine]
    with as_user(partnership, coordinator.user_id, Actor.COORDINATOR):
        assert Check.objects.count() == 2
        _refused(lambda: Check.objects.filter(pk=mine.pk).update(closes_on=date(2030, 1, 1)))
        _refused(mine.delete)
    with as_side(partnership, "mentee"):
        assert not Check.objects.filter(pk=theirs.pk).update(useful=5)
        _refused(lambda: opened(partnership, "mentee", Occasion.MONTH_3))
        _refused(lambda: Check.objects.filter(pk=mine.pk).update(participant=partnership.mentor))
    for actor in (Actor.GUEST, Actor.KEEPER):
        with as_user(partnership, None, actor):
            assert not Check.objects.exists()
    _refused(lambda: Check.objects.filter(pk=theirs.pk).update(useful=5))  # the system itself
    _refused(lambda: opened(partnership, "mentee", Occasion.MONTH_3, answered_at=clock.now()))


def _refused(act):
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        act()


def test_trouble_is_pointed_out_until_a_coordinator_has_looked(organization, coordinator):
    partnership = introduced_pair()
    programs = [partnership.program_id]
    low, fine = opened(partnership, "mentee"), opened(partnership, "mentor")
    unfit = opened(partnership, "mentor", Occasion.FIT)
    do(partnership, "mentee", services.answer, low, meeting=4, useful=2)
    do(partnership, "mentor", services.answer, fine, meeting=3, useful=3)
    do(partnership, "mentor", services.answer, unfit, fit=Fit.NOT_A_FIT)
    assert set(queries.in_trouble(programs)) == {low, unfit}

    low = queries.check_or_404(partnership.program, low.pk)
    services.read(low, by=coordinator)
    assert set(queries.in_trouble(programs)) == {unfit}
    assert AuditEvent.objects.get(verb="check.read").by_user_id == coordinator.user_id

    rates = {
        (r.occasion, r.side): (r.asked, r.answered, r.in_trouble)
        for r in queries.rates(partnership.program)
    }
    assert rates == {
        ("fit", "mentor"): (1, 1, 1),
        ("check_1", "mentee"): (1, 1, 1),
        ("check_1", "mentor"): (1, 1, 0),
    }


def test_what_waits_for_somebody_comes_with_their_partnerships(
    organization, django_assert_num_queries
):
    partnership = introduced_pair()
    today = clock.today()
    fit = opened(partnership, "mentee", Occasion.FIT)
    later = opened(partnership, "mentee", closes_on=today + timedelta(days=5))
    opened(partnership, "mentor", Occasion.MONTH_3, closes_on=today + timedelta(days=1))
    opened(partnership, "mentee", Occasion.MONTH_6, closes_on=today - timedelta(days=1))
    do(partnership, "mentee", ask_call, partnership)
    person = partnership.mentee_person_id
    with as_side(partnership, "mentee"), django_assert_num_queries(1):
        rows = Partnership.objects.annotate(**waiting(person))
        found = rows.values_list(
            "check_open", "check_open_until", "fit_check_open", "fit_check_open_until"
        ).get()
    assert found == (later.pk, later.closes_on, fit.pk, today)
    do(partnership, "mentee", services.answer, fit, fit=Fit.GOOD)
    with as_side(partnership, "mentor"):
        mine = Partnership.objects.annotate(**waiting(partnership.mentor_person_id))
        assert mine.get().check_open_until == today + timedelta(days=1)
