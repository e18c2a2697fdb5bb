"""An item of the work plan is moved to another day, by drag, keyboard or form; what waits for it moves with it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import workwords
from parkloop.apps.plan.itemchecks import check_leaf, check_open
from parkloop.apps.plan.models import WorkItem
from parkloop.apps.plan.public import WorkItemMoved
from parkloop.apps.plan.rescheduling import Shifted, changing, check_day, name_of, refusal
from parkloop.apps.plan.timetables import WorkPlan, work_plan
from parkloop.apps.plan.workjournal import write_change
from parkloop.domain.workplan.model import Conflict
from parkloop.domain.workplan.moving import Breach, Move, move
from parkloop.foundation import calendar, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


@dataclass(frozen=True)
class Moved:
    """What a move did: the item as it stands now, and everything that shifted with it."""

    item: WorkItem
    shifted: tuple[Shifted, ...]

    @property
    def told(self) -> str:
        """What happened, in the active language."""
        others = ", ".join(f"{s.item.code} {s.by or s.end_by:+d}" for s in self.shifted if s.item.pk != self.item.pk)
        values = {"item": str(self.item), "day": self.item.starts_on.isoformat(), "others": others}
        if others:
            return gettext("%(item)s now starts on %(day)s. With it, in working days: %(others)s.") % values
        return gettext("%(item)s now starts on %(day)s; nothing else moves.") % values


@action(
    "plan.move_item",
    label=_("Move it"),
    on=WorkItem,
    icon="grip-vertical",
    labels=workwords.LABELS,
    help={"starts_on": _("A day off means the next working day. What waits for it moves with it.")},
)
def move_item(person: Person, *, item: WorkItem, starts_on: dt.date, reason: str, version: int | None = None) -> Moved:
    """Let an item start on a day; it does not start before it from now on.

    Errors: NotAllowed; InvalidInput (no reason, a fixed start, outside plan or task, before what it waits for, a fixed date further
    on that could not be kept); InvalidState (removed, finished); AlreadyDone when it stands there; StaleVersion.
    """
    require(person, "plan.move_item", item)
    check_open(item)
    check_leaf(item, "starts_on")
    if not reason.strip():
        raise InvalidInput(_("Say why it moves; those who wait for it will ask."), field="reason")
    day = calendar.add_working_days(starts_on, 0)
    if day == item.starts_on:
        raise AlreadyDone(_("It starts on %(day)s already."), field="starts_on", day=day.isoformat())
    before = journal.values_of(item)
    with changing(item.plan, "starts_on") as change:
        bump_version(item, version)
        try_move(change.before, item, day)
        item.not_before = None if item.must_start_on else day
        item.save(update_fields=["not_before"])
    item.refresh_from_db()
    write_change(person, "plan.move_item", item, change, before=before, reason=reason)
    _tell(person, item, change.shifted, before["starts_on"], reason)
    return Moved(item, tuple(change.shifted))


def preview(item: WorkItem, day: dt.date) -> Move:
    """What a move would do; nothing is written. Errors: InvalidInput as of the move itself."""
    plan = work_plan(item.plan)
    return try_move(plan, item, calendar.add_working_days(day, 0))


def try_move(plan: WorkPlan, item: WorkItem, day: dt.date) -> Move:
    """The move on the network. Errors: InvalidInput naming what forbids it."""
    check_day(plan, plan.items[str(item.pk)], day, "starts_on")
    done = move(plan.network(), str(item.pk), plan.line.place(day))
    for breach in done.breaches:
        raise _refusal(plan, breach, item, day)
    return done


def _refusal(plan: WorkPlan, breach: Breach, item: WorkItem, day: dt.date) -> InvalidInput:
    bound = plan.line.day(breach.day).isoformat()
    if breach.kind == "fixed":
        text = _("“%(item)s” is fixed on %(day)s. Change its fixed start first, if it may be changed.")
        return InvalidInput(text, field="starts_on", item=str(item), day=bound)
    if breach.kind == "origin":
        return InvalidInput(_("Nothing starts before the plan does, on %(day)s."), field="starts_on", day=bound)
    if breach.kind == "link":
        text = _("“%(item)s” waits for %(holder)s and cannot start before %(day)s.")
        holder = name_of(plan, breach.chain[0])
        return InvalidInput(text, field="starts_on", item=str(item), holder=holder, day=bound)
    found = move(plan.network(), str(item.pk), plan.line.place(day)).timetable
    slot = found.slots[breach.key]
    reached = slot.start if breach.kind == "must_start" else slot.finish
    return refusal(plan, Conflict(breach.kind, breach.key, breach.day, reached, breach.chain), "starts_on")


def _tell(person: Person, item: WorkItem, shifted: list[Shifted], was: str, reason: str) -> None:
    emit(
        WorkItemMoved(
            item=refs.ref_of(item),
            task=refs.ref_of(item.task),
            was=was,
            starts_on=item.starts_on.isoformat(),
            shifted=tuple(str(refs.ref_of(s.item)) for s in shifted if s.item.pk != item.pk),
            reason=reason,
            by=refs.ref_of(person),
        )
    )
