"""The quantitative rules of high-tech enterprises over 100,000, 1 and 10 million firms: ours, hand-written DuckDB SQL, hand-written
Polars, OpenFisca-core and plain Python rows, all reading the same Parquet. Medians of five alternating runs in one session.

Run: ``python -m bench.measures [--sizes 100000,1000000,10000000] [--runs 5] [--spark]``; needs ``requirements/bench.txt``. Every run is a
process of its own; its time begins after imports and ends with the counts; memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.measuring import peers

WAYS = {
    "ours, DuckDB": ("bench.measuring.peers", "ours", 10_000_000),
    "hand-written DuckDB SQL": ("bench.measuring.peers", "sql", 10_000_000),
    "hand-written Polars": ("bench.measuring.frames", "polars", 10_000_000),
    "OpenFisca-core": ("bench.measuring.openfisca", "openfisca", 10_000_000),
    "plain Python rows": ("bench.measuring.peers", "rows", 1_000_000),
    "ours, all statuses, gaps, needs": ("bench.measuring.peers", "ours_all", 10_000_000),
    "ours, Spark (second run)": ("bench.measuring.peers", "spark", 10_000_000),
}


def one(module: str, name: str, path: str) -> None:
    """A run in this process: prints seconds, peak megabytes and counts."""
    work = getattr(importlib.import_module(module), name)
    for library in ("duckdb", "ibis", "ibis.backends.duckdb", "polars", "pyarrow.parquet", "numpy"):
        importlib.import_module(library)
    if name in ("ours", "ours_all", "spark"):
        importlib.import_module("parkloop.adapters.engines")
        importlib.import_module("parkloop.adapters.engines.spark")
    if name == "spark":
        work(Path(path))
    began = time.perf_counter()
    counts = work(Path(path))
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"s": seconds, "mb": peak, "counts": counts}))


def run(way: str, path: Path) -> dict[str, Any]:
    """A run in a process of its own."""
    module, name, _ = WAYS[way]
    command = [sys.executable, "-m", "bench.measures", "--one", module, name, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(path: Path, rows: int, runs: int, ways: list[str]) -> dict[str, dict[str, Any]]:
    """Alternating runs of all ways at one size."""
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways if rows <= WAYS[way][2]}
    for number in range(runs):
        for way, results in found.items():
            if number and WAYS[way][1] == "rows" and rows > 100_000:
                continue
            results.append(run(way, path))
    return {
        way: {
            "s": statistics.median(r["s"] for r in results),
            "mb": max(r["mb"] for r in results),
            "counts": results[0]["counts"],
            "runs": len(results),
        }
        for way, results in found.items()
    }


def explained(path: Path, runs: int = 20) -> float:
    """Milliseconds to explain one firm of the file: all columns, the SQL compiled once."""
    import ibis

    from parkloop.adapters.engines import plan_for
    from parkloop.adapters.engines.locking import locked_duckdb

    with locked_duckdb(path) as connection:
        plan = plan_for(peers._measure(), connection.table("data"), peers.ON)
        sql = ibis.to_sql(plan.table, dialect="duckdb")
        times = []
        for number in range(runs):
            began = time.perf_counter()
            connection.con.execute(f"SELECT * FROM ({sql}) WHERE id = {4242 + number * 37}").fetchall()
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    """Make the files, run, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=3)
    parser.add_argument("--sizes", default="100000,1000000,10000000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--spark", action="store_true")
    asked = parser.parse_args()
    if asked.one:
        one(*asked.one)
        return
    ways = [way for way in WAYS if asked.spark or "Spark" not in way]
    with tempfile.TemporaryDirectory(prefix="parkloop-bench-") as folder:
        results = {}
        for rows in map(int, asked.sizes.split(",")):
            path = Path(folder) / f"{rows}.parquet"
            _make(rows, path)
            results[rows] = compare(path, rows, asked.runs, ways)
            _print(rows, results[rows], results)
            if rows == 1_000_000:
                print(f"one of {rows:,} explained: {explained(path):.1f} ms (median of 20)", flush=True)


def _make(rows: int, path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "parkloop.site.cli",
        "synth",
        "--enterprises",
        str(rows),
        "--seed",
        "7",
        "--out",
        str(path),
        "--park",
        str(peers.ROOT / "parks/baoshan"),
    ]
    print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip(), flush=True)


def _print(rows: int, found: dict[str, dict[str, Any]], before: dict[int, dict[str, dict[str, Any]]]) -> None:
    base = found["hand-written DuckDB SQL"]["s"]
    print(f"\n{rows:,} firms\n{'way':<34}{'s':>9}{'÷ SQL':>8}{'MB':>8}{'exponent':>10}  met / unmet / unknown")
    for way, result in found.items():
        smaller = [size for size in before if size < rows and way in before[size]]
        exponent = (
            math.log(result["s"] / before[max(smaller)][way]["s"]) / math.log(rows / max(smaller))
            if smaller
            else float("nan")
        )
        counts = " / ".join(f"{result['counts'].get(word, 0):,}" for word in ("met", "unmet", "unknown"))
        print(
            f"{way:<34}{result['s']:>9.3f}{result['s'] / base:>8.2f}{result['mb']:>8.0f}{exponent:>10.2f}  {counts}",
            flush=True,
        )


if __name__ == "__main__":
    main()
