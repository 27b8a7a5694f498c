"""Pins and vetoes before a run, and runs that hold the last one still."""

import pytest
from django.db import IntegrityError, transaction

from matching import announcing, services
from matching.decisions import CannotDecide
from matching.models import Match
from matching.queries import matches_of
from matching.rulings import services as rulings
from matching.rulings.models import Ruling
from organizations.models import AuditEvent
from participants.models import Participant
from participants.roles import Standing
from partnerships.services import withdraw
from tests.factories.organizations import CompetitorDeclarationFactory
from tests.matching.pools import finished_run, make_pool


@pytest.fixture
def pool(organization):
    return make_pool(3, 4)


def pairs_of(run):
    return dict(run.matches.values_list("mentee_id", "mentor_id"))


def test_a_pin_holds_in_the_run_and_leaves_a_trace(pool, coordinator):
    program, mentees, mentors = pool
    best = pairs_of(finished_run(program))[mentees[0].pk]
    other = next(mentor for mentor in mentors if mentor.pk != best)
    ruling = rulings.pin(program, mentees[0], other, by=coordinator, reason="They know each other.")
    assert pairs_of(finished_run(program))[mentees[0].pk] == other.pk
    event = AuditEvent.objects.get(verb="matching.pin")
    assert event.facts == {"mentee": str(mentees[0].pk), "mentor": str(other.pk)}
    rulings.lift(ruling, by=coordinator)
    rulings.lift(ruling, by=coordinator)
    assert AuditEvent.objects.filter(verb="matching.lifted").count() == 1
    assert finished_run(program).insight["pins"] == 0


def test_a_veto_keeps_two_apart_until_it_is_lifted(pool, coordinator):
    program, mentees, _ = pool
    best = Participant.objects.get(pk=pairs_of(finished_run(program))[mentees[0].pk])
    ruling = rulings.veto(program, mentees[0], best, by=coordinator, reason="Neighbors.")
    assert pairs_of(finished_run(program))[mentees[0].pk] != best.pk
    assert "Neighbors" not in str(AuditEvent.objects.get(verb="matching.veto").facts)
    rulings.lift(ruling, by=coordinator)
    program.refresh_from_db()
    assert ruling.pk not in {row.pk for row in Ruling.objects.filter(lifted_at=None)}


def test_contradictions_are_refused_by_name(pool, coordinator):
    program, (one, two, _), (first, second, *_) = pool
    rulings.pin(program, one, first, by=coordinator)
    with pytest.raises(CannotDecide, match=f"{one.person.name} is pinned to {first.person.name}"):
        rulings.pin(program, one, second, by=coordinator)
    with pytest.raises(CannotDecide, match=f"Every free place of {first.person.name}"):
        rulings.pin(program, two, first, by=coordinator)
    with pytest.raises(CannotDecide, match="Lift the pin first"):
        rulings.veto(program, one, first, by=coordinator, reason="No.")
    rulings.veto(program, two, second, by=coordinator, reason="No.")
    with pytest.raises(CannotDecide, match="Lift the veto first"):
        rulings.pin(program, two, second, by=coordinator)
    assert Ruling.objects.count() == 2


def test_a_pin_on_an_impossible_pair_names_every_rule_with_its_facts(pool, coordinator):
    program, (mentee, *_), (mentor, *_) = pool
    Participant.objects.filter(pk=mentor.pk).update(languages=["fr"])
    CompetitorDeclarationFactory(company=mentee.company, competitor=mentor.company)
    with pytest.raises(CannotDecide) as refused:
        rulings.pin(program, mentee, mentor, by=coordinator)
    told = str(refused.value)
    assert mentee.person.name in told
    assert f"declared by {mentee.company.name}" in told
    assert "speaks French" in told
    assert Ruling.objects.count() == 0


def test_people_of_the_wrong_side_or_program_are_refused(pool, coordinator):
    program, (mentee, *_), (mentor, *_) = pool
    _, (stranger, *_), _ = make_pool(1, 1)
    for one, other in ((mentor, mentee), (stranger, mentor), (mentee, mentee)):
        with pytest.raises(CannotDecide, match="a mentee and a mentor of this program"):
            rulings.pin(program, one, other, by=coordinator)
    with pytest.raises(CannotDecide, match="500"):
        rulings.veto(program, mentee, mentor, by=coordinator, reason="x" * 501)


def test_a_run_whose_pin_became_impossible_says_which(pool, coordinator, settle):
    program, (mentee, *_), (mentor, *_) = pool
    rulings.pin(program, mentee, mentor, by=coordinator)
    Participant.objects.filter(pk=mentor.pk).update(languages=["fr"])
    run = services.start_run(program, by=coordinator)
    settle()
    run.refresh_from_db()
    assert run.status == "failed"
    assert f"The pin of {mentee.person.name} with {mentor.person.name}" in run.error
    assert Match.objects.count() == 0


def test_a_run_whose_pinned_mentor_left_says_so(pool, coordinator, settle):
    program, (mentee, *_), (mentor, *_) = pool
    rulings.pin(program, mentee, mentor, by=coordinator)
    Participant.objects.filter(pk=mentor.pk).update(standing=Standing.REMOVED)
    run = services.start_run(program, by=coordinator)
    settle()
    run.refresh_from_db()
    assert "does not stand for a match now" in run.error


def test_the_database_has_the_last_word(pool, coordinator):
    program, (mentee, *_), (mentor, other, *_) = pool
    row = {"program": program, "mentee": mentee, "made_by": coordinator, "kind": "pin"}
    Ruling.objects.create(mentor=mentor, **row)
    with pytest.raises(IntegrityError, match="ruling_one_pin_a_mentee"), transaction.atomic():
        Ruling.objects.create(mentor=other, **row)
    with pytest.raises(IntegrityError, match="ruling_once_a_pair"), transaction.atomic():
        Ruling.objects.create(mentor=mentor, **row | {"kind": "veto", "reason": "x"})
    with pytest.raises(IntegrityError, match="ruling_veto_has_reason"), transaction.atomic():
        Ruling.objects.create(mentor=other, **row | {"kind": "veto"})


def test_whoever_came_back_is_matched_with_the_rest_held_still(organization, coordinator, settle):
    program, *_ = make_pool(3, 5)
    run = finished_run(program)
    told, approved, open_one = matches_of(run)
    services.approve(told, by=coordinator)
    announcing.announce(run, by=coordinator)
    first, second = (option["mentor"] for option in approved.options[:2])
    services.approve(approved, [first, second], by=coordinator)
    told.refresh_from_db()
    withdraw(told.partnership, by=coordinator)
    settle()

    again = finished_run(program, holds=True)
    pairs = pairs_of(again)
    assert pairs[approved.mentee_id] == approved.mentor_id
    assert pairs[open_one.mentee_id] == open_one.mentor_id
    assert told.mentee_id in pairs
    carried = again.matches.get(mentee=approved.mentee_id)
    assert (carried.decision, carried.decided_by) == ("approved", coordinator)
    assert again.matches.get(mentee=open_one.mentee_id).decision == "proposed"
    ranks = {str(row.mentor_id): row.rank for row in carried.alternates.all()}
    assert set(ranks) <= {first, second}
    assert AuditEvent.objects.get(verb="match.carried").object_id == carried.pk


def test_a_held_pair_that_became_impossible_is_let_go(organization, coordinator):
    program, *_ = make_pool(2, 4)
    run = finished_run(program)
    match = matches_of(run).first()
    CompetitorDeclarationFactory(company=match.mentee.company, competitor=match.mentor.company)
    again = finished_run(program, holds=True)
    assert pairs_of(again)[match.mentee_id] != match.mentor_id
    assert again.insight["pins"] == 1
