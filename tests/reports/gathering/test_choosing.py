"""What one company may hear: by sets of people alone, and never about fewer than five."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.gathering.choosing import OTHERS, Audience, Choice, benchmark
from reports.gathering.measures import GROUPS, Measure
from tests.reports.gathering.people import facts_of, ones

NOBODY = frozenset()


def shares(people, **facts):
    values = {one.id: Fraction(number % 2) for number, one in enumerate(people)}
    return Measure("training", "training", "Training", values, **facts)


def choice(people, company="A", k=5, readers=(), history=None, others=NOBODY):
    own = sum(one.company == company and one.is_in for one in people)
    audience = Audience(company, own, k, tuple(map(frozenset, readers)))
    return Choice(facts_of(people), audience, history or {}, {"training": others})


@pytest.mark.parametrize(
    ("mentees", "mentors", "expected"),
    [
        (2, 2, set()),
        (3, 2, {"all"}),
        (5, 4, {"all"}),
        (5, 5, {"all", "mentee", "mentor"}),
        (12, 9, {"all", "mentee", "mentor"}),
        (12, 0, {"all", "mentee"}),
        # Their difference to all would be about two mentors.
        (12, 2, {"all"}),
    ],
)
def test_small_companies_hear_less(mentees, mentors, expected):
    people = ones("A", mentees, mentors)

    assert set(choice(people).say(shares(people, is_activity=True))) == expected


def test_a_company_with_few_people_hears_totals_of_activity_alone():
    people = ones("A", 4, 4)

    assert choice(people).say(shares(people)) == {}
    assert set(choice(people).say(shares(people, is_activity=True))) == {"all"}


def test_sums_are_of_the_own_people():
    people = [*ones("A", 6, 6), *ones("B", 6, 6)]

    said = choice(people).say(shares(people))

    assert (said["all"].people, said["all"].sum) == (12, 6)
    assert said["mentee"].mean == Fraction(1, 2)


def test_whoever_reads_and_takes_part_protects_nobody():
    people = ones("A", 6, 5)
    one, other = people[0].id, people[1].id

    assert set(choice(people, readers=[{one}]).say(shares(people))) == {"all", "mentee", "mentor"}
    said = choice(people, readers=[{one}, {other}]).say(shares(people))
    assert set(said) == {"all"}


def test_what_was_said_before_counts():
    before, after = ones("A", 12), ones("A", 11)
    history = {"training": [frozenset(one.id for one in before)]}

    assert choice(after, history=history).say(shares(after)) == {}
    assert set(choice(after).say(shares(after))) == {"all", "mentee"}
    later = ones("A", 18)
    assert "all" in choice(later, history=history).say(shares(later))


def test_values_never_decide():
    people = ones("A", 12, 7)
    every = [Fraction(0)] * 19, [Fraction(1)] * 19
    said = []
    for values in every:
        measure = shares(people)
        same = dict(zip(measure.values, values, strict=True))
        said.append(set(choice(people).say(Measure("training", "training", "", same))))

    assert said[0] == said[1] == {"all", "mentee", "mentor"}


@pytest.mark.parametrize(
    ("sizes", "is_there"),
    [
        ((5, 5, 5, 5), True),
        ((5, 5, 5), False),
        ((5, 5, 5, 4), False),
        ((5, 5, 5, 20), False),
        ((6, 5, 5, 5, 4), True),
    ],
)
def test_the_program_stands_beside_only_where_it_hides_each_company(sizes, is_there):
    people = [one for name, size in zip("ABCDE", sizes, strict=False) for one in ones(name, size)]
    found = benchmark(shares(people), facts_of(people), 5)

    assert bool(found) is is_there
    assert not any(member.startswith("E") for member in found)
    said = choice(people, others=found).say(shares(people, groups=GROUPS))
    assert OTHERS not in said  # five people alone hear totals of what they did


def test_a_company_with_enough_people_hears_of_the_program():
    people = [one for name in "ABCDE" for one in ones(name, 12)]
    measure = shares(people)
    found = benchmark(measure, facts_of(people), 5)

    said = choice(people, others=found).say(measure)

    assert said[OTHERS].people == 60


def rank(rows):
    """Of a matrix of fractions, exactly."""
    rows, found = [list(map(Fraction, row)) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for n in range(found + 1, len(rows)):
            factor = rows[n][column] / rows[found][column]
            rows[n] = [a - factor * b for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def is_broken(rows, people, periods, k):
    """Whether something about fewer than ``k`` people follows from sums over (person, period)."""
    columns = [(pk, number) for pk in people for number in range(periods)]
    matrix = [[int(column in row) for column in columns] for row in rows]
    whole = rank(matrix)
    for size in range(1, k):
        for few in combinations(people, size):
            kept = [n for n, (pk, _period) in enumerate(columns) if pk not in few]
            if rank([[row[n] for n in kept] for row in matrix]) < whole:
                return True
    return False


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sets(st.integers(0, 7), min_size=3), min_size=4, max_size=4))
def test_the_whole_program_never_gives_a_quarter_away(under_way):
    """Three quarters with joiners and leavers, then the sum over all of it; k is 2 here."""
    everybody = [*ones("A", 4, 4)]
    names = [one.id for one in everybody]
    rows = []
    for number, present in enumerate(under_way[:3]):
        values = {names[n]: Fraction(1) for n in present}
        quarter = choice(everybody, k=2)
        quarter.say(Measure("training", f"met:{number}", "", values, is_activity=True))
        rows += [{(pk, number) for pk in sets} for _family, _cell, sets in quarter.published]
    lately = {names[n]: Fraction(1) for n in under_way[3]}
    final = choice(everybody, k=2)
    final.say(Measure("training", "met:final", "", lately, is_activity=True))
    present = [{names[n] for n in some} for some in under_way]
    for _family, _cell, sets in final.published:
        rows.append({(pk, n) for pk in sets for n in range(4) if pk in present[n]})

    assert not rows or not is_broken(rows, names, 4, 2)
