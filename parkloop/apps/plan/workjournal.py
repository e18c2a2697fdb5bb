"""The journal of the work plan: the changed item with what shifted with it, and an entry for each item that shifted."""

from typing import Any

from parkloop.apps.plan.models import WorkItem
from parkloop.apps.plan.rescheduling import Change, Shifted
from parkloop.foundation import journal
from parkloop.foundation.models import Person


def write_change(
    person: Person, action: str, item: WorkItem, change: Change, *, before: dict[str, Any], reason: str
) -> None:
    """One entry for the item, its `shifted` naming the others by code and working days; one for each of them with its dates."""
    others = [s for s in change.shifted if s.item.pk != item.pk]
    after = journal.values_of(item)
    if others:
        after["shifted"] = {s.item.code: s.by or s.end_by for s in others}
    scope = item.organisation or item.plan.organisation
    journal.write(person, action, item, before=before, after=after, reason=reason, organisation=scope)
    for other in others:
        _write_shift(person, action, item, other, reason)


def _write_shift(person: Person, action: str, cause: WorkItem, shift: Shifted, reason: str) -> None:
    names = ("starts_on", "ends_on")
    journal.write(
        person,
        action,
        shift.item,
        before=dict(zip(names, map(journal.plain, shift.old), strict=True)),
        after={**dict(zip(names, map(journal.plain, shift.new), strict=True)), "with": cause.code},
        reason=reason,
        organisation=shift.item.organisation or cause.plan.organisation,
    )
