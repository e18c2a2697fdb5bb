"""The second person confirms a draft: it becomes version 1 of the plan, or, as a new edition, is compared with the running one."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.actions.adopt_plan import adopt_compilation
from parkloop.apps.plan.actions.submit_review import why_unfit
from parkloop.apps.plan.beginning import ALREADY, begin
from parkloop.apps.plan.deciding import move
from parkloop.apps.plan.drafting import compilation_of
from parkloop.apps.plan.following import check_free, compared
from parkloop.apps.plan.models import Plan, PlanDraft, Reissue
from parkloop.apps.plan.public import ReviewConfirmed
from parkloop.apps.plan.reviewing import Review
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidState, NotAllowed, action, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


@action("plan.confirm_review", label=_("Confirm and adopt"), on=PlanDraft, icon="checks", labels={"note": _("Remark")})
def confirm_review(person: Person, *, draft: PlanDraft, note: str = "", version: int | None = None) -> Plan | Reissue:
    """Confirm a submitted draft and adopt it as a plan at work, by the same way as a plan of the park's folder.

    A new edition of a running plan becomes a re-issue: each change waits for a decision, and a second person confirms those.
    Errors: NotAllowed (who began or submitted it, somebody else was named); InvalidState (not submitted, something is open, the
    running edition was followed); InvalidInput (it cannot follow the running edition); StaleVersion; AlreadyDone.
    """
    refuse_own(person, draft)
    require(person, "plan.confirm_review", draft)
    if draft.state != PlanDraft.State.SUBMITTED:
        raise InvalidState(_("Nothing waits for confirmation here: %(state)s."), state=draft.get_state_display())
    review = Review(draft)
    if reason := why_unfit(review):
        raise InvalidState(_("This cannot be confirmed: %(reason)s."), reason=reason)
    if draft.follows is not None:
        return _compare(person, review, note, version)
    with transaction.atomic():
        plan = adopt_compilation(person, compilation_of(review), note)
        changed = {"settled_by": person, "settled_at": clock.now(), "plan": plan}
        move(
            person, draft, "plan.confirm_review", (PlanDraft.State.SUBMITTED,), PlanDraft.State.CONFIRMED, changed, note,
            version,
        )  # fmt: skip
        emit(ReviewConfirmed(draft=refs.ref_of(draft), plan=refs.ref_of(plan), by=refs.ref_of(person)))
    return plan


def _compare(person: Person, review: Review, note: str, version: int | None) -> Reissue:
    """The reviewed text as a re-issue of the plan that it follows."""
    draft = review.draft
    plan = draft.follows
    assert plan is not None  # asked for above
    check_free(plan)
    edition = compared(review)
    try:
        with transaction.atomic():
            reissue = begin(person, plan, edition, draft.source_name, draft.source_sha256)
            changed = {"settled_by": person, "settled_at": clock.now(), "reissue": reissue}
            move(
                person, draft, "plan.confirm_review", (PlanDraft.State.SUBMITTED,), PlanDraft.State.CONFIRMED, changed,
                note, version,
            )  # fmt: skip
            journal.write(person, "plan.start_reissue", reissue, reason=note, digest=reissue.source_sha256)
            emit(ReviewConfirmed(draft=refs.ref_of(draft), plan=refs.ref_of(reissue), by=refs.ref_of(person)))
    except IntegrityError as error:
        raise AlreadyDone(ALREADY) from error
    return reissue


def refuse_own(person: Person, draft: PlanDraft) -> None:
    """NotAllowed for who began or submitted the draft: two people look at every plan."""
    if person.pk in (draft.author_id, draft.submitted_by_id):
        raise NotAllowed(_("Somebody else must look at it: you began or submitted this draft."))
