"""``parkloop measure run`` and ``bench``: a measure over a table, on an engine, in a process with limits."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from pathlib import Path
from typing import Any

from parkloop.adapters.engines import EngineError
from parkloop.adapters.engines.plan import Asked, everything
from parkloop.adapters.engines.worker import run_in_worker
from parkloop.domain.measure.definitions import Measure
from parkloop.packs.measures import Library


def chosen(library: Library, name: str | None, on: dt.date, case: str) -> Measure:
    """The measure to run: the named one, or the only one there is. Raises EngineError when it must be named."""
    if name:
        return library.find(name, on=on, case=case)
    if len(library.measures) == 1:
        return next(iter(library.measures.values()))
    names = ", ".join(library.measures)
    raise EngineError(f"请用 --measure 指定要算哪一个：{names}", f"Say which measure with --measure: {names}")


def write(table: Any, path: Path) -> None:
    """The result as Parquet or CSV, by the ending of the name. Raises EngineError."""
    import pyarrow.csv as pacsv
    import pyarrow.parquet as pq

    if path.suffix not in (".parquet", ".csv"):
        raise EngineError(f"“{path.name}”应以 .parquet 或 .csv 结尾", f"{path.name} must end in .parquet or .csv")
    unfinished = path.with_name(f".{path.name}.part")
    (pq.write_table if path.suffix == ".parquet" else pacsv.write_csv)(table, unfinished)
    unfinished.replace(path)


def summary(measure: Measure, table: Any) -> dict[str, Any]:
    """What a person wants to see at once: rows, outcomes or grades counted, statuses of each condition counted; or the values."""
    if measure.is_set:
        return {"rows": table.num_rows, "values": table.slice(0, 100).to_pylist()}
    found: dict[str, Any] = {"rows": table.num_rows}
    for name in ("outcome", "grade"):
        if name in table.column_names:
            found[name] = _counted(table[name])
    conditions = {}
    for condition in measure.conditions:
        column = f"status_{condition.name}".replace(".", "_")
        if column in table.column_names:
            conditions[condition.name] = _counted(table[column])
    return found | ({"conditions": conditions} if conditions else {})


def _counted(column: Any) -> dict[str, int]:
    return {str(item["values"]): item["counts"] for item in column.value_counts().to_pylist()}


def lines(measure: Measure, found: dict[str, Any], record: Any) -> str:
    """The summary as text."""
    out = [
        f"{measure.id} on {record.on}: {found['rows']:,} rows in {record.seconds} s on {record.engine} {record.engine_version}"
    ]
    for name in ("outcome", "grade"):
        if name in found:
            out.append(f"{name}: " + ", ".join(f"{word} {count:,}" for word, count in sorted(found[name].items())))
    for name, counts in found.get("conditions", {}).items():
        out.append(f"  {name:<28}" + ", ".join(f"{word} {count:,}" for word, count in sorted(counts.items())))
    out += [json.dumps(row, ensure_ascii=False, default=str) for row in found.get("values", ())]
    return "\n".join(out)


def run(measure: Measure, data: Path, on: dt.date, engine: str, url: str, seconds: float) -> tuple[Any, Any]:
    """(table, record), computed in a worker."""
    return run_in_worker(measure, data, on, engine=engine, url=url, seconds=seconds)


def measured(measure: Measure, data: Path, on: dt.date, engine: str, repeat: int) -> list[dict[str, Any]]:
    """Medians of repeated runs: the outcome alone, and everything."""
    from parkloop.adapters.engines import run_measure

    found = []
    main = tuple(name for name in ("outcome", "total") if name in measure.lets)[:1] or tuple(measure.lets)[:1]
    for title, names in (("outcome", main), ("everything", tuple(everything(measure)))):
        times = []
        for _ in range(repeat):
            began = time.perf_counter()
            table, _, _ = run_measure(measure, data, on, engine=engine, asked=Asked(names))
            times.append(time.perf_counter() - began)
        found.append(
            {
                "asked": title,
                "engine": engine,
                "rows": table.num_rows,
                "median_s": round(statistics.median(times), 3),
                "runs": repeat,
            }
        )
    return found
