"""What all decisions about a draft share: the row of the list, the check that nobody else was faster, the journal, the undo.

Called by the actions inside their own checks of the policy.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import DraftDecision, PlanDraft
from parkloop.apps.plan.reviewing import ADDED, Review, review_at
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import InvalidInput, InvalidState, StaleVersion, bump_version
from parkloop.foundation.models import Person


@dataclass(frozen=True)
class Verdict:
    """What is decided about one subject: the section of the decisions and the entry without its signature."""

    subject: str
    section: str
    entry: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def open_for_decisions(draft: PlanDraft) -> None:
    """Count a decision on the draft's version and hold its row; InvalidState when nothing is decided there any more."""
    won = PlanDraft.objects.filter(pk=draft.pk, state__in=PlanDraft.OPEN).update(version=F("version") + 1)
    draft.refresh_from_db(fields=["version", "state"])
    if not won:
        raise InvalidState(_("Nothing is decided here now: %(state)s."), state=draft.get_state_display())


def current_of(draft: PlanDraft, subject: str) -> DraftDecision | None:
    """The standing decision about a subject."""
    return draft.decisions.filter(subject=subject, is_standing=True).select_related("by").first()


def check_seen(draft: PlanDraft, subject: str, current: DraftDecision | None, seen: int | None) -> None:
    """StaleVersion when what stands is not what the person saw (`seen`: the decision's number, 0 for none, None = not asked)."""
    if seen is None or seen == (current.number if current else 0):
        return
    if current is None:
        last = draft.decisions.filter(subject=subject, undone_at__isnull=False).select_related("undone_by").last()
        who = last.undone_by.name if last and last.undone_by else ""
        raise StaleVersion(_("Meanwhile %(who)s undid the decision. Your entries are kept; look again."), who=who)
    raise StaleVersion(
        _("Meanwhile %(who)s decided at %(when)s: %(what)s. Your entries are kept; compare, then send again."),
        who=current.by.name,
        when=current.at.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M"),
        what=f"{current.get_section_display()}{f' ({current.reason})' if current.reason else ''}",
    )


def decide(
    person: Person, draft: PlanDraft, action: str, verdict: Verdict, *, seen: int | None = None
) -> DraftDecision:
    """Write one decision in place of the one that stood. StaleVersion; InvalidState; InvalidInput when it fits nothing."""
    with transaction.atomic():
        open_for_decisions(draft)
        current = current_of(draft, verdict.subject) if verdict.subject else None
        check_seen(draft, verdict.subject, current, seen)
        made = write(person, draft, verdict, current)
        checked(draft, made.subject, whole=_is_heading(made) and made.section == DraftDecision.Section.REJECT)
        journal.write(
            person,
            action,
            draft,
            before={"decision": told(current)} if current else {},
            after={"decision": told(made)},
            reason=verdict.reason,
        )
    return made


def write(person: Person, draft: PlanDraft, verdict: Verdict, current: DraftDecision | None) -> DraftDecision:
    """The row of a decision, inside the action's transaction; the one that stood is kept and stands no more."""
    if current is not None:
        DraftDecision.objects.filter(pk=current.pk).update(is_standing=False)
    made = _row(person, draft, verdict, next_number(draft), current)
    made.save()
    return made


def write_all(person: Person, draft: PlanDraft, verdicts: Iterable[Verdict]) -> list[DraftDecision]:
    """Rows for subjects about which nobody has decided, inside the action's transaction."""
    first = next_number(draft)
    return DraftDecision.objects.bulk_create(
        [_row(person, draft, verdict, number, None) for number, verdict in enumerate(verdicts, first)], batch_size=500
    )


def _row(
    person: Person, draft: PlanDraft, verdict: Verdict, number: int, current: DraftDecision | None
) -> DraftDecision:
    return DraftDecision(
        draft=draft,
        number=number,
        subject=verdict.subject or f"{ADDED}{number}",
        section=verdict.section,
        entry=signed(person, verdict),
        by=person,
        at=clock.now(),
        reason=verdict.reason,
        replaces=current,
    )


def next_number(draft: PlanDraft) -> int:
    """The number of the next decision; the caller holds the draft's row."""
    return (draft.decisions.aggregate(last=Max("number"))["last"] or 0) + 1


def signed(person: Person, verdict: Verdict) -> dict[str, Any]:
    """The entry with who decided, when and why."""
    why = {"reason": verdict.reason} if verdict.reason else {}
    return {**verdict.entry, **why, "by": person.name_zh, "on": clock.today().isoformat()}


def told(decision: DraftDecision) -> dict[str, Any]:
    """A decision for the journal."""
    return {"subject": decision.subject, "decision": decision.section, **decision.entry}


def take_back(person: Person, draft: PlanDraft, action: str, subject: str, *, seen: int | None = None) -> None:
    """Undo the standing decision; what it had replaced stands again. InvalidState; StaleVersion; InvalidInput."""
    with transaction.atomic():
        open_for_decisions(draft)
        current = current_of(draft, subject)
        check_seen(draft, subject, current, seen)
        if current is None:
            raise InvalidState(_("There is no decision to undo."))
        DraftDecision.objects.filter(pk=current.pk).update(is_standing=False, undone_by=person, undone_at=clock.now())
        if current.replaces_id:
            DraftDecision.objects.filter(pk=current.replaces_id).update(is_standing=True)
        checked(draft, subject, whole=_is_heading(current))
        journal.write(person, action, draft, before={"decision": told(current)}, after={})


def move(
    person: Person,
    draft: PlanDraft,
    action: str,
    sources: Iterable[str],
    state: str,
    changed: dict[str, Any],
    reason: str,
    version: int | None,
) -> None:
    """Bring the draft to a state, once, inside the action's transaction. InvalidState; StaleVersion when decisions changed since."""
    before = draft.state
    bump_version(draft, version)
    won = PlanDraft.objects.filter(pk=draft.pk, state__in=list(sources)).update(state=state, **changed)
    draft.refresh_from_db()
    if not won:
        raise InvalidState(_("This cannot be done now: %(state)s."), state=draft.get_state_display())
    after = {
        "state": draft.state,
        **{name: journal.plain(value) for name, value in changed.items() if value is not None},
    }
    journal.write(person, action, draft, before={"state": before}, after=after, reason=reason)


def checked(draft: PlanDraft, subject: str, *, whole: bool = False) -> Review:
    """The draft as it stands now; InvalidInput when its decisions do not fit together.

    Only the part of the subject is looked at, because an entry meets its own element and headings and nothing else; `whole` when a
    heading goes, which concerns all that stands at it.
    """
    review = Review(draft) if whole else review_at(draft, subject)
    assert review.confirmed is not None
    return review


def _is_heading(decision: DraftDecision) -> bool:
    return decision.subject.startswith("heading@") or decision.entry.get("element") == "heading"


def reason_or(reason: str, sentence: Any) -> str:
    """The reason without blanks around; InvalidInput with the sentence when there is none or it is too long."""
    text = reason.strip()
    if not text:
        raise InvalidInput(sentence, field="reason")
    if len(text) > 500:
        raise InvalidInput(_("Say it in at most 500 characters."), field="reason")
    return text
