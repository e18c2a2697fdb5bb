"""The oracle: the typed form computed in plain Python with exact fractions, subject by subject.

Every engine must give what this gives; the equality suite holds them to it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from parkloop.domain.measure import dates, ir
from parkloop.domain.measure.ir import TOLERANCE, Value, same

Row = Mapping[str, Sequence[Value]]


@dataclass
class Frame:
    """What formulas are computed against.

    ``rows`` are the subjects: field -> values, the newest period first. ``fixed`` holds fields of the whole set,
    ``lets`` bodies by name, ``params`` values in force, ``tables`` band tables in force.
    """

    rows: Sequence[Row]
    lets: Mapping[str, ir.Expr] = field(default_factory=dict)
    params: Mapping[str, Value] = field(default_factory=dict)
    tables: Mapping[str, ir.BandTable] = field(default_factory=dict)
    fixed: Row = field(default_factory=dict)
    memory: dict[tuple[str, int | None, int], Value] = field(default_factory=dict)

    def value(self, expr: ir.Expr, row: int | None, lag: int = 0) -> Value:
        """The value for one subject (its place in ``rows``), or for the whole set (None), ``lag`` periods ago."""
        match expr:
            case ir.Const():
                return expr.value
            case ir.Field():
                return self._field(expr.name, row, expr.lag + lag)
            case ir.Let():
                return self._let(expr.name, row, expr.lag + lag)
            case ir.Param():
                return self.params[expr.name]
            case ir.Lookup():
                found = self.value(expr.arg, row, lag)
                band = self.tables[expr.table].find(found) if isinstance(found, Fraction) else None
                return band.values[expr.column] if band else None
            case ir.Aggregate():
                return self._aggregate(expr, row, lag)
            case ir.Apply():
                return self._apply(expr, row, lag)

    def _field(self, name: str, row: int | None, lag: int) -> Value:
        source = self.fixed if name in self.fixed else self.rows[row] if row is not None else {}
        values = source.get(name, ())
        return values[lag] if lag < len(values) else None

    def _let(self, name: str, row: int | None, lag: int) -> Value:
        key = (name, row, lag)
        if key not in self.memory:
            self.memory[key] = self.value(self.lets[name], row, lag)
        return self.memory[key]

    def _apply(self, expr: ir.Apply, row: int | None, lag: int) -> Value:
        if expr.op == "if":
            condition = self.value(expr.args[0], row, lag)
            return None if condition is None else self.value(expr.args[1 if condition else 2], row, lag)
        args = [self.value(arg, row, lag) for arg in expr.args]
        if expr.op in _LENIENT:
            return _LENIENT[expr.op](args)
        if any(arg is None for arg in args):
            return None
        if expr.op == "round":
            return _rounded(args[0], args[1], expr.args[0].type.unit.factor)  # type: ignore[arg-type]
        if expr.op in ("floor", "ceil"):
            factor = expr.args[0].type.unit.factor
            step = math.floor if expr.op == "floor" else math.ceil
            nudge = TOLERANCE if expr.op == "floor" else -TOLERANCE
            return Fraction(step(args[0] / factor + nudge)) * factor  # type: ignore[operator]
        return _STRICT[expr.op](args)

    # -- over all subjects

    def _aggregate(self, expr: ir.Aggregate, row: int | None, lag: int) -> Value:
        group = self._group(expr.by, row)
        if expr.fn == "rank":
            return self._rank(expr, row, group, lag)
        kept = group if expr.where is None else [i for i in group if self.value(expr.where, i, lag) is True]
        if expr.fn == "count":
            return Fraction(len(kept))
        assert expr.arg is not None  # every other function takes one
        values = [v for v in (self.value(expr.arg, i, lag) for i in kept) if v is not None]
        return summarised(expr.fn, values, expr.share)

    def _group(self, by: tuple[str, ...], row: int | None) -> Sequence[int]:
        if not by or row is None:
            return range(len(self.rows))
        wanted = [self._field(name, row, 0) for name in by]
        return [i for i in range(len(self.rows)) if [self._field(name, i, 0) for name in by] == wanted]

    def _rank(self, expr: ir.Aggregate, row: int | None, group: Sequence[int], lag: int) -> Value:
        assert expr.arg is not None  # rank takes one
        assert row is not None  # rank is refused for whole sets
        own = self.value(expr.arg, row, lag)
        if not isinstance(own, Fraction) or (expr.where is not None and self.value(expr.where, row, lag) is not True):
            return None
        kept = group if expr.where is None else [i for i in group if self.value(expr.where, i, lag) is True]
        others = (self.value(expr.arg, i, lag) for i in kept)
        return Fraction(1 + sum(1 for v in others if isinstance(v, Fraction) and v > own and not same(v, own)))


def summarised(fn: str, values: Sequence[Value], share: Fraction | None = None) -> Value:
    """One number for many; missing when there are none (but 0 different values are 0)."""
    if fn == "count_distinct":
        return Fraction(len(set(values)))
    numbers = sorted(v for v in values if isinstance(v, Fraction))
    if not numbers:
        return None
    if fn == "sum":
        return Fraction(sum(numbers))
    if fn == "mean":
        return Fraction(sum(numbers), len(numbers))
    if fn in ("lowest", "highest"):
        return numbers[0] if fn == "lowest" else numbers[-1]
    return interpolated(numbers, Fraction(1, 2) if share is None else share)


def interpolated(numbers: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which the share lies, linear between neighbours; ``numbers`` are sorted."""
    place = share * (len(numbers) - 1)
    low = math.floor(place)
    high = min(low + 1, len(numbers) - 1)
    return numbers[low] + (numbers[high] - numbers[low]) * (place - low)


def root(value: Fraction, degree: int) -> Fraction | None:
    """The root, exact when it is a fraction, else to 40 digits; None below zero."""
    if value < 0 or degree < 1:
        return None
    top, bottom = _exact_root(value.numerator, degree), _exact_root(value.denominator, degree)
    if top is not None and bottom is not None:
        return Fraction(top, bottom)
    with localcontext() as context:
        context.prec = 50
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction(number ** (Decimal(1) / Decimal(degree)))


def _exact_root(number: int, degree: int) -> int | None:
    if number < 2:
        return number
    low, high = 1, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
    return low if low**degree == number else None


def _rounded(value: Fraction, digits: Fraction, factor: Fraction) -> Fraction:
    scale = Fraction(10) ** int(digits)
    scaled = abs(value) / factor * scale
    whole = math.floor(scaled + Fraction(1, 2) + TOLERANCE)
    return (whole if value >= 0 else -whole) / scale * factor


def _and(args: list[Value]) -> Value:
    return False if False in args else None if None in args else True


def _or(args: list[Value]) -> Value:
    return True if True in args else None if None in args else False


def _default(args: list[Value]) -> Value:
    return args[1] if args[0] is None else args[0]


def _equal(a: Value, b: Value) -> bool:
    return same(a, b) if isinstance(a, Fraction) and isinstance(b, Fraction) else a == b


def _less(a: Any, b: Any) -> bool:
    return bool(a < b) and not _equal(a, b)


_LENIENT: dict[str, Callable[[list[Value]], Value]] = {
    "and": _and,
    "or": _or,
    "default": _default,
    "missing": lambda args: args[0] is None,
}
_STRICT: dict[str, Callable[[list[Any]], Value]] = {
    "add": lambda a: a[0] + a[1],
    "sub": lambda a: a[0] - a[1],
    "mul": lambda a: a[0] * a[1],
    "div": lambda a: None if a[1] == 0 else a[0] / a[1],
    "neg": lambda a: -a[0],
    "not": lambda a: not a[0],
    "eq": lambda a: _equal(a[0], a[1]),
    "ne": lambda a: not _equal(a[0], a[1]),
    "lt": lambda a: _less(a[0], a[1]),
    "le": lambda a: not _less(a[1], a[0]),
    "gt": lambda a: _less(a[1], a[0]),
    "ge": lambda a: not _less(a[0], a[1]),
    "max": max,
    "min": min,
    "abs": lambda a: abs(a[0]),
    "root": lambda a: root(a[0], int(a[1])),
    "days": lambda a: Fraction((a[1] - a[0]).days),
    "months": lambda a: Fraction(dates.months_between(a[0], a[1])),
    "add_days": lambda a: dates.add_days(a[0], math.floor(a[1])),
    "add_months": lambda a: dates.add_months(a[0], math.floor(a[1])),
    "year": lambda a: Fraction(a[0].year),
    "year_start": lambda a: dt.date(a[0].year, 1, 1),
    "how_many": lambda a: Fraction(sum(1 for value in a if value)),
}
