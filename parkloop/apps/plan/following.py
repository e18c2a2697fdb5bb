"""A draft that is a new edition of a running plan: whether it can follow it, and what people had decided there, said again here."""

from typing import Any

from django.utils.translation import gettext as _

from parkloop.apps.plan import beginning, reissuing
from parkloop.apps.plan.deciding import Verdict, write_all
from parkloop.apps.plan.models import DraftDecision, Plan, PlanDraft, Reissue
from parkloop.apps.plan.readings import Reading, reading_of
from parkloop.apps.plan.reviewing import DOCUMENT, Review
from parkloop.domain.plan.decision_entries import DOCUMENT as ABOUT
from parkloop.domain.plan.decision_entries import named
from parkloop.domain.plan.decisions import apply_decisions
from parkloop.domain.plan.stored import compiled_from
from parkloop.foundation.acting import AlreadyDone
from parkloop.foundation.models import Person

LONGEST_REASON = 500


def check_free(plan: Plan) -> None:
    """InvalidState when another edition follows; AlreadyDone when a re-issue of the plan is under decision."""
    beginning.check_running(plan)
    if plan.reissues.filter(state=Reissue.State.OPEN).exists():
        raise AlreadyDone(beginning.ALREADY)


def check_follows(plan: Plan, values: dict[str, Any]) -> None:
    """InvalidInput naming `file` when what was read (columns of a draft) cannot follow the running edition: older, the same, another plan."""
    compiled, text = compiled_from(values["compiled"]), values["source_text"]
    carried = reissuing.carried_into(plan, compiled, text)
    reissuing.edition_of(plan, text, apply_decisions(compiled, carried.decisions), carried.lapsed)


def take_over_decisions(person: Person, draft: PlanDraft) -> list[DraftDecision]:
    """Corrections, additions and rejections of the running edition become decisions of the draft, to be looked at and undone like others.

    Called inside the transaction that keeps the draft, about which nobody has decided.
    """
    plan = draft.follows
    assert plan is not None  # asked for by the caller
    reading = reading_of(draft)
    carried = reissuing.carried_into(plan, reading.compiled, draft.source_text)
    found = [
        _verdict(reading, section, entry, plan.edition)
        for section in ("edit", "reject", "add")
        for entry in carried.decisions.get(section, ())
    ]
    return write_all(person, draft, found)


def _verdict(reading: Reading, section: str, entry: dict[str, Any], edition: int) -> Verdict:
    bare = {name: value for name, value in entry.items() if name not in ("by", "on", "reason")}
    why = _("%(reason)s (from edition %(n)s, %(who)s)") % {
        "reason": entry.get("reason", ""), "n": edition, "who": entry.get("by") or "—",
    }  # fmt: skip
    return Verdict(_subject(reading, section, bare), section, bare, why[:LONGEST_REASON])


def _subject(reading: Reading, section: str, entry: dict[str, Any]) -> str:
    if entry["element"] == ABOUT:
        return f"{DOCUMENT}{next(iter(entry['set']))}"
    if section == "add":
        return ""
    span = tuple(entry["match"]["span"])
    told = {name: entry[name] for name in ("element", "path", "match")}
    return next(
        noted.key
        for noted in reading.elements
        if tuple(noted.thing.span) == span and noted.kind == entry["element"] and named(noted.kind, noted.thing) == told
    )


def compared(review: Review) -> reissuing.NewEdition:
    """The decided draft held against the running edition. InvalidInput when it cannot follow it any more."""
    draft = review.draft
    assert draft.follows is not None  # asked for by the caller
    lapsed = reissuing.carried_into(draft.follows, review.compiled, draft.source_text).lapsed
    return reissuing.edition_of(draft.follows, draft.source_text, review.confirmed, lapsed)
