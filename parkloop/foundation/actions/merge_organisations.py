"""Merge one organisation into another from a day on.

References to the merged one stay; it keeps its place below its successor, so that who reaches the successor reaches its past.
Its credit code is freed for nobody: it stays on the row and in the trace.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal, present, refs, tree
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Organisation, OrganisationParent, OrganisationTrace
from parkloop.foundation.models.base import on_day
from parkloop.foundation.occurrences import OrganisationsMerged
from parkloop.foundation.organisation_checks import refuse_before_founding, refuse_dissolved
from parkloop.foundation.spans import refuse_later_rows


@action(
    "directory.merge_organisations",
    label=_("Merge into another"),
    on=Organisation,
    danger=True,
    icon="git-compare",
    labels={"into": _("Merged into"), "on": _("From")},
)
def merge_organisations(
    person: Any,
    *,
    organisation: Organisation,
    into: Organisation,
    on: dt.date,
    reason: str,
    version: int | None = None,
) -> Organisation:
    """`organisation` ends on `on`; what belongs to it belongs to `into` from then on. Returns the merged organisation."""
    require(person, "directory.merge_organisations", organisation)
    require(person, "directory.merge_organisations", into)
    _check(organisation, into, on)
    with transaction.atomic():
        tree.lock()
        bump_version(organisation, version)
        before = journal.values_of(organisation)
        children = _children(organisation, on)
        _relink(organisation, into, children, on, reason)
        organisation.dissolved_on, organisation.merged_into = on, into
        organisation.save(update_fields=["dissolved_on", "merged_into"])
        present.bring_up_to_date([organisation.pk, *(c.pk for c in children)], clock.today())
        tree.report([organisation.pk, *(c.pk for c in children)])
        _write_traces(organisation, into, children, on, reason)
        journal.write(
            person,
            "directory.merge_organisations",
            organisation,
            before=before,
            reason=reason,
            organisation=organisation,
        )
        journal.write(
            person,
            "directory.merge_organisations",
            into,
            after={"merged": organisation.code},
            reason=reason,
            organisation=into,
        )
        emit(OrganisationsMerged(organisation=refs.ref_of(organisation), into=refs.ref_of(into), on=on.isoformat()))
    organisation.refresh_from_db()
    return organisation


def _check(organisation: Organisation, into: Organisation, on: dt.date) -> None:
    if organisation == into:
        raise InvalidInput(_("An organisation cannot be merged into itself."), field="into")
    refuse_before_founding(organisation, on)
    refuse_before_founding(into, on)
    refuse_dissolved(organisation)
    refuse_dissolved(into, field="into")
    refuse_later_rows(OrganisationParent.objects.filter(organisation=organisation), on, organisation.name)
    tree.refuse_ring([organisation.pk], into, on)


def _children(organisation: Organisation, on: dt.date) -> list[Organisation]:
    rows = (
        OrganisationParent.objects.filter(parent=organisation).exclude(valid_to__lte=on).select_related("organisation")
    )
    rows = rows.exclude(organisation__dissolved_on__lte=on)
    for row in rows.filter(valid_from__gt=on) | rows.filter(valid_to__gt=on):
        refuse_later_rows(row.organisation.parents.all(), on, row.organisation.name)
    return [row.organisation for row in rows.filter(on_day(on))]


def _relink(
    organisation: Organisation, into: Organisation, children: list[Organisation], on: dt.date, basis: str
) -> None:
    tree.relink([c.pk for c in children], into.pk, on, basis)
    if not OrganisationParent.objects.filter(organisation=organisation, parent=into, valid_to__isnull=True).exists():
        tree.relink([organisation.pk], into.pk, on, basis)


def _write_traces(
    organisation: Organisation, into: Organisation, children: list[Organisation], on: dt.date, basis: str
) -> None:
    happened = OrganisationTrace.Happened
    facts = {"code": organisation.code, "name_zh": organisation.name_zh, "credit_code": organisation.credit_code}
    traces = [
        OrganisationTrace(
            organisation=organisation, happened=happened.MERGED, on=on, other=into, before=facts, basis=basis
        ),
        OrganisationTrace(
            organisation=into, happened=happened.MERGED, on=on, other=organisation, after=facts, basis=basis
        ),
    ]
    traces += [
        OrganisationTrace(
            organisation=child,
            happened=happened.MOVED,
            on=on,
            other=into,
            before={"parent": organisation.code},
            after={"parent": into.code},
            basis=basis,
        )
        for child in children
    ]
    OrganisationTrace.objects.bulk_create(traces, 500)
