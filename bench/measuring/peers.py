"""Each way reads the same Parquet file and counts outcomes: ``{met, unmet, unknown}``. Missing values stay unknown where it can."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

ON = dt.date(2026, 9, 30)
MEASURE = "hnte_2016.quantitative"
ROOT = Path(__file__).resolve().parents[2]
COLUMNS = [
    "established_on", "applied_on", "staff", "sci_staff", "revenue", "revenue_1", "revenue_2", "rd", "rd_1", "rd_2",
    "rd_domestic", "high_tech_revenue", "total_revenue", "net_assets", "net_assets_1", "net_assets_2", "transformed",
    "class1", "class2", "accident",
]  # fmt: skip


def ours(path: Path) -> dict[str, int]:
    """Our definition on the locked engine."""
    import ibis

    from parkloop.adapters.engines import Asked, plan_for
    from parkloop.adapters.engines.locking import locked_duckdb

    with locked_duckdb(path) as connection:
        plan = plan_for(_measure(), connection.table("data"), ON, Asked(("outcome",), None))
        counted = plan.table.group_by("outcome").aggregate(n=plan.table.count())
        return dict(connection.con.execute(ibis.to_sql(counted, dialect="duckdb")).fetchall())


def _measure() -> Any:
    from parkloop.site.commands.measuring import folders

    return folders.library(ROOT / "parks/baoshan/ladders/hnte_2016.yaml").find(MEASURE)


def ours_all(path: Path) -> dict[str, int]:
    """All statuses, values, limits, gaps and needs of every firm, kept as a table in the engine."""
    import ibis

    from parkloop.adapters.engines import plan_for
    from parkloop.adapters.engines.locking import locked_duckdb

    with locked_duckdb(path) as connection:
        plan = plan_for(_measure(), connection.table("data"), ON)
        sql = ibis.to_sql(plan.table, dialect="duckdb")
        connection.con.execute(f"CREATE TABLE result AS {sql}")
        return dict(connection.con.execute("SELECT outcome, count(*) FROM result GROUP BY 1").fetchall())


def spark(path: Path) -> dict[str, int]:
    """Our definition on Spark, the session being there."""
    import ibis

    from parkloop.adapters.engines import Asked, plan_for
    from parkloop.adapters.engines.spark import session

    connection = ibis.pyspark.connect(session())
    plan = plan_for(_measure(), connection.read_parquet(str(path)), ON, Asked(("outcome",), None))
    counted = plan.table.group_by("outcome").aggregate(n=plan.table.count())
    return {row["outcome"]: row["n"] for row in connection.to_pyarrow(counted).to_pylist()}


GROWTH = "CASE WHEN {r} >= 0.35 THEN 10 WHEN {r} >= 0.25 THEN 8 WHEN {r} >= 0.15 THEN 6 WHEN {r} >= 0.05 THEN 4 WHEN {r} > 0 THEN 2 WHEN {r} <= 0 THEN 0 END"
RATE = (
    "CASE WHEN {b} {zero} THEN -1 WHEN NOT ({b} {zero}) THEN CASE WHEN {a} = 0 THEN {c} / nullif({b}, 0)::DOUBLE - 1"
    " ELSE ({b} / nullif({a}, 0)::DOUBLE + {c} / nullif({b}, 0)::DOUBLE) / 2 - 1 END END"
)
SQL = f"""
WITH a AS (
  SELECT *, rd + rd_1 + rd_2 AS rd3, revenue + revenue_1 + revenue_2 AS rev3,
    {RATE.format(a="net_assets_2", b="net_assets_1", c="net_assets", zero="<= 0")} AS ra,
    {RATE.format(a="revenue_2", b="revenue_1", c="revenue", zero="= 0")} AS rs,
    transformed / 3.0 AS tm
  FROM read_parquet('$PATH')
), b AS (
  SELECT date_diff('day', established_on, applied_on) >= 365 AS c1,
    sci_staff / nullif(staff, 0)::DOUBLE >= 0.1 AS c2,
    rd3 / nullif(rev3, 0)::DOUBLE
      >= CASE WHEN revenue <= 5000000000 THEN 0.05 WHEN revenue <= 20000000000 THEN 0.04 WHEN revenue IS NOT NULL THEN 0.03 END AS c3,
    rd_domestic / nullif(rd3, 0)::DOUBLE >= 0.6 AS c4,
    high_tech_revenue / nullif(total_revenue, 0)::DOUBLE >= 0.6 AS c5,
    {GROWTH.format(r="ra")} + {GROWTH.format(r="rs")}
      + CASE WHEN tm >= 5 THEN 30 WHEN tm >= 4 THEN 24 WHEN tm >= 3 THEN 18 WHEN tm >= 2 THEN 12 WHEN tm >= 1 THEN 6 WHEN tm = 0 THEN 0 END
      + CASE WHEN class1 >= 1 THEN 8 WHEN class1 < 1 THEN
        CASE WHEN class2 >= 5 THEN 6 WHEN class2 >= 3 THEN 4 WHEN class2 >= 1 THEN 2 WHEN class2 < 1 THEN 0 END END
      + 42 > 70 AS c6,
    NOT accident AS c7
  FROM a
)
SELECT CASE WHEN NOT c1 OR NOT c2 OR NOT c3 OR NOT c4 OR NOT c5 OR NOT c6 OR NOT c7 THEN 'unmet'
  WHEN c1 AND c2 AND c3 AND c4 AND c5 AND c6 AND c7 THEN 'met' ELSE 'unknown' END AS outcome, count(*)
FROM b GROUP BY 1
"""


def sql(path: Path) -> dict[str, int]:
    """DuckDB SQL written by hand."""
    import duckdb

    with duckdb.connect(config={"threads": 2}) as connection:
        return dict(connection.execute(SQL.replace("$PATH", str(path))).fetchall())


def rows(path: Path) -> dict[str, int]:
    """Plain Python over rows."""
    import pyarrow.parquet as pq

    counted: Counter[str] = Counter()
    for batch in pq.ParquetFile(path).iter_batches(50_000, columns=list(COLUMNS)):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            counted[_outcome(dict(zip(COLUMNS, values, strict=True)))] += 1
    return dict(counted)


def _outcome(r: dict[str, Any]) -> str:
    found = [_established(r), _least(_div(r["sci_staff"], r["staff"]), 0.1), _intensity(r), _least(_div(r["rd_domestic"], _sum(r, "rd")), 0.6),
             _least(_div(r["high_tech_revenue"], r["total_revenue"]), 0.6), _score(r), not r["accident"]]  # fmt: skip
    return "unmet" if False in found else "unknown" if None in found else "met"


def _established(r: dict[str, Any]) -> bool:
    return bool((r["applied_on"] - r["established_on"]).days >= 365)


def _div(a: Any, b: Any) -> Any:
    return None if a is None or not b else a / b


def _sum(r: dict[str, Any], name: str) -> Any:
    values = [r[name], r[f"{name}_1"], r[f"{name}_2"]]
    return None if None in values else sum(values)


def _least(value: Any, limit: float) -> Any:
    return None if value is None else value >= limit


def _intensity(r: dict[str, Any]) -> Any:
    ratio, sales = _div(_sum(r, "rd"), _sum(r, "revenue")), r["revenue"]
    return (
        None
        if ratio is None
        else ratio >= (0.05 if sales <= 5_000_000_000 else 0.04 if sales <= 20_000_000_000 else 0.03)
    )


def _rate(a: Any, b: Any, c: Any, zero: Any) -> Any:
    if b is None:
        return None
    if zero(b):
        return -1.0
    if a is None or c is None:
        return None
    return c / b - 1 if a == 0 else (b / a + c / b) / 2 - 1


def _points(rate: Any) -> Any:
    if rate is None:
        return None
    return next(
        (p for limit, p in ((0.35, 10), (0.25, 8), (0.15, 6), (0.05, 4)) if rate >= limit), 2 if rate > 0 else 0
    )


def _score(r: dict[str, Any]) -> Any:
    if r["class1"] is None or (r["class1"] < 1 and r["class2"] is None):
        return None
    rights = 8 if r["class1"] >= 1 else next((p for limit, p in ((5, 6), (3, 4), (1, 2)) if r["class2"] >= limit), 0)
    mean = None if r["transformed"] is None else r["transformed"] / 3
    put = (
        None
        if mean is None or 0 < mean < 1
        else next((p for limit, p in ((5, 30), (4, 24), (3, 18), (2, 12), (1, 6)) if mean >= limit), 0)
    )
    parts = [put, _points(_rate(r["net_assets_2"], r["net_assets_1"], r["net_assets"], lambda v: v <= 0)),
             _points(_rate(r["revenue_2"], r["revenue_1"], r["revenue"], lambda v: v == 0))]  # fmt: skip
    return None if None in parts else sum(parts) + rights + 42 > 70
