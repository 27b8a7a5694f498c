"""Changes of a finished run: what was seen is what happens, proven, once, and back with one act."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from matching import announcing, proof, services
from matching.changes import services as changes
from matching.changes.models import Act, Change
from matching.changes.state import changes_of, fingerprint, state_of
from matching.decisions import CannotDecide
from matching.engine.certificate import NotProven
from matching.models import Match, MatchingRun
from matching.rulings.models import Ruling
from mentoring.tenancy import context
from organizations.models import AuditEvent
from participants.models import Participant
from partnerships.models import Partnership
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.matching.pools import finished_run, make_pool, matches_by_mentee


@pytest.fixture
def run(organization):
    program, *_ = make_pool(3, 4)
    return finished_run(program)


def pairs_of(run):
    return dict(Match.objects.filter(run=run).values_list("mentee_id", "mentor_id"))


def rows_of(run):
    """Everything that is stored of the matches, to compare."""
    return list(Match.objects.filter(run=run).order_by("pk").values())


def seen(run, act, mentee, other):
    effect = changes.preview(state_of(run), act, str(mentee), str(other))
    return fingerprint(effect.cost, effect.moves)


def change(run, act, mentee, other, *, by, **more):
    return changes.apply(
        run, act, str(mentee), str(other), seen=seen(run, act, mentee, other), by=by, **more
    )


def taken(run):
    """A mentee and the mentor of another one."""
    one, other, *_ = Match.objects.filter(run=run).order_by("pk")
    return one.mentee_id, other.mentor_id


def check(run):
    run = MatchingRun.objects.get(pk=run.pk)
    proof.check(run, run.matches.all(), list(changes_of(run)))


def test_choosing_another_mentor_moves_whom_it_said_and_is_proven(run, coordinator):
    mentee, mentor = taken(run)
    before = pairs_of(run)
    effect = changes.preview(state_of(run), Act.CHOOSE, str(mentee), str(mentor))
    made = change(run, Act.CHOOSE, mentee, mentor, by=coordinator)

    after = pairs_of(run)
    moved = {str(one) for one in after if after[one] != before[one]}
    assert moved == {move.mentee for move in effect.moves}
    assert after[mentee] == mentor
    check(run)
    run.refresh_from_db()
    assert run.outcome["matched"] == 3
    assert run.outcome["total"] == sum(row.score for row in run.matches.all())
    assert made.lost_points == made.outcome_before["total"] - run.outcome["total"] >= 0
    event = AuditEvent.objects.get(verb="matching.changed")
    assert (event.object_id, event.facts["asked"]) == (made.pk, [[str(mentee), str(mentor)]])
    ruling = Ruling.objects.get()
    assert (ruling.kind, ruling.mentee_id, ruling.mentor_id) == ("pin", mentee, mentor)


def test_parts_of_moved_matches_add_up(run, coordinator):
    mentee, mentor = taken(run)
    change(run, Act.CHOOSE, mentee, mentor, by=coordinator)
    match = matches_by_mentee(run)[mentee]
    assert sum(match.parts.values()) == match.score
    assert match.reasons.keys() == {"for", "against"}
    assert str(mentor) not in {option["mentor"] for option in match.options}


def test_undoing_puts_everything_back(run, coordinator):
    before, outcome = rows_of(run), MatchingRun.objects.get(pk=run.pk).outcome
    mentee, mentor = taken(run)
    made = change(run, Act.CHOOSE, mentee, mentor, by=coordinator)
    assert rows_of(run) != before
    changes.undo(run, made.number, by=coordinator)

    assert rows_of(run) == before
    run.refresh_from_db()
    assert run.outcome == outcome
    assert Ruling.objects.get().lifted_by == coordinator
    made.refresh_from_db()
    assert made.undone_by == coordinator
    check(run)
    assert AuditEvent.objects.filter(verb="matching.undone").count() == 1


def test_undoing_twice_or_out_of_order_is_refused(run, coordinator):
    mentee, mentor = taken(run)
    first = change(run, Act.CHOOSE, mentee, mentor, by=coordinator)
    other = next(one for one in pairs_of(run) if one != mentee)
    second = change(run, Act.PIN, other, pairs_of(run)[other], by=coordinator)
    with pytest.raises(CannotDecide, match="Only the last change"):
        changes.undo(run, first.number, by=coordinator)
    changes.undo(run, second.number, by=coordinator)
    changes.undo(run, first.number, by=coordinator)
    with pytest.raises(CannotDecide, match="Only the last change"):
        changes.undo(run, first.number, by=coordinator)


def test_a_veto_places_the_mentee_elsewhere_and_keeps_them_apart_later(run, coordinator):
    mentee, mentor = next(iter(pairs_of(run).items()))
    change(run, Act.VETO, mentee, mentor, by=coordinator, reason="They asked me not to.")
    assert pairs_of(run)[mentee] != mentor
    check(run)
    later = finished_run(run.program)
    assert pairs_of(later)[mentee] != mentor


def test_a_veto_wants_a_reason(run, coordinator):
    mentee, mentor = next(iter(pairs_of(run).items()))
    before = rows_of(run)
    with pytest.raises(CannotDecide, match="Say why"):
        change(run, Act.VETO, mentee, mentor, by=coordinator, reason="  ")
    assert (rows_of(run), Change.objects.count(), Ruling.objects.count()) == (before, 0, 0)


def test_a_veto_of_the_only_mentor_leaves_nobody_and_says_why(organization, coordinator):
    program, mentees, mentors = make_pool(1, 1)
    run = finished_run(program)
    change(run, Act.VETO, mentees[0].pk, mentors[0].pk, by=coordinator, reason="Family.")
    assert pairs_of(run) == {}
    assert run.unmatched.get().why["kind"] == "rules"
    run.refresh_from_db()
    assert run.outcome == {"matched": 0, "total": 0, "worst": None, "fifth_percentile": None}
    check(run)
    changes.undo(run, 1, by=coordinator)
    assert pairs_of(run) == {mentees[0].pk: mentors[0].pk}
    assert not run.unmatched.exists()


def test_an_unmatched_mentee_can_be_given_somebody(organization, coordinator):
    program, _, mentors = make_pool(2, 1)
    run = finished_run(program)
    waiting = run.unmatched.get().participant_id
    change(run, Act.CHOOSE, waiting, mentors[0].pk, by=coordinator)
    assert pairs_of(run) == {waiting: mentors[0].pk}
    assert run.unmatched.get().participant_id != waiting
    check(run)


def test_a_swap_exchanges_two_mentors(run, coordinator):
    before = pairs_of(run)
    one, other, *_ = before
    change(run, Act.SWAP, one, other, by=coordinator)
    after = pairs_of(run)
    assert (after[one], after[other]) == (before[other], before[one])
    assert Ruling.objects.filter(kind="pin", lifted_at=None).count() == 2
    check(run)


def test_a_pin_moves_nobody_and_holds_in_the_next_run(run, coordinator):
    mentee, mentor = next(iter(pairs_of(run).items()))
    before = pairs_of(run)
    change(run, Act.PIN, mentee, mentor, by=coordinator)
    assert pairs_of(run) == before
    later = finished_run(run.program)
    assert later.insight["pins"] == 1
    assert pairs_of(later)[mentee] == mentor


def test_decided_matches_stay_where_they_are(run, coordinator):
    one, other, *_ = run.matches.order_by("pk")
    services.approve(other, by=coordinator)
    with pytest.raises(CannotDecide, match="every place is pinned or decided"):
        changes.preview(state_of(run), Act.CHOOSE, str(one.mentee_id), str(other.mentor_id))
    with pytest.raises(CannotDecide, match="is decided. Take that decision back"):
        changes.preview(state_of(run), Act.CHOOSE, str(other.mentee_id), str(one.mentor_id))


def test_a_choice_against_a_hard_rule_is_refused_with_the_facts(organization, coordinator):
    program, mentees, mentors = make_pool(1, 2)
    Participant.objects.filter(pk=mentors[1].pk).update(languages=["fr"])
    run = finished_run(program)
    with pytest.raises(CannotDecide, match="speaks French") as refused:
        changes.preview(state_of(run), Act.CHOOSE, str(mentees[0].pk), str(mentors[1].pk))
    assert mentors[1].person.name in str(refused.value)


def test_what_was_seen_must_still_be_true(run, coordinator):
    mentee, mentor = taken(run)
    old = seen(run, Act.CHOOSE, mentee, mentor)
    other = next(one for one in pairs_of(run) if one != mentee and pairs_of(run)[one] != mentor)
    change(run, Act.CHOOSE, other, pairs_of(run)[mentee], by=coordinator)
    before = rows_of(run)
    with pytest.raises(CannotDecide, match="meanwhile"):
        changes.apply(run, Act.CHOOSE, str(mentee), str(mentor), seen=old, by=coordinator)
    assert rows_of(run) == before


def test_approving_afterwards_keeps_a_change_from_being_undone(run, coordinator):
    mentee, mentor = taken(run)
    made = change(run, Act.CHOOSE, mentee, mentor, by=coordinator)
    match = matches_by_mentee(run)[mentee]
    services.approve(match, by=coordinator)
    with pytest.raises(CannotDecide, match="decided since"):
        changes.undo(run, made.number, by=coordinator)
    announcing.announce(run, by=coordinator)
    with pytest.raises(CannotDecide, match="announced already"):
        changes.undo(run, made.number, by=coordinator)


def test_a_changed_run_is_announced_as_changed(run, coordinator):
    mentee, mentor = taken(run)
    change(run, Act.CHOOSE, mentee, mentor, by=coordinator)
    services.approve_many(list(Match.objects.filter(run=run)), by=coordinator)
    assert len(announcing.announce(run, by=coordinator).announced) == 3
    assert dict(Partnership.objects.values_list("mentee_id", "mentor_id")) == pairs_of(run)


def test_a_tampered_change_is_not_proven(run, coordinator):
    mentee, mentor = taken(run)
    made = change(run, Act.CHOOSE, mentee, mentor, by=coordinator)
    with pytest.raises(IntegrityError, match="change_is_proven"), transaction.atomic():
        Change.objects.filter(pk=made.pk).update(digest="0" * 64)
    Change.objects.filter(pk=made.pk).update(pins=[])
    with pytest.raises(NotProven):
        check(run)


def test_a_newer_run_closes_the_older_ones(run, coordinator):
    mentee, mentor = taken(run)
    sign = seen(run, Act.CHOOSE, mentee, mentor)
    newer = finished_run(run.program)
    with pytest.raises(CannotDecide, match=f"Run {newer.number} is newer"):
        changes.apply(run, Act.CHOOSE, str(mentee), str(mentor), seen=sign, by=coordinator)


@pytest.mark.parametrize("other", ["not-an-id", "00000000-0000-0000-0000-000000000000", ""])
def test_somebody_who_was_not_part_of_the_run_is_refused(run, coordinator, other):
    mentee, _ = taken(run)
    with pytest.raises(CannotDecide, match="not part of the run"):
        changes.preview(state_of(run), Act.CHOOSE, str(mentee), other)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_change_the_same_at_once():
    inside = context.Context(OrganizationFactory().pk)
    with context.enter(inside):
        program, *_ = make_pool(3, 4)
        run = finished_run(program)
        mentee, mentor = taken(run)
        other = next(one for one in pairs_of(run) if one != mentee and pairs_of(run)[one] != mentor)
        wishes = [(mentee, mentor), (other, pairs_of(run)[mentee])]
        signs = [seen(run, Act.CHOOSE, *wish) for wish in wishes]
        members = [MembershipFactory(), MembershipFactory()]
    barrier, results = threading.Barrier(2, timeout=20), []

    def work(number):
        barrier.wait()
        try:
            with context.enter(inside):
                one, another = map(str, wishes[number])
                changes.apply(run, Act.CHOOSE, one, another, seen=signs[number], by=members[number])
            results.append("made")
        except CannotDecide:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(results) == ["made", "refused"]
    with context.enter(inside):
        assert Change.objects.count() == 1
        check(run)
