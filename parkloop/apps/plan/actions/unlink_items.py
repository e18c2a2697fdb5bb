"""A link of the work plan is removed; what waited is scheduled anew."""

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import WorkLink
from parkloop.apps.plan.rescheduling import changing
from parkloop.apps.plan.workjournal import write_change
from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Person


@action("plan.unlink_items", label=_("Remove the link"), on=WorkLink, danger=True, icon="x")
def unlink_items(person: Person, *, link: WorkLink, reason: str) -> WorkLink:
    """Remove a link. Errors: NotAllowed; InvalidInput without a reason."""
    require(person, "plan.unlink_items", link)
    if not reason.strip():
        raise InvalidInput(_("Say why it no longer waits."), field="reason")
    after, key = link.after, link.pk
    old = {"link": f"{link} {link.kind} {link.lag:+d}"}
    with changing(after.plan) as change:
        link.delete()
    link.pk = key
    after.refresh_from_db()
    before = {**journal.values_of(after), **old}
    write_change(person, "plan.unlink_items", after, change, before=before, reason=reason)
    return link
