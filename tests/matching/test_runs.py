"""Runs: asked for once at a time, proven, repeatable, cancellable."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from matching import services, solving
from matching.models import Match, MatchingRun, Unmatched
from matching.problem_from_rows import collect
from matching.solving import perform
from mentoring.jobs import running
from mentoring.tenancy import context
from organizations.models import AuditEvent
from participants.models import Participant
from tests.factories.organizations import OrganizationFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.matching.pools import finished_run, make_pool


def test_a_run_is_done_by_the_sweep(organization, coordinator, settle):
    program, mentees, _ = make_pool(2, 3)
    run = services.start_run(program, by=coordinator)
    settle()
    run.refresh_from_db()
    assert (run.status, run.number, run.mentees, run.mentors, run.places) == ("done", 1, 2, 3, 3)
    assert run.outcome["matched"] == run.baseline["matched"] == 2
    assert {match.mentee_id for match in run.matches.all()} == {row.pk for row in mentees}
    assert AuditEvent.objects.filter(verb="matching.started", object_id=run.pk).count() == 1


def test_parts_add_up_to_the_score(organization):
    program, *_ = make_pool(2, 3)
    for match in finished_run(program).matches.all():
        assert sum(match.parts.values()) == match.score
        assert 0 <= match.confidence <= 100


def test_the_database_refuses_parts_that_do_not_add_up(organization):
    program, *_ = make_pool(1, 1)
    match = finished_run(program).matches.get()
    with pytest.raises(IntegrityError, match="match_parts_add_up"), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(needs=match.needs + 1)


def test_the_database_refuses_a_done_run_without_certificate(organization):
    program, *_ = make_pool(1, 1)
    run = finished_run(program)
    with pytest.raises(IntegrityError, match="matchingrun_done_is_proven"), transaction.atomic():
        MatchingRun.objects.filter(pk=run.pk).update(certificate=None)
    with pytest.raises(IntegrityError, match="matchingrun_proof_is_of"), transaction.atomic():
        MatchingRun.objects.filter(pk=run.pk).update(problem_digest="0" * 64)


def test_a_second_run_is_refused_while_one_is_open(organization, coordinator):
    program, *_ = make_pool()
    services.start_run(program, by=coordinator)
    with pytest.raises(services.CannotDecide, match="at work already"):
        services.start_run(program, by=coordinator)
    assert MatchingRun.objects.count() == 1


def test_the_database_refuses_a_second_open_run(organization):
    program = ProgramFactory()
    MatchingRun.objects.create(program=program, number=1)
    with pytest.raises(IntegrityError, match="matchingrun_one_open"), transaction.atomic():
        MatchingRun.objects.create(program=program, number=2)


def test_runs_are_numbered_by_program(organization):
    one, *_ = make_pool(1, 1)
    two, *_ = make_pool(1, 1)
    assert [finished_run(one).number, finished_run(one).number] == [1, 2]
    assert finished_run(two).number == 1


def test_the_same_people_give_the_same_problem_and_the_same_matches(organization):
    program, *_ = make_pool(4, 4)
    first, second = finished_run(program), finished_run(program)
    assert bytes(first.problem) != b""
    pairs = [
        {(match.mentee_id, match.mentor_id) for match in run.matches.all()}
        for run in (first, second)
    ]
    assert pairs[0] == pairs[1]
    assert collect(program).problem().digest == first.problem_digest
    again = collect(program, previous_run=first).problem()
    assert again.digest == second.problem_digest


def test_a_program_without_anybody_fails_with_a_reason(organization, settle):
    run = services.start_run(ProgramFactory(), by=None)
    settle()
    run.refresh_from_db()
    assert run.status == "failed"
    assert "No mentee" in run.error


def test_a_program_without_a_free_place_fails_with_a_reason(organization, settle):
    program, *_ = make_pool(1, 0)
    run = services.start_run(program, by=None)
    settle()
    run.refresh_from_db()
    assert (run.status, Match.objects.count()) == ("failed", 0)
    assert "No mentor" in run.error


def test_a_run_cancelled_before_it_starts_does_nothing(organization, coordinator, settle):
    program, *_ = make_pool()
    run = services.start_run(program, by=coordinator)
    services.cancel_run(run, by=coordinator)
    settle()
    run.refresh_from_db()
    assert (run.status, Match.objects.count()) == ("cancelled", 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["at the start", "at the end"])
def test_a_run_cancelled_while_it_works_leaves_nothing(monkeypatch, moment):
    inside = context.Context(OrganizationFactory().pk)
    with context.enter(inside):
        program, *_ = make_pool()
        run = MatchingRun.objects.create(program=program, number=1)

    def cancel_elsewhere():
        def cancel():
            with context.enter(inside):
                services.cancel_run(run, by=None)
            connection.close()

        other = threading.Thread(target=cancel)
        other.start()
        other.join(timeout=20)

    def work(row):
        if moment == "at the start":
            cancel_elsewhere()
        perform(row)

    if moment == "at the end":
        describe = solving.why_nobody

        def cancel_then_describe(*args):
            cancel_elsewhere()
            return describe(*args)

        monkeypatch.setattr(solving, "why_nobody", cancel_then_describe)
    running.work(MatchingRun, run.pk, work, organization_id=run.organization_id)

    with context.enter(inside):
        run.refresh_from_db()
        assert (run.status, run.certificate) == ("cancelled", None)
        assert Match.objects.count() == Unmatched.objects.count() == 0


def test_a_run_whose_worker_was_killed_is_taken_up_again(organization, settle):
    program, *_ = make_pool()
    run = services.start_run(program, by=None)
    MatchingRun.objects.filter(pk=run.pk).update(status="running", attempts=2)
    settle()
    run.refresh_from_db()
    assert (run.status, run.attempts) == ("done", 3)


def test_a_run_that_killed_three_workers_is_given_up(organization, settle):
    program, *_ = make_pool()
    run = services.start_run(program, by=None)
    MatchingRun.objects.filter(pk=run.pk).update(status="running", attempts=3)
    settle()
    run.refresh_from_db()
    assert (run.status, Match.objects.count()) == ("failed", 0)
    assert "interrupted three times" in run.error


def test_a_task_that_comes_twice_works_once(organization):
    program, *_ = make_pool()
    run = finished_run(program)
    running.work(MatchingRun, run.pk, perform, organization_id=run.organization_id)
    assert Match.objects.filter(run=run).count() == 2


def test_a_finished_run_cannot_be_cancelled(organization, coordinator):
    program, *_ = make_pool()
    run = finished_run(program)
    with pytest.raises(services.CannotDecide, match="over already"):
        services.cancel_run(run, by=coordinator)


def test_a_floor_never_costs_a_match(organization):
    program, *_ = make_pool(2, 3)
    best = finished_run(program)
    run = finished_run(program, floor=10_000)
    assert run.outcome["matched"] == best.outcome["matched"] == 2
    assert run.outcome["worst"] >= best.outcome["worst"]
    assert (run.floor, run.insight["floor"]) == (10_000, run.outcome["worst"])


def test_an_incomplete_mentee_is_listed_with_what_is_missing(organization):
    program, *_ = make_pool(1, 2)
    silent = ParticipantFactory(program=program, languages=[], time_zone="")
    run = finished_run(program)
    assert run.mentees == 2
    assert run.unmatched.get().why == {"kind": "incomplete", "missing": ["languages", "time_zone"]}
    assert run.unmatched.get().participant_id == silent.pk


def test_too_few_places_names_who_could_help(organization):
    program, _, mentors = make_pool(3, 1, capacity=2)
    run = finished_run(program)
    why = run.unmatched.get().why
    assert (why["kind"], why["mentees"], why["places"]) == ("places", 3, 2)
    assert why["helps"] == [str(mentors[0].pk)]


def test_a_mentee_without_a_possible_mentor_learns_which_rule_binds(organization):
    program, mentees, mentors = make_pool(1, 2)
    Participant.objects.filter(pk=mentees[0].pk).update(languages=["fr"])
    why = finished_run(program).unmatched.get().why
    assert why["kind"] == "rules"
    assert why["forbidden"] == why["opened"] == [["NO_COMMON_LANGUAGE", 2]]
    assert why["mentors"] == len(mentors)
