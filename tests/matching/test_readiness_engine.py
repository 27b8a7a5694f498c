"""Readiness against what trying everything, or solving again, answers."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.build import build_problem
from matching.engine.cover import Cover, bits_of, row_with, rows_of
from matching.engine.helping import MOST_PLACES, Owed, gain
from matching.engine.people import Role
from matching.engine.problem import Rule
from matching.engine.readiness import assess
from matching.engine.rules import Facts
from matching.engine.shortage import MOST_SLACK, Pool
from matching.engine.solver import objective, optimum
from tests.bench._matching.people import pool as realistic
from tests.matching.engine.persons import ENGLISH, FRENCH, mentee, mentor, people

COMPETING = np.zeros((5, 5), np.uint32)
COMPETING[0, 1] = COMPETING[2, 3] = Rule.DECLARED_COMPETITORS
FACTS = Facts(companies=COMPETING)
MENTEES, MENTORS = people(Role.MENTEE, "e"), people(Role.MENTOR, "o")
# People who differ in little else than what is scarce: short groups are frequent.
SCARCE_MENTEES = st.lists(
    st.tuples(st.integers(0, 4), st.permutations(range(3)), st.sampled_from([ENGLISH, FRENCH])),
    min_size=1,
    max_size=6,
).map(
    lambda rows: [
        mentee(f"e{at}", company=company, needs=tuple(needs[:2]), languages=language)
        for at, (company, needs, language) in enumerate(rows)
    ]
)
SCARCE_MENTORS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 2)), max_size=4
).map(
    lambda rows: [
        mentor(f"o{at}", company=company, offers=((offer, 5),), capacity=places)
        for at, (company, offer, places) in enumerate(rows)
    ]
)
ANYBODY = (SCARCE_MENTEES | MENTEES, SCARCE_MENTORS | MENTORS)


def solved(mentees, mentors, facts=FACTS, vetoes=()):
    """How many the matching engine itself would match."""
    problem = build_problem(mentees, mentors, facts=facts, vetoes=vetoes)
    return int((optimum(problem, objective(problem)) < len(mentors)).sum())


def possible(mentees, mentors, facts=FACTS):
    """Ids of all mentors with a place that each mentee could have."""
    problem = build_problem(mentees, mentors, facts=facts)
    return {
        person: {other for k, other in enumerate(problem.mentors) if problem.eligible[i, k]}
        for i, person in enumerate(problem.mentees)
    }


@st.composite
def tables(draw):
    """(possible rows, capacity) of up to six mentees."""
    mentors = draw(st.integers(0, 4))
    rows = draw(st.lists(st.integers(0, 2**mentors - 1), min_size=1, max_size=6))
    return rows, draw(st.lists(st.integers(0, 2), min_size=mentors, max_size=mentors))


def most(rows, capacity):
    """The size of a largest matching, by trying all."""
    choices = [[None, *bits_of(row)] for row in rows]
    return max(
        sum(k is not None for k in chosen)
        for chosen in itertools.product(*choices)
        if all(chosen.count(k) <= places for k, places in enumerate(capacity))
    )


@given(tables())
def test_cover_matches_as_many_as_trying_everything(table):
    cover = Cover(*table)

    assert cover.matched == most(*table)
    for i, k in enumerate(cover.assigned):
        assert k is None or (table[0][i] >> k & 1 and i in cover.holders[k])
    assert all(len(held) <= table[1][k] for k, held in enumerate(cover.holders))


@given(tables(), st.data())
def test_one_more_mentor_adds_what_solving_again_says(table, data):
    rows, capacity = table
    cover = Cover(rows, capacity)
    wanted = data.draw(st.integers(0, 2 ** len(rows) - 1))
    short = 0
    for i in cover.unmatched:
        short |= cover.reached(i)[0]

    for places in range(4):
        again = [row | (wanted >> i & 1) << len(capacity) for i, row in enumerate(rows)]
        added = most(again, [*capacity, places]) - cover.matched
        assert cover.spared(cover.unmatched, wanted & short, places) == added
        assert cover.changed(more=[(wanted, places)]).matched - cover.matched == added


@given(tables())
def test_room_is_the_least_that_any_group_with_the_mentee_has(table):
    rows, capacity = table
    cover = Cover(rows, capacity)
    if cover.unmatched:
        return

    for i in range(len(rows)):
        spare = []
        for size in range(len(rows) + 1):
            for group in itertools.combinations(range(len(rows)), size):
                if i in group:
                    mentors = set().union(*(bits_of(rows[j]) for j in group))
                    spare.append(sum(capacity[k] for k in mentors) - len(group))
        room, mentees, mentors = cover.room_for(i, 3)
        assert room == min(3, *spare)
        if room < 3:
            places = sum(capacity[k] for k in bits_of(mentors))
            assert places - mentees.bit_count() == room
            assert mentees >> i & 1


def test_rows_are_the_bits_of_a_mask():
    mask = np.random.default_rng(3).random((7, 75)) < 0.5

    assert [list(bits_of(row)) for row in rows_of(mask)] == [
        np.flatnonzero(line).tolist() for line in mask
    ]
    assert row_with([3, 0, 3]) == 0b1001
    assert rows_of(np.zeros((2, 0), bool)) == [0, 0]


@given(*ANYBODY)
def test_every_short_group_has_fewer_places_than_members(mentees, mentors):
    found = assess(mentees, mentors, facts=FACTS)
    ready = [person for person in mentees if person.is_complete]
    could = possible(mentees, mentors)
    places = {person.id: person.capacity for person in mentors}

    assert found.mentees == len(ready)
    assert found.matched == solved(mentees, mentors)
    assert sum(group.short for group in found.groups) == len(ready) - found.matched
    members = [person for group in found.groups for person in group.mentees]
    assert len(members) == len(set(members))
    for group in (*found.groups, *(group.core for group in found.groups if group.core)):
        mentors_of_group = set().union(*(could[person] for person in group.mentees))
        assert set(group.mentors) == mentors_of_group
        assert group.places == sum(places[person] for person in mentors_of_group)
        assert len(group.mentees) > group.places
    for group in found.groups:
        if group.core:
            assert set(group.core.mentees) < set(group.mentees)
            assert group.core.short == 1


@given(*ANYBODY, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_people(mentees, mentors, random):
    found = assess(mentees, mentors, facts=FACTS)
    random.shuffle(mentees)
    random.shuffle(mentors)

    assert assess(mentees, mentors, facts=FACTS) == found


@given(*ANYBODY)
def test_lifting_a_rule_for_a_group_opens_what_solving_again_says(mentees, mentors):
    for group in assess(mentees, mentors, facts=FACTS).groups:
        for bound in group.rules:
            pool = Pool(mentees, mentors, FACTS)
            before = pool.cover.matched
            members = [i for i, one in enumerate(pool.mentees) if one.id in group.mentees]
            blocks = pool.blocks.copy()
            blocks[members] &= ~np.uint32(bound.rule)
            again = Cover(rows_of(blocks == 0), pool.capacity)
            assert bound.opens == again.matched - before
            assert 0 <= bound.forbids <= 100


@given(*ANYBODY)
def test_an_offer_adds_what_solving_again_with_that_mentor_says(mentees, mentors):
    found = assess(mentees, mentors, facts=FACTS, max_gap=120)

    for one in found.offers:
        for places in range(1, MOST_PLACES + 1):
            stranger = mentor(
                "z",
                company=4 + 1,
                offers=((one.competency, 3),),
                languages=1 << one.language,
                utc_offset=one.utc_offset,
                max_gap=120,
                capacity=places,
            )
            facts = Facts(companies=np.pad(COMPETING, (0, 1)))
            again = solved(mentees, [*mentors, stranger], facts)
            assert again - found.matched == min(places, one.gain)


@given(*ANYBODY)
def test_no_offer_that_would_help_more_is_left_out(mentees, mentors):
    found = {one.competency: one for one in assess(mentees, mentors, facts=FACTS).offers}
    facts = Facts(companies=np.pad(COMPETING, (0, 1)))
    matched = solved(mentees, mentors)
    languages = {bit for one in mentees for bit in bits_of(one.languages)}

    for need in range(6):
        added = [
            solved(mentees, [*mentors, _stranger(need, bit, offset)], facts) - matched
            for bit in languages
            for offset in {one.utc_offset for one in mentees}
        ]
        known = found.get(need)
        assert max(added, default=0) == (known.gain if known else 0)


def _stranger(need, language, offset):
    offered = {"offers": ((need, 5),), "languages": 1 << language, "utc_offset": offset}
    return mentor("z", company=5, capacity=MOST_PLACES, **offered)


@given(*ANYBODY, st.lists(st.integers(1, 2), min_size=5, max_size=5))
def test_mentors_owed_add_what_solving_again_with_them_says(mentees, mentors, numbers):
    owed = [Owed(company, number) for company, number in enumerate(numbers)]
    # Everybody near, with one language and every need on offer: the sponsors chose well.
    near = [_changed(one, languages=one.languages and ENGLISH, utc_offset=0) for one in mentees]
    here = [_changed(one, utc_offset=0) for one in mentors]
    found = assess(near, here, facts=FACTS, owed=owed)

    alone = {one.company: one.gain for one in found.sent}
    arriving = [_arriving(one) for one in owed]
    for one, arrival in zip(owed, arriving, strict=True):
        assert alone[one.company] == solved(near, [*here, arrival]) - found.matched
    assert found.all_sent == solved(near, [*here, *arriving]) - found.matched


def _arriving(owed):
    offers = tuple((need, 5) for need in range(6))
    return mentor(f"z{owed.company}", company=owed.company, offers=offers, capacity=owed.mentors)


def _changed(person, **facts):
    fields = {name: getattr(person, name) for name in person.__dataclass_fields__}
    return type(person)(**(fields | facts))


def test_a_need_that_nobody_offers_is_one_group_and_one_offer():
    mentees = [mentee(f"e{at}", needs=(7, 8)) for at in range(3)] + [mentee("f1"), mentee("f2")]
    mentors = [mentor("o1", capacity=2), mentor("o2")]

    found = assess(mentees, mentors, facts=Facts())

    (group,) = found.groups
    assert group.mentees == ("e0", "e1", "e2")
    assert (group.places, group.elsewhere, group.mentors) == (0, 3, ())
    assert [(bound.rule, bound.forbids) for bound in group.rules] == [(Rule.NO_TOP_NEED, 100)]
    assert group.rules[0].opens == 1
    assert [(one.competency, one.gain, one.helps) for one in found.offers] == [(7, 3, 3), (8, 3, 3)]


def test_mentees_without_any_mentor_are_told_apart_by_what_binds_them():
    mentees = [
        mentee("e1", needs=(7,)),
        mentee("e2", languages=FRENCH),
        mentee("e3", company=2),
        mentee("e4", needs=(8,)),
        mentee("e5", company=2),
    ]

    found = assess(mentees, [mentor(capacity=5)], facts=Facts())

    assert {group.mentees: group.rules[0].rule for group in found.groups} == {
        ("e1",): Rule.NO_TOP_NEED,
        ("e2",): Rule.NO_COMMON_LANGUAGE,
        ("e3", "e5"): Rule.SAME_COMPANY,
        ("e4",): Rule.NO_TOP_NEED,
    }


def test_a_short_group_inside_a_larger_one_is_its_core():
    mentees = [mentee("e1", needs=(1,)), mentee("e2", needs=(1,))]
    mentees += [mentee(f"f{at}", needs=(1, 2)) for at in range(2)]
    mentors = [mentor("o1", offers=((1, 5),)), mentor("o2", offers=((2, 5),))]

    found = assess(mentees, mentors, facts=Facts())

    (group,) = found.groups
    assert (len(group.mentees), group.places) == (4, 2)
    assert group.core.mentees == ("e1", "e2")
    assert (group.core.places, group.core.elsewhere) == (1, 1)


@pytest.mark.parametrize(("spare", "known"), [(0, True), (MOST_SLACK, True), (5, False)])
def test_the_tightest_group_is_told_when_everybody_could_be_matched(spare, known):
    mentees = [mentee("e1", needs=(2,)), mentee("e2", needs=(2,)), mentee("e3")]
    mentors = [mentor("o1", capacity=9), mentor("o2", offers=((2, 5),), capacity=2 + spare)]

    found = assess(mentees, mentors, facts=Facts())

    assert (found.matched, found.groups, found.offers) == (3, (), ())
    if known:
        assert found.tightest.mentees == ("e1", "e2")
        assert found.tightest.places == 2 + spare
    else:
        assert found.tightest is None


def test_vetoes_incomplete_people_and_full_mentors_count():
    mentees = [mentee("e1"), mentee("e2", complete=False)]
    mentors = [mentor("o1"), mentor("o2", capacity=0), mentor("o3", complete=False)]

    found = assess(mentees, mentors, facts=Facts(), vetoes=[("e1", "o1")])

    assert (found.mentees, found.mentors, found.places, found.matched) == (1, 1, 1, 0)
    assert [bound.rule for bound in found.groups[0].rules] == [Rule.VETO]


@pytest.mark.parametrize(("mentees", "mentors"), [([], []), ([mentee()], []), ([], [mentor()])])
def test_nobody_on_a_side_is_no_accident(mentees, mentors):
    found = assess(mentees, mentors, facts=Facts(), owed=[Owed(3, 2)])

    assert (found.mentees, found.mentors, found.matched) == (len(mentees), len(mentors), 0)
    assert len(found.groups) == len(mentees)
    assert found.all_sent == len(mentees)


@pytest.mark.parametrize("share", [1, 2, 4])
def test_a_realistic_pool_agrees_with_the_matching_engine(share):
    mentees, mentors, facts = realistic(300)
    mentors = mentors[: len(mentors) // share]

    found = assess(mentees, mentors, facts=facts)

    assert found.matched == solved(mentees, mentors, facts)
    pool = Pool(mentees, mentors, facts)
    assert gain(pool, pool.short) == min(MOST_PLACES, found.mentees - found.matched)
