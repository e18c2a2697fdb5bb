"""An item is struck from the work plan. The row, its reports and its place in every baseline stay."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.itemchecks import check_living, stay_put
from parkloop.apps.plan.itemprogress import put_above
from parkloop.apps.plan.models import WorkItem, WorkLink
from parkloop.apps.plan.rescheduling import changing
from parkloop.apps.plan.workjournal import write_change
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.models import Person


@action("plan.remove_work_item", label=_("Remove from the work plan"), on=WorkItem, danger=True, icon="trash")
def remove_work_item(person: Person, *, item: WorkItem, reason: str, version: int | None = None) -> WorkItem:
    """Remove an item with its links from today on; what waited for it is scheduled anew.

    Errors: NotAllowed; InvalidInput (no reason, it consists of parts); InvalidState when it was removed before; StaleVersion.
    """
    require(person, "plan.remove_work_item", item)
    check_living(item)
    if not reason.strip():
        raise InvalidInput(_("Say why it is removed."), field="reason")
    if item.parts.filter(removed_on__isnull=True).exists():
        raise InvalidInput(_("“%(item)s” consists of parts. Remove or move its parts first."), item=str(item))
    before = journal.values_of(item)
    with changing(item.plan) as change:
        bump_version(item, version)
        links = WorkLink.objects.filter(Q(before=item) | Q(after=item)).select_related("before", "after")
        before["links"] = sorted(str(link) for link in links)
        links.delete()
        item.removed_on = clock.today()
        item.save(update_fields=["removed_on"])
        stay_put(item.parent)
        put_above(item.parent)
    write_change(person, "plan.remove_work_item", item, change, before=before, reason=reason)
    return item
