"""From answers to numbers: scales, the same people on the same items, and what few people show."""

import json

import pytest

from evaluations.observers.queries import Number
from evaluations.results.gathering import observer_rows, whose
from evaluations.results.numbers import as_data, goals, pairs_of, score
from evaluations.results.pages import answer, rates_of, weak_at_end
from evaluations.results.wording import Change, Rate
from instruments.kinds import Occasion
from tests.evaluations.results.people import KEYS, gathered, row

BASELINE, FINAL = Occasion.BASELINE, Occasion.FINAL


def test_a_score_needs_half_of_the_items():
    values = {KEYS[0]: 2, KEYS[1]: 5}
    assert score(values, KEYS) == 3.5
    assert score({KEYS[0]: 2}, KEYS) is None
    assert score({KEYS[0]: 2}, KEYS[:2]) == 2
    assert score({}, KEYS) is None


def test_a_change_is_of_the_same_people_on_the_same_items():
    rows = [
        row(1, baseline=(1, 5, None), final=(2, None, 5)),  # one item of three is not enough
        row(2, baseline=(1, 2, 3), final=(3, 3, None)),
        row(3, baseline=(4, 4, 4)),
        row(4, final=(5, 5, 5)),
    ]
    before, after = pairs_of(rows, BASELINE, FINAL)
    assert list(zip(before, after, strict=True)) == [
        *((None, None), (1.5, 3.0)),
        *((None, None), (None, None)),
    ]


def test_an_item_that_was_asked_once_is_part_of_no_change():
    rows = [row(who, baseline=(1, 2, None), final=(2, 3, 5)) for who in range(3)]
    assert pairs_of(rows, BASELINE, FINAL) == ([1.5] * 3, [2.5] * 3)


def test_informants_and_occasions_are_kept_apart():
    found = json.loads(json.dumps(as_data(gathered(12, asked=24))))
    (scale,) = found["scales"]

    assert (scale["informant"], scale["dimension"]) == ("mentee", "leadership")
    assert set(scale["levels"]) == {"baseline", "mid_year", "final", "then"}
    assert scale["levels"]["baseline"]["n"] == 12
    assert scale["levels"]["baseline"]["alpha_n"] == 12
    assert scale["levels"]["final"]["items"] == 3
    measured, experienced = (scale["changes"][f"{one}:final"] for one in ("baseline", "then"))
    assert measured["as"] == experienced["as"] == "numbers"
    assert measured["mean_change"] == pytest.approx(1.5)
    assert experienced["mean_change"] == pytest.approx(7 / 3)
    (recommended,) = found["recommendation"]
    assert (recommended["n"], sum(recommended["counts"])) == (12, 12)


def test_of_few_nothing_exact_is_kept_at_all():
    text = json.dumps(as_data(gathered(9, goals=[])))
    for word in ("mean", "sd", "ci95", "alpha", "counts"):
        assert f'"{word}' not in text
    assert as_data(gathered(0))["scales"] == []


def test_those_who_were_silent_are_compared_at_the_start():
    rows = [row(who, baseline=(2, 2, 2), final=(3, 3, 3)) for who in range(10)]
    rows += [row(10 + who, baseline=(4, 4, 4)) for who in range(3)]
    rows += [row(99, baseline=(1, 1, 1))]  # nobody asked them at the end
    facts = gathered(0)
    facts.scales = {("mentee", "leadership"): rows}
    facts.asked_at_end = frozenset(range(13))
    (found,) = as_data(facts)["silent"]

    assert (found["answered"]["n"], found["answered"]["mean"]) == (10, 2)
    assert (found["silent"]["n"], found["silent"]["level"]) == (3, 4)


def test_goals_are_counted_exactly_from_ten_people_on():
    exact = goals([("set", None, 30, 12), ("mentee", -2, 3, 12), ("mentee", 1, 9, 12)])
    (side,) = exact["sides"]
    assert (exact["set"], side["reached"], side["scored"], side["mean"]) == (30, 9, 12, 0.25)
    (few,) = goals([("set", None, 9, 6), ("mentor", -1, 1, 6), ("mentor", 0, 8, 6)])["sides"]
    assert few["reached"] == [7, 9]
    assert "counts" not in few
    assert goals([]) == {"set": 0, "people": 0, "sides": []}


def test_under_sixty_percent_is_a_weak_basis():
    assert Rate("final", "mentee", 10, 5).is_weak
    assert not Rate("final", "mentee", 10, 6).is_weak
    assert not Rate("final", "mentee", 0, 0).is_weak
    found = as_data(gathered(12, asked=40))
    assert weak_at_end(rates_of(found)) == {"mentee", "mentor"}


def test_numbers_are_written_with_their_sign_and_never_more_exact_than_they_are(organization):
    found = as_data(gathered(12))
    program = type("Program", (), {"slug": "winter"})
    (group,) = answer(found, program, organization)["groups"]
    (line,) = group["lines"]
    assert (line["change"].before, line["change"].mean) == ("2.50", "+1.50")
    assert group["chart"].rows[0][0] == "Leading and communicating"
    few = Change("baseline:final", as_data(gathered(5))["scales"][0]["changes"]["baseline:final"])
    assert few.bands == "3–5 up, 0–2 the same, 0–2 down"
    assert few.before == "about 2.5"


def test_observers_are_one_more_informant_and_paired_where_it_is_the_same():
    def said(who, link, value, is_reversed=False):
        return Number(who, link, "observed-aims", "observed", is_reversed, value)

    told = {
        BASELINE: [said("a", 1, 2), said("b", 2, 3), said("b", 3, 4), said("c", 4, None)],
        FINAL: [said("a", 5, 2, is_reversed=True), said("b", 6, 5), said("d", 7, 1)],
    }
    # The manager of both a and d is two observers; the one of link 3 was forgotten.
    addresses = {1: "boss@x", 2: "old@x", 3: "", 5: "boss@x", 6: "old@x", 7: "boss@x"}
    rows = {row.who: row.values for row in observer_rows(told, whose(told, addresses))["observed"]}
    assert rows == {
        ("a", "boss@x"): {BASELINE: {"observed-aims": 2}, FINAL: {"observed-aims": 4}},
        ("b", "old@x"): {BASELINE: {"observed-aims": 3}, FINAL: {"observed-aims": 5}},
        ("b", 3): {BASELINE: {"observed-aims": 4}},
        ("d", "boss@x"): {FINAL: {"observed-aims": 1}},
    }
    assert observer_rows({}, {}) == {}
