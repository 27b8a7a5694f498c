"""A report comes back from its JSON as it was, and equal reports are equal texts."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from reports import cells
from reports.content import Kind, from_json, hash_of, to_json
from tests.reports.sample import published, sample


def test_comes_back_whole():
    content = sample(company="שלום " + "x" * 4000)

    assert from_json(to_json(content)) == content
    assert to_json(from_json(to_json(content))) == to_json(content)


def test_hash_is_of_the_canonical_text():
    text = to_json(sample())

    assert text == json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert published().hash == hash_of(text) == sample().hash
    assert replace(sample(), summary=("Other.",)).hash != sample().hash


def test_another_version_is_refused():
    raw = json.loads(to_json(sample()))

    with pytest.raises(ValueError, match="version 2"):
        from_json(json.dumps({**raw, "version": 2}))


@pytest.mark.parametrize(
    ("cell", "text", "number"),
    [
        (cells.count(0), "0", Decimal(0)),
        (cells.count(9999), "9999", Decimal(9999)),
        (cells.count(1234567), "1\u00a0234\u00a0567", Decimal(1234567)),
        (cells.span(11, 13), "11 – 13", None),
        (cells.span(4, 4), "4", Decimal(4)),
        (cells.mean(Decimal("4.1")), "4.1", Decimal("4.1")),
        (cells.change(Decimal("-0.5")), "−0.5", Decimal("-0.5")),
        (cells.change(Decimal("0.5")), "+0.5", Decimal("0.5")),
        (cells.change(Decimal("0.0")), "0.0", Decimal(0)),
        (cells.percent(92), "92 %", Decimal(92)),
        (cells.money(Decimal("12500.5"), "EUR"), "12\u00a0500.50 EUR", Decimal("12500.50")),
        (cells.words("a"), "a", None),
        (cells.hidden(), "–", None),
        (cells.nobody("no participants"), "no participants", None),
    ],
)
def test_cells_say_their_number(cell, text, number):
    assert cell.text == text
    assert cell.number == number


def test_a_gap_is_the_same_whatever_the_reason():
    assert cells.hidden() == cells.hidden()
    assert cells.hidden().is_gap
    assert cells.nobody("nobody").kind is Kind.NOBODY
