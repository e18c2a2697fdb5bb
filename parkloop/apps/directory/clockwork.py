"""What the directory does by itself on a day: recorded names and moves take effect, handovers made ahead take effect."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F

from parkloop.foundation import clock, present
from parkloop.foundation.actions.complete_handover import complete_handover
from parkloop.foundation.actions.refresh_organisations import refresh_organisations
from parkloop.foundation.clockwork import Clockwork, register
from parkloop.foundation.models import Handover, Organisation


def organisations_behind(now: dt.datetime) -> Iterator[tuple[str, dt.datetime]]:
    """Organisations whose row is behind their dated rows, each due at the start of the day of the change."""
    today = now.astimezone(clock.zone()).date()
    for organisation in present.behind(today).only("pk"):
        yield str(organisation.pk), _midnight(_day_of_change(organisation, today))


def refresh(system: Any, key: str, now: dt.datetime) -> None:
    """Bring one organisation up to date."""
    refresh_organisations(system, organisations=[int(key)])


def handovers_due(now: dt.datetime) -> Iterator[tuple[str, dt.datetime]]:
    """Handovers whose day has come and that were made before it (the others took effect when they were made)."""
    today = now.astimezone(clock.zone()).date()
    for handover in Handover.objects.filter(on__lte=today, on__gt=F("made_on")):
        yield str(handover.pk), _midnight(handover.on)


def complete(system: Any, key: str, now: dt.datetime) -> None:
    """Let one handover take effect."""
    complete_handover(system, handover=Handover.objects.get(pk=int(key)))


def _day_of_change(organisation: Organisation, today: dt.date) -> dt.date:
    days = [
        day
        for rows in (organisation.names.all(), organisation.parents.all())
        for row in rows
        for day in (row.valid_from, row.valid_to)
        if day is not None and day <= today
    ]
    return max(days, default=today)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=clock.zone())


register(Clockwork("directory.refresh_organisations", organisations_behind, refresh))
register(Clockwork("directory.complete_handover", handovers_due, complete))
