"""One item of the work plan is made to wait for another (紧前关系)."""

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import workwords
from parkloop.apps.plan.itemchecks import check_leaf, check_living, check_open
from parkloop.apps.plan.models import LinkKind, WorkItem, WorkLink
from parkloop.apps.plan.rescheduling import changing
from parkloop.apps.plan.workjournal import write_change
from parkloop.foundation import journal
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, require
from parkloop.foundation.models import Person

MOST_LAG = 500


@action(
    "plan.link_items",
    label=_("Let another one wait for it"),
    on=WorkItem,
    icon="link",
    labels=workwords.LABELS,
    help=workwords.HELP,
)
def link_items(
    person: Person,
    *,
    item: WorkItem,
    after: WorkItem,
    kind: LinkKind = LinkKind.FS,
    lag: int = 0,
    reason: str = "",
) -> WorkLink:
    """Let `after` wait for the finish (FS) or the start (SS) of `item`, with a lag in working days.

    Errors: NotAllowed; InvalidInput (itself, another plan, an item with parts, a lag beyond 500 days, a circle, a fixed date that
    cannot be kept); InvalidState (removed, finished); AlreadyDone when the two are linked so already.
    """
    require(person, "plan.link_items", item)
    check_living(item)
    check_open(after)
    check_leaf(item)
    check_leaf(after, "after")
    check_pair(item, after, lag)
    known = WorkLink.objects.filter(before=item, after=after).first()
    if known is not None and (known.kind, known.lag) == (str(kind), lag):
        raise AlreadyDone(_("They are linked so already."), field="after")
    with changing(item.plan, "after") as change:
        link, _made = WorkLink.objects.update_or_create(before=item, after=after, defaults={"kind": kind, "lag": lag})
    old = {"link": f"{known} {known.kind} {known.lag:+d}"} if known else {}
    journal.write(person, "plan.link_items", link, before=old, reason=reason, organisation=item.plan.organisation)
    after.refresh_from_db()
    write_change(person, "plan.link_items", after, change, before=journal.values_of(after), reason=reason)
    return link


def check_pair(item: WorkItem, after: WorkItem, lag: int) -> None:
    """Two different items of one plan, and a lag within reason. Errors: InvalidInput."""
    if item.pk == after.pk:
        raise InvalidInput(_("An item cannot wait for itself."), field="after")
    if item.plan_id != after.plan_id:
        raise InvalidInput(_("Both items must belong to the same plan."), field="after")
    if abs(lag) > MOST_LAG:
        raise InvalidInput(_("The lag is at most %(most)s working days."), field="lag", most=MOST_LAG)
