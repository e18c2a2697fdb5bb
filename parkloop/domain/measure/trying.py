"""One subject (or a few) from plain values by field name: outcome, outputs, conditions. The oracle behind `measure try` and tests."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from parkloop.domain.measure import ir
from parkloop.domain.measure.definitions import Condition, FieldSpec, Measure, Output
from parkloop.domain.measure.errors import Faults, MeasureError, Source, did_you_mean
from parkloop.domain.measure.evaluating import Frame, Row

Plain = Any


@dataclass
class Result:
    """What came out for one subject; ``frame`` answers further questions about it."""

    measure: Measure
    on: dt.date
    frame: Frame
    row: int | None
    case: str = "new"
    row_keys: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=())

    def value(self, name: str) -> ir.Value:
        """The value of an intermediate in base units; None when it is missing."""
        return self.frame.value(ir.Let(name, self.measure.lets[name].type), self.row)

    def plain(self, name: str, unit: Any = None, decimals: int | None = None) -> Plain:
        """The value as it is printed: in its unit, rounded half up when decimals are given."""
        return plain(self.value(name), self.measure.lets[name].type, unit, decimals)

    def status(self, condition: str) -> str:
        """met, unmet, unknown, manual or not_applicable."""
        return str(self.value(f"status:{condition}"))

    @property
    def outcome(self) -> str:
        """The outcome of a rule; ``met`` or ``unknown`` of other kinds, as their main value is there or missing."""
        if "outcome" in self.measure.lets:
            return str(self.value("outcome"))
        main = "total" if "total" in self.measure.lets else next(iter(self.measure.lets), "")
        return "unknown" if not main or self.value(main) is None else "met"

    def outputs(self) -> dict[str, Plain]:
        """All declared outputs by name."""
        return {output.name: self._spec(output, output.spec) for output in self.measure.outputs}

    def _spec(self, output: Output, spec: Any) -> Plain:
        if spec is None:
            return None
        if isinstance(spec, str):
            return self.plain(spec, output.unit, output.decimals)
        if isinstance(spec, list):
            values = [self._spec(output, part) for part in spec]
            return None if values and all(value is None for value in values) else values
        if isinstance(spec, dict):
            return {key: self._spec(output, part) for key, part in spec.items()}
        kind, what = spec
        if kind == "each":
            return self._each(output, what)
        by_name = {c.name: c for c in self.measure.conditions}
        return [by_name[name].code for name in what if self.status(name) == kind]

    def _each(self, output: Output, name: str) -> Plain:
        expr = self.measure.lets[name]
        values = [
            plain(self.frame.value(expr, row), expr.type, output.unit, output.decimals)
            for row in range(len(self.frame.rows))
        ]
        return dict(zip(self.row_keys, values, strict=True)) if self.row_keys else values

    def conditions(self) -> list[dict[str, Plain]]:
        """Each condition with status, value, limit, gap and need, in the order of the definition."""
        return [self._condition(condition) for condition in self.measure.conditions]

    def _condition(self, condition: Condition) -> dict[str, Plain]:
        lets, name = self.measure.lets, condition.name
        found: dict[str, Plain] = {
            "name": name,
            "role": condition.role,
            "label": dict(condition.label),
            "clause": condition.clause,
            "status": self.status(name),
        }
        for part in ("value", "limit", "gap", "need"):
            if f"{part}:{name}" in lets:
                found[part] = self.plain(f"{part}:{name}")
        if f"value:{name}" in lets:
            found["unit"] = lets[f"value:{name}"].type.unit.name or lets[f"limit:{name}"].type.unit.name
        return found


def try_measure(
    measure: Measure,
    inputs: Mapping[str, Plain],
    on: dt.date,
    *,
    case: str = "new",
    population: Sequence[Mapping[str, Plain]] = (),
) -> Result:
    """Evaluate one subject. ``inputs`` are plain values by field name; lists are periods, the oldest first.

    ``population`` are the other subjects that ranks and means count. Raises MeasureError: ME-060 (no parameter in force),
    ME-083 (wrong type), ME-084 (unknown name).
    """
    faults = Faults()
    params, tables = in_force(measure, on, faults)
    if measure.is_set:
        rows, keys, fixed = _rows(measure, inputs, faults)
        faults.raise_if_any()
        return Result(measure, on, Frame(rows, measure.lets, params, tables, fixed), None, case, keys)
    _unknown(inputs, measure, faults)
    own = row_of(measure.fields.values(), inputs, faults)
    others = [row_of(measure.fields.values(), other, faults) for other in population]
    faults.raise_if_any()
    missing = tuple(name for name, values in own.items() if not values or values[0] is None)
    return Result(measure, on, Frame([own, *others], measure.lets, params, tables), 0, case, (), missing)


def in_force(measure: Measure, on: dt.date, faults: Faults) -> tuple[dict[str, ir.Value], dict[str, ir.BandTable]]:
    """Values and tables of all parameters on a day; a fault for each that has none."""
    params: dict[str, ir.Value] = {}
    tables: dict[str, ir.BandTable] = {}
    for name, parameter in measure.parameters.items():
        version = parameter.on(on)
        if version is None:
            first = min(v.since for v in parameter.versions).isoformat() if parameter.versions else "—"
            faults.add(
                "ME-060",
                parameter.source,
                (0, len(parameter.source.text)),
                ("", ""),
                name=name,
                on=on.isoformat(),
                first=first,
            )
        elif isinstance(version.value, ir.BandTable):
            tables[name] = version.value
        else:
            params[name] = version.value
    return params, tables


def _rows(measure: Measure, inputs: Mapping[str, Plain], faults: Faults) -> tuple[list[Row], tuple[str, ...], Row]:
    """Rows, their keys and the fields of the whole set, for an indicator."""
    row_fields = [spec for spec in measure.fields.values() if not spec.is_of_set]
    set_fields = [spec for spec in measure.fields.values() if spec.is_of_set]
    known = {spec.path[0] for spec in set_fields} | set(measure.rows_path[:1])
    source: Any = inputs
    for part in measure.rows_path:
        source = source.get(part, []) if isinstance(source, Mapping) else []
    if not measure.rows_path and row_fields:
        source = [value for key, value in inputs.items() if key not in known and isinstance(value, Mapping)]
        names = tuple(key for key, value in inputs.items() if key not in known and isinstance(value, Mapping))
        return [row_of(row_fields, value, faults) for value in source], names, row_of(set_fields, inputs, faults)
    for name in inputs:
        if name not in known:
            _refuse("ME-084", name, did_you_mean(name, sorted(known)), faults, name=name)
    keys = tuple(source) if isinstance(source, Mapping) else ()
    entries = list(source.values()) if isinstance(source, Mapping) else list(source)
    return [row_of(row_fields, entry, faults) for entry in entries], keys, row_of(set_fields, inputs, faults)


def _unknown(inputs: Mapping[str, Plain], measure: Measure, faults: Faults) -> None:
    known = {spec.path[0] for spec in measure.fields.values()}
    for name in inputs:
        if name not in known:
            _refuse("ME-084", name, did_you_mean(name, sorted(known)), faults, name=name)


def row_of(fields: Any, values: Plain, faults: Faults) -> Row:
    """Typed values by field, the newest period first."""
    return {spec.name: _field(spec, _at(values, spec.path), faults) for spec in fields}


def _at(values: Plain, path: tuple[str, ...]) -> Plain:
    for part in path:
        if isinstance(values, Mapping):
            values = values.get(part)
        elif isinstance(values, (list, tuple)) and part.isdigit():
            values = values[int(part)] if int(part) < len(values) else None
        else:
            return None
    return values


def _field(spec: FieldSpec, value: Plain, faults: Faults) -> list[ir.Value]:
    if isinstance(value, (list, tuple)):
        if len(value) > spec.periods:
            _refuse("ME-083", spec.name, ("", ""), faults, name=spec.name, wanted_zh=f"至多 {spec.periods} 期",
                    wanted_en=f"at most {spec.periods} period(s)", found=f"{len(value)}")  # fmt: skip
            return []
        return [_typed(spec, item, faults) for item in reversed(value)]
    return [_typed(spec, value, faults)]


def _typed(spec: FieldSpec, value: Plain, faults: Faults) -> ir.Value:
    if value is None:
        return spec.absent
    found = typed(value, spec.type)
    if found is None or (spec.choices and found not in spec.choices):
        zh, en = ir.KIND_NAMES[spec.type.kind]
        if spec.choices:
            zh, en = "、".join(spec.choices), ", ".join(spec.choices)
        _refuse("ME-083", spec.name, ("", ""), faults, name=spec.name, wanted_zh=zh, wanted_en=en, found=repr(value))
    return found


def typed(value: Plain, kind: ir.Type) -> ir.Value:
    """A plain value as one of the language, numbers in base units; None when it does not fit."""
    if kind.kind == "bool":
        return value if isinstance(value, bool) else None
    if kind.kind == "text":
        return value if isinstance(value, str) else None
    if kind.kind == "date":
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            return None
    if isinstance(value, bool):
        return None
    try:
        number = Fraction(str(value))
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number * kind.unit.factor


def plain(value: ir.Value, kind: ir.Type, unit: Any = None, decimals: int | None = None) -> Plain:
    """A value as JSON prints it: numbers in their unit (whole ones without a point), dates as ISO text."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, Fraction):
        return value
    number = value / (unit or kind.unit).factor
    if decimals is not None:
        scale = 10**decimals
        whole = math.floor(abs(number) * scale + Fraction(1, 2))
        number = Fraction(whole if number >= 0 else -whole, scale)
    return int(number) if number.denominator == 1 else float(number)


def _refuse(code: str, name: str, hint: tuple[str, str], faults: Faults, /, **values: object) -> None:
    faults.add(code, Source(name), (0, len(name)), hint, **values)


__all__ = ["MeasureError", "Result", "in_force", "plain", "row_of", "try_measure", "typed"]
