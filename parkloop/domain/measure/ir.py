"""The typed form of a formula: names resolved, literals in base units. What every evaluator and emitter reads.

Semantics, fixed here and nowhere else: a missing value makes arithmetic missing; comparisons are three-valued (Kleene);
numbers within `TOLERANCE` (relative above 1, never more than `MOST_AWAY`, so that a fen is never lost) are equal;
x ÷ 0 is missing; maximum and minimum of anything missing are missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from parkloop.domain.measure.units import PLAIN, Unit

TOLERANCE = Fraction(1, 10**9)
MOST_AWAY = Fraction(1, 100)
Kind = Literal["number", "bool", "text", "date", "nothing"]
Value = Fraction | bool | str | dt.date | None

KIND_NAMES: dict[str, tuple[str, str]] = {
    "number": ("数值", "a number"),
    "bool": ("是否", "yes or no"),
    "text": ("文字", "text"),
    "date": ("日期", "a date"),
    "nothing": ("无值", "nothing"),
}


@dataclass(frozen=True, slots=True)
class Type:
    """Kind and, for numbers, unit. ``bare`` marks a literal without unit, which takes the other side's."""

    kind: Kind
    unit: Unit = PLAIN
    bare: bool = False
    scaled: bool = False

    @property
    def words(self) -> tuple[str, str]:
        """For messages, in Chinese and English."""
        zh, en = KIND_NAMES[self.kind]
        unit = f"[{self.unit.name}]" if self.kind == "number" and self.unit.name else ""
        return zh + unit, en + (f" [{self.unit.name}]" if unit else "")


NUMBER, BOOL, TEXT, DATE = Type("number"), Type("bool"), Type("text"), Type("date")


@dataclass(frozen=True, slots=True)
class Const:
    """A value; numbers in base units."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the subject, ``lag`` periods ago."""

    name: str
    type: Type
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Let:
    """An intermediate, a condition or an item by name, all its fields ``lag`` periods ago."""

    name: str
    type: Type
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Param:
    """A dated parameter; replaced by the value in force before anything is computed."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation: arithmetic, comparison, logic, if, or a function by its English name."""

    op: str
    args: tuple[Expr, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Lookup:
    """The value of a band table for an argument; ``table`` names a dated parameter, ``column`` counts from 0."""

    arg: Expr
    table: str
    column: int
    type: Type


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A function over all subjects (of the same ``by``); in rules and scores it stands for the whole population."""

    fn: str
    arg: Expr | None
    where: Expr | None
    by: tuple[str, ...]
    type: Type
    share: Fraction | None = None


Expr = Const | Field | Let | Param | Apply | Lookup | Aggregate


@dataclass(frozen=True, slots=True)
class Band:
    """One band: from ``low`` to ``high`` (None is without end), its ends closed or open, and its values (one a column)."""

    low: Fraction | None
    low_closed: bool
    high: Fraction | None
    high_closed: bool
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class BandTable:
    """Bands in rising order; a value that no band holds is missing."""

    bands: tuple[Band, ...]

    def find(self, value: Fraction) -> Band | None:
        """The band that holds the value, ends taken with the tolerance."""
        for band in self.bands:
            if _above(value, band.low, band.low_closed) and _above(-value, _minus(band.high), band.high_closed):
                return band
        return None


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _above(value: Fraction, end: Fraction | None, closed: bool) -> bool:
    if end is None:
        return True
    return same(value, end) if closed and same(value, end) else value > end and not same(value, end)


def same(a: Fraction, b: Fraction) -> bool:
    """Whether two numbers are equal within the tolerance."""
    return a == b or abs(a - b) <= min(TOLERANCE * max(Fraction(1), abs(a), abs(b)), MOST_AWAY)


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside one."""
    if isinstance(expr, Apply):
        return expr.args
    if isinstance(expr, Lookup):
        return (expr.arg,)
    if isinstance(expr, Aggregate):
        return tuple(part for part in (expr.arg, expr.where) if part is not None)
    return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all inside it, outermost first."""
    yield expr
    for part in parts(expr):
        yield from walk(part)
