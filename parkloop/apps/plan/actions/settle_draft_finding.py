"""A person settles what the compiler pointed at in a draft: dealt with, or waived with a reason."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.deciding import (
    Verdict,
    check_seen,
    checked,
    current_of,
    open_for_decisions,
    reason_or,
    told,
    write,
    write_all,
)
from parkloop.apps.plan.models import DraftDecision, Finding, PlanDraft
from parkloop.apps.plan.reviewing import Problem, Review, review_at
from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Person


@action("plan.settle_draft_finding", label=_("Settle the finding"), on=PlanDraft, icon="check")
def settle_draft_finding(
    person: Person,
    *,
    draft: PlanDraft,
    finding: str,
    state: Finding.State,
    reason: str = "",
    every: bool = False,
    seen: int | None = None,
) -> list[DraftDecision]:
    """Accept (dealt with, or read correctly) or waive (stays as it is; needs a reason) a finding, named by key or by a code of its own.

    `every` settles all open findings of the same code alike. `seen`, errors: as `decide_element`.
    """
    require(person, "plan.settle_draft_finding", draft)
    if state not in (Finding.State.ACCEPTED, Finding.State.WAIVED):
        raise InvalidInput(_("Accept the finding or waive it."), field="state")
    waived = state == Finding.State.WAIVED
    why = reason_or(reason, _("Say why it may stay as it is.")) if waived or reason.strip() else ""
    review = Review(draft) if every else review_at(draft, finding)
    problem = review.problem(finding)
    if problem is None:
        raise InvalidInput(_("There is no such finding in this draft."), field="finding")
    alike = [p for p in review.problems if every and p.is_open and _code(p) == _code(problem) and p.key != problem.key]
    section = DraftDecision.Section.WAIVE if waived else DraftDecision.Section.ACCEPT
    with transaction.atomic():
        open_for_decisions(draft)
        current = current_of(draft, problem.key)
        check_seen(draft, problem.key, current, seen)
        made = [write(person, draft, _verdict(review, problem, section, why), current)]
        made += write_all(person, draft, [_verdict(review, p, section, why) for p in alike])
        checked(draft, problem.key)
        journal.write(
            person,
            "plan.settle_draft_finding",
            draft,
            before={"decision": told(current)} if current else {},
            after={"decision": told(made[0]), "settled": len(made)},
            reason=why,
        )
    return made


def _code(problem: Problem) -> str:
    return problem.found.finding.code


def _verdict(review: Review, problem: Problem, section: str, why: str) -> Verdict:
    """Named by its place, and by its words where it has none or shares it."""
    finding = problem.found.finding
    here = [p for p in review.problems if (_code(p), p.found.finding.span) == (finding.code, finding.span)]
    is_placed = finding.span[1] > finding.span[0]
    entry: dict[str, Any] = {"finding": finding.code, **({"span": list(finding.span)} if is_placed else {})}
    if not is_placed or len(here) > 1:
        entry["at"] = finding.message["zh"].replace("／", "")
    return Verdict(problem.key, section, entry, why)
