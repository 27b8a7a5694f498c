"""Announcing: proven again, one refusal stops nobody else, nobody is announced twice."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from matching import announcing, services
from matching.models import Match, MatchingRun
from matching.queries import matches_of
from mentoring.tenancy import context
from organizations.models import AuditEvent, Membership
from participants.models import Participant
from partnerships.models import Partnership
from programs.services import change_settings
from tests.factories.organizations import (
    CompetitorDeclarationFactory,
    MembershipFactory,
    OrganizationFactory,
)
from tests.factories.partnerships import make_partnership
from tests.matching.pools import finished_run, make_pool


@pytest.fixture
def run(organization, coordinator):
    """A finished run of three mentees, all approved."""
    program, *_ = make_pool(3, 5)
    run = finished_run(program)
    services.approve_many(list(matches_of(run)), by=coordinator, alternates=2)
    return run


def test_every_approved_match_is_announced(run, coordinator):
    result = announcing.announce(run, by=coordinator)
    assert (len(result.announced), result.refused) == (3, [])
    pairs = Match.objects.values_list("mentee_id", "mentor_id", "partnership__status")
    partnerships = Partnership.objects.values_list("mentee_id", "mentor_id", "status")
    assert set(pairs) == set(partnerships)
    assert AuditEvent.objects.filter(verb="match.announced").count() == 3
    event = AuditEvent.objects.get(verb="matching.announced")
    assert event.facts == {"announced": 3, "refused": 0}


def test_only_approved_matches_are_announced(run, coordinator):
    one, other, _ = run.matches.order_by("pk")
    services.reject(one, by=coordinator)
    services.unapprove(other, by=coordinator)
    assert len(announcing.announce(run, by=coordinator).announced) == 1
    assert Partnership.objects.count() == 1


def test_announcing_twice_announces_nobody_twice(run, coordinator):
    announcing.announce(run, by=coordinator)
    again = announcing.announce(run, by=coordinator)
    assert (again.announced, again.refused) == ([], [])
    assert Partnership.objects.count() == 3
    assert AuditEvent.objects.filter(verb="matching.announced").count() == 1


def test_with_two_pairs_of_eyes_nobody_announces_what_they_approved(run, coordinator):
    change_settings(run.program, by=coordinator, needs_two_approvers=True)
    colleague = MembershipFactory()
    with pytest.raises(announcing.CannotDecide, match="two pairs of eyes"):
        announcing.ask(run, by=coordinator)

    one = run.matches.order_by("pk").first()
    services.unapprove(one, by=colleague)
    services.approve(one, by=colleague, alternates=[])

    assert [match.pk for match in announcing.announce(run, by=coordinator).announced] == [one.pk]
    assert len(announcing.announce(run, by=colleague).announced) == 2


def test_who_approves_again_while_it_goes_out_asks_anew(run, coordinator):
    colleague = MembershipFactory()
    change_settings(run.program, by=coordinator, needs_two_approvers=True)
    asked = announcing.ask(run, by=colleague)
    one = run.matches.order_by("pk").first()

    services.approve(one, by=colleague)
    while announcing.step(asked):
        pass

    one.refresh_from_db()
    assert (one.decision, one.partnership) == ("approved", None)
    assert Partnership.objects.count() == 2


def full(match):
    other, (mentee,), _ = make_pool(1, 0, program=match.run.program)
    make_partnership(mentor=match.mentor, mentee=mentee)


def competing(match):
    CompetitorDeclarationFactory(company=match.mentor.company, competitor=match.mentee.company)


def taken(match):
    _, _, (mentor,) = make_pool(0, 1, program=match.run.program)
    make_partnership(mentor=mentor, mentee=match.mentee)


def withdrawn(match):
    Participant.objects.filter(pk=match.mentor_id).update(standing="withdrawn")


@pytest.mark.parametrize(
    ("happens", "rule"),
    [
        (full, "mentor_full"),
        (competing, "competing"),
        (taken, "mentee_matched"),
        (withdrawn, "not_taking_part"),
    ],
)
def test_a_refusal_is_reported_by_name_and_stops_nobody_else(run, coordinator, happens, rule):
    match = run.matches.order_by("pk").first()
    happens(match)
    result = announcing.announce(run, by=coordinator)
    assert len(result.announced) == 2
    [(refused, message)] = result.refused
    assert (refused.pk, refused.mentee.person.name) == (match.pk, match.mentee.person.name)
    assert message
    match.refresh_from_db()
    assert (match.decision, match.refusal, match.partnership) == ("approved", rule, None)
    assert AuditEvent.objects.get(verb="match.refused").facts == {"rule": rule}


def test_a_refused_match_is_announced_once_nothing_stands_against_it(run, coordinator):
    match = run.matches.order_by("pk").first()
    withdrawn(match)
    announcing.announce(run, by=coordinator)
    Participant.objects.filter(pk=match.mentor_id).update(standing="in")
    result = announcing.announce(run, by=coordinator)
    assert [row.pk for row in result.announced] == [match.pk]
    match.refresh_from_db()
    assert match.refusal == ""


def alter_certificate(run):
    MatchingRun.objects.filter(pk=run.pk).update(certificate={**run.certificate, "total": 1})


def alter_pair(run):
    assigned = run.claim["assigned"]
    swapped = [assigned[1], assigned[0], *assigned[2:]]
    MatchingRun.objects.filter(pk=run.pk).update(claim={**run.claim, "assigned": swapped})


def alter_price(run):
    prices = [price + 1 for price in run.claim["mentor_prices"]]
    MatchingRun.objects.filter(pk=run.pk).update(claim={**run.claim, "mentor_prices": prices})


def alter_problem(run):
    blob = bytearray(run.problem)
    blob[len(blob) // 2] ^= 0xFF
    MatchingRun.objects.filter(pk=run.pk).update(problem=bytes(blob))


def cut_problem(run):
    MatchingRun.objects.filter(pk=run.pk).update(problem=b"")


def alter_match(run):
    match = run.matches.order_by("pk").first()
    used = set(run.matches.values_list("mentor_id", flat=True))
    free = Participant.objects.filter(side="mentor").exclude(pk__in=used).first()
    rows, decided = Match.objects.filter(pk=match.pk), ("decision", "decided_by", "decided_at")
    kept = rows.values(*decided).get()
    rows.update(decision="proposed", decided_by=None, decided_at=None)
    rows.update(mentor=free, **kept)


def alter_score(run):
    match = run.matches.order_by("pk").first()
    Match.objects.filter(pk=match.pk).update(score=match.score + 1, needs=match.needs + 1)


def another_problem(run):
    other = finished_run(make_pool(3, 5)[0])
    MatchingRun.objects.filter(pk=run.pk).update(problem=bytes(other.problem))


@pytest.mark.parametrize(
    "alter",
    [
        alter_certificate,
        alter_pair,
        alter_price,
        alter_problem,
        cut_problem,
        alter_match,
        alter_score,
        another_problem,
    ],
)
def test_an_altered_run_cannot_be_announced(run, coordinator, alter):
    alter(run)
    with pytest.raises(services.CannotDecide, match="certificate of this run does not hold"):
        announcing.announce(run, by=coordinator)
    assert Partnership.objects.count() == 0


def test_an_older_run_cannot_be_announced(run, coordinator):
    finished_run(run.program)
    with pytest.raises(services.CannotDecide, match="Run 2 is newer"):
        announcing.announce(run, by=coordinator)
    assert Partnership.objects.count() == 0


def test_an_unfinished_run_cannot_be_announced(organization, coordinator):
    program, *_ = make_pool(1, 1)
    run = services.start_run(program, by=coordinator)
    with pytest.raises(services.CannotDecide, match="finished run"):
        announcing.announce(run, by=coordinator)


def test_an_announced_match_can_no_longer_be_decided(run, coordinator):
    announcing.announce(run, by=coordinator)
    match = run.matches.order_by("pk").first()
    for decide in (services.approve, services.reject, services.unapprove):
        with pytest.raises(services.CannotDecide, match="has been announced"):
            decide(match, by=coordinator)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_the_same_moment_announce_once():
    organization = OrganizationFactory()
    inside = context.Context(organization.pk)
    with context.enter(inside):
        people = [MembershipFactory(), MembershipFactory()]
        program, *_ = make_pool(4, 4)
        run = finished_run(program)
        services.approve_many(list(matches_of(run)), by=people[0])
    barrier = threading.Barrier(2)
    counts = []

    def announce(membership_id):
        try:
            barrier.wait(timeout=10)
            with context.enter(inside):
                by = Membership.objects.get(pk=membership_id)
                counts.append(len(announcing.announce(run, by=by).announced))
        finally:
            connection.close()

    threads = [threading.Thread(target=announce, args=[person.pk]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(counts) == [0, 4]
    with context.enter(inside):
        assert Partnership.objects.count() == 4
        assert AuditEvent.objects.filter(verb="match.announced").count() == 4


def test_announcing_takes_no_more_than_what_was_approved_before_the_deadline(run, coordinator):
    announcing.announce(run, by=coordinator)
    answer_by = Partnership.objects.order_by("answer_by").first().answer_by
    assert 6 <= (answer_by - timezone.now()).days <= 7
