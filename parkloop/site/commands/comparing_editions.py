"""``parkloop compile NEW --against OLD``: what a new edition changes, as a document or as lines for people."""

from __future__ import annotations

from typing import Any

from parkloop.domain.plan import as_dict
from parkloop.domain.plan.editions import Change, Comparison, Edition, EditionError, compare_editions

REFUSALS = {
    "older": "the new edition was issued on {offered}, before the running one ({running})",
    "same": "both editions say the same, word for word",
    "stranger": "only {found} of {of} tasks of the old edition are found again; this is another plan",
    "empty": "there is no numbered heading in the new edition",
}


def compared(old: Edition, new: Edition) -> Comparison:
    """The comparison; ValueError with a sentence when the new edition cannot follow the old."""
    try:
        return compare_editions(old, new)
    except EditionError as error:
        raise ValueError(REFUSALS[error.code].format(**error.values)) from error


def as_document(found: Comparison) -> dict[str, Any]:
    """``{changes: [{key, kind, old, new, facts, options}], items: [{old, new}], reworded: [{old, new}]}``."""
    return {
        "changes": [{**as_dict(change), "options": list(change.options)} for change in found.changes],
        "items": [as_dict(link) for link in found.items],
        "reworded": [as_dict(link) for link in found.reworded],
    }


def as_lines(found: Comparison) -> str:
    """One line per change: kind, old paths, new paths, what its facts say."""
    return "".join(f"{line}\n" for line in map(_line, found.changes)) or "only wording differs\n"


def _line(change: Change) -> str:
    sides = f"{'+'.join(change.old) or '—'} → {'+'.join(change.new) or '—'}"
    return f"{change.kind:<20}{sides:<36}{_said(change)}".rstrip()


def _said(change: Change) -> str:
    facts = change.facts
    if isinstance(facts.get("before") or facts.get("after"), dict):
        return f"{facts['indicator']}: {_goal(facts['before'])} → {_goal(facts['after'])}"
    if "before" in facts:
        return f"{facts['before'] or '—'} → {facts['after'] or '—'}"
    return str(facts.get("indicator") or facts.get("unit") or "")


def _goal(shown: Any) -> str:
    return f"{shown['comparator']} {shown['value']} {shown['unit']} ({shown['year']})" if shown else "—"
