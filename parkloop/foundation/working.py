"""Jobs: long work with progress that can be left and found again. The worker claims a job by compare-and-set on its row.

A running job's heart beats from a thread of its worker; when the heart stopped, another worker takes it over and the function starts
anew, so a job's function must be repeatable (stage first, apply in one transaction). Cancelling is obeyed at the next progress.
"""

import datetime as dt
import os
import socket
import threading
import uuid
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from parkloop.domain.refs import Ref
from parkloop.foundation import clock, notices
from parkloop.foundation.acting import ActionError, InvalidState, action, require
from parkloop.foundation.models import Job, Person, StoredFile

log = structlog.get_logger(__name__)
BEAT_S = 15
DEAD_AFTER_S = 60
MAX_ATTEMPTS = 3
MOST_OPEN_JOBS = 20
"""Open jobs a person may have at once."""


class Cancelled(Exception):
    """The person asked for an end; the function lets it pass so that its transaction rolls back."""


class Lost(Exception):
    """Another worker has taken the job over; this one stops without a trace."""


class Progress:
    """What a job's function reports to: `progress(done, total, message, **values)` beats the heart and obeys a cancel."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __call__(self, done: int, total: int, message: str = "", **values: Any) -> None:
        """Store progress; `%(done)s` and `%(total)s` are known to the message. Call outside of a transaction, so that it can be seen.

        Raises Cancelled or Lost.
        """
        filled = {"done": done, "total": total, **values}
        changed = {"done": done, "total": total, "message": message, "values": filled, "heartbeat_at": clock.now()}
        if not _mine(self.job).update(**changed):
            raise Lost
        if Job.objects.filter(pk=self.job.pk, is_cancel_asked=True).exists():
            raise Cancelled


Function = Callable[[Person, dict[str, Any], Progress], dict[str, Any] | StoredFile | None]
_kinds: dict[str, Function] = {}
_labels: dict[str, str] = {}


def register(kind: str, function: Function, label: str = "") -> Function:
    """Register `function(person, arguments, progress)` for a kind of job, once; it returns a result, a file, or nothing.

    `label` is the message id (`gettext_noop`) of what people call such a job.
    """
    if _kinds.get(kind, function) is not function:
        raise ValueError(f"job kind {kind} is registered already")
    _kinds[kind] = function
    _labels[kind] = label or kind
    return function


def title_of(job: Job) -> str:
    """What people call the job, in the active language."""
    return gettext(_labels.get(job.kind, job.kind))


def kinds() -> dict[str, Function]:
    """All kinds of jobs."""
    return dict(_kinds)


def start(person: Person, kind: str, arguments: dict[str, Any] | None = None) -> Job:
    """Put a job in the queue; the caller has asked the policy for what it does. InvalidState when the person has too many open."""
    if kind not in _kinds:
        raise LookupError(f"no kind of job is registered as {kind}")
    if Job.objects.filter(person=person, state__in=(Job.State.WAITING, Job.State.RUNNING)).count() >= MOST_OPEN_JOBS:
        raise InvalidState(
            _("You have %(count)s jobs under way. Wait for one to end or cancel one."), count=MOST_OPEN_JOBS
        )
    return Job.objects.create(kind=kind, person=person, arguments=arguments or {}, created_at=clock.now())


@action("jobs.cancel", label=_("Cancel the job"), on=Job, danger=True, icon="x")
def cancel(person: Person, *, job: Job) -> Job:
    """End a waiting job at once; ask a running one to end at its next progress. InvalidState when it has ended."""
    require(person, "jobs.cancel", job)
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.CANCELLED, finished_at=clock.now(), is_cancel_asked=True):
        running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
        if not running.update(is_cancel_asked=True):
            raise InvalidState(_("This job has ended already."))
    job.refresh_from_db()
    return job


def worker_name() -> str:
    """A name no other worker has."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"[:100]


def work_off(worker: str, limit: int = 100) -> int:
    """Run waiting jobs, oldest first; the number run by this call."""
    done = 0
    while done < limit and (job := claim(worker)):
        run(job)
        done += 1
    return done


def claim(worker: str) -> Job | None:
    """The oldest job that waits, or whose worker's heart stopped; None when there is none. A job dead three times is failed."""
    silent = clock.now() - dt.timedelta(seconds=DEAD_AFTER_S)
    open_rows = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, heartbeat_at__lt=silent)
    for job in Job.objects.filter(open_rows).order_by("created_at", "pk")[:20]:
        same = Job.objects.filter(pk=job.pk, state=job.state, worker=job.worker, attempts=job.attempts)
        if job.attempts >= MAX_ATTEMPTS:
            _give_up(job, same)
            continue
        now = clock.now()
        taken = {
            "state": Job.State.RUNNING,
            "worker": worker,
            "started_at": now,
            "heartbeat_at": now,
            "attempts": F("attempts") + 1,
        }
        if same.update(**taken):
            job.refresh_from_db()
            return job
    return None


def run(job: Job) -> None:
    """Run a claimed job to its end and store how it ended."""
    try:
        if job.is_cancel_asked:
            raise Cancelled
        with _Heart(job):
            outcome = _kinds[job.kind](job.person, dict(job.arguments), Progress(job))
    except Lost:
        log.warning("job taken over by another worker", job=job.pk, kind=job.kind)
    except Cancelled:
        _finish(job, Job.State.CANCELLED)
    except ActionError as refused:
        _finish(job, Job.State.FAILED, error=str(refused)[:2000])
    except Exception as error:  # whatever the function raised is kept with the job and told to the administrators
        log.exception("job failed", job=job.pk, kind=job.kind)
        _finish(job, Job.State.FAILED, error=f"{type(error).__name__}: {error}"[:2000])
        _tell_administrators(job, str(error))
    else:
        _succeed(job, outcome)


def message_of(job: Job) -> str:
    """The job's progress text in the active language."""
    return gettext(job.message) % job.values if job.message else ""


class _Heart:
    """Beats for a job from a thread with its own connection while the block runs."""

    def __init__(self, job: Job) -> None:
        self.job, self.stopped = job, threading.Event()
        self.thread = threading.Thread(target=self._beat, name=f"heart of job {job.pk}", daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()

    def _beat(self) -> None:
        while not self.stopped.wait(BEAT_S):
            try:
                _mine(self.job).update(heartbeat_at=clock.now())
            except DatabaseError as error:
                log.warning("heartbeat missed", job=self.job.pk, error=str(error))
            finally:
                connection.close()


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts)


def _finish(job: Job, state: str, **values: Any) -> bool:
    won = bool(_mine(job).update(state=state, finished_at=clock.now(), **values))
    job.refresh_from_db()
    return won


def _succeed(job: Job, outcome: dict[str, Any] | StoredFile | None) -> None:
    values = {"file": outcome} if isinstance(outcome, StoredFile) else {"result": outcome or {}}
    with transaction.atomic():
        if _finish(job, Job.State.DONE, done=F("total"), **values):
            notices.tell(
                [job.person],
                message=gettext_noop("Your job is done: %(kind)s"),
                values={"kind": {"msgid": _labels[job.kind]}},
                ref=Ref("foundation.job", str(job.pk)),
                key=f"job-done-{job.pk}",
            )


def _give_up(job: Job, same: Any) -> None:
    """A job whose worker died at each try is failed, not tried for ever."""
    text = gettext_noop("The worker ended three times while it ran.")
    if same.update(state=Job.State.FAILED, finished_at=clock.now(), error=text):
        _tell_administrators(job, text)


def _tell_administrators(job: Job, error: str) -> None:
    notices.tell(
        notices.administrators(),
        message=gettext_noop("The job %(kind)s failed: %(error)s"),
        values={"kind": job.kind, "error": error[:300]},
        ref=Ref("foundation.job", str(job.pk)),
        key=f"job-failed-{job.pk}",
    )
