"""Codes are one thing however they are typed, and nothing else is one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.certificates import codes


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_code_is_found_however_it_is_typed(dice):
    code = codes.new_code()
    typed = codes.shown(code)
    assert codes.clean(typed) == code
    sloppy = typed.lower() if dice.random() < 0.5 else typed.replace("-", " ")
    sloppy = sloppy.replace("0", dice.choice("0oO")).replace("1", dice.choice("1iIlL"))
    assert codes.clean(f" {sloppy}\n") == code


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=100))
def test_whatever_is_typed_is_a_code_or_none(typed):
    found = codes.clean(typed)
    assert found is None or (
        len(found) == codes.LENGTH and codes.clean(codes.shown(found)) == found
    )


def test_codes_are_never_twice_the_same():
    assert len({codes.new_code() for _ in range(500)}) == 500


@pytest.mark.parametrize(
    ("printed", "typed", "is_same"),
    [
        ("Müller-Lüdenscheidt", "MÜLLER  LÜDENSCHEIDT", True),
        ("Weiß", "WEISS", True),
        ("Jose\u0301", "José", True),
        ("王", "王", True),
        ("O’Neill", "Neill", False),
        ("", " ", True),
    ],
)
def test_a_family_name_as_somebody_types_it(printed, typed, is_same):
    code = codes.new_code()
    proof = codes.proof_of(code, printed)
    assert codes.is_same(proof, codes.proof_of(code, typed)) == is_same
    assert not codes.is_same(proof, codes.proof_of(codes.new_code(), printed))
