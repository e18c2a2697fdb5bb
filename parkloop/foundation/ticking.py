"""The tick: asks every clockwork job what is due, does it, and records (job, key, due_at) uniquely.

The record and the work commit together: run twice, late, after a crash in between or from two processes at once gives the same state.
One job's failure stops no other; it is tried again at the next tick and told to the system administrators once per key.
"""

import datetime as dt
from dataclasses import dataclass

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from parkloop.foundation import clock, clockwork, notices, standing
from parkloop.foundation.models import ClockworkRun

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Ran:
    """One piece of work of a tick; `error` is empty when it was done."""

    job: str
    key: str
    due_at: dt.datetime
    error: str = ""


class _DoneBefore(Exception):
    """Another tick did it."""


def tick(now: dt.datetime | None = None) -> list[Ran]:
    """Do all that has fallen due up to `now`; what was done or failed by this call, in order."""
    instant = now or clock.now()
    ran: list[Ran] = []
    for job in clockwork.jobs().values():
        try:
            due = sorted(job.due(instant), key=lambda pair: (pair[1], pair[0]))
        except Exception as error:  # a broken job must not stop the others
            ran.append(_failed(job.name, "due", instant, error))
            continue
        ran += [done for key, due_at in _open(job, due) if (done := _do(job, key, due_at, instant))]
    return ran


def _open(job: clockwork.Clockwork, due: list[tuple[str, dt.datetime]]) -> list[tuple[str, dt.datetime]]:
    """What has no record yet; the unique record decides in the end, this only saves work."""
    if not due:
        return []
    known = ClockworkRun.objects.filter(job=job.name, due_at__in={at for _, at in due}).values_list("key", "due_at")
    done = set(known)
    return [pair for pair in due if pair not in done]


def _do(job: clockwork.Clockwork, key: str, due_at: dt.datetime, now: dt.datetime) -> Ran | None:
    try:
        with transaction.atomic():
            _record(job.name, key, due_at)
            job.act(standing.system_person(), key, now)
    except _DoneBefore:
        return None
    except Exception as error:  # whatever the job raised: rolled back, told, tried again next time
        return _failed(job.name, key, due_at, error)
    return Ran(job.name, key, due_at)


def _record(job: str, key: str, due_at: dt.datetime) -> None:
    """Claim the run; PostgreSQL lets a second tick wait here for the first one's commit, SQLite at the transaction's start."""
    try:
        with transaction.atomic():
            ClockworkRun.objects.create(job=job, key=key, due_at=due_at, done_at=clock.now())
    except IntegrityError as error:
        raise _DoneBefore from error


def _failed(job: str, key: str, due_at: dt.datetime, error: Exception) -> Ran:
    text = f"{type(error).__name__}: {error}"[:300]
    log.error("clockwork failed", job=job, key=key, due_at=due_at.isoformat(), error=text)
    notices.tell(
        notices.administrators(),
        message=gettext_noop("The clockwork %(job)s failed for %(key)s: %(error)s It will be tried again."),
        values={"job": job, "key": key, "error": text},
        key=f"clockwork-{job}-{key}-{due_at.date()}"[:200],
    )
    return Ran(job, key, due_at, text)
