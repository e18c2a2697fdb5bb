"""Money (金额): whole fen (分) inside, 万元 and 亿元 for people. Exact arithmetic only; wording and columns live elsewhere."""

from decimal import Decimal
from typing import Literal

FEN_PER_WAN = 1_000_000
FEN_PER_YI = 10_000 * FEN_PER_WAN
MOST_FEN = 10**17
"""A thousand times a hundred billion yuan: more is a slip of the unit, and would not fit a database integer for long."""

Unit = Literal["wan", "yi"]


def wan_of(fen: int) -> Decimal:
    """Fen as 万元, exactly: 1_250_000 → 1.25."""
    value = Decimal(fen) / FEN_PER_WAN
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def fen_of_wan(amount: Decimal) -> int:
    """万元 as fen. ValueError when the amount is no whole number of fen or beyond `MOST_FEN`."""
    fen = amount * FEN_PER_WAN
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise ValueError("not a whole number of fen")
    if abs(fen) > MOST_FEN:
        raise ValueError("too large an amount")
    return int(fen)


def in_unit(fen: int) -> tuple[Decimal, Unit]:
    """The amount in the unit that people would say: 亿元 from one 亿 on, else 万元."""
    if abs(fen) >= FEN_PER_YI:
        return Decimal(fen) / FEN_PER_YI, "yi"
    return Decimal(fen) / FEN_PER_WAN, "wan"


def spread(total: int, parts: int) -> list[int]:
    """The total in `parts` equal whole shares; what does not divide stands in the last. ValueError for no part or a negative total."""
    if parts < 1 or total < 0:
        raise ValueError("a total that is not negative is spread over at least one part")
    share = total // parts
    return [share] * (parts - 1) + [total - share * (parts - 1)]
