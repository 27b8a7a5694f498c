"""Whatever people and the clock do to a partnership, in any order: no promise is broken.

The real services on the real database, each call as the person who makes it. The machine lives in
the past, so that what closes 30 days after an end is closed by the database's own clock.
"""

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.endings.services import end
from partnerships.lasting import extending, services
from partnerships.lifecycle import FINAL, MENTEE, MENTOR, EndReason, PauseReason
from partnerships.models import Partnership
from partnerships.refusals import Refusal
from partnerships.writing.models import PairMessage
from partnerships.writing.services import write
from tests.factories import agreements
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory
from tests.factories.training import introduce
from tests.partnerships.lasting.histories import promises_broken
from tests.partnerships.lasting.people import BOTH, as_side, on

ENDS = date(2025, 6, 30)
STARTS = ENDS - timedelta(days=90)
SIDES = st.sampled_from(BOTH)
ANYBODY = st.sampled_from((*BOTH, "coordinator"))
DAYS = st.sampled_from([0, 1, 6, 8, 30, 60, 93, 184])
SWEEPS = (
    extending.expire_extensions,
    services.ask_to_resume,
    services.close_due,
    services.complete_due,
)


def machine_of(prepared, coordinator):
    """The machine over one pair, prepared and introduced, which each run has anew."""

    class Life(RuleBasedStateMachine):
        @initialize()
        def begin(self):
            self.undo = transaction.atomic()
            self.undo.__enter__()
            self.pair, self.day = Partnership.objects.get(pk=prepared.pk), STARTS

        def teardown(self):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

        def stands(self):
            row = Partnership.objects.get(pk=self.pair.pk)
            return row.status, row.events.count()

        def attempt(self, act, *args, **kwargs):
            """One call: a step leaves one event, a refusal none, and nothing else moves it."""
            status, events = self.stands()
            with on(self.day):
                try:
                    with transaction.atomic():
                        act(*args, **kwargs)
                except Refusal:
                    assert self.stands() == (status, events)
            now, after = self.stands()
            if now != status:
                newest = self.pair.events.order_by("at", "id").last()
                assert (after, newest.status) == (events + 1, now)
            assert status not in FINAL or (now, after) == (status, events)

        def as_one(self, who, act, *args, **kwargs):
            if who == "coordinator":
                self.attempt(act, *args, by=coordinator, **kwargs)
                return
            by, oneself = as_side(self.pair, who)
            with oneself:
                self.attempt(act, *args, by=by, **kwargs)

        @rule(days=DAYS)
        def time_passes(self, days):
            self.day += timedelta(days=days)

        @rule(side=SIDES)
        def sign(self, side):
            agreement = self.pair.agreements.first()
            if agreement is None:
                self.attempt(agreements.propose, self.pair, side)
            else:
                self.attempt(agreements.sign, self.pair, side, agreement)

        @rule()
        def both_sign(self):
            self.attempt(agreements.agree, self.pair)

        @rule(
            who=ANYBODY,
            reason=st.sampled_from(["", *PauseReason.values]),
            ask=st.none() | st.integers(-1, 400),
        )
        def pause(self, who, reason, ask):
            day = None if ask is None else self.day + timedelta(days=ask)
            self.as_one(who, services.pause, self.pair, reason=reason, ask_again_on=day)

        @rule(who=ANYBODY)
        def resume(self, who):
            self.as_one(who, services.resume, self.pair)

        @rule(who=ANYBODY, days=st.integers(-1, 190))
        def propose(self, who, days):
            day = (Partnership.objects.get(pk=self.pair.pk).ends_on or ENDS) + timedelta(days=days)
            self.as_one(who, extending.propose, self.pair, to_ends_on=day)

        @rule(who=ANYBODY, agrees=st.booleans())
        def answer(self, who, agrees):
            if newest := self.pair.extensions.last():
                self.as_one(who, extending.answer, newest, agrees=agrees)

        @rule(who=SIDES)
        def take_back(self, who):
            if newest := self.pair.extensions.last():
                self.as_one(who, extending.take_back, newest)

        @rule(who=ANYBODY, reason=st.sampled_from(["", *EndReason.values]))
        def end_early(self, who, reason):
            self.as_one(who, end, self.pair, reason=reason)

        @rule(sweep=st.sampled_from(SWEEPS))
        def work_that_is_due(self, sweep):
            self.attempt(sweep)

        @invariant()
        def no_promise_is_broken(self):
            assert promises_broken(self.pair) == []

        @invariant()
        def words_are_read_by_the_two_until_they_close(self):
            row = Partnership.objects.get(pk=self.pair.pk)
            closes = row.ended_at and row.ended_at + timedelta(days=30)
            is_closed = closes is not None and closes < clock.now()
            with as_side(self.pair, MENTOR)[1]:
                assert PairMessage.objects.exists() != is_closed
            assert not PairMessage.objects.exists()  # as a coordinator

    return Life


def test_no_order_of_acts_breaks_a_promise(organization, coordinator):
    program = ProgramFactory(starts_on=STARTS, ends_on=ENDS)
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    pair = make_partnership(mentor=mentor, mentee=mentee, accepted_by=BOTH)
    with on(STARTS):
        introduce(pair)
    agreements.furnish()
    by, oneself = as_side(pair, MENTEE)
    with oneself:
        write(pair, "message", "Between the two of us", by=by, item_id=uuid7())
    run_state_machine_as_test(
        machine_of(pair, coordinator),
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
