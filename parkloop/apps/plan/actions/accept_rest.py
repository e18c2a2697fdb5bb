"""A person accepts all elements of one kind that nobody has decided about yet."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.actions.add_element import ElementKind
from parkloop.apps.plan.deciding import Verdict, open_for_decisions, write_all
from parkloop.apps.plan.models import DraftDecision, PlanDraft
from parkloop.apps.plan.reviewing import Review
from parkloop.foundation import journal
from parkloop.foundation.acting import AlreadyDone, action, require
from parkloop.foundation.models import Person


@action("plan.accept_rest", label=_("Accept the rest"), on=PlanDraft, icon="checks")
def accept_rest(person: Person, *, draft: PlanDraft, kind: ElementKind, part: int | None = None) -> int:
    """Accept every open element of a kind as read, of one part of a long text if it is given; the number accepted.

    Targets without a number are left.
    Errors: NotAllowed; InvalidState (not open); AlreadyDone when nothing of the kind is open.
    """
    require(person, "plan.accept_rest", draft)
    with transaction.atomic():
        open_for_decisions(draft)
        review = Review(draft, part=part)
        rest = [i for i in review.items if i.kind == kind and i.is_open and not i.lacks_number]
        if not rest:
            raise AlreadyDone(_("Nothing of this kind is left to accept."))
        accepted = DraftDecision.Section.ACCEPT
        write_all(person, draft, [Verdict(item.key, accepted, review.named(item)) for item in rest])
        assert Review(draft, part=part).confirmed is not None  # InvalidInput when they do not fit together
        journal.write(person, "plan.accept_rest", draft, after={"kind": str(kind), "accepted": len(rest)})
    return len(rest)
