"""The same measures by the oracle and by an engine, cell by cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from parkloop.adapters.engines import Asked, run_measure
from parkloop.adapters.engines.emitting import column_name
from parkloop.adapters.engines.plan import safe
from parkloop.domain.measure import ir
from parkloop.domain.measure.definitions import Measure
from parkloop.domain.measure.errors import Faults
from parkloop.domain.measure.evaluating import Frame
from parkloop.domain.measure.trying import in_force, row_of
from parkloop.packs.measures import Library
from tests.engines.generating import FIELDS, Maker
from tests.measure.support import document, library, quoted

ON = dt.date(2026, 9, 30)
ARROW = {"number": pa.float64(), "bool": pa.bool_(), "text": pa.string(), "date": pa.date32()}


def generated(count: int, seed: int) -> tuple[Measure, list[str], Maker]:
    """One measure with many random intermediates; (measure, its formulas in order, the maker with its counts)."""
    maker = Maker(seed)
    formulas = [maker.formula() for _ in range(count)]
    lets = "\n".join(f"    x{at}: {quoted(text)}" for at, text in enumerate(formulas))
    found: Library = library(document(f"t:\n  kind: rule\n  let:\n{lets}", fields=FIELDS))
    return found.find("t"), formulas, maker


def table_of(measure: Measure, rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Plain values as the stored table of a snapshot: money in whole fen, one column a period."""
    columns: dict[str, pa.Array] = {"id": pa.array(range(len(rows)), pa.int64())}
    for spec in measure.fields.values():
        for ago in range(spec.periods):
            values = [_stored(spec, _period(_at(row, spec.path), ago)) for row in rows]
            kind = pa.int64() if spec.stored else ARROW[spec.type.kind]
            columns[column_name(spec, ago)] = pa.array(values, kind)
    return pa.table(columns)


def _at(row: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        row = row.get(part) if isinstance(row, dict) else None
    return row


def _period(value: Any, ago: int) -> Any:
    if isinstance(value, list):
        return value[-1 - ago] if ago < len(value) else None
    return value if not ago else None


def _stored(spec: Any, value: Any) -> Any:
    if spec.type.kind == "date" and isinstance(value, str):
        return dt.date.fromisoformat(value)
    if value is None or not spec.stored:
        return value
    return int(Fraction(str(value)) * spec.type.unit.factor / spec.stored.factor)


def differences(
    measure: Measure, rows: Sequence[dict[str, Any]], folder: Path, engine: str, names: Sequence[str], url: str = ""
) -> list[str]:
    """Every cell in which the engine differs from the oracle, said in words."""
    data = folder / "data.parquet"
    pq.write_table(table_of(measure, rows), data)
    result, _, _ = run_measure(measure, data, ON, engine=engine, asked=Asked(tuple(names)), url=url)
    result = result.sort_by("id") if "id" in result.column_names else result
    frame = framed(measure, rows)
    found = []
    for name in names:
        column = result[safe(name)].to_pylist()
        expr = measure.lets[name]
        for at, cell in enumerate(column):
            wanted = frame.value(ir.Let(name, expr.type), at)
            if not equal(cell, wanted):
                found.append(f"{name} row {at}: oracle {_shown(wanted)}, {engine} {cell!r}")
    return found


def framed(measure: Measure, rows: Sequence[dict[str, Any]]) -> Frame:
    faults = Faults()
    params, tables = in_force(measure, ON, faults)
    typed = [row_of(measure.fields.values(), row, faults) for row in rows]
    faults.raise_if_any()
    return Frame(typed, measure.lets, params, tables)


def equal(cell: Any, wanted: ir.Value) -> bool:
    if wanted is None or cell is None:
        return wanted is None and (cell is None or cell != cell)
    if isinstance(wanted, Fraction):
        return abs(float(cell) - float(wanted)) <= 1e-7 * max(1.0, abs(float(wanted)))
    if isinstance(wanted, dt.date) and isinstance(cell, dt.datetime):
        return cell.date() == wanted
    return bool(cell == wanted)


def _shown(value: ir.Value) -> str:
    return repr(float(value)) if isinstance(value, Fraction) else repr(value)
