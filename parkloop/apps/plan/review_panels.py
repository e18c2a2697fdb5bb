"""What the list and the overview of a plan under review show: state, progress, decisions taken."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.plan.actions.edit_fact import DocumentFact
from parkloop.apps.plan.models import DraftDecision, PlanDraft
from parkloop.apps.plan.tallies import Tally, tally_of
from parkloop.desk.screens.inbox import job_row
from parkloop.foundation import policy, refs
from parkloop.foundation.refs import Ref

LIGHTS = {
    "reading": "near",
    "unreadable": "over",
    "draft": "near",
    "submitted": "near",
    "returned": "lag",
    "confirmed": "ok",
    "dropped": "done",
}
DECISIONS_SHOWN = 200


def count_open(person: Any) -> int:
    """Drafts that are not settled, for the menu."""
    return policy.rows(person, PlanDraft).filter(state__in=PlanDraft.ALIVE).count()


def lamp(draft: PlanDraft) -> dict[str, str]:
    """The state as a light with its word."""
    return {"light": LIGHTS[draft.state], "label": draft.get_state_display(), "detail": ""}


def review_url(draft: PlanDraft) -> str:
    """The page where the draft is reviewed."""
    return reverse("desk:plan-draft-review", kwargs={"pk": draft.pk})


def state(person: Any, draft: PlanDraft) -> dict[str, Any]:
    """How far the review is, and the way into it; of one that is still being read, the job."""
    here = reverse("desk:detail", kwargs={"kind": "plan.draft", "pk": draft.pk})
    found: dict[str, Any] = {"draft": draft, "url": review_url(draft), "here": here, "problem": draft.problem_text}
    if draft.state == PlanDraft.State.READING and draft.job is not None:
        found["row"] = job_row(person, draft.job)
    if draft.is_read:
        found |= progress(tally_of(draft))
    if draft.reissue_id:
        found["reissue_url"] = reverse("desk:plan-reissue-changes", kwargs={"pk": draft.reissue_id})
    if draft.plan is not None:
        found["plan_url"] = refs.address_of(Ref("plan.plan", str(draft.plan_id)), draft.plan)
    return found


def progress(tally: Tally) -> dict[str, Any]:
    """{total, decided, percent, left, findings, findings_open}: how far a review is."""
    return {
        "total": tally.total,
        "decided": tally.decided,
        "percent": tally.percent,
        "left": tally.left,
        "findings": len(tally.reading.findings),
        "findings_open": len(tally.open_findings),
    }


def count_decisions(person: Any, draft: PlanDraft) -> int:
    """Decisions taken, undone and replaced ones too."""
    return policy.rows(person, DraftDecision).filter(draft=draft).count()


def decisions(person: Any, draft: PlanDraft) -> dict[str, Any]:
    """The newest decisions first, each with what became of it."""
    rows = policy.rows(person, DraftDecision).filter(draft=draft).select_related("by", "undone_by").order_by("-number")
    return {"rows": [_told(row) for row in rows[:DECISIONS_SHOWN]], "total": count_decisions(person, draft)}


def _told(row: DraftDecision) -> dict[str, Any]:
    entry = row.entry
    if entry.get("element") == "document":
        name, value = next(iter(entry["set"].items()))
        shown = "-".join(map(str, value)) if isinstance(value, list) else value or "—"
        return {"row": row, "about": f"{DocumentFact(name).label} · {shown}", "fate": _fate(row)}
    match = entry.get("match") or {}
    parts = [entry.get("finding"), entry.get("path"), match.get("indicator") or match.get("name") or match.get("unit")]
    parts += [entry.get("unit"), *(str(value) for value in (entry.get("set") or {}).values() if isinstance(value, str))]
    return {"row": row, "about": " · ".join(part for part in parts if part), "fate": _fate(row)}


def _fate(row: DraftDecision) -> str:
    if row.undone_by is not None:
        return _("undone by %(who)s") % {"who": row.undone_by.name}
    return "" if row.is_standing else _("replaced")
