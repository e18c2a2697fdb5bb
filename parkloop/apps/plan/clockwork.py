"""Time-driven work of the plan: reminders of signing, so many working days before and after the due date, as the park's clock says."""

import datetime as dt
from collections.abc import Iterator

from parkloop.apps.plan import parkdata
from parkloop.apps.plan.actions.remind_signing import remind_signing
from parkloop.apps.plan.models import SignOff
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
