"""A re-issue is given up: the running edition stays as it is."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.actions.decide_change import require_open
from parkloop.apps.plan.models import Reissue
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.models import Person


@action("plan.drop_reissue", label=_("Give it up"), on=Reissue, icon="x", danger=True)
def drop_reissue(person: Person, *, reissue: Reissue, reason: str, version: int | None = None) -> Reissue:
    """End a re-issue without a new edition; its changes and decisions stay readable.

    Errors: NotAllowed; InvalidState when it ended before; InvalidInput without a reason; StaleVersion.
    """
    require(person, "plan.drop_reissue", reissue)
    require_open(reissue)
    if not reason.strip():
        raise InvalidInput(_("Say why the new edition is given up."), field="reason")
    with transaction.atomic():
        bump_version(reissue, version)
        reissue.state, reissue.reason = Reissue.State.DROPPED, reason.strip()
        reissue.ended_by, reissue.ended_at = person, clock.now()
        reissue.save(update_fields=["state", "reason", "ended_by", "ended_at"])
        journal.write(person, "plan.drop_reissue", reissue, reason=reason)
    return reissue
