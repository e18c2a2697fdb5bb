"""Events: stored with their action, delivered after commit at least once, each with one effect."""

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, transaction

from parkloop.domain.events import Event
from parkloop.domain.refs import Ref
from parkloop.foundation import clock, delivery, events
from parkloop.foundation.models import Delivery, Notice, NumberSeries, StoredEvent
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class BellRang(Event):
    """A bell of the tests rang."""

    name: ClassVar[str] = "tests.bell_rang"
    bell: Ref
    times: int


class Ear:
    """A listener that counts in the database what it heard and can be made to fail."""

    def __init__(self) -> None:
        self.fails, self.calls, self.emits = False, 0, False

    def __call__(self, system: object, happened: Event) -> None:
        """Count one; the count is this listener's effect."""
        self.calls += 1
        row, _ = NumberSeries.objects.get_or_create(series="bells heard", year=2026)
        NumberSeries.objects.filter(pk=row.pk).update(last=row.last + happened.times)
        if self.fails:
            raise RuntimeError("the ear hurts")


def heard() -> int:
    """The effect of all deliveries so far."""
    return sum(NumberSeries.objects.filter(series="bells heard").values_list("last", flat=True))


@pytest.fixture
def ear() -> Iterator[Ear]:
    """The event class and one listener, registered for one test."""
    listener = Ear()
    events.event(BellRang)
    events._listeners[BellRang.name] = {"tests.ear": listener}
    yield listener
    del events._classes[BellRang.name], events._listeners[BellRang.name]


def ring(times: int = 1) -> StoredEvent:
    """Emit inside a transaction, as an action does."""
    with transaction.atomic():
        return events.emit(BellRang(Ref("tests.bell", "7"), times))


def test_an_event_reaches_its_listener_with_what_it_held(cast: Cast, ear: Ear) -> None:
    stored = ring(2)
    assert heard() == 0
    assert delivery.deliver_waiting() == 1
    assert heard() == 2
    assert events.from_payload(stored.name, stored.payload) == BellRang(Ref("tests.bell", "7"), 2)


def test_an_event_of_a_rolled_back_action_never_happened(cast: Cast, ear: Ear) -> None:
    def act() -> None:
        with transaction.atomic():
            events.emit(BellRang(Ref("tests.bell", "7"), 1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert (StoredEvent.objects.count(), delivery.deliver_waiting()) == (0, 0)


def test_an_event_delivered_twice_has_one_effect(cast: Cast, ear: Ear) -> None:
    ring()
    twice = Delivery.objects.select_related("event").get()
    assert delivery.deliver(twice)
    assert not delivery.deliver(twice)
    assert delivery.deliver_waiting() == 0
    assert heard() == 1


def test_a_failing_listener_leaves_no_half_effect_and_is_tried_again_later(cast: Cast, ear: Ear) -> None:
    ring()
    ear.fails = True
    with clock.fixed(NOON):
        assert delivery.deliver_waiting() == 0
        row = Delivery.objects.get()
        assert (heard(), row.attempts, row.state) == (0, 1, Delivery.State.WAITING)
        assert row.error == "RuntimeError: the ear hurts"
        ear.fails = False
        assert delivery.deliver_waiting() == 0, "the pause is kept"
    with clock.fixed(NOON + dt.timedelta(seconds=delivery.PAUSES_S[0])):
        assert delivery.deliver_waiting() == 1
    assert heard() == 1


def test_pauses_grow_and_after_the_last_try_the_system_administrator_is_told(cast: Cast, ear: Ear) -> None:
    ring()
    ear.fails, at = True, NOON
    for pause in (*delivery.PAUSES_S, 1):
        with clock.fixed(at):
            delivery.deliver_waiting()
        at += dt.timedelta(seconds=pause)
    row = Delivery.objects.get()
    assert (row.state, row.attempts, ear.calls) == (Delivery.State.FAILED, 6, 6)
    assert [n.person for n in Notice.objects.all()] == [cast.system_admin]
    assert "the ear hurts" in Notice.objects.get().values["error"]


def test_a_failed_delivery_can_be_given_new_tries(cast: Cast, ear: Ear) -> None:
    ring()
    Delivery.objects.update(state=Delivery.State.FAILED, attempts=6)
    assert delivery.retry(Delivery.objects.get())
    assert delivery.deliver_waiting() == 1


def test_a_later_event_does_not_wait_for_a_failing_one(cast: Cast, ear: Ear) -> None:
    ring()
    Delivery.objects.update(next_try_at=clock.now() + dt.timedelta(hours=1))
    ring(5)
    assert delivery.deliver_waiting() == 1
    assert heard() == 5


def test_a_listener_that_was_taken_away_is_reported_not_lost(cast: Cast, ear: Ear) -> None:
    ring()
    events._listeners[BellRang.name] = {}
    assert delivery.deliver_waiting() == 0
    assert "no listener tests.ear" in Delivery.objects.get().error


def test_two_listeners_of_one_event_are_delivered_apart(cast: Cast, ear: Ear) -> None:
    other = Ear()
    events._listeners[BellRang.name]["tests.other"] = other
    ring()
    other.fails = True
    assert delivery.deliver_waiting() == 1
    states = Delivery.objects.order_by("listener").values_list("listener", "state")
    assert list(states) == [("tests.ear", "done"), ("tests.other", "waiting")]


@pytest.mark.race
@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_effect(cast: Cast, ear: Ear) -> None:
    for _ in range(10):
        ring()

    def work() -> None:
        try:
            delivery.deliver_waiting()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    delivery.deliver_waiting()
    assert heard() == 10
