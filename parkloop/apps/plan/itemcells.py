"""Cells, states and counts of the work plan's lists. The state of an item is computed in the database as of today."""

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.plan.models import LightOverride, WorkItem, WorkReport
from parkloop.desk.resource import Filter
from parkloop.foundation import calendar, clock, policy, refs
from parkloop.foundation.refs import Ref

SOON = 10
"""Working days within which an item counts as due soon."""
STATES = (
    ("over", gettext_lazy("Overdue")),
    ("near", gettext_lazy("Due within ten working days")),
    ("ok", gettext_lazy("Not due yet")),
    ("done", gettext_lazy("Finished")),
    ("none", gettext_lazy("Removed")),
)
WORDS = dict(STATES)
RANKS = {state: rank for rank, (state, _word) in enumerate(STATES)}


def last_soon_day(today: dt.date) -> dt.date:
    """The last day that is due soon."""
    return calendar.add_working_days(today, SOON)


def with_states(rows: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    """Items with `state` (over, near, ok, done, none = removed) and `state_rank`, the worst first."""
    today = clock.today()
    conditions = {
        "none": Q(removed_on__isnull=False),
        "done": Q(finished_on__isnull=False),
        "over": Q(ends_on__lt=today),
        "near": Q(ends_on__lte=last_soon_day(today)),
    }
    state = [When(condition, then=Value(name)) for name, condition in conditions.items()]
    rank = [When(condition, then=Value(RANKS[name])) for name, condition in conditions.items()]
    return rows.annotate(
        state=Case(*state, default=Value("ok"), output_field=CharField()),
        state_rank=Case(*rank, default=Value(RANKS["ok"]), output_field=IntegerField()),
    )


def state_of(item: WorkItem, today: dt.date, soon: dt.date) -> str:
    """The same for one item that was read without it."""
    if item.removed_on is not None:
        return "none"
    if item.is_finished:
        return "done"
    return "over" if item.ends_on < today else "near" if item.ends_on <= soon else "ok"


def lamp(item: Any) -> dict[str, str]:
    """State and word."""
    return {"light": item.state, "label": str(WORDS[item.state]), "detail": ""}


def _by_state(rows: QuerySet[WorkItem], values: list[str], person: Any) -> QuerySet[WorkItem]:
    return rows.filter(state__in=values) if values else rows


STATE_FILTER = Filter(
    "state", label=gettext_lazy("State"), kind="choices", choices=lambda person: STATES, apply=_by_state
)


def item_link(item: WorkItem) -> tuple[str, str]:
    """Name and page."""
    return item.name, item_url(item)


def item_url(item: WorkItem) -> str:
    """Its page."""
    return refs.address_of(Ref("plan.workitem", str(item.pk)), item)


def evidence_link(row: WorkReport) -> tuple[str, str] | None:
    """The evidence by its address; None without."""
    return (_("Evidence"), refs.address_of(Ref.parse(row.evidence))) if row.evidence else None


def override_lamp(override: LightOverride) -> dict[str, str]:
    """The light that was set, with its word."""
    return {"light": override.light, "label": str(override.get_light_display()), "detail": ""}


def count_items(person: Any) -> int:
    """Milestones and sub-tasks in the plan."""
    return policy.rows(person, WorkItem).filter(removed_on__isnull=True).count()


def count_late_items(person: Any) -> int:
    """Those that are overdue."""
    rows = policy.rows(person, WorkItem).filter(removed_on__isnull=True, finished_on__isnull=True)
    return rows.filter(ends_on__lt=clock.today()).count()
