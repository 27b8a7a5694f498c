"""What the door answers is what trying every answer gives."""

import json

from hypothesis import given, settings

from matching.engine.door import answer
from matching.engine.instance import read
from tests.matching.engine.instances import (
    Everything,
    instances,
    is_possible,
    matches_and_points,
)


def answered(instance, **options):
    return json.loads(json.dumps(answer(read(json.dumps(instance).encode()), **options)))


@settings(max_examples=200)
@given(instances())
def test_the_answer_is_the_lexicographic_optimum(instance):
    best = Everything(instance).best()

    said = answered(instance)

    assert (said["matched"], said["total"], said["kept"], said["floor"]) == (
        best.matched,
        best.total,
        best.kept,
        best.floor,
    )
    assert said["certificate"] is True


@given(instances())
def test_the_pairs_are_allowed_and_add_up_to_what_is_said(instance):
    said = answered(instance)

    points = [instance["scores"][i][k] for i, k in said["pairs"]]
    pins = instance.get("pins", [])
    free = [instance["scores"][i][k] for i, k in said["pairs"] if [i, k] not in pins]
    assert said["matched"] == len(said["pairs"]) == len({i for i, _ in said["pairs"]})
    assert said["total"] == sum(points)
    assert said["worst"] == min(points, default=None)
    assert said["kept"] == sum(pair in instance.get("previous", []) for pair in said["pairs"])
    assert all(is_possible(instance, *pair) for pair in said["pairs"])
    assert all(pin in said["pairs"] for pin in pins)
    assert min(free, default=10_000) >= (said["floor"] or 0)
    for k, places in enumerate(instance["capacity"]):
        assert sum(mentor == k for _, mentor in said["pairs"]) <= places


@given(instances())
def test_the_unmatched_are_told_why(instance):
    everything = Everything(instance)
    said = answered(instance)
    pins = dict(map(tuple, instance.get("pins", [])))
    mentors = range(len(instance["capacity"]))
    possible = {
        i: {pins[i]} if i in pins else {k for k in mentors if is_possible(instance, i, k)}
        for i in range(len(instance["scores"]))
    }
    more = {
        k
        for k in mentors
        if matches_and_points(everything.value_with_one_more(k) - everything.best_value())[0] == 1
    }

    matched = {i for i, _ in said["pairs"]}
    assert [why["mentee"] for why in said["unmatched"]] == sorted(set(possible) - matched)
    helping = set()
    for why in said["unmatched"]:
        if why["reason"] == "no_possible_mentor":
            assert why.keys() == {"mentee", "reason"}
            assert possible[why["mentee"]] == set()
            continue
        assert why["reason"] == "places_taken"
        assert why["mentee"] in why["mentees"]
        assert set().union(*(possible[i] for i in why["mentees"])) == set(why["mentors"])
        assert sum(instance["capacity"][k] for k in why["mentors"]) < len(why["mentees"])
        helping |= set(why["mentors"])
    assert helping == more


@given(instances())
def test_regret_and_one_more_are_what_forcing_them_gives(instance):
    everything = Everything(instance)
    best = everything.best_value()
    pins = dict(map(tuple, instance.get("pins", [])))

    said = answered(instance, with_regret=True)

    mentors = range(len(instance["capacity"]))
    for i in range(len(instance["scores"])):
        for k in mentors:
            forced = everything.value_with(i, k)
            expected = None if forced is None else matches_and_points(best - forced)
            assert said["regret"][i][k] == ([0, 0] if pins.get(i) == k else expected)
    assert said["one_more"] == [
        matches_and_points(everything.value_with_one_more(k) - best) for k in mentors
    ]
