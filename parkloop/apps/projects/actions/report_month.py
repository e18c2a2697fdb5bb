"""The investment done in one month is reported, or stated as missing."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, months
from parkloop.apps.projects.models import InvestmentMonth, Project
from parkloop.foundation import journal
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, require
from parkloop.foundation.models import Person

LABELS = {
    "period_end": _("Month ending"),
    "done_fen": _("Done in the month (10,000 yuan)"),
    "source": _("Source"),
    "missing_why": _("Why it is missing"),
    "reason": _("Reason of a correction"),
}
HELP = {
    "done_fen": _(
        "What was invested in the month itself, not since January. Leave it empty to state that it is missing; it is never taken as zero."
    ),
    "missing_why": _("Only without a number."),
    "reason": _("Only for correcting what was reported before."),
}


@action("projects.report_month", label=_("Report a month's investment"), on=Project, icon="send", labels=LABELS, help=HELP,
        money=("done_fen",))  # fmt: skip
def report_month(
    person: Person,
    *,
    project: Project,
    period_end: dt.date,
    done_fen: int | None = None,
    source: str = "",
    missing_why: str = "",
    reason: str = "",
) -> InvestmentMonth:
    """Report what was done in a month, in fen; without a number `missing_why` says why.

    Errors: NotAllowed; InvalidInput (month, amount, source, no reason for a correction); AlreadyDone for the same report.
    """
    require(person, "projects.report_month", project)
    months.check_end(period_end)
    months.check_over(period_end)
    checks.amount(done_fen, "done_fen")
    _check_words(done_fen, source, missing_why)
    with transaction.atomic():
        row = months.row_of(project, period_end)
        if row.reported_at and (row.done_fen, row.source, row.missing_why) == (done_fen, source, missing_why):
            raise AlreadyDone(_("The same was reported already."))
        months.needs_reason(row.done_fen, reason)
        before = journal.values_of(row) if row.pk else {}
        months.put_done(row, person, done_fen, source, missing_why)
        row.version += 1 if row.pk else 0
        row.save()
        journal.write(person, "projects.report_month", row, before=before, reason=reason, basis=source)
    return row


def _check_words(done_fen: int | None, source: str, missing_why: str) -> None:
    if done_fen is None and not missing_why.strip():
        raise InvalidInput(_("Without a number, say why it is missing."), field="missing_why")
    if done_fen is not None and not source.strip():
        raise InvalidInput(_("Say where the number comes from."), field="source")
    if done_fen is not None and missing_why.strip():
        raise InvalidInput(_("A number is given, so nothing is missing: leave this empty."), field="missing_why")
