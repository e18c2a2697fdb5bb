"""Spark as an engine (extra `spark`): the same plan on a local or a distributed session."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import ibis

from parkloop.adapters.engines.plan import Asked, Plan, plan_for
from parkloop.domain.measure.definitions import Measure


def session(cores: int = 2) -> Any:
    """A Spark session on this machine. Raises EngineError when pyspark or Java is missing."""
    from parkloop.adapters.engines.running import EngineError

    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineError(
            "没有安装 Spark：pip install 'parkloop[spark]'", "Spark is not installed: pip install 'parkloop[spark]'"
        ) from error
    try:
        builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
        settings = {"spark.sql.session.timeZone": "UTC", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
                    "spark.driver.memory": "4g", "spark.sql.shuffle.partitions": str(cores), "spark.sql.ansi.enabled": "false"}  # fmt: skip
        for name, value in settings.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()
    except Exception as error:
        raise EngineError(
            "Spark 启动失败，请检查 Java 17", f"Spark did not start; check that Java 17 is there ({error})"
        ) from error


def run(measure: Measure, data: Path, on: dt.date, asked: Asked) -> tuple[Any, Plan, str]:
    """(Arrow table, plan, Spark version)."""
    spark = session()
    connection = ibis.pyspark.connect(spark)
    source = connection.read_parquet(str(data)) if data.suffix == ".parquet" else connection.read_csv(str(data))
    plan = plan_for(measure, source, on, asked)
    return connection.to_pyarrow(plan.table), plan, str(spark.version)
