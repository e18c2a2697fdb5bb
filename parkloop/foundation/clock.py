"""The one place where the present is asked.

`PARKLOOP_TODAY` (or a park's demo date) fixes the date: the time of day then still runs, so entries keep their order.
Tests fix the whole instant with `fixed`.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.conf import settings

from parkloop.adapters import wall_clock

_fixed: ContextVar[dt.datetime | None] = ContextVar("parkloop_fixed_instant", default=None)


def zone() -> ZoneInfo:
    """Time zone of the installation."""
    return ZoneInfo(settings.TIME_ZONE)


def now() -> dt.datetime:
    """The present instant, aware, in the installation's zone."""
    fixed_instant = _fixed.get()
    if fixed_instant is not None:
        return fixed_instant
    real = wall_clock.now(zone())
    stated = stated_today()
    if stated is None:
        return real
    return real.replace(year=stated.year, month=stated.month, day=stated.day)


def today() -> dt.date:
    """The present date in the installation's zone."""
    return now().date()


def stated_today() -> dt.date | None:
    """The date the installation is told to run at, or None when it runs at the real date."""
    value: dt.date | str | None = getattr(settings, "PARKLOOP_TODAY", None)
    if isinstance(value, str) and value:
        return dt.date.fromisoformat(value)
    return value if isinstance(value, dt.date) else None


@contextmanager
def fixed(instant: dt.datetime | dt.date) -> Iterator[None]:
    """Run the block at a fixed instant; a bare date means 09:00 of that day."""
    if not isinstance(instant, dt.datetime):
        instant = dt.datetime.combine(instant, dt.time(9, 0), tzinfo=zone())
    token = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(token)
