"""Clockwork: twice, late, after a crash in between, or from two ticks at once gives the same state."""

import datetime as dt
import threading

import pytest
from django.db import connection

from parkloop.foundation import clock, clockwork, ticking
from parkloop.foundation.models import ClockworkRun, Notice, NumberSeries
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db, pytest.mark.time_driven]
MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


class Bell:
    """A job that is due every morning at nine from MONDAY on and counts its strokes in the database."""

    def __init__(self) -> None:
        self.crashes_after_work = False

    def due(self, now: dt.datetime) -> list[tuple[str, dt.datetime]]:
        """Each morning up to now that has no stroke yet is due; the tick's record keeps it from being done twice."""
        return [("bell", MONDAY + n * DAY) for n in range(30) if now >= MONDAY + n * DAY]

    def act(self, system: object, key: str, now: dt.datetime) -> None:
        """One stroke."""
        row, _ = NumberSeries.objects.get_or_create(series="strokes", year=2026)
        NumberSeries.objects.filter(pk=row.pk).update(last=row.last + 1)
        if self.crashes_after_work:
            raise RuntimeError("struck by lightning")


def strokes() -> int:
    """What the bell has done."""
    return sum(NumberSeries.objects.filter(series="strokes").values_list("last", flat=True))


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Bell:
    """The bell is the only clockwork of the test."""
    made = Bell()
    monkeypatch.setattr(clockwork, "_jobs", {"tests.bell": clockwork.Clockwork("tests.bell", made.due, made.act)})
    return made


def test_what_is_due_is_done_once_however_often_the_clock_ticks(cast: Cast, bell: Bell) -> None:
    assert [r.key for r in ticking.tick(MONDAY)] == ["bell"]
    assert ticking.tick(MONDAY) == []
    assert ticking.tick(MONDAY + dt.timedelta(hours=3)) == []
    assert strokes() == 1


def test_nothing_is_done_before_it_is_due(cast: Cast, bell: Bell) -> None:
    assert ticking.tick(MONDAY - dt.timedelta(seconds=1)) == []
    assert strokes() == 0


def test_a_tick_that_comes_days_late_gives_the_same_state(cast: Cast, bell: Bell) -> None:
    ran = ticking.tick(MONDAY + 2 * DAY + dt.timedelta(hours=5))
    assert [r.due_at for r in ran] == [MONDAY, MONDAY + DAY, MONDAY + 2 * DAY]
    assert strokes() == 3
    assert set(ClockworkRun.objects.values_list("due_at", flat=True)) == {MONDAY, MONDAY + DAY, MONDAY + 2 * DAY}


def test_a_crash_in_between_leaves_nothing_and_the_next_tick_does_it(cast: Cast, bell: Bell) -> None:
    bell.crashes_after_work = True
    (failed,) = ticking.tick(MONDAY)
    assert failed.error == "RuntimeError: struck by lightning"
    assert (strokes(), ClockworkRun.objects.count()) == (0, 0)
    bell.crashes_after_work = False
    assert [r.error for r in ticking.tick(MONDAY + DAY)] == ["", ""]
    assert strokes() == 2


def test_the_system_administrator_is_told_of_a_failure_once(cast: Cast, bell: Bell) -> None:
    bell.crashes_after_work = True
    ticking.tick(MONDAY)
    ticking.tick(MONDAY)
    assert [n.person for n in Notice.objects.all()] == [cast.system_admin]


def test_one_failing_job_stops_no_other(cast: Cast, bell: Bell) -> None:
    def broken(now: dt.datetime) -> list[tuple[str, dt.datetime]]:
        raise RuntimeError("cannot tell")

    clockwork._jobs = {"a.broken": clockwork.Clockwork("a.broken", broken, bell.act), **clockwork._jobs}
    assert [(r.job, bool(r.error)) for r in ticking.tick(MONDAY)] == [("a.broken", True), ("tests.bell", False)]


def test_the_present_is_the_default_and_can_be_fixed(cast: Cast, bell: Bell) -> None:
    with clock.fixed(MONDAY):
        assert len(ticking.tick()) == 1


@pytest.mark.race
@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_ticks_from_several_processes_do_it_once(cast: Cast, bell: Bell) -> None:
    def run() -> None:
        try:
            ticking.tick(MONDAY + 3 * DAY)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    ticking.tick(MONDAY + 3 * DAY)
    assert strokes() == 4
