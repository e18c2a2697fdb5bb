"""Runs a plan on an engine and keeps the record of it: definition, parameter dates, data, engine, rows, time."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ibis

from parkloop.adapters.engines.locking import locked_duckdb
from parkloop.adapters.engines.plan import EVERYTHING, Asked, Plan, plan_for
from parkloop.domain.measure.definitions import Measure

_CHUNK = 2**20


class EngineError(Exception):
    """An engine cannot be used or stopped the work; ``message`` is ``{zh, en}``."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = {"zh": zh, "en": en}
        super().__init__(en)


@dataclass(frozen=True)
class Record:
    """Enough to compute a result again and get the same."""

    measure: str
    definition: str
    on: str
    parameters: dict[str, str]
    data: str
    data_sha256: str
    engine: str
    engine_version: str
    rows: int
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """JSON form."""
        return asdict(self)


def run_measure(
    measure: Measure,
    data: Path,
    on: dt.date,
    *,
    engine: str = "duckdb",
    asked: Asked = EVERYTHING,
    url: str = "",
) -> tuple[Any, Plan, Record]:
    """(Arrow table, plan, record) of a measure over a Parquet or CSV file of our own writing. Raises EngineError, MeasureError."""
    if engine not in ENGINES:
        raise EngineError(
            f"没有“{engine}”引擎，可用：{'、'.join(ENGINES)}",
            f"There is no engine {engine!r}; use one of {', '.join(ENGINES)}",
        )
    if data.suffix not in (".parquet", ".csv"):
        raise EngineError(f"“{data.name}”应是 Parquet 或 CSV", f"{data.name} must be a Parquet or CSV file")
    began = time.perf_counter()
    table, plan, version = ENGINES[engine](measure, data, on, asked, url)
    seconds = round(time.perf_counter() - began, 3)
    record = Record(
        measure.id,
        measure.sha256,
        on.isoformat(),
        plan.params,
        data.name,
        digest(data),
        engine,
        version,
        table.num_rows,
        seconds,
    )
    return table, plan, record


def digest(data: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    found = hashlib.sha256()
    with data.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            found.update(piece)
    return found.hexdigest()


def _duckdb(measure: Measure, data: Path, on: dt.date, asked: Asked, url: str) -> tuple[Any, Plan, str]:
    import duckdb

    with locked_duckdb(data) as connection:
        plan = plan_for(measure, connection.table("data"), on, asked)
        sql = ibis.to_sql(plan.table, dialect="duckdb")
        return connection.con.sql(sql).to_arrow_table(), plan, str(duckdb.__version__)


def _postgresql(measure: Measure, data: Path, on: dt.date, asked: Asked, url: str) -> tuple[Any, Plan, str]:
    from parkloop.adapters.engines.postgresql import run

    return run(measure, data, on, asked, url or os.environ.get("PARKLOOP_MEASURE_DATABASE_URL", ""))


def _spark(measure: Measure, data: Path, on: dt.date, asked: Asked, url: str) -> tuple[Any, Plan, str]:
    from parkloop.adapters.engines.spark import run

    return run(measure, data, on, asked)


ENGINES: dict[str, Callable[[Measure, Path, dt.date, Asked, str], tuple[Any, Plan, str]]] = {
    "duckdb": _duckdb,
    "postgresql": _postgresql,
    "spark": _spark,
}
