"""The worker's half of the outbox: delivers waiting events to their listeners, at least once, with one effect.

A delivery is claimed by setting it done in the same transaction as the listener's own writes: both commit or neither does, so an
event that arrives twice, or a worker that dies, has one effect. Failures are tried again with growing pauses; after the last try the
system administrators are told. Later events do not wait for an earlier one that fails.
"""

import datetime as dt
from collections.abc import Iterator

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from parkloop.domain.refs import Ref
from parkloop.foundation import clock, events, notices, standing
from parkloop.foundation.models import Delivery

log = structlog.get_logger(__name__)
ATTEMPTS = 6
PAUSES_S = (5, 30, 120, 600, 3600)
"""Seconds before the second, third, … try."""
ERROR_LENGTH = 2_000


def waiting(now: dt.datetime) -> "QuerySet[Delivery]":
    """Deliveries to try at the instant, oldest event first."""
    due = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    return Delivery.objects.filter(due, state=Delivery.State.WAITING).order_by("event_id", "pk")


def deliver_waiting(limit: int = 1_000) -> int:
    """Try what is waiting now, including what listeners emit meanwhile; the number that took effect."""
    done = 0
    for _attempt, delivery in zip(range(limit), _each(clock.now()), strict=False):
        done += deliver(delivery)
    return done


def deliver(delivery: Delivery) -> bool:
    """Try one delivery; True when the listener's effect was made by this call (False: failed, or done by another worker)."""
    try:
        with transaction.atomic():
            return _claim(delivery) and _run(delivery)
    except Exception as error:  # a listener may fail in any way; the delivery records it
        log.warning("delivery failed", listener=delivery.listener, event_id=delivery.event_id, error=str(error))
        _note_failure(delivery, error)
        return False


def retry(delivery: Delivery) -> bool:
    """Give a failed delivery a new set of tries; False when it is not in that state."""
    fresh = {"state": Delivery.State.WAITING, "attempts": 0, "next_try_at": None}
    return bool(Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED).update(**fresh))


def _each(now: dt.datetime) -> Iterator[Delivery]:
    tried: set[int] = set()
    while batch := [d for d in waiting(now).select_related("event")[:100] if d.pk not in tried]:
        for delivery in batch:
            tried.add(delivery.pk)
            yield delivery


def _claim(delivery: Delivery) -> bool:
    """Compare-and-set; a second worker waits for the first one's commit and then finds nothing to claim."""
    open_rows = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)
    return bool(open_rows.update(state=Delivery.State.DONE, attempts=delivery.attempts + 1, next_try_at=None, error=""))


def _run(delivery: Delivery) -> bool:
    listener = events.listeners_of(delivery.event.name).get(delivery.listener)
    if listener is None:
        raise LookupError(f"no listener {delivery.listener} is installed for {delivery.event.name}")
    listener(standing.system_person(), events.from_payload(delivery.event.name, delivery.event.payload))
    return True


def _note_failure(delivery: Delivery, error: Exception) -> None:
    attempts = delivery.attempts + 1
    is_last = attempts >= ATTEMPTS
    pause = None if is_last else clock.now() + dt.timedelta(seconds=PAUSES_S[attempts - 1])
    state = Delivery.State.FAILED if is_last else Delivery.State.WAITING
    text = f"{type(error).__name__}: {error}"[:ERROR_LENGTH]
    with transaction.atomic():
        rows = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING, attempts=delivery.attempts)
        won = rows.update(state=state, attempts=attempts, next_try_at=pause, error=text)
        if won and is_last:
            _tell_administrators(delivery, text)


def _tell_administrators(delivery: Delivery, error: str) -> None:
    notices.tell(
        notices.administrators(),
        message=gettext_noop(
            "The event %(event)s could not be delivered to %(listener)s after %(count)s tries: %(error)s"
        ),
        values={"event": delivery.event.name, "listener": delivery.listener, "count": ATTEMPTS, "error": error[:300]},
        ref=Ref("foundation.delivery", str(delivery.pk)),
        key=f"delivery-failed-{delivery.pk}-{delivery.event_id}",
    )
