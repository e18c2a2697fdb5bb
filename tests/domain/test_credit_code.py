"""The credit code says what is wrong with it, in words a person can act on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from parkloop.domain import credit_code

REAL_SHAPE = "91110000600037341L"


def test_a_code_with_the_right_check_digit_holds() -> None:
    assert credit_code.is_valid(REAL_SHAPE)


def test_blanks_full_width_and_case_do_not_matter() -> None:
    assert credit_code.is_valid(" 9111 0000-6000 37341ｌ ")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9111000060003734", "has 16"),
        ("9111000060003734IL", "perhaps it is 1"),
        ("9111OO00600037341L", "perhaps it is 0"),
        ("91110000600037341A", "check digit"),
        ("91110000600037341#", "does not occur"),
        ("91AB0000600037341L", "must be digits"),
    ],
)
def test_the_message_names_the_likely_slip(typed: str, said: str) -> None:
    assert said in str(credit_code.problem(typed))


@given(st.text(alphabet=uscc._alphabet, min_size=8, max_size=8), st.integers(0, 7), st.data())
def test_one_mistyped_character_is_always_found(middle: str, place: int, data: st.DataObject) -> None:
    front = "91310000" + middle + "6"
    code = front + uscc.calc_check_digit(front)
    wrong = data.draw(st.sampled_from([c for c in uscc._alphabet if c != code[8 + place]]))
    assert credit_code.is_valid(code)
    assert not credit_code.is_valid(code[: 8 + place] + wrong + code[9 + place :])
