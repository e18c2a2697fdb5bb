"""What is asked of a measure, and the Ibis table that answers it: levels of columns, each built on the ones before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from parkloop.adapters.engines.emitting import Emitter, column_name, reduced
from parkloop.domain.measure import ir
from parkloop.domain.measure.definitions import Measure, references
from parkloop.domain.measure.errors import Faults
from parkloop.domain.measure.trying import in_force
from parkloop.packs.measures.reading import named

MOST_INLINE = 12
JOINED = ("median", "quantile", "count_distinct")


@dataclass(frozen=True)
class Asked:
    """Which columns are wanted beside the key: everything (``None``), or intermediates by name."""

    names: tuple[str, ...] | None = None
    key: str | None = "id"


EVERYTHING = Asked()


@dataclass(frozen=True)
class Plan:
    """The Ibis table of results; ``columns`` maps result columns to names of the measure, ``units`` to the unit they print in."""

    table: Any
    columns: dict[str, str]
    params: dict[str, str] = field(default_factory=dict)


def plan_for(measure: Measure, source: Any, on: dt.date, asked: Asked = Asked()) -> Plan:
    """The plan over an Ibis table. Raises MeasureError when a parameter has no value on the day."""
    faults = Faults()
    params, tables = in_force(measure, on, faults)
    faults.raise_if_any()
    wanted = list(asked.names if asked.names is not None else everything(measure))
    emitter = Emitter(measure, params, tables, source)
    if measure.is_set:
        return Plan(_grouped(measure, emitter, wanted), {safe(n): n for n in wanted}, _dates(measure, on))
    _levels(measure, emitter, wanted)
    key = [asked.key] if asked.key and asked.key in source.columns else []
    shown = {safe(name): emitter.column(ir.Let(name, measure.lets[name].type)) for name in wanted}
    return Plan(emitter.table.select(*key, **shown), {safe(n): n for n in wanted}, _dates(measure, on))


def everything(measure: Measure) -> list[str]:
    """All that a result shows: outcome and route, statuses, values, gaps and needs, points, totals, grades, printed outputs."""
    names = [n for n in ("outcome", "route", "total", "grade") if n in measure.lets]
    for condition in measure.conditions:
        names += [
            n for p in ("status", "value", "limit", "gap", "need") if (n := f"{p}:{condition.name}") in measure.lets
        ]
    names += [f"points:{item.name}" for item in measure.items]
    names += [n for output in measure.outputs for n in named(output.spec) if n in measure.lets]
    return list(dict.fromkeys(names))


def safe(name: str) -> str:
    """A column name: colons and dots become underscores."""
    return name.replace(":", "_").replace(".", "_")


def _levels(measure: Measure, emitter: Emitter, wanted: Sequence[str]) -> None:
    """Intermediates that are used more than once, or are long, become columns, in an order in which each has what it needs."""
    for aggregate in _awkward(measure, wanted):
        _join(measure, emitter, aggregate)
    waiting: dict[str, ir.Expr] = {}
    for name in _ordered(measure, wanted):
        uses = {p.name for p in ir.walk(measure.lets[name]) if isinstance(p, ir.Let)}
        if uses & set(waiting):
            _flush(emitter, waiting)
        waiting[name] = measure.lets[name]
    _flush(emitter, waiting)


def _flush(emitter: Emitter, waiting: dict[str, ir.Expr]) -> None:
    if waiting:
        made = {f"let_{safe(name)}": emitter.column(expr) for name, expr in waiting.items()}
        emitter.table = emitter.table.mutate(**made)
        emitter.columns |= {name: f"let_{safe(name)}" for name in waiting}
        waiting.clear()


def _ordered(measure: Measure, wanted: Sequence[str]) -> list[str]:
    """Names needed by what is wanted, each after those it is made of."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in found or name not in measure.lets:
            return
        for part in ir.walk(measure.lets[name]):
            if isinstance(part, ir.Let) and not part.lag:
                visit(part.name)
        found[name] = None

    for name in wanted:
        visit(name)
    return [name for name in found if _is_worth_a_column(measure, name, wanted)]


def _is_worth_a_column(measure: Measure, name: str, wanted: Sequence[str]) -> bool:
    size = sum(1 for _ in ir.walk(measure.lets[name]))
    return size > 1 and (size > MOST_INLINE or name.startswith(("status:", "outcome")) or name not in wanted)


def _awkward(measure: Measure, wanted: Sequence[str]) -> list[ir.Aggregate]:
    """Aggregates that not every engine computes as a window: they are computed apart and joined."""
    found: list[ir.Aggregate] = []
    for name in wanted:
        for part in references(measure.lets[name], measure.lets):
            if isinstance(part, ir.Aggregate) and part.fn in JOINED and part not in found:
                found.append(part)
    return found


def _join(measure: Measure, emitter: Emitter, aggregate: ir.Aggregate) -> None:
    table = emitter.table
    name = f"agg_{len(emitter.joined)}"
    value = emitter.column(aggregate.arg) if aggregate.arg is not None else None
    where = emitter.column(aggregate.where) if aggregate.where is not None else None
    made = reduced(aggregate, table, value, where)
    groups = [column_name(measure.fields[by], 0) for by in aggregate.by]
    if not groups:
        emitter.table = table.cross_join(table.aggregate(**{name: made}))
    else:
        renamed = table.group_by([table[g].name(f"{name}_{g}") for g in groups]).aggregate(**{name: made})
        emitter.table = table.left_join(renamed, [table[g].identical_to(renamed[f"{name}_{g}"]) for g in groups])
    emitter.joined[aggregate] = name


def _grouped(measure: Measure, emitter: Emitter, wanted: Sequence[str]) -> Any:
    """An indicator: rows get their own intermediates, then one line for each group."""
    for name in _row_names(measure, wanted):
        emitter.table = emitter.table.mutate(**{f"let_{safe(name)}": emitter.column(measure.lets[name])})
        emitter.columns[name] = f"let_{safe(name)}"
    aggregates: dict[ir.Aggregate, str] = {}
    for name in wanted:
        for part in references(measure.lets[name], measure.lets):
            if isinstance(part, ir.Aggregate):
                aggregates.setdefault(part, f"agg_{len(aggregates)}")
    made = {}
    for aggregate, name in aggregates.items():
        value = emitter.column(aggregate.arg) if aggregate.arg is not None else None
        where = emitter.column(aggregate.where) if aggregate.where is not None else None
        made[name] = reduced(aggregate, emitter.table, value, where)
    groups = [column_name(measure.fields[by], 0) for by in measure.dimensions]
    table = emitter.table.group_by(groups).aggregate(**made) if groups else emitter.table.aggregate(**made)
    after = Emitter(measure, emitter.params, emitter.tables, table)
    after.joined = aggregates
    return table.select(*groups, **{safe(name): after.column(measure.lets[name]) for name in wanted})


def _row_names(measure: Measure, wanted: Sequence[str]) -> list[str]:
    """Per-row intermediates inside the aggregates, in the order in which they are needed."""
    found: dict[str, None] = {}

    def visit(expr: ir.Expr) -> None:
        for part in ir.walk(expr):
            if isinstance(part, ir.Let) and part.name not in found and not part.lag:
                visit(measure.lets[part.name])
                found[part.name] = None

    for name in wanted:
        for part in references(measure.lets[name], measure.lets):
            if isinstance(part, ir.Aggregate):
                for inner in (part.arg, part.where):
                    if inner is not None:
                        visit(inner)
    return list(found)


def _dates(measure: Measure, on: dt.date) -> dict[str, str]:
    found = {}
    for name, parameter in measure.parameters.items():
        version = parameter.on(on)
        if version is not None and version.since.year > 1:
            found[name] = version.since.isoformat()
    return found


__all__ = ["Asked", "Plan", "everything", "plan_for", "safe"]
