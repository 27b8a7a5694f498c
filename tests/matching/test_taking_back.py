"""Taking back what is announced and not answered by both."""

import threading

import pytest
from django.db import connection

from matching import announcing, queries, services, taking_back
from matching.decisions import CannotDecide
from matching.models import Match, MatchAlternate
from matching.queries import matches_of
from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import AuditEvent
from partnerships import services as partnerships
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.partnerships import say_yes
from tests.matching.pools import finished_run, make_pool


def announced_run(coordinator, alternates=1):
    program, *_ = make_pool(2, 4)
    run = finished_run(program)
    services.approve_many(list(matches_of(run)), by=coordinator, alternates=alternates)
    announcing.announce(run, by=coordinator)
    return run


@pytest.fixture
def run(organization, coordinator):
    return announced_run(coordinator)


@pytest.fixture
def match(run):
    return matches_of(run).first()


def test_both_are_told_the_place_is_free_and_the_mentee_back(match, run, coordinator, settle):
    Message.objects.all().delete()
    taking_back.take_back(match, by=coordinator)
    settle()
    match.refresh_from_db()
    assert match.partnership.status == "withdrawn"
    told = Message.objects.filter(kind="match_over").values_list("person_id", flat=True)
    assert set(told) == {match.partnership.mentor_person_id, match.partnership.mentee_person_id}
    assert not Partnership.objects.filter(mentor=match.mentor, status__in=LIVE).exists()
    assert [row.pk for row in queries.back_in_pool(run.program)] == [match.pk]
    event = AuditEvent.objects.get(verb="match.taken_back")
    assert (event.object_id, event.facts["dropped"]) == (match.pk, 1)


def test_the_next_alternate_can_go_on_instead(match, coordinator, settle):
    taking_back.take_back(match, by=coordinator, goes_on=True)
    settle()
    [alternate] = MatchAlternate.objects.filter(match=match)
    assert (alternate.state, alternate.partnership.status) == ("announced", "proposed")
    taking_back.take_back(match, by=coordinator)
    alternate.refresh_from_db()
    assert alternate.partnership.status == "withdrawn"


def test_what_both_accepted_is_not_taken_back(match, coordinator):
    say_yes(match.partnership, "mentor")
    say_yes(match.partnership, "mentee")
    with pytest.raises(CannotDecide, match="Both have accepted"):
        taking_back.take_back(match, by=coordinator)
    assert MatchAlternate.objects.filter(match=match).count() == 1


def test_twice_and_before_announcing_are_refused(match, coordinator):
    taking_back.take_back(match, by=coordinator)
    with pytest.raises(CannotDecide, match="already"):
        taking_back.take_back(match, by=coordinator)
    fresh = finished_run(match.run.program).matches.get(mentee=match.mentee)
    with pytest.raises(CannotDecide, match="not announced"):
        taking_back.take_back(fresh, by=coordinator)


def test_all_that_is_unanswered_is_taken_back_at_once(run, coordinator):
    accepted, waiting = matches_of(run)
    say_yes(accepted.partnership, "mentor")
    say_yes(accepted.partnership, "mentee")
    assert taking_back.take_back_all(run, by=coordinator) == 1
    statuses = dict(Partnership.objects.values_list("mentee_id", "status"))
    assert statuses == {accepted.mentee_id: "preparing", waiting.mentee_id: "withdrawn"}
    assert taking_back.take_back_all(run, by=coordinator) == 0


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_taking_back_at_the_same_moment_end_in_one_of_both():
    inside = context.Context(OrganizationFactory().pk)
    with context.enter(inside):
        coordinator = MembershipFactory()
        match = matches_of(announced_run(coordinator, alternates=0)).first()
        say_yes(match.partnership, "mentor")
        mentee = MembershipFactory(role="participant", person=match.partnership.mentee_person)
    barrier, results = threading.Barrier(2, timeout=20), []

    def accept():
        partnerships.accept(match.partnership, by=mentee)

    def work(do):
        barrier.wait()
        try:
            with context.enter(inside):
                do()
            results.append("done")
        except (CannotDecide, partnerships.CannotAnswer):
            results.append("refused")
        finally:
            connection.close()

    acts = (accept, lambda: taking_back.take_back(match, by=coordinator))
    threads = [threading.Thread(target=work, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(results) == ["done", "refused"]
    with context.enter(inside):
        status = Match.objects.get(pk=match.pk).partnership.status
        assert status in ("preparing", "withdrawn")
