"""Two go on for longer when both have said so, each for themselves, within what is allowed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mentoring import clock
from notifications import kinds
from notifications.models import Message
from partnerships.endings.services import end, months_between
from partnerships.lasting import extending, services
from partnerships.lasting.models import Extension, Outcome
from partnerships.lifecycle import MENTEE, MENTOR, Status
from partnerships.models import Partnership, PartnershipEvent
from partnerships.refusals import CannotExtend
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.training import as_oneself
from tests.partnerships.lasting.people import active_pair, answer, on, propose, take_back, told


@pytest.fixture
def pair(organization):
    return active_pair()


def refused(rule, act, *args, **kwargs):
    with pytest.raises(CannotExtend) as refusal:
        act(*args, **kwargs)
    assert refusal.value.rule == rule


def actions(pair):
    rows = PartnershipEvent.objects.filter(partnership=pair, action__contains="exten")
    return list(rows.values_list("action", "role", "ends_on"))


def test_the_end_moves_when_both_have_said_yes(pair):
    before, after = pair.ends_on, pair.ends_on + timedelta(days=30)
    extension = propose(pair)
    assert propose(pair).pk == extension.pk  # twice is once
    pair.refresh_from_db()
    assert pair.ends_on == before
    assert told("extension_proposed") == {pair.mentor_person_id}

    answer(pair, extension)
    answer(pair, extension)
    pair.refresh_from_db()
    assert (pair.ends_on, pair.days_extended, pair.days_paused) == (after, 30, 0)
    assert told("extension_agreed") == {pair.mentee_person_id}
    assert actions(pair) == [
        ("propose_extension", MENTEE, after),
        ("extend", MENTOR, after),
    ]
    assert "runs until" in kinds.write(Message.objects.get(kind="extension_agreed")).paragraphs[0]


def test_a_no_leaves_the_end_where_it_is_and_another_day_may_be_proposed(pair):
    before = pair.ends_on
    extension = propose(pair)
    refused("not_yours", answer, pair, extension, MENTEE)  # nobody answers themselves
    answer(pair, extension, agrees=False)
    answer(pair, extension, agrees=False)
    refused("settled", answer, pair, extension)
    assert told("extension_not_agreed") == {pair.mentee_person_id}
    again = propose(pair, MENTOR, days=60)
    refused("answer_first", propose, pair, MENTEE)
    take_back(pair, again, MENTOR)
    take_back(pair, again, MENTOR)
    refused("settled", answer, pair, again, MENTEE)
    pair.refresh_from_db()
    assert (pair.ends_on, pair.days_extended) == (before, 0)
    assert [action for action, *_ in actions(pair)] == [
        "propose_extension", "decline_extension", "propose_extension", "take_back_extension"
    ]  # fmt: skip


def test_ones_own_proposal_is_replaced_by_another_day(pair):
    first, second = propose(pair), propose(pair, days=40)
    first.refresh_from_db()
    assert (first.outcome, second.outcome) == (Outcome.TAKEN_BACK, "")
    refused("settled", answer, pair, first)


def test_nobody_else_proposes_or_answers_also_no_coordinator(pair, coordinator):
    extension = propose(pair)
    stranger = ParticipantFactory(program=pair.program)
    for by in (coordinator, membership_of(stranger)):
        refused("not_yours", extending.propose, pair, to_ends_on=pair.ends_on, by=by)
        refused("not_yours", extending.answer, extension, agrees=True, by=by)
        refused("not_yours", extending.take_back, extension, by=by)


def test_days_within_what_the_program_allows_alone(pair):
    for days, rule in ((0, "later"), (-1, "later"), (184, "too_far"), (3650, "too_far")):
        refused(rule, propose, pair, to_ends_on=pair.ends_on + timedelta(days=days))
    answer(pair, propose(pair, days=180))
    pair.refresh_from_db()
    refused("too_far", propose, pair, days=4)
    answer(pair, propose(pair, MENTOR, days=3), MENTEE)
    pair.refresh_from_db()
    refused("no_extension", propose, pair, days=1)
    with on(pair.ends_on):
        refused("ends_now", propose, pair, days=1)


def test_a_rule_made_stricter_since_holds_when_the_other_answers(pair):
    extension = propose(pair, days=100)
    type(pair.program).objects.update(extension_days=50)
    refused("too_far", answer, pair, extension)
    answer(pair, extension, agrees=False)


def test_what_nobody_answers_expires_and_the_one_who_asked_is_told(pair):
    extension = propose(pair)
    late = extension.answer_by + timedelta(minutes=1)
    with clock.held_at(late):
        refused("too_late", answer, pair, extension)
        extending.expire_extensions()
        extending.expire_extensions()
    extension.refresh_from_db()
    assert extension.outcome == Outcome.EXPIRED
    assert told("extension_not_agreed") == {pair.mentee_person_id}
    with clock.held_at(late):
        assert propose(pair).outcome == ""


def test_an_end_leaves_nothing_to_answer(pair, coordinator):
    extension = propose(pair)
    end(pair, by=coordinator)
    refused("settled", answer, pair, extension)
    refused("over", propose, pair)


def test_months_together_count_a_pause_and_an_extension_as_time_lived(pair, coordinator):
    answer(pair, propose(pair, days=100))
    pair.refresh_from_db()
    with on(pair.ends_on - timedelta(days=1)):
        end(pair, by=coordinator)
    pair.refresh_from_db()
    assert months_between(pair.introduced_at, pair.ended_at) >= 15


def test_closing_and_completing_come_by_themselves_after_the_moved_end(pair):
    answer(pair, propose(pair, days=10))
    pair.refresh_from_db()
    with on(pair.ends_on - timedelta(days=1)):
        waiting = propose(pair, MENTOR, days=5)
        services.close_due()
        assert Partnership.objects.get(pk=pair.pk).status == Status.ACTIVE
    with on(pair.ends_on):
        services.close_due()
        services.close_due()
    waiting.refresh_from_db()
    pair.refresh_from_db()
    assert (pair.status, waiting.outcome) == (Status.CLOSING, Outcome.LAPSED)
    for days, status in ((0, Status.CLOSING), (1, Status.COMPLETED)):
        with on(pair.closing_until + timedelta(days=days)):
            services.complete_due()
            services.complete_due()
        pair.refresh_from_db()
        assert pair.status == status
    assert (pair.place, pair.ended_at.date()) == (None, pair.closing_until + timedelta(days=1))
    assert told("partnership_completed") == {pair.mentor_person_id, pair.mentee_person_id}
    assert PartnershipEvent.objects.filter(action__in=("close", "complete")).count() == 2


@pytest.mark.parametrize(
    ("rule", "side", "columns"),
    [
        ("extension_agreed_by_oneself", MENTOR, {}),  # as the mentee, by the mentor
        ("extension_agreed_by_oneself", MENTEE, {"mentor_agreed_at": "now"}),
        ("extension_agreed_by_oneself", MENTEE, {"mentee_agreed_at": None}),
        ("extension_of_what_runs", MENTEE, {"from_ends_on": timedelta(days=-3)}),
        ("extension_later", MENTEE, {"to_ends_on": timedelta(days=0)}),
    ],
)
def test_no_row_agrees_for_somebody_else(pair, rule, side, columns):
    now = clock.now()
    row = {
        "partnership": pair,
        "from_ends_on": timedelta(days=0),
        "to_ends_on": timedelta(days=30),
        "proposed_by": MENTEE,
        "answer_by": now + timedelta(days=7),
        "mentee_agreed_at": now,
        **{key: now if value == "now" else value for key, value in columns.items()},
    }
    for key in ("from_ends_on", "to_ends_on"):
        row[key] = pair.ends_on + row[key]
    oneself = as_oneself(getattr(pair, side))
    with pytest.raises(IntegrityError) as error, transaction.atomic(), oneself:
        Extension.objects.create(**row)
    assert error.value.__cause__.diag.constraint_name == rule


def test_what_was_proposed_is_not_rewritten(pair):
    extension = propose(pair)
    for columns, rule in (
        ({"to_ends_on": pair.ends_on + timedelta(days=5)}, "extension_frozen"),
        ({"mentor_agreed_at": clock.now()}, "extension_agreed_by_oneself"),
        ({"outcome": "agreed", "settled_at": clock.now()}, "extension_agreed_by_both"),
    ):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            Extension.objects.filter(pk=extension.pk).update(**columns)
        assert error.value.__cause__.diag.constraint_name == rule
