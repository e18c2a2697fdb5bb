"""PostgreSQL as an engine: the data are copied to a temporary table, the same plan runs there. Nothing is left behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from parkloop.adapters.engines.plan import Asked, Plan, plan_for
from parkloop.domain.measure.definitions import Measure

TABLE = "parkloop_measure_data"
_TYPES = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "bigint"),
    (pa.types.is_floating, "double precision"),
    (pa.types.is_date, "date"),
)


def run(measure: Measure, data: Path, on: dt.date, asked: Asked, url: str) -> tuple[Any, Plan, str]:
    """(Arrow table, plan, server version). ``url`` is libpq's; EngineError without one."""
    from parkloop.adapters.engines.running import EngineError

    if not url:
        raise EngineError("没有数据库地址，请用 --url 给出", "No database address: give one with --url")
    import psycopg

    table = pq.read_table(data) if data.suffix == ".parquet" else pacsv.read_csv(data)
    schema = ibis.schema({name: _ibis(table.schema.field(name).type) for name in table.column_names})
    plan = plan_for(measure, ibis.table(schema, name=TABLE), on, asked)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        _load(cursor, table)
        cursor.execute(ibis.to_sql(plan.table, dialect="postgres").encode())
        names = [column.name for column in cursor.description or ()]
        rows = cursor.fetchall()
        version = str(connection.info.server_version)
        connection.rollback()
    columns = {name: pa.array([_plain(row[at]) for row in rows]) for at, name in enumerate(names)}
    return pa.table(columns), plan, version


def _load(cursor: Any, table: pa.Table) -> None:
    columns = ", ".join(f'"{name}" {_sql(table.schema.field(name).type)}' for name in table.column_names)
    cursor.execute(f'CREATE TEMPORARY TABLE "{TABLE}" ({columns}) ON COMMIT DROP')
    with cursor.copy(f'COPY "{TABLE}" FROM STDIN') as copy:
        for batch in table.to_batches(max_chunksize=10_000):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                copy.write_row(row)


def _sql(kind: pa.DataType) -> str:
    return next((name for test, name in _TYPES if test(kind)), "text")


def _ibis(kind: pa.DataType) -> str:
    return {"boolean": "boolean", "bigint": "int64", "double precision": "float64", "date": "date", "text": "string"}[
        _sql(kind)
    ]


def _plain(value: Any) -> Any:
    """Numerics that PostgreSQL gives as decimals become floats."""
    return float(value) if type(value).__name__ == "Decimal" else value
