"""The same rule in Polars, written by hand and lazily scanned. Missing values stay unknown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from polars import col as c


def polars(path: Path) -> dict[str, int]:
    """Counts of outcomes."""
    rd3, sales3 = c("rd") + c("rd_1") + c("rd_2"), c("revenue") + c("revenue_1") + c("revenue_2")
    conditions = [
        (c("applied_on") - c("established_on")).dt.total_days() >= 365,
        _div(c("sci_staff"), c("staff")) >= 0.1,
        _div(rd3, sales3) >= _least(),
        _div(c("rd_domestic"), rd3) >= 0.6,
        _div(c("high_tech_revenue"), c("total_revenue")) >= 0.6,
        _growth() + _put() + _rights() + 42 > 70,
        ~c("accident"),
    ]
    whole = pl.all_horizontal(conditions)
    outcome = pl.when(whole).then(pl.lit("met")).when(~whole).then(pl.lit("unmet")).otherwise(pl.lit("unknown"))
    found = pl.scan_parquet(path).select(outcome.alias("outcome")).group_by("outcome").len().collect(engine="streaming")
    return {row["outcome"]: row["len"] for row in found.to_dicts()}


def _div(a: Any, b: Any) -> Any:
    return pl.when(b != 0).then(a.cast(pl.Float64) / b.cast(pl.Float64))


def _least() -> Any:
    sales = c("revenue")
    return (
        pl.when(sales <= 5_000_000_000)
        .then(0.05)
        .when(sales <= 20_000_000_000)
        .then(0.04)
        .when(sales.is_not_null())
        .then(0.03)
    )


def _rate(name: str, zero: Any) -> Any:
    old, mid, new = c(f"{name}_2"), c(f"{name}_1"), c(name)
    two, three = _div(new, mid) - 1, (_div(mid, old) + _div(new, mid)) / 2 - 1
    return pl.when(zero).then(pl.lit(-1.0)).when(~zero).then(pl.when(old == 0).then(two).otherwise(three))


def _points(rate: Any) -> Any:
    found = pl.when(rate >= 0.35).then(10).when(rate >= 0.25).then(8).when(rate >= 0.15).then(6)
    return found.when(rate >= 0.05).then(4).when(rate > 0).then(2).when(rate <= 0).then(0)


def _growth() -> Any:
    return _points(_rate("net_assets", c("net_assets_1") <= 0)) + _points(_rate("revenue", c("revenue_1") == 0))


def _put() -> Any:
    mean = c("transformed") / 3
    found = pl.when(mean >= 5).then(30).when(mean >= 4).then(24).when(mean >= 3).then(18)
    return found.when(mean >= 2).then(12).when(mean >= 1).then(6).when(mean == 0).then(0)


def _rights() -> Any:
    second = pl.when(c("class2") >= 5).then(6).when(c("class2") >= 3).then(4).when(c("class2") >= 1).then(2)
    return pl.when(c("class1") >= 1).then(8).when(c("class1") < 1).then(second.when(c("class2") < 1).then(0))
