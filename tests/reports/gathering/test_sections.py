"""How shares of the whole program are said to a company."""

from fractions import Fraction

import pytest

from reports.content import HIDDEN
from reports.gathering.choosing import Said
from reports.gathering.sections import share_of


@pytest.mark.parametrize("people", [20, 40, 137, 5000])
def test_a_share_of_the_program_tells_of_nobody_that_all_did_or_none(people):
    said = {}
    for number in range(people + 1):
        cell = share_of(Said(people, Fraction(number)))
        assert cell.number is None
        assert int(cell.low) <= 100 * number / people <= int(cell.high)
        said.setdefault(cell.text, set()).add(number)
    assert all(
        len(numbers) >= 3 for numbers in (said[text_of(0, people)], said[text_of(1, people)])
    )
    assert text_of(1, people).endswith("100 %"), "the end may be all of them, and need not"


def text_of(share, people):
    return share_of(Said(people, Fraction(share * people))).text


def test_what_may_not_be_said_is_a_gap():
    assert share_of(None).text == HIDDEN
