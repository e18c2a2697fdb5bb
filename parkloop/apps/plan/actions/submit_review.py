"""A reviewed draft is handed to a second person for confirmation."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parkloop.apps.plan.deciding import move
from parkloop.apps.plan.models import PlanDraft
from parkloop.apps.plan.public import ReviewSubmitted
from parkloop.apps.plan.reviewing import Review
from parkloop.apps.plan.tallies import tally_of
from parkloop.foundation import clock, refs
from parkloop.foundation.acting import InvalidInput, InvalidState, action, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person, Role
from parkloop.foundation.standing import has_role

LABELS = {"confirmer": _("Who is to confirm"), "note": _("Remark")}
HELP = {"confirmer": _("Left empty, any other district officer may.")}


def why_not(draft: PlanDraft) -> object:
    """True, or the sentence that says what is still to be done."""
    if not draft.is_open:
        return draft.get_state_display()
    return _still_to_do(tally_of(draft).left) or True


def why_unfit(review: Review) -> str:
    """What is still to be decided, as a sentence; empty when nothing is."""
    return _still_to_do(review.left())


def _still_to_do(left: int) -> str:
    if not left:
        return ""
    return ngettext("%(n)s thing is still to be decided", "%(n)s things are still to be decided", left) % {"n": left}


@action(
    "plan.submit_review", label=_("Submit for confirmation"), on=PlanDraft, icon="send", labels=LABELS, help=HELP,
    available=why_not,
)  # fmt: skip
def submit_review(
    person: Person, *, draft: PlanDraft, confirmer: Person | None = None, note: str = "", version: int | None = None
) -> PlanDraft:
    """Hand the draft to a second person (or to any other officer), once everything is decided.

    Errors: NotAllowed; InvalidState (not open, something still to be decided); InvalidInput (a confirmer who began it, submits
    it, or may not confirm); StaleVersion.
    """
    require(person, "plan.submit_review", draft)
    if confirmer is not None and confirmer.pk in (person.pk, draft.author_id):
        raise InvalidInput(_("Somebody else must confirm: choose another person."), field="confirmer")
    if confirmer is not None and not has_role(confirmer, Role.DISTRICT_OFFICER):
        raise InvalidInput(
            _("%(who)s is no district officer and may not confirm plans."), field="confirmer", who=confirmer.name
        )
    reason = why_unfit(Review(draft)) if draft.is_open else draft.get_state_display()
    if reason:
        raise InvalidState(_("This cannot be submitted: %(reason)s."), reason=str(reason))
    changed = {"submitted_by": person, "submitted_at": clock.now(), "confirmer": confirmer, "settled_by": None}
    with transaction.atomic():
        move(person, draft, "plan.submit_review", PlanDraft.OPEN, PlanDraft.State.SUBMITTED, changed, note, version)
        told = str(refs.ref_of(confirmer)) if confirmer else ""
        emit(ReviewSubmitted(draft=refs.ref_of(draft), by=refs.ref_of(person), confirmer=told))
    return draft
