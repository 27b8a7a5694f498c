"""Decisions of coordinators on one match or on many."""

import pytest
from django.db import IntegrityError, transaction

from matching import services
from matching.models import Match, MatchAlternate
from matching.queries import best_alternates, matches_of
from organizations.models import AuditEvent
from tests.factories.organizations import MembershipFactory
from tests.matching.pools import finished_run, make_pool


@pytest.fixture
def run(organization):
    program, *_ = make_pool(2, 4)
    return finished_run(program)


@pytest.fixture
def match(run):
    return run.matches.order_by("pk").first()


def options(match):
    return [option["mentor"] for option in match.options]


def test_approve_keeps_who_when_and_the_alternates_in_order(match, coordinator):
    first, second, *_ = options(match)
    services.approve(match, [second, first], by=coordinator)
    match.refresh_from_db()
    assert (match.decision, match.decided_by) == ("approved", coordinator)
    rows = match.alternates.order_by("rank")
    assert [(row.rank, str(row.mentor_id), row.state) for row in rows] == [
        (1, second, "waiting"),
        (2, first, "waiting"),
    ]
    event = AuditEvent.objects.get(verb="match.approved")
    assert (event.object_id, event.by_user_id) == (match.pk, coordinator.user_id)
    assert event.facts == {"alternates": [second, first]}


def test_approving_again_replaces_the_alternates(match, coordinator):
    first, second, *_ = options(match)
    services.approve(match, [first, second], by=coordinator)
    services.approve(match, [second], by=coordinator)
    assert [str(row.mentor_id) for row in match.alternates.all()] == [second]


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (lambda match: options(match)[:3], "at most two"),
        (lambda match: [options(match)[0]] * 2, "different"),
        (lambda match: [str(match.mentor_id)], "possible for this mentee"),
        (lambda match: ["not an id"], "possible for this mentee"),
    ],
)
def test_wrong_alternates_are_refused_and_nothing_is_written(match, coordinator, chosen, message):
    with pytest.raises(services.CannotDecide, match=message):
        services.approve(match, chosen(match), by=coordinator)
    match.refresh_from_db()
    assert (match.decision, MatchAlternate.objects.count()) == ("proposed", 0)


def test_unapprove_forgets_who_and_the_alternates(match, coordinator):
    services.approve(match, options(match)[:2], by=coordinator)
    services.unapprove(match, by=coordinator)
    match.refresh_from_db()
    assert (match.decision, match.decided_by, match.decided_at) == ("proposed", None, None)
    assert MatchAlternate.objects.count() == 0
    services.unapprove(match, by=coordinator)
    assert AuditEvent.objects.filter(verb="match.reopened").count() == 1


def test_reject_and_bring_back(match, coordinator):
    services.approve(match, options(match)[:1], by=coordinator)
    services.reject(match, by=coordinator)
    match.refresh_from_db()
    assert (match.decision, MatchAlternate.objects.count()) == ("rejected", 0)
    services.unapprove(match, by=coordinator)
    match.refresh_from_db()
    assert match.decision == "proposed"


def test_approve_many_takes_the_open_ones_with_their_best_alternates(run, coordinator):
    rejected, _ = run.matches.order_by("pk")
    services.reject(rejected, by=coordinator)
    assert services.approve_many(list(matches_of(run)), by=coordinator, alternates=2) == 1
    approved = run.matches.get(decision="approved")
    assert [str(row.mentor_id) for row in approved.alternates.all()] == best_alternates(approved, 2)
    assert services.approve_many(list(matches_of(run)), by=coordinator, alternates=2) == 0


def test_best_alternates_prefer_a_free_place(match):
    match.options = [
        {"mentor": "full", "free": 0},
        {"mentor": "first", "free": 1},
        {"mentor": "second", "free": 2},
    ]
    assert best_alternates(match, 2) == ["first", "second"]
    assert best_alternates(match, 0) == []


def test_a_newer_run_closes_the_older_ones(match, run, coordinator):
    newer = finished_run(run.program)
    for decide in (services.approve, services.reject, services.unapprove):
        with pytest.raises(services.CannotDecide, match=f"Run {newer.number} is newer"):
            decide(match, by=coordinator)


def test_the_database_wants_who_and_when_together(match, coordinator):
    with pytest.raises(IntegrityError, match="match_decided_by_whom"), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(decision="approved")
    with pytest.raises(IntegrityError, match="match_decided_by_whom"), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(decided_by=coordinator)


def test_the_database_wants_a_partnership_of_an_announced_match(match, coordinator):
    services.approve(match, by=coordinator)
    with pytest.raises(IntegrityError, match="match_partnership_iff"), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(decision="announced")


def test_the_database_wants_two_alternates_at_most_and_a_reason(match, coordinator):
    services.approve(match, options(match)[:2], by=coordinator)
    with pytest.raises(IntegrityError, match="at_most_two"), transaction.atomic():
        match.alternates.filter(rank=2).update(rank=3)
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        match.alternates.update(state="impossible")


def test_the_last_of_two_coordinators_is_the_one_who_decided(match, coordinator):
    other = MembershipFactory()
    services.approve(match, by=coordinator)
    services.reject(match, by=other)
    match.refresh_from_db()
    assert (match.decision, match.decided_by) == ("rejected", other)
