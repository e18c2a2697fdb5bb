"""Planned and done investment by month from a sheet, all or nothing. A corrected number keeps what stood before in the journal."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, months
from parkloop.apps.projects.models import InvestmentMonth
from parkloop.domain.refs import Ref
from parkloop.foundation import journal
from parkloop.foundation.acting import ActionError, ImportResult, RowErrors, action, require
from parkloop.foundation.models import Person

NAME = "projects.import_months"
Known = dict[tuple[int, dt.date], InvestmentMonth]


@action(NAME, label=_("Import monthly investment"), on=InvestmentMonth, bulk=True, icon="upload")
def import_months(person: Person, *, rows: Sequence[dict[str, Any]], digest: str = "") -> ImportResult:
    """Put planned and done amounts on projects' months; cells left empty keep what stands.

    The plan is for who keeps the project, done also for its enterprise. RowErrors says what is wrong in which row.
    """
    require(person, NAME)
    keys = {row["project"].pk for row in rows}
    known: Known = {
        (m.project_id, m.period_end): m
        for m in InvestmentMonth.objects.filter(project__in=keys).select_related("project__town", "project__enterprise")
    }
    errors: dict[int, str] = {}
    taken: list[tuple[InvestmentMonth, dict[str, Any]]] = []
    for place, row in enumerate(rows):
        month = known.get((row["project"].pk, row["period_end"])) or InvestmentMonth(
            project=row["project"], period_end=row["period_end"]
        )
        before = journal.values_of(month) if month.pk else {}
        try:
            _take(person, month, row)
        except ActionError as error:
            errors[place] = str(error)
        taken.append((month, before))
    if errors:
        raise RowErrors(errors)
    return _write(person, taken, digest)


def _take(person: Person, month: InvestmentMonth, row: dict[str, Any]) -> None:
    """Put one row on its month. ActionError says what is wrong."""
    planned, done = row.get("planned_fen"), row.get("done_fen")
    months.check_end(month.period_end)
    require(person, "projects.report_month", month.project)
    if planned is not None and planned != month.planned_fen:
        require(person, "projects.plan_month", month.project)
        checks.amount(planned, "planned_fen")
        month.planned_fen = planned
    why, source = (row.get("missing_why") or "").strip(), (row.get("source") or "").strip()
    if done is None and not why:
        return
    months.check_over(month.period_end)
    checks.amount(done, "done_fen")
    if done is not None and (why or not source):
        raise_for(gettext("a number needs its source and no reason why it is missing"))
    if (month.done_fen, month.source, month.missing_why) != (done, source, why) or month.reported_at is None:
        months.put_done(month, person, done, source, why)


def raise_for(text: str) -> None:
    """Refuse a row with a sentence."""
    raise ActionError(text)


def _write(person: Person, taken: list[tuple[InvestmentMonth, dict[str, Any]]], digest: str) -> ImportResult:
    made = [month for month, _before in taken if month.pk is None]
    changed = [(month, before) for month, before in taken if month.pk is not None]
    with transaction.atomic():
        for month, _before in changed:
            month.version += 1
        InvestmentMonth.objects.bulk_create(made, 500)
        fields = ["planned_fen", "done_fen", "source", "missing_why", "reported_by", "reported_at", "version"]
        InvestmentMonth.objects.bulk_update([month for month, _before in changed], fields, 500)
        for month, before in changed:
            if before.get("done_fen") is not None or before.get("planned_fen") is not None:
                journal.write(person, NAME, month, before=before, digest=digest)
        after = {"made": len(made), "changed": len(changed)}
        journal.write(person, NAME, Ref("projects.month", "bulk"), after=after, digest=digest)
    return ImportResult(made=len(made), changed=len(changed))
