"""What the page of a review shows: kinds with their elements, findings, counts. Nothing here asks the database."""

from typing import Any

from django.utils.translation import gettext as _

from parkloop.apps.plan import review_panels, review_wording
from parkloop.apps.plan.models import DraftDecision
from parkloop.apps.plan.reviewing import Item, Problem, Review
from parkloop.apps.plan.tallies import Tally
from parkloop.foundation.models.base import in_language

SEVERITY_LIGHTS = {"error": "over", "warning": "lag", "info": "none"}


def groups(review: Review, tally: Tally) -> list[dict[str, Any]]:
    """Kinds with their elements, how many of them are open in the whole text, and how many of these here can be accepted as read."""
    return [
        {
            "kind": kind,
            "label": label,
            "items": [shown(review, item) for item in review.items if item.kind == kind],
            "open": tally.by_kind[kind],
            "ready": ready(review, kind),
            "colour": review_wording.COLOURS[kind],
        }
        for kind, label in review_wording.GROUPS.items()
    ]


def ready(review: Review, kind: str) -> int:
    """Elements of a kind that can be accepted as read."""
    return sum(item.kind == kind and item.is_open and not item.lacks_number for item in review.items)


def counts(review: Review, tally: Tally) -> dict[str, Any]:
    """Open things of the whole text by kind, how far it is, and what is open in this part: what a script writes into the page."""
    progress = review_panels.progress(tally)
    return {
        **{kind: tally.by_kind[kind] for kind in review_wording.GROUPS},
        "problem": progress["findings_open"],
        **{name: progress[name] for name in ("left", "decided", "total", "percent")},
        "part": tally.by_part[review.part.number] if review.part else 0,
        "ready": {kind: ready(review, kind) for kind in review_wording.GROUPS},
    }


def shown(review: Review, item: Item) -> dict[str, Any]:
    """One element for the list."""
    word, icon = review_wording.STATES[item.state]
    start, end = item.element.span if item.decided.is_quoted else ("", "")
    return {
        "key": item.key,
        "code": item.code,
        "kind": item.kind,
        "title": review_wording.title(item),
        "facts": review_wording.facts(item),
        "path": item.element.path,
        "start": start,
        "end": end,
        "state": item.state,
        "word": word,
        "icon": icon,
        "is_open": item.is_open,
        "is_added": item.state in ("add", "assign"),
        "is_rejected": item.is_rejected,
        "warning": _("This target says no number. Edit it or reject it.") if item.lacks_number else "",
        **signature(item.decision),
    }


def shown_problem(problem: Problem) -> dict[str, Any]:
    """One finding for the list."""
    finding, decision = problem.found.finding, problem.decision
    zh_or_en = in_language(finding.message["zh"], finding.message["en"])
    severities = {"error": _("Must be settled"), "warning": _("Please check"), "info": _("Note")}
    placed = finding.span[1] > finding.span[0]
    return {
        "key": problem.key,
        "code": problem.code,
        "name": finding.code,
        "kind": "problem",
        "title": zh_or_en,
        "light": "done" if decision else SEVERITY_LIGHTS[finding.severity],
        "word": decision.get_section_display() if decision else severities[finding.severity],
        "start": finding.span[0] if placed else "",
        "end": finding.span[1] if placed else "",
        "is_open": problem.is_open,
        "blocks": problem.blocks,
        **signature(decision),
    }


def signature(decision: DraftDecision | None) -> dict[str, Any]:
    """Who decided, when and why, and the number of the decision."""
    if decision is None:
        return {"seen": 0, "by": "", "at": None, "reason": ""}
    return {"seen": decision.number, "by": decision.by.name, "at": decision.at, "reason": decision.reason}


def seen_number(decision: DraftDecision | None) -> int:
    """The number of a decision as a form sends it back: 0 for none."""
    return decision.number if decision else 0
