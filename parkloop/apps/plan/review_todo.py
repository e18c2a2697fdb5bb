"""Rows of the work desk about plans under review: what waits for my confirmation, what came back to me, what I sent."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.plan import review_panels
from parkloop.apps.plan.models import PlanDraft
from parkloop.desk.screens.workbench import TodoRow
from parkloop.foundation import policy
from parkloop.foundation.models import Role
from parkloop.foundation.refs import Ref
from parkloop.foundation.standing import has_role


def rows(person: Any) -> list[TodoRow]:
    """All rows of a district officer; nobody else has any."""
    if not has_role(person, Role.DISTRICT_OFFICER):
        return []
    waiting = Q(state__in=(PlanDraft.State.SUBMITTED, PlanDraft.State.RETURNED))
    drafts = policy.rows(person, PlanDraft).filter(waiting).defer("source_text", "compiled")
    found = drafts.select_related("author", "submitted_by", "settled_by").order_by("submitted_at", "pk")
    return [row for draft in found if (row := _row(person, draft)) is not None]


def _row(person: Any, draft: PlanDraft) -> TodoRow | None:
    is_mine = person.pk in (draft.author_id, draft.submitted_by_id)
    if draft.state == PlanDraft.State.RETURNED:
        return _returned(draft) if is_mine else None
    if is_mine:
        return _sent(draft)
    return _to_confirm(draft) if draft.confirmer_id in (None, person.pk) else None


def _to_confirm(draft: PlanDraft) -> TodoRow:
    who = draft.submitted_by.name if draft.submitted_by else ""
    return TodoRow(
        ref=Ref("plan.draft", str(draft.pk)),
        verb=_("Confirm"),
        matter=str(draft),
        origin=_("submitted by %(who)s") % {"who": who},
        light="near",
        action_url=reverse("desk:do", kwargs={"kind": "plan.draft", "pk": draft.pk, "action": "plan.confirm_review"}),
        action_label=_("Confirm and adopt"),
        tag=_("Plan"),
        url=review_panels.review_url(draft),
    )


def _returned(draft: PlanDraft) -> TodoRow:
    who = draft.settled_by.name if draft.settled_by else ""
    return TodoRow(
        ref=Ref("plan.draft", str(draft.pk)),
        verb=_("Revise"),
        matter=str(draft),
        origin=_("%(who)s returned it: %(reason)s") % {"who": who, "reason": draft.reason},
        light="lag",
        tag=_("Plan"),
        url=review_panels.review_url(draft),
    )


def _sent(draft: PlanDraft) -> TodoRow:
    return TodoRow(
        ref=Ref("plan.draft", str(draft.pk)),
        verb=_("Confirm"),
        matter=str(draft),
        origin=_("Plan review"),
        light="near",
        tab="sent",
        tag=_("Plan"),
        state=draft.get_state_display(),
        url=review_panels.review_url(draft),
    )
