"""After any edit the result is what a cold solve of the edited problem gives."""

import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.build import build_problem
from matching.engine.certificate import certify
from matching.engine.editing import Standing
from matching.engine.edits import (
    Capacity,
    MenteeJoins,
    MenteeLeaves,
    MentorJoins,
    MentorLeaves,
    Pin,
    Swap,
    Unpin,
    Unveto,
    Veto,
)
from matching.engine.explain import Loss, Move
from matching.engine.problem import PinsRefused, Rule
from matching.engine.run import claim_of
from matching.engine.scoring import scores
from matching.engine.solver import objective
from tests.matching.engine import persons
from tests.matching.engine.cases import changed, make_problem, problems


@st.composite
def edits(draw, standing):
    """Any edit that can be made where things stand."""
    problem = standing.problem
    mentee = st.sampled_from(problem.mentees) if problem.mentees else st.nothing()
    mentor = st.sampled_from(problem.mentors) if problem.mentors else st.nothing()
    matched = sorted(standing.mentor_of)
    kinds = [
        st.builds(Pin, mentee, mentor),
        st.builds(Unpin, mentee),
        st.builds(Veto, mentee, mentor),
        st.sampled_from([Veto(*pair) for pair in standing.pairs]) if matched else st.nothing(),
        st.builds(Unveto, mentee, mentor),
        st.sampled_from([Unveto(*pair) for pair in problem.vetoes])
        if set(problem.vetoes) & {(i, k) for i in problem.mentees for k in problem.mentors}
        else st.nothing(),
        st.permutations(matched).map(lambda two: Swap(*two[:2]))
        if len(matched) > 1
        else st.nothing(),
        st.builds(Capacity, mentor, st.integers(0, 4)),
        st.builds(MenteeLeaves, mentee),
        st.builds(MentorLeaves, mentor),
        joining(MenteeJoins, set(string.ascii_lowercase) - {*problem.mentees}, problem.mentors),
        joining(
            MentorJoins,
            set(string.ascii_uppercase) - {*problem.mentors},
            problem.mentees,
            places=st.integers(0, 4),
        ),
    ]
    return draw(st.one_of(kinds))


def joining(kind, names, others, **more):
    def numbers(values):
        some = st.lists(values, min_size=len(others), max_size=len(others))
        return some.map(lambda listed: np.array(listed, np.int64))

    who = "mentee" if kind is MenteeJoins else "mentor"
    return st.builds(
        kind,
        **{who: st.sampled_from(sorted(names))},
        scores=numbers(st.sampled_from([0, 1, 2, 50, 10_000])),
        reasons=numbers(st.sampled_from([0, 0, 0, int(Rule.SAME_COMPANY)])),
        **more,
    )


def refused(standing, edit):
    try:
        standing.preview(edit)
    except (PinsRefused, ValueError):
        return True
    return False


def kept(standing):
    return len({*standing.pairs} & {*standing.problem.previous})


@settings(max_examples=300)
@given(problems(largest=5, pins=True), st.data())
def test_any_edits_in_a_row_give_what_a_cold_solve_gives(problem, data):
    standing = Standing.of(problem)
    for _ in range(3):
        edit = data.draw(edits(standing))
        if refused(standing, edit):
            continue

        effect = standing.preview(edit)

        cold = Standing.of(effect.standing.problem)
        assert effect.after == effect.standing.outcome
        assert (effect.after.matched, effect.after.total) == (
            cold.outcome.matched,
            cold.outcome.total,
        )
        assert kept(effect.standing) == kept(cold)
        assert effect.cost == Loss(
            effect.before.matched - effect.after.matched, effect.before.total - effect.after.total
        )
        standing = effect.standing


@given(problems(largest=5, pins=True), st.data())
def test_an_edited_result_is_proven_like_any_other(problem, data):
    standing = Standing.of(problem)
    edit = data.draw(edits(standing))
    if not refused(standing, edit):
        after = standing.preview(edit).standing
        claim, _ = claim_of(after.problem, objective(after.problem), after.assigned)

        assert certify(after.problem, claim).total == after.outcome.total


@given(problems(largest=5, pins=True), st.data())
def test_moves_turn_one_result_into_the_other(problem, data):
    standing = Standing.of(problem)
    edit = data.draw(edits(standing))
    if not refused(standing, edit):
        effect = standing.preview(edit)

        moved = dict(standing.mentor_of)
        for move in effect.moves:
            assert moved.pop(move.mentee, None) == move.before
            if move.after:
                moved[move.mentee] = move.after
        assert moved == effect.standing.mentor_of


@given(problems(largest=5, pins=True))
def test_options_cost_and_move_what_pinning_them_does(problem):
    standing = Standing.of(problem)
    for mentee in problem.mentees:
        options = standing.options_of(mentee)
        for option in options:
            effect = standing.preview(Pin(mentee, option.mentor))
            assert option.loss == effect.cost
            assert len(option.moves) == len(effect.moves)
            assert option.moves == standing.moves_of(mentee, option.mentor)
            assert option.moves[0] == Move(mentee, standing.mentor_of.get(mentee), option.mentor)
        ranks = [(o.loss.matches, o.loss.points, len(o.moves), -o.score) for o in options]
        assert ranks == sorted(ranks)
        offered = {option.mentor for option in options} | {standing.mentor_of.get(mentee)}
        for mentor in set(problem.mentors) - offered:
            i, k = problem.mentee_index[mentee], problem.mentor_index[mentor]
            others = tuple(pin for pin in problem.pins if pin[0] != mentee)
            pinned = changed(problem, pins=(*others, (mentee, mentor)))
            assert problem.blocks[i, k] or pinned.refused_pins()


@given(problems(largest=5, pins=True))
def test_how_sure_a_pair_is_is_what_its_veto_costs(problem):
    standing = Standing.of(problem)
    costs = standing.veto_costs()

    assert costs.keys() == standing.mentor_of.keys()
    for mentee in problem.mentees:
        assert standing.veto_cost(mentee) == costs.get(mentee)
        if mentee in standing.mentor_of and mentee not in dict(problem.pins):
            assert standing.without(mentee).cost == costs[mentee]


def test_an_edit_says_what_it_costs_and_who_moves():
    standing = Standing.of(make_problem([[90, 80], [70, 10]]))

    effect = standing.preview(Pin("a", "A"))

    assert effect.cost == Loss(matches=0, points=50)
    assert effect.moves == (Move("a", "B", "A"), Move("b", "A", "B"))
    assert (effect.before.total, effect.after.total) == (150, 100)
    assert standing.mentor_of == {"a": "B", "b": "A"}
    assert effect.standing.mentor_of == {"a": "A", "b": "B"}


def test_undoing_an_edit_gives_the_result_back():
    standing = Standing.of(make_problem([[9, 7, 5], [8, 6, 6], [7, 7, 1]]))
    there = standing.preview(Pin("a", "C")).standing

    back = there.preview(Unpin("a")).standing

    assert back.outcome == standing.outcome


def test_no_more_pairs_change_than_the_edit_needs():
    """Everybody is worth the same everywhere: only the two who trade places move."""
    standing = Standing.of(make_problem(np.full((6, 6), 7)))
    mentee, mentor = "a", standing.mentor_of["f"]

    assert len(standing.preview(Pin(mentee, mentor)).moves) == 2
    assert standing.veto_cost(mentee) == Loss(0, 0)
    assert len(standing.without(mentee).moves) == 2


def test_who_leaves_gives_their_place_to_whoever_it_serves_best():
    standing = Standing.of(make_problem([[9], [5], [7]]))

    effect = standing.preview(MenteeLeaves("a"))

    assert effect.cost == Loss(matches=0, points=2)
    assert effect.moves == (Move("a", "A", None), Move("c", None, "A"))
    assert effect.standing.problem.mentees == ("b", "c")


@pytest.mark.parametrize(
    "edit",
    [
        Pin("x", "A"),
        Pin("a", "X"),
        Veto("a", "X"),
        Swap("a", "a"),
        Swap("a", "c"),
        Capacity("A", -1),
        MenteeLeaves("x"),
        MentorLeaves("X"),
        MenteeJoins("a", np.zeros(2), np.zeros(2)),
        MentorJoins("A", 1, np.zeros(3), np.zeros(3)),
        MenteeJoins("z", np.zeros(3), np.zeros(3)),
        MenteeJoins("z", np.full(2, 10_001), np.zeros(2)),
    ],
)
def test_impossible_edits_are_refused(edit):
    standing = Standing.of(make_problem([[9, 8], [7, 6], [5, 4]]))

    with pytest.raises(ValueError, match=r".+"):
        standing.preview(edit)


@pytest.mark.parametrize("edit", [Pin("a", "A"), Veto("b", "B"), Capacity("B", 0)])
def test_edits_against_a_rule_or_a_pin_are_refused_by_name(edit):
    problem = make_problem([[9, 8], [7, 6]], forbidden=["aA"], pins=["bB"])

    with pytest.raises(PinsRefused) as refusal:
        Standing.of(problem).preview(edit)

    assert len(refusal.value.refused) == 1


def test_a_pin_goes_below_the_floor_and_back_again():
    standing = Standing.of(make_problem([[9, 1], [9, 8]], floor=5))

    pinned = standing.preview(Pin("a", "B"))
    lifted = pinned.standing.preview(Unpin("a"))

    assert pinned.standing.mentor_of == {"a": "B", "b": "A"}
    assert lifted.standing.mentor_of == standing.mentor_of


def test_features_follow_who_leaves():
    problem = build_problem(
        [
            persons.mentee("e1", wishes=("o2",)),
            persons.mentee("e2", wishes=("o1", "o3")),
            persons.mentee("e3"),
        ],
        [persons.mentor("o1"), persons.mentor("o2"), persons.mentor("o3")],
    )
    standing = Standing.of(problem)

    for edit in (MenteeLeaves("e1"), MentorLeaves("o2"), MentorLeaves("o1")):
        standing = standing.preview(edit).standing
        assert scores(standing.problem.features).tolist() == standing.problem.scores.tolist()


def test_an_edit_leaves_the_standing_result_as_it_was():
    problem = make_problem([[9, 7], [8, 6], [7, 7]])
    standing = Standing.of(problem)
    assigned = standing.assigned.copy()
    for edit in (Pin("a", "B"), Veto("a", "A"), Capacity("A", 3), MentorLeaves("B")):
        standing.preview(edit)

    assert standing.assigned.tolist() == assigned.tolist()
    assert standing.problem.digest == problem.digest
