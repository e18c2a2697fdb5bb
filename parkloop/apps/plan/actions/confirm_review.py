"""The second person confirms a draft: it becomes version 1 of the plan."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.actions.adopt_plan import adopt_compilation
from parkloop.apps.plan.actions.submit_review import why_unfit
from parkloop.apps.plan.deciding import move
from parkloop.apps.plan.drafting import compilation_of
from parkloop.apps.plan.models import Plan, PlanDraft
from parkloop.apps.plan.public import ReviewConfirmed
from parkloop.apps.plan.reviewing import Review
from parkloop.foundation import clock, refs
from parkloop.foundation.acting import InvalidState, NotAllowed, action, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


@action("plan.confirm_review", label=_("Confirm and adopt"), on=PlanDraft, icon="checks", labels={"note": _("Remark")})
def confirm_review(person: Person, *, draft: PlanDraft, note: str = "", version: int | None = None) -> Plan:
    """Confirm a submitted draft and adopt it as a plan at work, by the same way as a plan of the park's folder.

    Errors: NotAllowed (who began or submitted it, somebody else was named); InvalidState (not submitted, something is open);
    StaleVersion; AlreadyDone.
    """
    refuse_own(person, draft)
    require(person, "plan.confirm_review", draft)
    if draft.state != PlanDraft.State.SUBMITTED:
        raise InvalidState(_("Nothing waits for confirmation here: %(state)s."), state=draft.get_state_display())
    review = Review(draft)
    if reason := why_unfit(review):
        raise InvalidState(_("This cannot be confirmed: %(reason)s."), reason=reason)
    with transaction.atomic():
        plan = adopt_compilation(person, compilation_of(review), note)
        changed = {"settled_by": person, "settled_at": clock.now(), "plan": plan}
        move(
            person, draft, "plan.confirm_review", (PlanDraft.State.SUBMITTED,), PlanDraft.State.CONFIRMED, changed, note,
            version,
        )  # fmt: skip
        emit(ReviewConfirmed(draft=refs.ref_of(draft), plan=refs.ref_of(plan), by=refs.ref_of(person)))
    return plan


def refuse_own(person: Person, draft: PlanDraft) -> None:
    """NotAllowed for who began or submitted the draft: two people look at every plan."""
    if person.pk in (draft.author_id, draft.submitted_by_id):
        raise NotAllowed(_("Somebody else must look at it: you began or submitted this draft."))
