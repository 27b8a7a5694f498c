"""Identifiers of our own making, and those that come back in addresses and forms."""

import pytest

from mentoring.tenancy.keys import as_id, as_ids, uuid7


def test_an_identifier_comes_back_as_it_went():
    key = uuid7()
    assert as_id(str(key)) == as_id(key) == key


@pytest.mark.parametrize("text", ["", None, "0", "\x00", "all", "ü" * 32, "1" * 100_000, "%s", 7])
def test_what_is_none_is_nothing(text):
    assert as_id(text) is None


def test_of_many_each_counts_once_in_its_order():
    one, other = uuid7(), uuid7()
    assert as_ids([str(other), "", str(one), "x", str(other)]) == [other, one]
    assert as_ids([]) == []
