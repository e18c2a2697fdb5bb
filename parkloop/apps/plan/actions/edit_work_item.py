"""An item of the work plan is corrected: names, duration, fixed dates, weight, who is responsible."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import workwords
from parkloop.apps.plan.itemchecks import check_item, check_leaf, check_living, check_open
from parkloop.apps.plan.models import WorkItem
from parkloop.apps.plan.rescheduling import changing
from parkloop.apps.plan.workjournal import write_change
from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.models import Organisation, Person

BINDING = ("duration", "not_before", "must_start_on", "must_finish_by")


@action("plan.edit_work_item", label=_("Edit"), on=WorkItem, icon="edit", labels=workwords.LABELS, help=workwords.HELP)
def edit_work_item(
    person: Person,
    *,
    item: WorkItem,
    name_zh: str,
    name_en: str = "",
    duration: int = 0,
    parent: WorkItem | None = None,
    not_before: dt.date | None = None,
    must_start_on: dt.date | None = None,
    must_finish_by: dt.date | None = None,
    weight: Decimal | None = None,
    organisation: Organisation | None = None,
    reason: str,
    version: int | None = None,
) -> WorkItem:
    """Change an item; what waits for it is scheduled anew. Kind and code never change.

    Errors: NotAllowed; InvalidInput (as of adding, no reason, dates of an item with parts); InvalidState (removed, or finished and
    its dates are touched); StaleVersion.
    """
    require(person, "plan.edit_work_item", item)
    check_living(item)
    if not reason.strip():
        raise InvalidInput(_("Say why it changes."), field="reason")
    before, old_version = journal.values_of(item), item.version if version is None else version
    given = {"duration": duration, "not_before": not_before, "must_start_on": must_start_on}
    given["must_finish_by"] = must_finish_by
    touched = [name for name in BINDING if getattr(item, name) != given[name]]
    if touched:
        check_open(item)
        check_leaf(item, touched[0])
    for name, value in given.items():
        setattr(item, name, value)
    item.name_zh, item.name_en, item.weight = name_zh.strip(), name_en.strip(), weight
    item.parent, item.organisation = parent, organisation
    check_item(item)
    with changing(item.plan, touched[0] if touched else "") as change:
        bump_version(item, old_version)
        item.save()
    item.refresh_from_db()
    write_change(person, "plan.edit_work_item", item, change, before=before, reason=reason)
    return item
