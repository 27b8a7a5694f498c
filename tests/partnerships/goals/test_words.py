"""What a goal says, and its course over time: without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.goals import drawing
from partnerships.goals.scale import Level
from partnerships.goals.wording import (
    LONGEST_LEVEL,
    LONGEST_TITLE,
    BadWords,
    Wording,
    checked,
    from_json,
    name_of,
)
from tests.partnerships.goals.people import LEVELS, worded

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, st.tuples(*[TEXT] * 5), st.lists(TEXT, max_size=3))
def test_words_come_back_as_they_were(title, why, levels, codes):
    wording = Wording(title, why, levels, tuple(codes))

    assert from_json(wording.as_json()) == wording


def test_what_is_checked_twice_is_as_it_was():
    once = checked(worded(title="  I \n hand   over ", why=" a\r\nb\x00 "))

    assert (once.title, once.why) == ("I hand over", "a\nb")
    assert checked(once) == once


def test_each_part_that_is_missing_is_named():
    with pytest.raises(BadWords) as refused:
        checked(Wording(why="Because."))

    assert set(refused.value.parts) == {"title", *(name_of(level) for level in Level)}
    assert checked(Wording(why="Because."), is_whole=False).why == "Because."


@pytest.mark.parametrize("is_whole", [True, False])
def test_too_much_is_refused_with_the_limit(is_whole):
    long = worded(title="a" * (LONGEST_TITLE + 1), levels=("b" * (LONGEST_LEVEL + 1), *LEVELS[1:]))
    with pytest.raises(BadWords) as refused:
        checked(long, is_whole=is_whole)

    assert set(refused.value.parts) == {"title", name_of(Level.MUCH_LESS)}
    assert "121 characters; 120 is the most" in refused.value.parts["title"]


def test_three_competencies_are_the_most():
    with pytest.raises(BadWords, match="competencies"):
        checked(worded(competencies=("a", "b", "c", "d")))


def test_a_copy_has_every_word_and_level():
    text = worded().as_text()

    assert text.startswith("I hand over whole tasks.\n\nMy evenings.\n\n")
    assert "−2 Much less than hoped: I do it all myself." in text
    assert text.index("Without me.") < text.index("I do it all myself.")


def test_words_are_not_in_what_is_printed_of_them():
    assert "hand" not in repr(worded())
    assert "evenings" not in repr(worded())


def test_the_course_runs_from_the_day_it_was_set_to_today():
    said = [(DAY + timedelta(days=50), 1, True), (DAY + timedelta(days=25), 0, False)]
    course = drawing.course(-1, DAY, said, DAY + timedelta(days=100))

    assert [point.x for point in course.mine] == [9, 53]
    assert [point.level for point in course.mine] == [-1, 1]
    assert [(point.x, point.level) for point in course.theirs] == [(31, 0)]
    assert course.mine[0].y - course.mine[1].y == 2 * drawing.ROW
    assert [label for label, _y in course.rows] == ["+2", "+1", "0", "−1", "−2"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-9, 900), st.sampled_from(Level.values), st.booleans()), max_size=12
    ),
    st.integers(-5, 800),
)
def test_every_point_lies_on_the_drawing(said, now):
    said = [(DAY + timedelta(days=days), level, mine) for days, level, mine in said]
    course = drawing.course(-2, DAY, said, DAY + timedelta(days=now))

    for point in course.mine + course.theirs:
        assert drawing.LEFT <= point.x <= drawing.RIGHT
        assert 0 < point.y < course.height
    assert len(course.mine) + len(course.theirs) == len(said) + 1
