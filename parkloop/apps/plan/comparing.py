"""States of a work plan for comparison, from rows: a baseline, or the plan as it stands today with what was removed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parkloop.apps.plan.models import Baseline, BaselineItem, Plan, WorkItem
from parkloop.domain.workplan.comparing import Difference, Frozen, compare
from parkloop.foundation import calendar, clock, policy
from parkloop.foundation.models.base import in_language

WORDS = ("added", "restored", "removed", "task", "moved", "progress", "changed")


@dataclass(frozen=True)
class Side:
    """One state: its name, its key in addresses (`today` or a baseline's), its items by code."""

    key: str
    name: str
    items: dict[str, Frozen]


def side_of(person: Any, baseline: Baseline) -> Side:
    """A baseline."""
    rows = policy.rows(person, BaselineItem).filter(baseline=baseline).select_related("task")
    items = {row.code: _frozen(row, row.task_title) for row in rows}
    return Side(str(baseline.pk), str(baseline), items)


def side_today(person: Any, plan: Plan) -> Side:
    """The plan as it stands now."""
    rows = policy.rows(person, WorkItem).filter(plan=plan).select_related("task")
    items = {row.code: _frozen(row, f"{row.task.number}. {row.task.title}") for row in rows}
    return Side("today", _("Today (%(day)s)") % {"day": clock.today().isoformat()}, items)


def _frozen(row: Any, task: str) -> Frozen:
    """`task` is the Chinese name of its task in that state; others read the task's present name in their language."""
    return Frozen(
        row.code,
        in_language(task, str(row.task) if row.task else ""),
        row.name,
        row.starts_on,
        row.ends_on,
        row.duration,
        row.weight,
        row.done_pp,
        row.removed_on is not None,
        str(row.task_id or ""),
    )


def compared(old: Side, new: Side) -> dict[str, Any]:
    """Differences with words, and how many of each kind."""
    found = compare(old.items, new.items, calendar.table().between)
    labels = kind_words()
    return {
        "rows": [_row(difference, labels) for difference in found],
        "counts": [(labels[kind], sum(kind in d.kinds for d in found)) for kind in WORDS],
        "same": len(set(old.items) & set(new.items)) - sum(d.old is not None and d.new is not None for d in found),
    }


def kind_words() -> dict[str, str]:
    """What became of an item, in the active language."""
    return {
        "added": _("Added"),
        "restored": _("Put back"),
        "removed": _("Removed"),
        "task": pgettext("work item", "To another task"),
        "moved": pgettext("work item", "Moved"),
        "progress": _("Progress"),
        "changed": pgettext("work item", "Changed"),
    }


def _row(difference: Difference, labels: dict[str, str]) -> dict[str, Any]:
    known = difference.new or difference.old
    return {
        "code": difference.key,
        "task": known.task if known else "",
        "name": known.name if known else "",
        "kinds": [labels[kind] for kind in WORDS if kind in difference.kinds],
        "old": difference.old,
        "new": difference.new,
        "start_by": difference.start_by,
        "end_by": difference.end_by,
        "done_by": difference.done_by,
        "was_task": difference.old.task if difference.old and "task" in difference.kinds else "",
        "is_removed": "removed" in difference.kinds,
    }
