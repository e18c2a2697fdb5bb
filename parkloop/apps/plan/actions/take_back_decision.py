"""A decision about a change is taken back (撤销), as long as the edition is not confirmed."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.actions.decide_change import require_open
from parkloop.apps.plan.models import EditionChange
from parkloop.foundation import journal
from parkloop.foundation.acting import AlreadyDone, action, bump_version, require
from parkloop.foundation.models import Person


@action("plan.take_back_decision", label=_("Take the decision back"), on=EditionChange, icon="arrow-back-up")
def take_back_decision(
    person: Person, *, change: EditionChange, reason: str = "", version: int | None = None
) -> EditionChange:
    """Open the change again; the journal keeps what was decided.

    Errors: NotAllowed; InvalidState when the re-issue ended; AlreadyDone when nothing is decided; StaleVersion.
    """
    require(person, "plan.take_back_decision", change)
    require_open(change.reissue)
    if not change.option:
        raise AlreadyDone(_("Nothing is decided here."))
    with transaction.atomic():
        bump_version(change, version)
        before = journal.values_of(change)
        change.option, change.reason, change.decided_by, change.decided_at = "", "", None, None
        change.save(update_fields=["option", "reason", "decided_by", "decided_at"])
        journal.write(person, "plan.take_back_decision", change, before=before, reason=reason)
    return change
