"""Typed form → Ibis expressions. Numbers are whole (money in fen, counts) as long as they can be, else float64.

Every rule of meaning is written out, never left to an engine: missing values, division by zero, ties of rounding, comparisons with
tolerance, inclusive ends, the order of three-valued logic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import ibis

from parkloop.domain.measure import ir
from parkloop.domain.measure.definitions import Measure

NUDGE = 1e-9
LARGEST_WHOLE = 2**53
Column = Any


class Emitter:
    """Builds columns over one Ibis table. ``columns`` are intermediates that stand in the table already, by name."""

    def __init__(
        self, measure: Measure, params: Mapping[str, ir.Value], tables: Mapping[str, ir.BandTable], table: Any
    ) -> None:
        self.measure, self.params, self.tables, self.table = measure, params, tables, table
        self.columns: dict[str, str] = {}
        self.joined: dict[ir.Aggregate, str] = {}

    def column(self, expr: ir.Expr, lag: int = 0) -> Column:
        """The Ibis expression of a typed expression whose fields are read ``lag`` periods ago."""
        match expr:
            case ir.Const():
                return constant(expr.value, expr.type)
            case ir.Field():
                return self._field(expr, lag)
            case ir.Let():
                if not lag and not expr.lag and expr.name in self.columns:
                    return self.table[self.columns[expr.name]]
                return self.column(self.measure.lets[expr.name], lag + expr.lag)
            case ir.Param():
                return constant(self.params[expr.name], expr.type)
            case ir.Lookup():
                return self._lookup(expr, lag)
            case ir.Aggregate():
                return self._aggregate(expr, lag)
            case ir.Apply():
                return self._apply(expr, lag)

    # -- leaves

    def _field(self, expr: ir.Field, lag: int) -> Column:
        spec, ago = self.measure.fields[expr.name], expr.lag + lag
        name = column_name(spec, ago)
        if name not in self.table.columns:
            return constant(spec.absent, spec.type)
        found = self.table[name]
        if spec.type.kind == "number":
            factor = (spec.stored or spec.type.unit).factor
            found = found if factor == 1 else times(found, factor)
        elif spec.type.kind == "date":
            found = found.cast("date")
        if spec.absent is not None and not ago:
            found = found.fill_null(constant(spec.absent, spec.type))
        return found

    def _lookup(self, expr: ir.Lookup, lag: int) -> Column:
        value = self.column(expr.arg, lag)
        branches = []
        for band in self.tables[expr.table].bands:
            inside = _inside(value, band)
            branches.append((inside, constant(band.values[expr.column], expr.type)))
        found = ibis.null(dtype_of(expr.type))
        if not branches:
            return found
        return ibis.cases((value.isnull(), found), *branches, else_=found)

    # -- operations

    def _apply(self, expr: ir.Apply, lag: int) -> Column:
        args = [self.column(arg, lag) for arg in expr.args]
        if expr.op in COMPARISONS:
            return compared(expr.op, args[0], args[1], expr.args[0].type.kind, self._is_small(expr.args[1]))
        if expr.op == "if":
            return self._if(expr, args)
        if expr.op == "round":
            return rounded(args[0], int(_fixed(expr.args[1])), expr.args[0].type.unit.factor)
        if expr.op in ("floor", "ceil"):
            return _stepped(expr.op, args[0], expr.args[0].type.unit.factor)
        if expr.op == "root":
            degree = int(_fixed(expr.args[1]))
            value = args[0].cast("float64")
            return ibis.cases((value >= 0, value.sqrt() if degree == 2 else value ** (1.0 / degree)))
        return OPERATIONS[expr.op](args)

    def _is_small(self, expr: ir.Expr) -> bool:
        """Whether it is looked up among numbers of at most 1: then the tolerance is the same for all."""
        if not isinstance(expr, ir.Lookup):
            target = self.measure.lets.get(expr.name) if isinstance(expr, ir.Let) and not expr.lag else None
            return target is not None and isinstance(target, ir.Lookup) and self._is_small(target)
        values = [band.values[expr.column] for band in self.tables[expr.table].bands]
        return all(value is None or (isinstance(value, Fraction) and abs(value) <= 1) for value in values)

    def _if(self, expr: ir.Apply, args: list[Column]) -> Column:
        """A condition that is missing gives nothing, not the other branch."""
        condition, then, otherwise = args
        then, otherwise = alike(then, otherwise)
        if never_missing(expr.args[0]):
            return ibis.ifelse(condition, then, otherwise)
        return ibis.cases((condition, then), (~condition, otherwise))

    # -- over all subjects

    def _aggregate(self, expr: ir.Aggregate, lag: int) -> Column:
        if expr in self.joined and not lag:
            return self.table[self.joined[expr]]
        where = self.column(expr.where, lag) if expr.where is not None else None
        group = [self.table[column_name(self.measure.fields[name], 0)] for name in expr.by]
        if expr.fn == "rank":
            return self._rank(expr, where, group, lag)
        value = self.column(expr.arg, lag) if expr.arg is not None else None
        return reduced(expr, self.table, value, where).over(ibis.window(group_by=group))

    def _rank(self, expr: ir.Aggregate, where: Column | None, group: list[Column], lag: int) -> Column:
        assert expr.arg is not None  # rank takes one
        value = self.column(expr.arg, lag)
        known = value.notnull() if where is None else value.notnull() & where.fill_null(False)
        key = value.cast("float64").round(9)
        place = (ibis.rank().over(ibis.window(group_by=[*group, known], order_by=key.desc())) + 1).cast("float64")
        return ibis.cases((known, place))


def reduced(expr: ir.Aggregate, table: Any, value: Column | None, where: Column | None) -> Column:
    """An aggregate without its window; what is missing does not count."""
    if expr.fn == "count":
        return table.count(where=where)
    assert value is not None  # all others take one
    if expr.fn == "sum":
        return value.sum(where=where)
    if expr.fn == "mean":
        return value.cast("float64").mean(where=where)
    if expr.fn == "count_distinct":
        return value.nunique(where=where)
    if expr.fn in ("lowest", "highest"):
        return value.min(where=where) if expr.fn == "lowest" else value.max(where=where)
    share = 0.5 if expr.share is None else float(expr.share)
    return value.cast("float64").quantile(share, where=where)


def column_name(spec: Any, ago: int) -> str:
    """The table's column of a field so many periods ago."""
    if ago < len(spec.columns):
        return str(spec.columns[ago])
    return f"{spec.name}_{ago}" if ago else str(spec.name)


def constant(value: ir.Value, kind: ir.Type) -> Column:
    """A typed literal; numbers whole when they are."""
    if value is None:
        return ibis.null(dtype_of(kind))
    if isinstance(value, Fraction):
        if value.denominator == 1 and abs(value) < LARGEST_WHOLE:
            return ibis.literal(int(value), "int64")
        return ibis.literal(float(value), "float64")
    if isinstance(value, dt.date):
        return ibis.literal(value, "date")
    return ibis.literal(value)


def dtype_of(kind: ir.Type) -> str:
    """Ibis type of a kind."""
    return {"number": "float64", "bool": "boolean", "text": "string", "date": "date", "nothing": "float64"}[kind.kind]


def never_missing(expr: ir.Expr) -> bool:
    """Whether a yes or no is always known: statuses and questions after missing values."""
    if isinstance(expr, ir.Apply):
        if expr.op == "missing":
            return True
        if expr.op in ("eq", "ne"):
            return all(_is_status(arg) for arg in expr.args)
        if expr.op in ("and", "or", "not"):
            return all(never_missing(arg) for arg in expr.args)
        if expr.op == "default":
            return isinstance(expr.args[1], ir.Const) and expr.args[1].value is not None
    return isinstance(expr, ir.Const) and expr.value is not None


def _is_status(expr: ir.Expr) -> bool:
    if isinstance(expr, ir.Let):
        return expr.name.startswith("status:") or expr.name in (
            "outcome:main",
            "outcome:gates",
            "outcome:whole",
            "outcome",
        )
    return isinstance(expr, ir.Const) and expr.value is not None


def _fixed(expr: ir.Expr) -> Fraction:
    assert isinstance(expr, ir.Const)  # the checker demands a written-out number
    assert isinstance(expr.value, Fraction)
    return expr.value


def is_whole(column: Column) -> bool:
    """Whether a column holds integers."""
    return bool(column.type().is_integer())


def times(column: Column, factor: Fraction) -> Column:
    """A column in base units; whole numbers stay whole."""
    if factor.denominator == 1 and is_whole(column):
        return column.cast("int64") * int(factor)
    if factor.denominator == 1:
        return exact(column * float(factor))
    return column * float(factor)


def exact(column: Column) -> Column:
    """A float64 that was a decimal in a larger unit, back on the whole base units where it is within a thousandth of one."""
    whole = column.round(0)
    return ibis.ifelse((column - whole).abs() < 1e-3, whole.cast("float64"), column)


def tolerance(a: Column, b: Column) -> Column:
    """How far two numbers may lie apart and still be equal."""
    size = ibis.greatest(ibis.literal(1.0), a.cast("float64").abs(), b.cast("float64").abs())
    return ibis.least(size * float(ir.TOLERANCE), ibis.literal(float(ir.MOST_AWAY)))


def compared(op: str, a: Column, b: Column, kind: str, is_small: bool = False) -> Column:
    """A comparison; whole numbers, texts and dates exactly, others with the tolerance (fixed when ``b`` never exceeds 1 and is near)."""
    if kind != "number" or (is_whole(a) and is_whole(b)):
        return COMPARISONS[op](a, b)
    slack = ibis.literal(float(ir.TOLERANCE)) if is_small else _slack_of_literal(b)
    away = slack if slack is not None else tolerance(a, b)
    a, b = a.cast("float64"), b.cast("float64")
    if op in ("eq", "ne"):
        same = (a - b).abs() <= away
        return same if op == "eq" else ~same
    return {"ge": a >= b - away, "gt": a > b + away, "le": a <= b + away, "lt": a < b - away}[op]


def _slack_of_literal(column: Column) -> Column | None:
    """The tolerance beside a written-out number, computed once."""
    operation = column.op()
    value = getattr(operation, "value", None)
    if type(operation).__name__ != "Literal" or isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return ibis.literal(min(max(1.0, abs(float(value))) * float(ir.TOLERANCE), float(ir.MOST_AWAY)))


def alike(a: Column, b: Column) -> tuple[Column, Column]:
    """Two values of which one is taken, in one type."""
    if a.type().is_numeric() and b.type().is_numeric() and is_whole(a) != is_whole(b):
        return a.cast("float64"), b.cast("float64")
    return a, b


def _inside(value: Column, band: ir.Band) -> Column:
    parts = []
    if band.low is not None:
        parts.append(compared("ge" if band.low_closed else "gt", value, constant(band.low, ir.NUMBER), "number"))
    if band.high is not None:
        parts.append(compared("le" if band.high_closed else "lt", value, constant(band.high, ir.NUMBER), "number"))
    found = ibis.literal(True)
    for at, part in enumerate(parts):
        found = part if at == 0 else found & part
    return found


def rounded(value: Column, digits: int, factor: Fraction) -> Column:
    """Half away from zero, in the unit of the value."""
    scale = 10.0**digits
    size = (value.cast("float64").abs() / float(factor) * scale + 0.5 + NUDGE).floor() / scale * float(factor)
    return ibis.cases((value < 0, -size), (value >= 0, size))


def _stepped(op: str, value: Column, factor: Fraction) -> Column:
    scaled = value.cast("float64") / float(factor)
    step = (scaled + NUDGE).floor() if op == "floor" else (scaled - NUDGE).ceil()
    return step.cast("float64") * float(factor)


def divided(a: Column, b: Column) -> Column:
    """A quotient; missing where the divisor is zero."""
    return a.cast("float64") / b.cast("float64").nullif(0.0)


def product(a: Column, b: Column) -> Column:
    """A product; whole only with a small written-out factor, so that it cannot overflow."""
    for factor, other in ((a, b), (b, a)):
        value = getattr(factor.op(), "value", None)
        if (
            type(factor.op()).__name__ == "Literal"
            and isinstance(value, int)
            and abs(value) <= 1000
            and is_whole(other)
        ):
            return a * b
    return a.cast("float64") * b.cast("float64")


def picked(args: list[Column], op: str) -> Column:
    """Largest or smallest; missing when anything is."""
    found = args[0]
    for other in args[1:]:
        found, other = alike(found, other)
        first = found >= other if op == "max" else found <= other
        found = ibis.cases((first, found), (~first, other))
    return found


def _months(first: Column, last: Column) -> Column:
    """Whole months between two dates, counted as `domain.measure.dates` does."""

    def forward(a: Column, b: Column) -> Column:
        count = ((b.year() - a.year()) * 12 + b.month() - a.month()).cast("int64")
        reached = (a + count.as_interval("M")).cast("date")
        return ibis.ifelse(reached <= b, count, count - 1)

    return ibis.cases((last >= first, forward(first, last)), (last < first, -forward(last, first)))


def _shift(day: Column, count: Column, unit: str) -> Column:
    whole = (count.cast("float64") + NUDGE).floor().cast("int64") if not is_whole(count) else count
    return (day + whole.as_interval(unit)).cast("date")


def _is_missing(value: Column) -> Column:
    """Yes or no goes through a cast: `NOT (x) IS NULL` would be read as `NOT (x IS NULL)`."""
    return value.cast("int32").isnull() if value.type().is_boolean() else value.isnull()


def _how_many(args: list[Column]) -> Column:
    found = ibis.literal(0, "int64")
    for arg in args:
        found = found + arg.cast("int32")
    return found


def _default(args: list[Column]) -> Column:
    a, b = alike(args[0], args[1])
    return ibis.coalesce(a, b)


COMPARISONS: dict[str, Callable[[Column, Column], Column]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}
OPERATIONS: dict[str, Callable[[list[Column]], Column]] = {
    "add": lambda a: a[0] + a[1],
    "sub": lambda a: a[0] - a[1],
    "mul": lambda a: product(a[0], a[1]),
    "div": lambda a: divided(a[0], a[1]),
    "neg": lambda a: -a[0],
    "not": lambda a: ~a[0],
    "and": lambda a: a[0] & a[1],
    "or": lambda a: a[0] | a[1],
    "missing": lambda a: _is_missing(a[0]),
    "default": _default,
    "max": lambda a: picked(a, "max"),
    "min": lambda a: picked(a, "min"),
    "abs": lambda a: a[0].abs(),
    "days": lambda a: a[1].delta(a[0], unit="day"),
    "months": lambda a: _months(a[0], a[1]),
    "add_days": lambda a: _shift(a[0], a[1], "D"),
    "add_months": lambda a: _shift(a[0], a[1], "M"),
    "year": lambda a: a[0].year().cast("int64"),
    "year_start": lambda a: a[0].truncate("Y").cast("date"),
    "how_many": _how_many,
}
