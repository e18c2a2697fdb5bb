"""What must hold of a report on a task or on an item of its work plan, and who reports. Corrections keep the older row."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import Duty, DutyRole, Task
from parkloop.foundation import clock
from parkloop.foundation.acting import AlreadyDone, InvalidInput
from parkloop.foundation.models import Organisation


def leading_bodies(task: Task) -> list[Organisation]:
    """Organisations that lead the task now."""
    leads = Duty.objects.filter(
        heading=task.heading_id, role=DutyRole.LEAD, ended_on__isnull=True, organisation__isnull=False
    )
    return [duty.organisation for duty in leads.select_related("organisation") if duty.organisation is not None]


def check_words(task: Task, as_of: dt.date, note: str) -> None:
    """The day is not to come and not before the task, and something is said. Errors: InvalidInput."""
    if as_of > clock.today():
        raise InvalidInput(_("Progress is reported as of today or an earlier day."), field="as_of")
    if task.starts_on and as_of < task.starts_on:
        raise InvalidInput(_("The task began on %(day)s."), field="as_of", day=task.starts_on.isoformat())
    if not note.strip():
        raise InvalidInput(_("Say in a sentence what was done."), field="note")


def check_against(older: Any, earlier: Any, field: str, value: Decimal, note: str, reason: str) -> None:
    """Against `older`, the report of the same day, and `earlier`, the last one before it (or None); `field` names their percentage.

    Errors: AlreadyDone for the same again; InvalidInput for a correction or falling back without a reason.
    """
    if older is not None and getattr(older, field) == value and older.note == note:
        raise AlreadyDone(_("%(who)s reported the same already."), who=older.reported_by.name)
    if older is not None and not reason.strip():
        raise InvalidInput(
            _("%(who)s reported %(value)s %% for this day. To correct it, give the reason; the older report is kept."),
            field="reason",
            who=older.reported_by.name,
            value=f"{getattr(older, field).normalize():f}",
        )
    if earlier is not None and value < getattr(earlier, field) and not reason.strip():
        raise InvalidInput(
            _("It was %(value)s %% on %(day)s. If it really fell back, give the reason."),
            field=field,
            value=f"{getattr(earlier, field).normalize():f}",
            day=earlier.as_of.isoformat(),
        )
