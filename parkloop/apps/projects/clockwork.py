"""Time-driven work of projects: a blocker whose day has passed is told once, on the next morning."""

import datetime as dt
from collections.abc import Iterator

from parkloop.apps.projects.actions.remind_blocker import remind_blocker
from parkloop.apps.projects.models import Blocker
from parkloop.foundation import clock
from parkloop.foundation.clockwork import Clockwork, register
from parkloop.foundation.models import Person

HOUR = dt.time(9, 0)


def due_blockers(now: dt.datetime) -> Iterator[tuple[str, dt.datetime]]:
    """Every open blocker whose day has passed, as (`blocker:due day`, 9:00 of the day after)."""
    today = now.astimezone(clock.zone()).date()
    waiting = Blocker.objects.filter(solved_on__isnull=True, due_on__lt=today).order_by("pk")
    for pk, due_on, raised_at in waiting.values_list("pk", "due_on", "raised_at"):
        at = dt.datetime.combine(due_on + dt.timedelta(days=1), HOUR, tzinfo=clock.zone())
        if raised_at <= at <= now:
            yield f"{pk}:{due_on.isoformat()}", at


def remind(system: Person, key: str, now: dt.datetime) -> None:
    """Remind once; nothing when it was solved or given more time meanwhile."""
    blocker = Blocker.objects.select_related("project", "solver").filter(pk=key.partition(":")[0]).first()
    if blocker is not None:
        remind_blocker(system, blocker=blocker)


register(Clockwork(name="projects.remind_blocker", due=due_blockers, act=remind))
