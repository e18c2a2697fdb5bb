"""Time-driven work of the plan: reminders of signing, so many working days before and after the due date, as the park's clock says;
lights set by hand that end after their last day."""

import datetime as dt
from collections.abc import Iterator

from parkloop.apps.plan import parkdata
from parkloop.apps.plan.actions.end_override import expire_override
from parkloop.apps.plan.actions.remind_signing import remind_signing
from parkloop.apps.plan.models import LightOverride, SignOff
from parkloop.foundation import calendar, clock
from parkloop.foundation.clockwork import Clockwork, register
from parkloop.foundation.models import Person

HOUR = dt.time(9, 0)


def due_reminders(now: dt.datetime) -> Iterator[tuple[str, dt.datetime]]:
    """Every reminder of an unsigned plan that has fallen due, as (`sign-off:offset`, 9:00 of its day)."""
    waiting = SignOff.objects.filter(signed_at__isnull=True, due_on__isnull=False).select_related("plan")
    offsets: dict[str, tuple[int, ...]] = {}
    table = calendar.table()
    for sign_off in waiting.order_by("pk"):
        folder = sign_off.plan.folder
        if folder not in offsets:
            clocks = parkdata.clocks_of(folder)
            offsets[folder] = clocks.signing.remind if clocks and clocks.signing else ()
        for offset in offsets[folder]:
            day = table.add(sign_off.due_on, offset)
            at = dt.datetime.combine(day, HOUR, tzinfo=clock.zone())
            if sign_off.opened_at <= at <= now:
                yield f"{sign_off.pk}:{offset}", at


def remind(system: Person, key: str, now: dt.datetime) -> None:
    """Send one reminder; nothing when the organisation signed meanwhile."""
    pk, _, offset = key.partition(":")
    sign_off = SignOff.objects.select_related("plan", "organisation").filter(pk=pk).first()
    if sign_off is not None:
        remind_signing(system, sign_off=sign_off, working_days=int(offset))


register(Clockwork(name="plan.remind_signing", due=due_reminders, act=remind))


def due_expiries(now: dt.datetime) -> Iterator[tuple[str, dt.datetime]]:
    """Every light set by hand whose last day has passed, at the midnight after it."""
    for override in LightOverride.objects.filter(ended_on__isnull=True).order_by("pk"):
        at = dt.datetime.combine(override.until_on + dt.timedelta(days=1), dt.time(0, 0), tzinfo=clock.zone())
        if at <= now:
            yield str(override.pk), at


def expire(system: Person, key: str, now: dt.datetime) -> None:
    """End one; nothing when it was ended meanwhile."""
    override = LightOverride.objects.filter(pk=key, ended_on__isnull=True).first()
    if override is not None:
        expire_override(system, override=override)


register(Clockwork(name="plan.expire_override", due=due_expiries, act=expire))
