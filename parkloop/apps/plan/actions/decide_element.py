"""A person accepts, edits or rejects one element that the compiler found in a draft."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkloop.apps.plan.deciding import Verdict, decide, reason_or
from parkloop.apps.plan.elements import heading_paths, typed
from parkloop.apps.plan.models import DraftDecision, PlanDraft
from parkloop.apps.plan.reviewing import ADDED, Item, Review, review_at
from parkloop.domain.plan.element_fields import changed_fields
from parkloop.foundation.acting import InvalidInput, InvalidState, action, require
from parkloop.foundation.models import Person


class ElementDecision(models.TextChoices):
    """What can be decided about an element that is there."""

    ACCEPT = "accept", pgettext_lazy("decide", "Accept")
    EDIT = "edit", pgettext_lazy("decide", "Edit")
    REJECT = "reject", pgettext_lazy("decide", "Reject")


@action("plan.decide_element", label=_("Decide about an element"), on=PlanDraft, icon="check")
def decide_element(
    person: Person,
    *,
    draft: PlanDraft,
    element: str,
    decision: ElementDecision,
    fields: Mapping[str, str] | None = None,
    reason: str = "",
    seen: int | None = None,
) -> DraftDecision:
    """Decide about an element, named by its key (`target@815-837`) or by `kind:words` that only one element has.

    `fields` are typed texts by name, for editing. `seen` is the number of the decision that the person saw standing (0 = none).
    Errors: NotAllowed; InvalidState (not open, nothing to accept); InvalidInput naming the field; StaleVersion, naming who was faster.
    """
    require(person, "plan.decide_element", draft)
    review = review_at(draft, element)
    item = review.item(element)
    if item is None:
        raise InvalidInput(_("There is no such element in this draft."), field="element")
    if item.key.startswith(ADDED):
        return decide(
            person, draft, "plan.decide_element", _of_added(review, item, decision, fields, reason), seen=seen
        )
    make = {"accept": _accepted, "edit": _edited, "reject": _rejected}[ElementDecision(decision)]
    return decide(person, draft, "plan.decide_element", make(review, item, fields or {}, reason), seen=seen)


def _accepted(review: Review, item: Item, fields: Mapping[str, str], reason: str) -> Verdict:
    if item.lacks_number and item.decided.change != "edited":
        raise InvalidInput(_("This target says no number. Edit it or reject it."), field="value")
    return Verdict(item.key, DraftDecision.Section.ACCEPT, review.named(item), reason.strip())


def _edited(review: Review, item: Item, fields: Mapping[str, str], reason: str) -> Verdict:
    values = typed(item.kind, fields, item.element, heading_paths(review))
    changed = changed_fields(item.kind, review.original(item), values)
    if item.decided.change == "edited":
        kept = (item.decision.entry["set"] if item.decision else {}).items()
        changed = {**{name: value for name, value in kept if name not in values}, **changed}
    if not changed:
        raise InvalidInput(_("Nothing differs from what was read. Accept the element instead."))
    why = reason_or(reason, _("Say why it reads so."))
    return Verdict(item.key, DraftDecision.Section.EDIT, {**review.named(item), "set": changed}, why)


def _rejected(review: Review, item: Item, fields: Mapping[str, str], reason: str) -> Verdict:
    refuse_if_needed(review, item)
    why = reason_or(reason, _("Say why it is none."))
    return Verdict(item.key, DraftDecision.Section.REJECT, review.named(item), why)


def _of_added(review: Review, item: Item, decision: str, fields: Mapping[str, str] | None, reason: str) -> Verdict:
    """Editing what a person added writes the adding anew."""
    before = item.decision
    if before is None or decision != ElementDecision.EDIT:
        raise InvalidState(_("A person added this element. Edit it, or undo the adding."))
    values = typed(item.kind, fields or {}, item.element, heading_paths(review))
    why = reason_or(reason or before.reason, _("Say why it belongs to the plan."))
    entry = {name: value for name, value in before.entry.items() if name not in ("by", "on", "reason")}
    path = values.pop("path", None)
    if path:
        entry["path"] = path
    if before.section == DraftDecision.Section.ASSIGN:
        entry |= values
    else:
        entry["set"] = entry["set"] | changed_fields(item.kind, item.element, values)
    return Verdict(item.key, before.section, entry, why)


def refuse_if_needed(review: Review, item: Item) -> None:
    """InvalidState when other elements stand at the heading that is to go."""
    if item.kind != "heading":
        return
    whole = review if review.part is None else Review(review.draft)
    count = sum(i.kind != "heading" and not i.is_rejected and i.element.path == item.element.path for i in whole.items)
    if count:
        raise InvalidState(
            _("%(count)s elements stand at this heading. Reject them or move them to another heading first."),
            count=count,
        )
