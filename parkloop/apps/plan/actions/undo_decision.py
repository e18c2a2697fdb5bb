"""A person takes a decision about a draft back; the one that it had replaced stands again."""

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.actions.decide_element import refuse_if_needed
from parkloop.apps.plan.deciding import take_back
from parkloop.apps.plan.models import PlanDraft
from parkloop.apps.plan.reviewing import ADDED, review_at
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Person


@action("plan.undo_decision", label=_("Undo the decision"), on=PlanDraft, icon="arrow-back-up")
def undo_decision(person: Person, *, draft: PlanDraft, subject: str, seen: int | None = None) -> PlanDraft:
    """Undo the standing decision about an element or a finding; undoing an addition removes what was added.

    Errors: NotAllowed; InvalidState (not open, nothing to undo, elements stand at the added heading); StaleVersion.
    """
    require(person, "plan.undo_decision", draft)
    if subject.startswith(ADDED):
        review = review_at(draft, subject)
        item = review.item(subject)
        if item is not None and item.decision is not None and item.decision.replaces_id is None:
            refuse_if_needed(review, item)
    take_back(person, draft, "plan.undo_decision", subject, seen=seen)
    return draft
