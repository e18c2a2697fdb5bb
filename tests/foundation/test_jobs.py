"""Jobs: progress that can be left and found again, takeover from a dead worker, cancelling."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from parkloop.foundation import clock, policy, working
from parkloop.foundation.acting import InvalidState, NotAllowed
from parkloop.foundation.models import Job, Notice, Person
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
Body = Any


@pytest.fixture
def body() -> Iterator[dict[str, Body]]:
    """A kind of job whose function the test puts under `run`."""
    held: dict[str, Body] = {"run": lambda person, arguments, progress: {"sum": sum(arguments["numbers"])}}
    working.register("tests.add", lambda p, a, progress: held["run"](p, a, progress), "Add numbers")
    yield held
    del working._kinds["tests.add"], working._labels["tests.add"]


def start(person: Person) -> Job:
    """Two numbers to add."""
    return working.start(person, "tests.add", {"numbers": [2, 3]})


def test_a_job_runs_in_the_worker_and_its_person_is_told(cast: Cast, body: dict[str, Body]) -> None:
    job = start(cast.town_officer)
    assert job.state == Job.State.WAITING
    assert working.work_off("w1") == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.worker) == (Job.State.DONE, {"sum": 5}, "w1")
    assert Notice.objects.get(person=cast.town_officer).values == {"kind": {"msgid": "Add numbers"}}


def test_progress_can_be_seen_from_outside(cast: Cast, body: dict[str, Body]) -> None:
    seen: list[tuple[int, int, str]] = []

    def run(person: Person, arguments: dict[str, Any], progress: working.Progress) -> None:
        progress(1, 4, "%(done)s of %(total)s rows")
        row = Job.objects.get()
        seen.append((row.done, row.total, working.message_of(row)))

    body["run"] = run
    start(cast.town_officer)
    working.work_off("w1")
    assert seen == [(1, 4, "1 of 4 rows")]
    assert Job.objects.get().done == 4


def test_a_job_of_a_dead_worker_is_taken_over_and_the_dead_one_leaves_no_trace(
    cast: Cast, body: dict[str, Body]
) -> None:
    job = start(cast.town_officer)
    dead = working.claim("w1")
    assert dead is not None
    assert working.claim("w2") is None, "the heart still beats"
    late = clock.now() + dt.timedelta(seconds=working.DEAD_AFTER_S + 1)
    with clock.fixed(late):
        assert working.work_off("w2") == 1
    working.run(dead)
    job.refresh_from_db()
    assert (job.state, job.worker, job.attempts) == (Job.State.DONE, "w2", 2)
    with pytest.raises(working.Lost):
        working.Progress(dead)(1, 2)


def test_a_job_that_kills_its_workers_is_given_up(cast: Cast, body: dict[str, Body]) -> None:
    job = start(cast.town_officer)
    at = clock.now()
    for n in range(working.MAX_ATTEMPTS):
        with clock.fixed(at + n * dt.timedelta(minutes=5)):
            assert working.claim(f"w{n}")
    with clock.fixed(at + dt.timedelta(hours=1)):
        assert working.claim("w9") is None
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert Notice.objects.filter(person=cast.system_admin).count() == 1


def test_two_workers_never_claim_the_same_job(cast: Cast, body: dict[str, Body]) -> None:
    start(cast.town_officer)
    claimed = [working.claim(name) for name in ("w1", "w2")]
    assert [bool(job) for job in claimed] == [True, False]


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_progress(
    cast: Cast, body: dict[str, Body]
) -> None:
    waiting = start(cast.town_officer)
    assert working.cancel(cast.town_officer, job=waiting).state == Job.State.CANCELLED
    assert working.work_off("w1") == 0

    def run(person: Person, arguments: dict[str, Any], progress: working.Progress) -> None:
        working.cancel(person, job=Job.objects.get(state=Job.State.RUNNING))
        progress(1, 2)
        raise AssertionError("it went on")

    body["run"] = run
    running = start(cast.town_officer)
    working.work_off("w1")
    running.refresh_from_db()
    assert running.state == Job.State.CANCELLED
    with pytest.raises(InvalidState):
        working.cancel(cast.town_officer, job=running)


def test_only_its_person_and_the_system_administrator_may_cancel(cast: Cast, body: dict[str, Body]) -> None:
    job = start(cast.town_officer)
    with pytest.raises(NotAllowed):
        working.cancel(cast.other_town_officer, job=job)
    assert working.cancel(cast.system_admin, job=job).state == Job.State.CANCELLED


def test_a_failing_job_keeps_its_error_and_tells_the_administrator(cast: Cast, body: dict[str, Body]) -> None:
    body["run"] = lambda *anything: 1 / 0
    start(cast.town_officer)
    working.work_off("w1")
    job = Job.objects.get()
    assert (job.state, job.error) == (Job.State.FAILED, "ZeroDivisionError: division by zero")
    assert Notice.objects.filter(person=cast.system_admin).count() == 1


def test_a_refused_action_fails_the_job_with_its_sentence_only(cast: Cast, body: dict[str, Body]) -> None:
    def refuse(*anything: object) -> None:
        raise InvalidState("Choose %(what)s first.", what="a year")

    body["run"] = refuse
    start(cast.town_officer)
    working.work_off("w1")
    assert Job.objects.get().error == "Choose a year first."
    assert not Notice.objects.exists()


def test_people_see_their_own_jobs_and_the_administrator_all_without_their_contents(
    cast: Cast, body: dict[str, Body]
) -> None:
    start(cast.town_officer)
    assert policy.rows(cast.town_officer, Job).count() == 1
    assert policy.rows(cast.other_town_officer, Job).count() == 0
    assert policy.rows(cast.system_admin, Job).count() == 1
    assert not {"arguments", "result", "file"} & policy.fields(cast.system_admin, Job)


def test_too_many_open_jobs_are_refused(cast: Cast, body: dict[str, Body]) -> None:
    for _ in range(working.MOST_OPEN_JOBS):
        start(cast.town_officer)
    with pytest.raises(InvalidState):
        start(cast.town_officer)
