"""Who submitted a draft takes it back to change something."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.deciding import move
from parkloop.apps.plan.models import PlanDraft
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Person


@action("plan.take_back_review", label=_("Take back"), on=PlanDraft, icon="arrow-back-up")
def take_back_review(person: Person, *, draft: PlanDraft, version: int | None = None) -> PlanDraft:
    """Open a submitted draft again, for who began or submitted it. Errors: NotAllowed; InvalidState when it is settled; StaleVersion."""
    require(person, "plan.take_back_review", draft)
    with transaction.atomic():
        move(
            person, draft, "plan.take_back_review", (PlanDraft.State.SUBMITTED,), PlanDraft.State.DRAFT, {}, "", version
        )
    return draft
