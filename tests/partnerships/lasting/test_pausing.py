"""A partnership rests and goes on: by whom, what it moves, and what each of the two learns."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from notifications import kinds
from notifications.models import Message
from organizations.models import AuditEvent
from partnerships.endings.services import end
from partnerships.lasting import services
from partnerships.lifecycle import COORDINATOR, MENTEE, MENTOR, SYSTEM, PauseReason, Status
from partnerships.models import Partnership, PartnershipEvent
from partnerships.refusals import CannotPause
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import as_oneself
from tests.partnerships.lasting.people import active_pair, on, pause, propose, resume, told


@pytest.fixture
def pair(organization):
    return active_pair()


def stands(pair):
    pair.refresh_from_db()
    return pair.status, pair.ends_on, pair.days_paused, pair.paused_on, pair.ask_again_on


def test_it_ends_with_its_program_and_a_pause_moves_that_by_its_days(pair, coordinator):
    end_day = pair.program.ends_on
    began, ask = end_day - timedelta(days=100), end_day - timedelta(days=80)
    assert stands(pair) == (Status.ACTIVE, end_day, 0, None, None)

    with on(began):
        pause(pair, MENTEE, reason=PauseReason.BUSY, ask_again_on=ask)
        pause(pair, MENTOR)  # twice is once
        assert stands(pair) == (Status.PAUSED, end_day, 0, began, ask)
    assert told("partnership_paused") == {pair.mentor_person_id}
    with on(began + timedelta(days=40)):
        services.resume(pair, by=coordinator)
        resume(pair)
    assert stands(pair) == (Status.ACTIVE, end_day + timedelta(days=40), 40, None, None)
    assert told("partnership_resumed") == {pair.mentor_person_id, pair.mentee_person_id}

    with on(began + timedelta(days=50)):
        pause(pair, MENTOR)
    with on(began + timedelta(days=150)):  # 92 days in all are what the program allows
        resume(pair, MENTOR)
    assert stands(pair)[1:3] == (end_day + timedelta(days=92), 92)
    steps = PartnershipEvent.objects.filter(action__in=("pause", "resume"))
    assert list(steps.values_list("action", "role", "reason", "ends_on")) == [
        ("pause", MENTEE, "busy", None),
        ("resume", COORDINATOR, "", end_day + timedelta(days=40)),
        ("pause", MENTOR, "", None),
        ("resume", MENTOR, "", end_day + timedelta(days=92)),
    ]
    assert AuditEvent.objects.filter(verb="partnership.resumed").count() == 2
    assert Message.objects.filter(kind="partnership_paused").count() == 2


def test_the_day_is_the_organizations(pair, organization):
    organization.time_zone = "Pacific/Kiritimati"  # 14 hours ahead
    organization.save()
    day = pair.ends_on - timedelta(days=50)
    with on(day):
        pause(pair)
    assert stands(pair)[3] == day + timedelta(days=1)


def test_whoever_rests_past_the_end_closes_when_no_more_days_are_left(pair):
    began, last = pair.ends_on - timedelta(days=10), pair.ends_on + timedelta(days=92)
    with on(began):
        pause(pair)
    with on(last - timedelta(days=1)):
        services.close_due()
        assert stands(pair)[0] == Status.PAUSED
    with on(last + timedelta(days=3)):
        services.close_due()
    assert stands(pair) == (Status.CLOSING, last, 92, None, None)
    assert pair.closing_until == last + timedelta(days=3 + 21)
    assert PartnershipEvent.objects.get(action="close").role == SYSTEM
    assert told("partnership_closing") == {pair.mentor_person_id, pair.mentee_person_id}


def test_the_two_are_asked_once_on_the_day_they_named(pair):
    began = pair.ends_on - timedelta(days=90)
    with on(began):
        pause(pair, ask_again_on=began + timedelta(days=30))
        services.ask_to_resume()
    assert told("resume_asked") == set()
    for days in (30, 31):
        with on(began + timedelta(days=days)):
            services.ask_to_resume()
    assert Message.objects.filter(kind="resume_asked").count() == 2
    with on(began + timedelta(days=32)), as_oneself(pair.mentor):
        services.ask_again(pair, by=membership_of(pair.mentor), on=began + timedelta(days=60))
    with on(began + timedelta(days=60)):
        services.ask_to_resume()
    assert Message.objects.filter(kind="resume_asked").count() == 4


@pytest.mark.parametrize("days", [0, -1, 367])
def test_the_day_to_be_asked_on_is_to_come(pair, days):
    began = pair.ends_on - timedelta(days=90)
    with pytest.raises(CannotPause) as refusal, on(began):
        pause(pair, ask_again_on=began + timedelta(days=days))
    assert refusal.value.rule == "ask_later"
    assert stands(pair)[0] == Status.ACTIVE


def test_what_is_not_active_does_not_rest_and_what_does_not_rest_does_not_go_on(pair, coordinator):
    preparing = make_partnership(accepted_by=(MENTOR, MENTEE))
    stranger = ParticipantFactory(program=pair.program)
    last = pair.ends_on
    for rule, moment, act in (
        ("not_active", last - timedelta(days=9), lambda: services.pause(preparing, by=coordinator)),
        ("not_paused", last - timedelta(days=9), lambda: services.resume(pair, by=coordinator)),
        ("ends_now", last, lambda: services.pause(pair, by=coordinator)),
        (
            "not_yours",
            last - timedelta(days=9),
            lambda: services.pause(pair, by=membership_of(stranger)),
        ),
    ):
        with pytest.raises(CannotPause) as refusal, on(moment):
            act()
        assert refusal.value.rule == rule
    end(pair, by=coordinator)
    for act in (services.pause, services.resume):
        with pytest.raises(CannotPause) as refusal:
            act(pair, by=coordinator)
        assert refusal.value.rule == "over"


def test_a_pause_settles_what_was_proposed_about_the_end(pair):
    extension = propose(pair)
    pause(pair)
    extension.refresh_from_db()
    assert extension.outcome == "lapsed"


@pytest.mark.parametrize(
    ("rule", "columns"),
    [
        ("partnership_end_kept", {"ends_on": "2040-01-01"}),
        ("partnership_end_kept", {"days_paused": 5}),
        ("partnership_extended_by_both", {"days_extended": 5, "by_days": 5}),
        ("partnership_end_kept", {"status": "paused", "days_paused": 5, "by_days": 5}),
        ("partnership_end_kept", {"closing_until": "2040-01-01"}),
        ("partnership_end_kept", {"status": "closing", "ends_on": None}),
    ],
)
def test_no_row_moves_the_end_in_another_way(pair, rule, columns):
    if days := columns.pop("by_days", 0):
        columns["ends_on"] = pair.ends_on + timedelta(days=days)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Partnership.objects.filter(pk=pair.pk).update(**columns)
    assert error.value.__cause__.diag.constraint_name == rule


def test_a_pause_keeps_the_day_it_began_and_no_reason_of_another_step(pair, coordinator):
    services.pause(pair, by=coordinator)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Partnership.objects.filter(pk=pair.pk).update(paused_on="2020-01-01")
    assert error.value.__cause__.diag.constraint_name == "partnership_end_kept"
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        PartnershipEvent.objects.create(
            partnership=pair, action="resume", status="active", role=MENTOR, reason="busy"
        )
    assert error.value.__cause__.diag.constraint_name == "partnershipevent_reason_fits"


def test_letters_name_neither_who_nor_why_and_are_not_sent_when_no_longer_true(pair):
    pause(pair, MENTEE, reason=PauseReason.LIFE)
    message = Message.objects.get(kind="partnership_paused")
    letter = kinds.write(message)
    text = " ".join([letter.subject, *letter.paragraphs])
    assert pair.mentee_person.name in text
    assert str(PauseReason.LIFE.label) not in text
    resume(pair)
    assert kinds.write(message) is None
    assert "runs until" in " ".join(
        kinds.write(Message.objects.get(kind="partnership_resumed")).paragraphs
    )
