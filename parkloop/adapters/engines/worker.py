"""A run in a process of its own: bounded memory, bounded time, an environment without secrets. What runs away is killed and said so."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from parkloop.adapters.engines.plan import EVERYTHING, Asked
from parkloop.adapters.engines.running import EngineError, Record
from parkloop.domain.measure.definitions import Measure
from parkloop.domain.measure.errors import MeasureError

SECONDS = 120.0
MEMORY = 6 * 2**30
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME", "SPARK_HOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")


def run_in_worker(
    measure: Measure,
    data: Path,
    on: dt.date,
    *,
    engine: str = "duckdb",
    asked: Asked = EVERYTHING,
    url: str = "",
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> tuple[pa.Table, Record]:
    """(Arrow table, record). Raises MeasureError, EngineError (also when the limit of time or memory is met)."""
    with tempfile.TemporaryDirectory(prefix="parkloop-run-") as folder:
        path = Path(folder) / "result.parquet"
        limit = memory if engine == "duckdb" else 0  # Java reserves far more than it uses
        task = pickle.dumps((measure, data.resolve(), on, engine, asked, url, path, limit))
        kind, body = _answer(task, seconds)
        if kind == "faults":
            raise MeasureError(body)
        if kind == "error":
            raise EngineError(body["zh"], body["en"])
        return pq.read_table(path), body


def _answer(task: bytes, seconds: float) -> tuple[str, Any]:
    """What the child says; EngineError when it is killed or dies. The pickles are our own on both sides."""
    command = [sys.executable, "-m", "parkloop.adapters.engines.child"]
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept
    ) as child:
        try:
            said, _ = child.communicate(task, timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            raise EngineError(
                f"计算超过 {seconds:g} 秒，已停止，没有保存任何结果；请简化公式，或由管理员提高上限",
                f"The computation took more than {seconds:g} s and was stopped; nothing was kept. Simplify the formula, or have the limit raised",
            ) from None
    if not said:
        raise EngineError(
            "计算进程已终止（可能超过内存上限），没有保存任何结果；请减少数据或简化公式",
            "The computing process ended (perhaps beyond its memory); nothing was kept. Use fewer data or a simpler formula",
        )
    answer: tuple[str, Any] = pickle.loads(said)
    return answer
