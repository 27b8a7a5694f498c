"""Numbers, names and times as pages write them."""

from datetime import UTC, date, datetime

import pytest

from mentoring.ui import formats, timeline

SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maren Holt", "MH"),
        ("Ludwig van der Berg", "LB"),
        ("Prof. Dr. Anna Meyer", "AM"),
        ("J. R. R. Tolkien", "JT"),
        ("madonna", "M"),
        ("Łukasz Żółkiewski", "ŁŻ"),
        ("Đặng Thị Hương", "ĐH"),
        ("O’Brien-Smith Niamh", "ON"),
        ("Ольга Щербакова", "ОЩ"),
        ("Ελένη Παπαδοπούλου", "ΕΠ"),
        ("山田 太郎", "山"),
        ("김민수", "김"),
        ("さくら", "さ"),
        ("नेहा शर्मा", "नेश"),
        ("מרים לוי", "מל"),
        ("مريم العلي", "م\u200cا"),
        ("გიორგი ბერიძე", "გბ"),
        ("ßa", "ß"),
        ("E\u0301milie Côté", "E\u0301C"),
        ("(Bob) 'Jones'", "BJ"),
        ("ines@example.org", "I"),
        ("42 7", "?"),
        ("", "?"),
    ],
)
def test_initials_are_letters_of_the_name_in_its_own_script(name, letters):
    assert formats.initials(name) == letters


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (7846, 0, f"7{SPACE}846"),
        (1234567, 0, f"1{SPACE}234{SPACE}567"),
        (-1312, 0, f"−1{SPACE}312"),
        (3.14159, 1, "3.1"),
        (-0.04, 1, "0.0"),
        (1234.5, 1, f"1{SPACE}234.5"),
    ],
)
def test_thousands_are_apart_and_do_not_break(value, decimals, text):
    assert formats.group_thousands(value, decimals) == text


def test_a_change_carries_its_sign():
    assert formats.signed(184) == "+184"
    assert formats.signed(-184) == "−184"
    assert formats.signed(0) == "0"
    assert formats.signed(0.04, 1) == "0.0"


def test_a_share_of_nothing_is_a_dash():
    assert formats.percent(91, 141) == f"65{SPACE}%"
    assert formats.percent(0, 0) == "–"


def test_a_meeting_is_written_in_the_zone_of_its_reader():
    start = datetime(2026, 7, 16, 14, 0, tzinfo=UTC)
    end = datetime(2026, 7, 16, 15, 30, tzinfo=UTC)
    today = date(2026, 7, 13)
    copenhagen = formats.written_time(start, "Europe/Copenhagen", end, today)
    assert copenhagen == "Thursday 16 July, 16:00 – 17:30"
    auckland = formats.written_time(start, "Pacific/Auckland", today=today)
    assert auckland == "Friday 17 July, 02:00"


def test_a_meeting_over_midnight_names_both_days():
    start = datetime(2026, 7, 16, 21, 30, tzinfo=UTC)
    end = datetime(2026, 7, 16, 22, 30, tzinfo=UTC)
    text = formats.written_time(start, "Europe/Copenhagen", end, date(2026, 7, 13))
    assert text == "Thursday 16 July, 23:30 – Friday 17 July, 00:30"


def test_a_day_of_another_year_names_the_year():
    assert formats.written_day(date(2027, 1, 11), date(2026, 7, 13)) == "Monday 11 January 2027"


def test_a_year_over_new_year_has_twelve_months_and_their_days():
    days = [
        (date(2026, 12, 31), "held"),
        (date(2027, 2, 28), "planned"),
        (date(2028, 1, 1), "held"),
    ]
    rows = timeline.months(date(2026, 8, 24), date(2026, 12, 31), days)
    assert [row["label"] for row in rows] == [
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
    ]
    assert [row["state"] for row in rows] == ["past"] * 4 + ["current"] + [""] * 7
    assert [day["number"] for row in rows for day in row["days"]] == [31, 28]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Dear Noa, 3 things", "Dear Noa, 3 things"),
        ("Dear נועה בן-דוד, 3 things", "Dear \u2068נועה בן-דוד\u2069, 3 things"),
        ("مريم العلي: 7", "\u2068مريم العلي\u2069: 7"),
        ("Noa and نورا", "Noa and \u2068نورا\u2069"),
        ("山田 太郎, 3", "山田 太郎, 3"),
        ("", ""),
    ],
)
def test_names_from_right_to_left_keep_to_themselves(text, kept):
    assert formats.isolated(text) == kept
