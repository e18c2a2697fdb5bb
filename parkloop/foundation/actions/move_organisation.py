"""Move an organisation, with all below it, under another one from a day on."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal, present, tree
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.models import Organisation, OrganisationParent, OrganisationTrace
from parkloop.foundation.organisation_checks import refuse_before_founding, refuse_dissolved
from parkloop.foundation.spans import refuse_later_rows


@action("directory.move_organisation", label=_("Move"), on=Organisation, icon="arrow-right", labels={"on": _("From")})
def move_organisation(
    person: Any,
    *,
    organisation: Organisation,
    parent: Organisation | None,
    on: dt.date,
    reason: str = "",
    version: int | None = None,
) -> Organisation:
    """From `on` on it belongs to `parent` (None = it stands at the top). Rights that come from the tree follow on that day."""
    require(person, "directory.move_organisation", organisation)
    _check(person, organisation, parent, on)
    with transaction.atomic():
        tree.lock()
        bump_version(organisation, version)
        old = move(organisation, parent, on, reason)
        journal.write(
            person,
            "directory.move_organisation",
            organisation,
            before={"parent": old},
            after={"parent": parent.code if parent else None, "on": on.isoformat()},
            reason=reason,
            organisation=organisation,
        )
    organisation.refresh_from_db()
    return organisation


def move(organisation: Organisation, parent: Organisation | None, on: dt.date, basis: str) -> str | None:
    """Rows, closure and trace of one move, already checked; returns the code of the former parent."""
    rows = OrganisationParent.objects.filter(organisation=organisation)
    refuse_later_rows(rows, on, organisation.name)
    last = rows.filter(valid_to__isnull=True).select_related("parent").first()
    old = last.parent if last else None
    if old == parent:
        raise InvalidInput(_("It belongs there already."), field="parent")
    if parent is not None:
        tree.refuse_ring([organisation.pk], parent, on)
    tree.relink([organisation.pk], parent.pk if parent else None, on, basis)
    present.bring_up_to_date([organisation.pk], clock.today())
    tree.report([organisation.pk])
    OrganisationTrace.objects.create(
        organisation=organisation,
        happened=OrganisationTrace.Happened.MOVED,
        on=on,
        other=parent,
        before={"parent": old.code if old else None},
        after={"parent": parent.code if parent else None},
        basis=basis,
    )
    return old.code if old else None


def _check(person: Any, organisation: Organisation, parent: Organisation | None, on: dt.date) -> None:
    refuse_before_founding(organisation, on)
    refuse_dissolved(organisation, on)
    if parent is None:
        return
    require(person, "directory.found_organisation", parent)
    if parent == organisation:
        raise InvalidInput(_("An organisation cannot belong to itself."), field="parent")
    refuse_before_founding(parent, on)
    refuse_dissolved(parent, field="parent")
