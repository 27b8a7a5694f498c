"""Each hard rule sets its own bit, and a pair keeps all of them."""

import numpy as np
import pytest
from hypothesis import given

from matching.engine.build import build_problem
from matching.engine.explain import why_not
from matching.engine.people import Role
from matching.engine.problem import Rule
from matching.engine.rules import COMPANY_RULES, Facts, forbidden
from tests.matching.engine.persons import ENGLISH, FRENCH, HINDI, mentee, mentor, people


def rules(one, other, **facts):
    return Rule(int(forbidden([one], [other], Facts(**facts))[0, 0]))


def companies(size, **between):
    """A matrix with rules in one direction: companies(3, r12=Rule.X) from company 1 to 2."""
    matrix = np.zeros((size, size), np.uint32)
    for pair, rule in between.items():
        matrix[int(pair[1]), int(pair[2])] = rule
    return matrix


def test_plain_pair_is_possible():
    assert rules(mentee(), mentor()) == Rule(0)


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ({"company": 2}, {}, Rule.SAME_COMPANY),
        ({"corporate_group": 7}, {"corporate_group": 7}, Rule.CORPORATE_GROUP),
        ({"languages": FRENCH | HINDI}, {}, Rule.NO_COMMON_LANGUAGE),
        ({"utc_offset": 60, "max_gap": 59}, {}, Rule.TIME_ZONE_GAP),
        ({"utc_offset": 61}, {"max_gap": 60}, Rule.TIME_ZONE_GAP),
        ({"former_employers": frozenset({(2, 23)})}, {}, Rule.FORMER_EMPLOYER),
        ({}, {"former_employers": frozenset({(1, 0)})}, Rule.FORMER_EMPLOYER),
        ({"managers": frozenset({"o1"})}, {}, Rule.REPORTING_LINE),
        ({}, {"managers": frozenset({"e1"})}, Rule.REPORTING_LINE),
        ({"please_not_people": frozenset({"o1"})}, {}, Rule.PLEASE_NOT),
        ({}, {"please_not_people": frozenset({"e1"})}, Rule.PLEASE_NOT),
        ({"please_not_companies": frozenset({2})}, {}, Rule.PLEASE_NOT),
        ({}, {"please_not_companies": frozenset({1})}, Rule.PLEASE_NOT),
        ({"needs": (8, 9, 1)}, {}, Rule.NO_TOP_NEED),
        ({}, {"capacity": 0}, Rule.NO_CAPACITY),
        ({"complete": False}, {}, Rule.INCOMPLETE_PROFILE),
        ({}, {"complete": False}, Rule.INCOMPLETE_PROFILE),
        ({"needs": ()}, {}, Rule.INCOMPLETE_PROFILE | Rule.NO_TOP_NEED),
        ({}, {"offers": ()}, Rule.INCOMPLETE_PROFILE | Rule.NO_TOP_NEED),
        ({"languages": 0}, {}, Rule.INCOMPLETE_PROFILE | Rule.NO_COMMON_LANGUAGE),
    ],
)
def test_rule_forbids(one, other, rule):
    assert rules(mentee(**one), mentor(**other)) == rule


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"corporate_group": 7}, {"corporate_group": 8}),
        ({"languages": FRENCH | HINDI}, {"languages": ENGLISH | HINDI}),
        ({"utc_offset": 60, "max_gap": 60}, {"max_gap": 60}),
        ({"utc_offset": 720, "max_gap": 60}, {"utc_offset": -660}),
        ({"former_employers": frozenset({(2, 24)})}, {}),
        ({"former_employers": frozenset({(9, 1)})}, {"former_employers": frozenset({(9, 1)})}),
        ({"managers": frozenset({"o2"})}, {"managers": frozenset({"o2"})}),
        ({"needs": (8, 1)}, {}),
        ({"please_not_people": frozenset({"e1"})}, {}),
    ],
)
def test_rule_allows(one, other):
    assert rules(mentee(**one), mentor(**other)) == Rule(0)


@pytest.mark.parametrize("rule", list(COMPANY_RULES))
@pytest.mark.parametrize("direction", ["r12", "r21"])
def test_rules_between_companies_count_in_either_direction(rule, direction):
    assert rules(mentee(), mentor(), companies=companies(3, **{direction: rule})) == rule


@pytest.mark.parametrize(
    ("one", "other", "forbids"),
    [
        ({"moves_on": 5, "moves_to": 2}, {}, True),
        ({}, {"moves_on": 5, "moves_to": 1}, True),
        ({"moves_on": 5, "moves_to": 3}, {}, True),  # 2 and 3 compete
        ({"moves_on": 5, "moves_to": 4}, {}, False),
        ({"moves_on": 5}, {}, False),
        ({"moves_on": 5, "moves_to": 2}, {"moves_on": 6}, True),
        ({"moves_on": 5, "moves_to": 2}, {"moves_on": 5}, False),
        ({"moves_on": 5, "moves_to": 4}, {"moves_on": 9, "moves_to": 4}, True),
        ({"moves_on": 9, "moves_to": 3}, {"moves_on": 5, "moves_to": 0}, False),
    ],
)
def test_moves_that_bring_them_together_are_forbidden(one, other, forbids):
    between = companies(5, r32=Rule.DECLARED_COMPETITORS)
    found = rules(mentee(**one), mentor(**other), companies=between)
    assert found == (Rule.COMPETING_LATER if forbids else Rule(0))
    swapped = rules(
        mentee(**{"company": 2, **other}), mentor(**{"company": 1, **one}), companies=between
    )
    assert swapped == found


def test_a_move_counts_for_the_pair_alone_whatever_is_known_of_companies():
    mentees = [mentee(), mentee("e2", company=7), mentee("e3", company=9, moves_on=1, moves_to=8)]
    mentors = [mentor(moves_on=5, moves_to=7), mentor("o2", company=8), mentor("o3")]
    later = Rule.COMPETING_LATER
    bits = forbidden(mentees, mentors, Facts())
    assert bits.tolist() == [[0, 0, 0], [later, 0, 0], [0, later, 0]]
    with pytest.raises(ValueError, match="on no day"):
        mentee(moves_to=2)


def test_former_employer_months_are_a_setting():
    one = mentee(former_employers=frozenset({(2, 23)}))

    assert rules(one, mentor(), former_employer_months=12) == Rule(0)


def test_pair_of_before_is_forbidden():
    paired = [("e1", "o1"), ("gone", "o1"), ("e1", "gone")]

    bits = forbidden([mentee()], [mentor(), mentor("o2")], Facts(paired_before=paired))

    assert bits.tolist() == [[Rule.PAIRED_BEFORE, 0]]


def test_pair_keeps_every_reason():
    one = mentee(company=2, languages=FRENCH, utc_offset=600, needs=(9,))
    other = mentor(capacity=0, managers=frozenset({"e1"}), max_gap=60)

    assert rules(one, other, paired_before=[("e1", "o1")]) == (
        Rule.SAME_COMPANY
        | Rule.NO_COMMON_LANGUAGE
        | Rule.TIME_ZONE_GAP
        | Rule.NO_TOP_NEED
        | Rule.NO_CAPACITY
        | Rule.REPORTING_LINE
        | Rule.PAIRED_BEFORE
    )


@pytest.mark.parametrize(
    "matrix", [np.zeros((2, 3), np.uint32), np.zeros(4, np.uint32), companies(3, r12=Rule.VETO)]
)
def test_impossible_matrix_of_companies_is_refused(matrix):
    with pytest.raises(ValueError, match="matrix of companies"):
        rules(mentee(), mentor(), companies=matrix)


@given(people(Role.MENTEE, "e"), people(Role.MENTOR, "o"))
def test_rules_of_a_pair_do_not_depend_on_the_pool(mentees, mentors):
    bits = forbidden(mentees, mentors, Facts())

    for i, one in enumerate(mentees):
        for k, other in enumerate(mentors):
            assert rules(one, other) == bits[i, k]


def test_why_not_lists_all_reasons_of_a_pair():
    problem = build_problem(
        [mentee(languages=FRENCH)], [mentor(), mentor("o2")], vetoes=[("e1", "o1")], floor=10_000
    )

    assert why_not(problem, ("e1", "o1")) == (Rule.NO_COMMON_LANGUAGE, Rule.VETO, Rule.BELOW_FLOOR)
    assert why_not(problem, ("e1", "o2")) == (Rule.NO_COMMON_LANGUAGE, Rule.BELOW_FLOOR)
