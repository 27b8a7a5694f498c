"""The industry classification: titles, search, and the nearest code."""

import pytest

from organizations import industries


def test_the_registry_is_the_whole_classification():
    known = industries.registry()

    assert len(known) == 2129
    assert known["311811"].title == "Retail Bakeries"
    assert {len(code) for code in known} == {2, 3, 4, 5, 6}


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("3116", "3116 Animal Slaughtering and Processing"),
        ("31", "31–33 Manufacturing"),
        ("33", "31–33 Manufacturing"),
        ("45", "44–45 Retail Trade"),
        ("48", "48–49 Transportation and Warehousing"),
        ("52", "52 Finance and Insurance"),
    ],
)
def test_a_label_names_all_numbers_of_a_sector(code, label):
    assert industries.industry(code).label == label


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("311511; 5221", ["311511", "5221"]),
        ("311511,5221 ;\n 311511|52", ["311511", "5221", "52"]),
        ("  ", []),
        (";;", []),
    ],
)
def test_codes_are_split_however_they_are_separated(text, codes):
    assert industries.split_codes(text) == codes


@pytest.mark.parametrize(
    ("code", "close"),
    [
        ("311810", "311811"),
        ("311899", "311830"),
        ("319999", "316990"),
        ("3118110", "311811"),
    ],
)
def test_nearest_shares_the_most_leading_digits(code, close):
    assert industries.nearest(code).code == close


@pytest.mark.parametrize("code", ["", "x", "0", "77", "9999", "٣١١٨١١", "<b>"])
def test_nearest_knows_when_nothing_is_near(code):
    assert industries.nearest(code) is None


def test_search_finds_by_code():
    assert [found.code for found in industries.search("3118")][:3] == ["3118", "31181", "311811"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("bakeries", "311811"),
        ("RETAIL bak", "311811"),
        ("bak retail", "311811"),
        ("commercial banking", "522110"),
        ("banks", "522110"),
        ("bankers", "522110"),
        ("hospitals", "622110"),
        ("hospital", "622110"),
        ("insurers", "5241"),
        ("insurance companies", "5241"),
        ("software companies", "513210"),
        ("breweries", "312120"),
        ("brewers", "312120"),
        ("shoes", "458210"),
        ("car makers", "441110"),
        ("cars", "532111"),
        ("telecoms", "517"),
        ("universities", "611310"),
        ("university", "611310"),
        ("restaurant", "722511"),
        ("consultants", "5416"),
        ("companies", "711120"),
    ],
)
def test_search_finds_titles_that_have_all_words(text, first):
    assert first in [found.code for found in industries.search(text)]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "%", "'; DROP TABLE", "パン屋", "банки", "🏦" * 200, "zzzz", "x" * 10_000],
)
def test_search_finds_nothing_for_what_is_nothing(text):
    assert industries.search(text) == []


def test_search_is_bounded():
    assert len(industries.search("a")) == industries.FOUND
