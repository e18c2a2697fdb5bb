"""What every measurement shares: percentiles, timers, memory of a process tree, tables with ratios.

The clock here is the monotonic one: durations have nothing to do with the date of the installation.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

import psutil
from rich.console import Console
from rich.table import Table

BYTES_PER_MB = 1024 * 1024


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile: the smallest value that at least `share` (0-1) of the values do not exceed."""
    if not values:
        raise ValueError("a percentile needs at least one value")
    if not 0 < share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    return sorted(values)[math.ceil(share * len(values)) - 1]


@dataclass
class Series:
    """Durations of one kind of work, in milliseconds, with the limit that is promised for its 95th percentile."""

    name: str
    limit_ms: float | None = None
    values_ms: list[float] = field(default_factory=list)

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Add the duration of the block."""
        started = time.perf_counter()
        yield
        self.values_ms.append((time.perf_counter() - started) * 1000)

    @property
    def p50(self) -> float:
        """Median."""
        return percentile(self.values_ms, 0.5)

    @property
    def p95(self) -> float:
        """What 95 of 100 do not exceed."""
        return percentile(self.values_ms, 0.95)

    @property
    def is_kept(self) -> bool:
        """Whether the promise holds; without a promise always."""
        return self.limit_ms is None or self.p95 < self.limit_ms


def best_of(work: Callable[[], object], *, times: int = 3) -> float:
    """Shortest duration of several runs, in seconds: the one least disturbed by the rest of the machine."""
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        durations.append(time.perf_counter() - started)
    return min(durations)


@dataclass
class Peak:
    """Highest resident memory of a process and its children while a block ran, above what they had at its start."""

    start_bytes: int = 0
    highest_bytes: int = 0

    @property
    def growth_mb(self) -> float:
        """Growth in MiB."""
        return max(0, self.highest_bytes - self.start_bytes) / BYTES_PER_MB

    @property
    def highest_mb(self) -> float:
        """Highest total in MiB."""
        return self.highest_bytes / BYTES_PER_MB


@contextmanager
def peak_memory(pid: int | None = None, *, every_s: float = 0.02) -> Iterator[Peak]:
    """Watch a process tree (our own unless `pid` is given) from a thread while the block runs."""
    process = psutil.Process(pid)
    peak = Peak(resident_bytes(process))
    finished = Event()

    def watch() -> None:
        while not finished.wait(every_s):
            peak.highest_bytes = max(peak.highest_bytes, resident_bytes(process))

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        finished.set()
        watcher.join()
        peak.highest_bytes = max(peak.highest_bytes, peak.start_bytes)


def resident_bytes(process: psutil.Process) -> int:
    """Resident memory of a process and its children; one that ended meanwhile counts nothing."""
    total = 0
    for member in [process, *process.children(recursive=True)]:
        try:
            total += member.memory_info().rss
        except psutil.Error:
            continue
    return total


def print_series(title: str, series: Sequence[Series]) -> bool:
    """Print count, median, p95, limit and verdict of each; gives whether every promise holds."""
    table = Table(title=title)
    for heading in ("what", "n", "p50 ms", "p95 ms", "limit ms", ""):
        table.add_column(heading, justify="left" if heading in ("what", "") else "right")
    for item in series:
        limit = f"{item.limit_ms:.0f}" if item.limit_ms is not None else "-"
        verdict = "ok" if item.is_kept else "over"
        table.add_row(item.name, str(len(item.values_ms)), f"{item.p50:.1f}", f"{item.p95:.1f}", limit, verdict)
    Console().print(table)
    return all(item.is_kept for item in series)


def print_ratios(title: str, seconds: dict[str, float]) -> None:
    """Print durations of peers beside each other, each as a multiple of the first (ours)."""
    table = Table(title=title)
    table.add_column("what")
    table.add_column("s", justify="right")
    table.add_column("ratio", justify="right")
    ours = next(iter(seconds.values()))
    for name, duration in seconds.items():
        table.add_row(name, f"{duration:.3f}", f"{duration / ours:.2f}")
    Console().print(table)
