"""Let a handover that was made for a later day take effect on its day; called by clockwork as the system person."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal
from parkloop.foundation.acting import InvalidState, action, require
from parkloop.foundation.actions.hand_over_duties import take_effect
from parkloop.foundation.models import Handover


@action("directory.complete_handover", label=_("Complete handover"), on=Handover)
def complete_handover(person: Any, *, handover: Handover) -> Handover:
    """Close the leaver's account, tell the rooms. InvalidState before its day."""
    require(person, "directory.complete_handover", handover)
    if handover.on > clock.today():
        raise InvalidState(_("This handover takes effect on %(day)s."), day=handover.on.isoformat())
    with transaction.atomic():
        take_effect(handover)
        journal.write(person, "directory.complete_handover", handover.leaver, after={"handover": handover.pk})
    return handover
