"""Money: whole fen inside, 万元 and 亿元 outside, nothing lost on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.money import FEN_PER_YI, MOST_FEN, fen_of_wan, in_unit, spread, wan_of


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_fen_go_to_wan_and_back_unchanged(fen: int) -> None:
    assert fen_of_wan(wan_of(fen)) == fen


@pytest.mark.parametrize(
    ("wan", "fen"), [("1", 1_000_000), ("0.000001", 1), ("12500", 12_500_000_000), ("0", 0), ("-3.5", -3_500_000)]
)
def test_examples(wan: str, fen: int) -> None:
    assert fen_of_wan(Decimal(wan)) == fen
    assert wan_of(fen) == Decimal(wan)


@pytest.mark.parametrize("wan", ["0.0000001", "1.23456789", "NaN", "Infinity", "100000000001"])
def test_what_is_no_amount_is_refused(wan: str) -> None:
    with pytest.raises(ValueError, match=r"fen|large"):
        fen_of_wan(Decimal(wan))


@pytest.mark.parametrize(
    ("fen", "said"),
    [(FEN_PER_YI, (Decimal(1), "yi")), (FEN_PER_YI - 1, (Decimal("9999.999999"), "wan")), (0, (Decimal(0), "wan"))],
)
def test_people_say_yi_from_one_yi_on(fen: int, said: tuple[Decimal, str]) -> None:
    assert in_unit(fen) == said


@given(st.integers(0, MOST_FEN), st.integers(1, 24))
def test_a_total_is_spread_evenly_and_nothing_is_lost(total: int, parts: int) -> None:
    shares = spread(total, parts)
    assert sum(shares) == total
    assert len(shares) == parts
    assert len(set(shares[:-1])) <= 1
    assert 0 <= shares[-1] - shares[0] < parts


@pytest.mark.parametrize(("total", "parts"), [(1, 0), (-1, 3)])
def test_nothing_is_spread_over_no_part_and_no_debt_either(total: int, parts: int) -> None:
    with pytest.raises(ValueError, match="spread"):
        spread(total, parts)
