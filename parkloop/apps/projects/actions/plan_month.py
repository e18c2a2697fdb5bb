"""The planned investment of one month."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, months
from parkloop.apps.projects.models import InvestmentMonth, Project
from parkloop.foundation import journal
from parkloop.foundation.acting import AlreadyDone, action, require
from parkloop.foundation.models import Person

LABELS = {
    "period_end": _("Month ending"),
    "planned_fen": _("Planned (10,000 yuan)"),
    "reason": _("Reason of a correction"),
}


@action("projects.plan_month", label=_("Plan a month"), on=Project, icon="calendar-event", labels=LABELS,
        money=("planned_fen",))  # fmt: skip
def plan_month(
    person: Person, *, project: Project, period_end: dt.date, planned_fen: int, reason: str = ""
) -> InvestmentMonth:
    """Set a month's planned investment in fen; correcting one that stands needs a reason.

    Errors: NotAllowed; InvalidInput (no month's end, amount, no reason); AlreadyDone for the same number.
    """
    require(person, "projects.plan_month", project)
    months.check_end(period_end)
    checks.amount(planned_fen, "planned_fen")
    with transaction.atomic():
        row = months.row_of(project, period_end)
        if row.planned_fen == planned_fen:
            raise AlreadyDone(_("The same number stands already."))
        months.needs_reason(row.planned_fen, reason)
        before = journal.values_of(row) if row.pk else {}
        row.planned_fen = planned_fen
        row.version += 1 if row.pk else 0
        row.save()
        journal.write(person, "projects.plan_month", row, before=before, reason=reason)
    return row
