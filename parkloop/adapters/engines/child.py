"""The computing process: reads one task from its input, sets its own limits, computes, writes the table, says how it went."""

from __future__ import annotations

import os
import pickle
import resource
import sys
from collections.abc import Mapping
from typing import Any

import pyarrow.parquet as pq

from parkloop.adapters.engines.running import EngineError, run_measure
from parkloop.domain.measure.errors import MeasureError


def main() -> None:
    """One task, one answer: ``(record | faults | error, body)`` as a pickle."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    task = pickle.loads(sys.stdin.buffer.read())
    with answer:
        pickle.dump(_done(*task), answer)


def _done(
    measure: Any, data: Any, on: Any, engine: str, asked: Any, url: str, path: Any, memory: int
) -> tuple[str, Any]:
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        table, _, record = run_measure(measure, data, on, engine=engine, asked=asked, url=url)
        pq.write_table(table, path)
    except MeasureError as error:
        return "faults", list(error.faults)
    except EngineError as error:
        return "error", error.message
    except MemoryError:
        return "error", _beyond(memory)
    except Exception as error:
        text = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
        if "memory" in text.lower():
            return "error", _beyond(memory)
        return "error", {"zh": f"引擎报错：{text}", "en": f"The engine refused: {text}"}
    return "record", record


def _beyond(memory: int) -> Mapping[str, str]:
    size = f"{memory / 2**30:g} GB" if memory else ""
    return {
        "zh": f"计算超过内存上限 {size}，已停止，没有保存任何结果",
        "en": f"The computation went beyond its memory {size} and was stopped; nothing was kept",
    }


if __name__ == "__main__":
    main()
