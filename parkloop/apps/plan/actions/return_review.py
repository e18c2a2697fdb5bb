"""The second person returns a draft with the reason."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.actions.confirm_review import refuse_own
from parkloop.apps.plan.deciding import move, reason_or
from parkloop.apps.plan.models import PlanDraft
from parkloop.apps.plan.public import ReviewReturned
from parkloop.foundation import clock, refs
from parkloop.foundation.acting import action, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


@action("plan.return_review", label=_("Return"), on=PlanDraft, icon="arrow-left")
def return_review(person: Person, *, draft: PlanDraft, reason: str, version: int | None = None) -> PlanDraft:
    """Return a submitted draft to who submitted it. Errors: NotAllowed (own draft too); InvalidInput; InvalidState; StaleVersion."""
    refuse_own(person, draft)
    require(person, "plan.return_review", draft)
    why = reason_or(reason, _("Say what is to be changed."))
    changed = {"settled_by": person, "settled_at": clock.now(), "reason": why}
    with transaction.atomic():
        move(
            person, draft, "plan.return_review", (PlanDraft.State.SUBMITTED,), PlanDraft.State.RETURNED, changed, why,
            version,
        )  # fmt: skip
        emit(ReviewReturned(draft=refs.ref_of(draft), by=refs.ref_of(person), reason=why))
    return draft
