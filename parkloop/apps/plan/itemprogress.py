"""How far an item has come, repeated on its row: from its own reports, and of what consists of parts from these."""

from decimal import Decimal

from parkloop.apps.plan.models import WorkItem, WorkReport

ALL = Decimal(100)
FIELDS = ("done_pp", "reported_on", "finished_on")


def put(item: WorkItem) -> None:
    """The newest report; the item is finished on the first day since which every report says 100."""
    rows = list(WorkReport.objects.filter(item=item, superseded_at__isnull=True).order_by("-as_of", "-pk"))
    item.done_pp, item.reported_on, item.finished_on = (rows[0].done_pp, rows[0].as_of, None) if rows else [None] * 3
    for row in rows:
        if row.done_pp < ALL:
            break
        item.finished_on = row.as_of
    item.save(update_fields=FIELDS)
    put_above(item.parent)


def put_above(whole: WorkItem | None) -> None:
    """What consists of parts is as far as they are, by working days (a milestone counts as one); unknown while nobody reported."""
    if whole is None:
        return
    parts = list(whole.parts.filter(removed_on__isnull=True))
    if not parts:
        put(whole)
        return
    known = any(part.done_pp is not None for part in parts)
    total = sum(max(part.duration, 1) for part in parts)
    done = sum((max(part.duration, 1) * (part.done_pp or 0) for part in parts), Decimal(0))
    days = [part.finished_on for part in parts]
    finished = [day for day in days if day is not None]
    whole.done_pp = round(done / total, 2) if known else None
    whole.finished_on = max(finished) if len(finished) == len(days) else None
    whole.reported_on = max((part.reported_on for part in parts if part.reported_on), default=None)
    whole.save(update_fields=FIELDS)
    put_above(whole.parent)
