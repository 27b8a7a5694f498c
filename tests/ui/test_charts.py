"""Drawings: positions add up, hidden cells show nothing, wrong numbers are refused."""

import pytest

from mentoring.ui import charts


def test_parts_of_a_bar_fill_it_with_gaps_between():
    chart = charts.stacked_bar("c", "t", [("a", 1, ""), ("b", 2, ""), ("c", 0, ""), ("d", 1, "")])
    assert [mark.label for mark in chart.marks] == ["a", "b", "d"]
    last = chart.marks[-1]
    assert last.x + last.width == pytest.approx(100, abs=0.01)
    assert chart.rows[2] == ("c", "0")


def test_a_bar_of_nothing_draws_nothing():
    assert charts.stacked_bar("c", "t", [("a", 0, "")]).marks == []
    assert charts.histogram("c", "t", [], ends=("", "")).marks == []
    assert charts.horizontal_bars("c", "t", []).height == 0


def test_the_parts_of_a_score_are_as_wide_as_what_they_can_give():
    chart = charts.score_parts("c", "t", [("needs", 3000, 4000), ("path", 1500, 1500)])
    room, filled, other_room, other_filled = chart.marks
    assert filled.width == pytest.approx(room.width * 3 / 4, abs=0.01)
    assert other_filled.width == pytest.approx(other_room.width, abs=0.01)
    assert room.width / other_room.width == pytest.approx(4000 / 1500, abs=0.01)


def test_a_hidden_cell_is_a_dash_and_no_bar():
    chart = charts.horizontal_bars("c", "t", [("a", 41), ("b", None)])
    assert chart.marks[1].text == "–"
    assert chart.marks[1].width == 0
    assert chart.rows[1] == ("b", "–")


def test_bars_are_measured_against_the_given_most():
    chart = charts.horizontal_bars("c", "t", [("a", 5), ("b", 20)], maximum=10)
    assert [mark.width for mark in chart.marks] == [50, 100]


def test_numbers_below_zero_and_parts_over_their_most_are_refused():
    with pytest.raises(ValueError, match="starts at zero"):
        charts.horizontal_bars("c", "t", [("a", -1)])
    with pytest.raises(ValueError, match="than its most"):
        charts.score_parts("c", "t", [("a", 11, 10)])


def test_the_tallest_column_has_the_height_of_the_plot():
    chart = charts.histogram("c", "t", [("a", 3), ("b", 9)], ends=("0", "10"))
    assert max(mark.height for mark in chart.marks) == charts.PLOT
    assert chart.description == "a: 3; b: 9"


def test_an_interval_lies_where_its_ends_are_in_the_span():
    rows = [("a", -0.5, 0, 0.5, "0"), ("b", -9, 0.5, 9, "+0.5")]
    chart = charts.intervals("c", "t", rows, span=(-1, 1), zero=0)
    first, dot, zero, beyond, *_ = chart.marks
    assert (first.x, first.width, dot.x, zero.x) == (25, 50, 50, 50)
    assert (beyond.x, beyond.width) == (0, 100)
    assert chart.rows == [("a", "0"), ("b", "+0.5")]
    assert charts.intervals("c", "t", [], span=(0, 1)).marks == []
    with pytest.raises(ValueError, match="lower to a higher"):
        charts.intervals("c", "t", [], span=(1, 1))
