"""Time-driven work: `due(now) → keys`, `act(system, key, now)`.

`tick` (in `foundation.ticking`) runs what is due and records (job, key, due_at) uniquely: twice, late or after a crash gives the same state.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Due = Callable[[dt.datetime], Iterable[tuple[str, dt.datetime]]]
Act = Callable[[Any, str, dt.datetime], None]


@dataclass(frozen=True)
class Clockwork:
    """`due(now)` yields (key, due_at) of all that has fallen due up to `now`; `act` does one of them as the system person."""

    name: str
    due: Due
    act: Act


_jobs: dict[str, Clockwork] = {}


def register(job: Clockwork) -> Clockwork:
    """Register a job under its name, once."""
    if job.name in _jobs and _jobs[job.name] != job:
        raise ValueError(f"clockwork {job.name} is registered already")
    _jobs[job.name] = job
    return job


def jobs() -> dict[str, Clockwork]:
    """All jobs by name."""
    return dict(_jobs)
