"""A review is given up: the wrong file, or a plan that will not come."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.deciding import move, reason_or
from parkloop.apps.plan.models import PlanDraft
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Person

FROM = (*PlanDraft.OPEN, PlanDraft.State.READING, PlanDraft.State.UNREADABLE)


def _can_be_dropped(draft: PlanDraft) -> object:
    return draft.state in FROM or draft.get_state_display()


@action("plan.drop_review", label=_("Give up"), on=PlanDraft, danger=True, icon="trash", available=_can_be_dropped)
def drop_review(person: Person, *, draft: PlanDraft, reason: str, version: int | None = None) -> PlanDraft:
    """Give up a review that is open; text and decisions are kept for the record, and the text may be handed in again.

    Errors: NotAllowed; InvalidInput (no reason); InvalidState when it is submitted or settled; StaleVersion.
    """
    require(person, "plan.drop_review", draft)
    why = reason_or(reason, _("Say why it is given up."))
    with transaction.atomic():
        move(person, draft, "plan.drop_review", FROM, PlanDraft.State.DROPPED, {"reason": why}, why, version)
    return draft
