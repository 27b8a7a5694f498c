"""After a decline, an expiry or a withdrawal: the next alternate that is still possible."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching import announcing, services
from matching.queries import back_in_pool, matches_of, partnership_now
from organizations.models import AuditEvent
from participants.models import Participant
from partnerships.endings.services import end, say_next
from partnerships.models import Partnership
from partnerships.services import decline, expire_unanswered, withdraw
from tests.factories.participants import membership_of
from tests.factories.partnerships import make_partnership, say_yes
from tests.factories.training import as_oneself
from tests.matching.pools import finished_run, make_pool


@pytest.fixture
def announced(organization, coordinator):
    """One announced match with two alternates."""
    program, *_ = make_pool(1, 3)
    run = finished_run(program)
    services.approve_many(list(matches_of(run)), by=coordinator, alternates=2)
    announcing.announce(run, by=coordinator)
    return matches_of(run).get()


def mentor_declines(partnership, coordinator):
    decline(partnership, by=membership_of(partnership.mentor))


def mentee_declines(partnership, coordinator):
    decline(partnership, by=membership_of(partnership.mentee))


def coordinator_withdraws(partnership, coordinator):
    withdraw(partnership, by=coordinator)


def time_passes(partnership, coordinator):
    past = timezone.now() - timedelta(hours=1)
    Partnership.objects.filter(pk=partnership.pk).update(answer_by=past)
    expire_unanswered()


@pytest.mark.parametrize(
    "fails", [mentor_declines, mentee_declines, coordinator_withdraws, time_passes]
)
def test_the_next_alternate_is_announced_in_order(announced, coordinator, fails):
    first, second = announced.alternates.all()
    fails(announced.partnership, coordinator)
    announcing.follow_up()
    first.refresh_from_db()
    assert (first.state, first.partnership.status) == ("announced", "proposed")
    assert first.partnership.mentor_id == first.mentor_id

    fails(first.partnership, coordinator)
    announcing.follow_up()
    second.refresh_from_db()
    assert (second.state, second.partnership.mentor_id) == ("announced", second.mentor_id)
    assert not back_in_pool(announced.run.program)

    fails(second.partnership, coordinator)
    announcing.follow_up()
    assert [row.pk for row in back_in_pool(announced.run.program)] == [announced.pk]
    assert AuditEvent.objects.filter(verb="alternate.announced").count() == 2


def test_the_sweep_follows_up(announced, coordinator, settle):
    withdraw(announced.partnership, by=coordinator)
    settle()
    assert announced.alternates.get(rank=1).state == "announced"


def test_following_up_twice_announces_once(announced, coordinator):
    withdraw(announced.partnership, by=coordinator)
    announcing.follow_up()
    announcing.follow_up()
    assert Partnership.objects.count() == 2


def test_nothing_happens_while_the_match_waits_or_after_both_accepted(announced, coordinator):
    announcing.follow_up()
    assert Partnership.objects.count() == 1


def test_an_impossible_alternate_is_skipped_with_the_reason(announced, coordinator):
    first, second = announced.alternates.all()
    _, (other,), _ = make_pool(1, 0, program=announced.run.program)
    make_partnership(mentor=first.mentor, mentee=other)
    withdraw(announced.partnership, by=coordinator)
    announcing.follow_up()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.refusal) == ("impossible", "mentor_full")
    assert second.state == "announced"
    assert AuditEvent.objects.get(verb="alternate.impossible").facts == {"rule": "mentor_full"}


def test_after_an_early_end_the_mentee_is_asked_and_no_alternate_announced(announced, coordinator):
    pair = announced.partnership
    for side in ("mentor", "mentee"):
        say_yes(pair, side)
    end(pair, by=coordinator)
    announcing.follow_up()
    assert {row.state for row in announced.alternates.all()} == {"waiting"}
    assert not back_in_pool(pair.program)

    with as_oneself(pair.mentee):
        say_next(pair, wants=True, by=membership_of(pair.mentee))
    announcing.follow_up()
    assert [row.pk for row in back_in_pool(pair.program)] == [announced.pk]
    assert {row.state for row in announced.alternates.all()} == {"waiting"}


def test_no_alternate_possible_puts_the_mentee_back_in_the_pool(announced, coordinator):
    mentors = [row.mentor_id for row in announced.alternates.all()]
    Participant.objects.filter(pk__in=mentors).update(standing="withdrawn")
    withdraw(announced.partnership, by=coordinator)
    announcing.follow_up()
    states = announced.alternates.values_list("state", "refusal")
    assert set(states) == {("impossible", "not_taking_part")}
    assert [row.mentee_id for row in back_in_pool(announced.run.program)] == [announced.mentee_id]


def test_a_mentee_who_has_left_is_not_announced_nor_back_in_the_pool(announced, coordinator):
    Participant.objects.filter(pk=announced.mentee_id).update(standing="withdrawn")
    withdraw(announced.partnership, by=coordinator)
    announcing.follow_up()
    assert Partnership.objects.count() == 1
    assert not back_in_pool(announced.run.program)


def test_a_mentee_in_the_pool_leaves_it_with_the_next_match(announced, coordinator):
    program = announced.run.program
    announced.alternates.all().delete()
    withdraw(announced.partnership, by=coordinator)
    assert len(back_in_pool(program)) == 1
    run = finished_run(program)
    services.approve_many(list(matches_of(run)), by=coordinator)
    announcing.announce(run, by=coordinator)
    assert not back_in_pool(program)
    later = Partnership.objects.get(status="proposed")
    withdraw(later, by=coordinator)
    assert [row.run_id for row in back_in_pool(program)] == [run.pk]


def test_alternates_of_an_older_run_are_still_followed_up(announced, coordinator):
    make_pool(1, 0, program=announced.run.program)
    finished_run(announced.run.program)
    withdraw(announced.partnership, by=coordinator)
    announcing.follow_up()
    assert announced.alternates.get(rank=1).state == "announced"


def test_partnership_now_is_the_latest(announced, coordinator):
    assert partnership_now(announced) == announced.partnership
    withdraw(announced.partnership, by=coordinator)
    announcing.follow_up()
    match = matches_of(announced.run).get()
    assert partnership_now(match).mentor_id == match.alternates.all()[0].mentor_id
