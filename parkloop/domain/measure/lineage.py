"""Where a number comes from: result → intermediates → fields → columns and rows; and how two versions of a library differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parkloop.domain.measure import ir
from parkloop.domain.measure.definitions import Measure
from parkloop.domain.measure.trying import Result, plain


def lineage(measure: Measure, name: str, result: Result | None = None) -> dict[str, Any]:
    """A tree: ``{name, kind, value?, unit?, column?, since?, needs: [...]}``. KeyError when there is no such name.

    With a result each node carries its value, and an aggregate the rows that it counted.
    """
    return _Tree(measure, result).let(name, 0, ())


class _Tree:
    def __init__(self, measure: Measure, result: Result | None) -> None:
        self.measure, self.result = measure, result

    def let(self, name: str, lag: int, above: tuple[str, ...]) -> dict[str, Any]:
        expr = self.measure.lets[name]
        node: dict[str, Any] = {"name": name, "kind": "let", "unit": expr.type.unit.name}
        if lag:
            node["periods_ago"] = lag
        if self.result is not None and not isinstance(expr, ir.Aggregate):
            node["value"] = plain(self.result.frame.value(ir.Let(name, expr.type, lag), self.result.row), expr.type)
        node["needs"] = self._needs(expr, lag, (*above, name))
        return node

    def _needs(self, expr: ir.Expr, lag: int, above: tuple[str, ...]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for part in _nearest(expr):
            made = self._one(part, lag, above)
            if made is not None and made not in found:
                found.append(made)
        return found

    def _one(self, part: ir.Expr, lag: int, above: tuple[str, ...]) -> dict[str, Any] | None:
        if isinstance(part, ir.Field):
            return self._field(part, lag)
        if isinstance(part, ir.Let) and part.name not in above and part.name in self.measure.lets:
            return self.let(part.name, lag + part.lag, above)
        if isinstance(part, (ir.Param, ir.Lookup)):
            return self._parameter(part.name if isinstance(part, ir.Param) else part.table)
        if isinstance(part, ir.Aggregate):
            return self._aggregate(part, lag, above)
        return None

    def _field(self, part: ir.Field, lag: int) -> dict[str, Any]:
        spec, ago = self.measure.fields[part.name], part.lag + lag
        node: dict[str, Any] = {"name": part.name, "kind": "field", "unit": spec.type.unit.name}
        if ago:
            node["periods_ago"] = ago
        column = spec.columns[ago] if ago < len(spec.columns) else f"{spec.name}_{ago}" if ago else spec.name
        node["column"] = column
        if self.result is not None and (self.result.row is not None or spec.is_of_set):
            node["value"] = plain(
                self.result.frame.value(ir.Field(part.name, spec.type, ago), self.result.row), spec.type
            )
        return node

    def _parameter(self, name: str) -> dict[str, Any] | None:
        parameter = self.measure.parameters.get(name)
        if parameter is None:
            return None
        node: dict[str, Any] = {"name": name, "kind": "parameter"}
        version = parameter.on(self.result.on) if self.result else None
        if version is not None:
            node |= {"since": version.since.isoformat(), "clause": version.clause}
            if not isinstance(version.value, ir.BandTable):
                node["value"] = plain(version.value, parameter.type)
        return node

    def _aggregate(self, part: ir.Aggregate, lag: int, above: tuple[str, ...]) -> dict[str, Any]:
        node: dict[str, Any] = {"name": part.fn, "kind": "aggregate", "needs": []}
        for inner in (part.arg, part.where):
            node["needs"] += self._needs(inner, lag, above) if inner is not None else []
        if self.result is not None:
            frame, keys = self.result.frame, self.result.row_keys
            rows = [i for i in range(len(frame.rows)) if part.where is None or frame.value(part.where, i, lag) is True]
            node["rows"] = [keys[i] if keys else i for i in rows]
        return node


def _nearest(expr: ir.Expr) -> list[ir.Expr]:
    """The names nearest below an expression, not those behind them."""
    if isinstance(expr, (ir.Field, ir.Let, ir.Param, ir.Aggregate)):
        return [expr]
    if isinstance(expr, ir.Lookup):
        return [*_nearest(expr.arg), expr]
    return [found for arg in expr.args for found in _nearest(arg)] if isinstance(expr, ir.Apply) else []


def compared(before: Mapping[str, Measure], after: Mapping[str, Measure]) -> list[dict[str, Any]]:
    """What differs between two libraries: measures added, dropped and changed, with the parts that changed."""
    found: list[dict[str, Any]] = [{"measure": name, "change": "dropped"} for name in before if name not in after]
    for name, measure in after.items():
        if name not in before:
            found.append({"measure": name, "change": "added"})
            continue
        parts = _parts(before[name], measure)
        if parts:
            found.append({"measure": name, "change": "changed", "parts": parts})
    return sorted(found, key=lambda item: item["measure"])


def _parts(a: Measure, b: Measure) -> list[str]:
    found = [f"{what}.{key}" for what in ("fields", "lets") for key in _differing(getattr(a, what), getattr(b, what))]
    versions_a = {n: [(v.since, v.value) for v in p.versions] for n, p in a.parameters.items()}
    versions_b = {n: [(v.since, v.value) for v in p.versions] for n, p in b.parameters.items()}
    found += [f"parameters.{key}" for key in _differing(versions_a, versions_b)]
    for what in ("kind", "basis", "status", "family", "valid_from", "valid_to", "cases", "outputs"):
        if getattr(a, what) != getattr(b, what):
            found.append(what)
    return found


def _differing(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[str]:
    return [key for key in dict.fromkeys([*a, *b]) if a.get(key) != b.get(key)]
