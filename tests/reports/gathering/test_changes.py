"""What changed: which values count, what a company reads of them, and that nobody can be told."""

from fractions import Fraction
from types import SimpleNamespace
from uuid import UUID

import pytest

from evaluations.observers.queries import Number
from instruments.kinds import Informant, Occasion
from participants.roles import Side
from reports.content import HIDDEN
from reports.gathering import changes, measures, program_results
from reports.gathering.answers import seen
from reports.gathering.choosing import Audience, Choice
from tests.reports.gathering.people import FINAL, facts_of, ones

MENTEE, OBSERVER = Informant.MENTEE, Informant.OBSERVER
LABELS = {"outside": "Outside view", "practice": "Practice"}


def pk(number):
    return UUID(int=number)


def said(mentee, invitation, value):
    return Number(pk(mentee), pk(invitation), "observed-aims", "observed", False, value)


def test_of_each_mentee_the_same_observers_count_both_times_and_each_observer_once():
    before = [said(1, 11, 2), said(1, 12, 4), said(1, 13, 1), said(2, 14, 1), said(3, 15, 2)]
    after = [said(1, 21, 4), said(1, 22, 5), said(2, 24, 5), said(3, 25, 3)]
    # 13 did not answer again; the boss of 1 observes 2 as well; who observed 3 was forgotten.
    addresses = {
        **{pk(11): "boss@x", pk(12): "chair@x", pk(13): "once@x", pk(14): "boss@x", pk(15): ""},
        **{pk(21): "boss@x", pk(22): "chair@x", pk(24): "boss@x", pk(25): ""},
    }
    told = {Occasion.BASELINE: before, Occasion.FINAL: after}

    scales, observed = seen(told, addresses)

    assert scales == {(OBSERVER, "observed"): {str(pk(1)): (3.0, 4.5)}}
    assert observed == dict.fromkeys(("boss@x", "chair@x", "once@x"), str(pk(1)))
    assert seen({Occasion.BASELINE: [], Occasion.FINAL: []}, {}) == ({}, {})


def report(people, scales, k=5, **facts):
    """``(section, choice)`` of company A."""
    facts = facts_of(people, FINAL, scales=scales, **facts)
    found = measures.scales(facts, LABELS)
    answered = measures.answered(facts, found)
    parts = [*answered, *(part for one in found for part in one.parts)]
    others = {one.key: frozenset() for one in parts}
    own = sum(one.company == "A" and one.is_in for one in people)
    choice = Choice(facts, Audience("A", own, k, ()), {}, others)
    said_of = {one.key: choice.say(one) for one in parts}
    return changes.section(found, answered, said_of), choice


def texts(section, table):
    rows = section.table(table).rows
    return {row.label: [cell.text for cell in row.cells] for row in rows}


def of(people, pairs, side=Side.MENTEE):
    """The answers of the first people of a side."""
    own = [one.id for one in people if one.side == side]
    return dict(zip(own, pairs, strict=False))


def test_twelve_of_fourteen_are_said_with_interval_and_people():
    people = ones("A", 14, 6)
    told = of(people, [(2.0, 3.0), (3.0, 4.5), (2.5, 2.5)] * 4)

    section, _choice = report(people, {(MENTEE, "outside"): told})

    # The mean change is 0.833, its spread 0.651: ± 0.414.
    row = ["2.5", "3.3", "+0.8", "+0.4 – +1.3", "8 – 11", "12 – 14", HIDDEN]
    assert texts(section, "scales-mentee") == {"Outside view": row}
    assert texts(section, "answered") == {"Mentees": ["12 – 14", "14"], "Mentors": ["0 – 2", "6"]}
    cell = section.table("scales-mentee").rows[0].cells[3]
    assert (cell.low, cell.high, cell.number) == ("0.4", "1.3", None)
    assert changes.largest(section) == [
        "What mentees say of themselves rose most in “Outside view”: from 2.5 to 3.3 of 5."
    ]


def test_of_fewer_than_ten_there_are_halves_and_no_interval_of_fewer_than_five_nothing():
    people = ones("A", 14, 6)
    nine = of(people, [(2.1, 3.2)] * 9)
    four = of(people, [(2.1, 3.2)] * 4)

    section, _choice = report(people, {(MENTEE, "outside"): nine, (MENTEE, "practice"): four})

    assert texts(section, "scales-mentee") == {
        "Outside view": ["2.0", "3.0", "+1.0", HIDDEN, "8 – 11", "8 – 11", HIDDEN],
        "Practice": [HIDDEN] * 7,
    }


def test_people_who_changed_alike_are_not_told_by_a_narrow_interval():
    people = ones("A", 12)
    section, _choice = report(people, {(MENTEE, "outside"): of(people, [(2.0, 3.0)] * 12)})

    (row,) = texts(section, "scales-mentee").values()
    assert row[2:4] == ["+1.0", "+0.6 – +1.4"]


def test_how_many_answered_is_never_exact_and_never_all():
    """Every number but means counts among all who take part, so that no range ends at who sent."""
    people = ones("A", 12)
    sections = [
        report(people, {(MENTEE, "outside"): of(people, [(2.0, 3.0)] * many)})[0]
        for many in (10, 11, 12)
    ]

    rows = [texts(one, "scales-mentee")["Outside view"][4:6] for one in sections]
    assert rows == [["10 – 12"] * 2] * 3


def test_observers_stand_beside_and_whoever_watched_as_a_reader_protects_nobody():
    people = ones("A", 10, 3)
    told = of(people, [(2.0, 4.0)] * 5)
    scales = {(MENTEE, "outside"): told, (OBSERVER, "outside"): told}

    section, choice = report(people, scales, watched={"A": {people[0].id}})

    assert texts(section, "scales-mentee")["Outside view"][0] == "2.0"
    assert texts(section, "scales-observer")["Outside view"][0] == HIDDEN
    assert not any("observer" in cell and "after" in cell for _f, cell, _m in choice.published)
    section, _choice = report(people, scales, watched={"B": {people[0].id}})
    assert texts(section, "scales-observer")["Outside view"][0] == "2.0"


def test_without_answers_there_is_no_section():
    assert report(ones("A", 12), {})[0] is None


@pytest.mark.parametrize(
    ("many", "row"),
    [
        (12, ["12", "2.50", "3.33", "+0.83", "+0.42 – +1.25", "8", "0"]),
        (9, ["9", "2.5", "3.5", HIDDEN, HIDDEN, "3 – 6", "0 – 2"]),
        (1, ["1", "2.0", "3.0", HIDDEN, HIDDEN, "0 – 1", "0 – 1"]),
    ],
)
def test_the_organization_reads_exact_numbers_from_ten_people_on(monkeypatch, many, row):
    monkeypatch.setattr(program_results, "goals_of", lambda program: [("set", None, 24, 12)])
    people = ones("A", 14, 6)
    told = of(people, ([(2.0, 3.0), (3.0, 4.5), (2.5, 2.5)] * 4)[:many])
    facts = facts_of(people, FINAL, scales={(MENTEE, "outside"): told, (OBSERVER, "outside"): told})
    scales = measures.scales(facts, LABELS)
    measured = SimpleNamespace(
        facts=facts, scales=scales, answered=measures.answered(facts, scales), program=None
    )

    (section,) = program_results.sections(measured)

    assert texts(section, "scales-mentee") == {"Outside view": row}
    assert ("scales-observer" in {one.id for one in section.tables}) == (many >= 5)
    share = f"{round(many / 14 * 100)} %"
    assert texts(section, "answered")["Mentees"] == [str(many), "14", share]
    assert section.table("answered").rows[0].hint == (
        "" if many == 12 or many == 9 else "weak basis"
    )
    assert texts(section, "goals") == {"Set": ["24", "12"]}
    assert len(changes.largest(section, first=1)) == (2 if many == 12 else 0)


def test_squares_and_levels_are_said_of_the_same_people():
    people = ones("A", 12)
    facts = facts_of(people, FINAL, scales={(MENTEE, "outside"): of(people, [(2.0, 3.5)] * 11)})
    (scale,) = measures.scales(facts, LABELS)

    assert {frozenset(one.values) for one in scale.parts[:3]} == {frozenset(scale.before.values)}
    assert set(scale.squares.values.values()) == {Fraction(9, 4)}
    assert len({one.family for one in scale.parts}) == 5
