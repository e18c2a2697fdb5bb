"""A draft with its standing decisions: every element and finding by its key, as it stands now, and what is still open. Writes nothing.

The decisions are entries of `plan/decisions.yaml`; `domain.plan.decisions` applies them, here as there.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import DraftDecision, PlanDraft
from parkloop.domain.plan.decisions import ConfirmedPlan, Decided, DecidedFinding, DecisionError, apply_decisions
from parkloop.domain.plan.element_fields import WITHOUT_VALUE
from parkloop.domain.plan.model import ELEMENT_FIELDS, CompiledPlan, Heading
from parkloop.domain.plan.places import keyed
from parkloop.domain.plan.stored import compiled_from
from parkloop.foundation.acting import InvalidInput

KINDS = tuple(ELEMENT_FIELDS)
ADDED = "added@"
Section = DraftDecision.Section


@dataclass(frozen=True)
class Item:
    """One element of a draft as it stands: `decided` with the decision applied, `decision` the standing one, `code` on both sides."""

    key: str
    code: str
    decided: Decided
    decision: DraftDecision | None
    is_rejected: bool = False

    @property
    def kind(self) -> str:
        """heading, target, qualitative, duty, deadline or entity."""
        return self.decided.kind

    @property
    def element(self) -> Any:
        """The element with its edits."""
        return self.decided.element

    @property
    def state(self) -> str:
        """open, accept, edit, reject, add or assign."""
        return self.decision.section if self.decision else "open"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided about it."""
        return self.decision is None

    @property
    def lacks_number(self) -> bool:
        """Whether it is a target that says no number and no reference, so that nothing could be measured."""
        target = self.element if self.kind == "target" and not self.is_rejected else None
        return target is not None and target.value is None and target.comparator not in WITHOUT_VALUE


@dataclass(frozen=True)
class Problem:
    """One finding of a draft with what was decided about it."""

    key: str
    code: str
    found: DecidedFinding
    decision: DraftDecision | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it."""
        return self.decision is None

    @property
    def blocks(self) -> bool:
        """Whether it must be settled before the draft is submitted."""
        return self.is_open and self.found.finding.severity == "error"


class Review:
    """A draft read once, with its standing decisions in their order."""

    def __init__(self, draft: PlanDraft, decisions: Iterable[DraftDecision] | None = None) -> None:
        self.draft = draft
        self.decisions = list(standing_of(draft) if decisions is None else decisions)
        self.by_subject = {decision.subject: decision for decision in self.decisions}

    @cached_property
    def compiled(self) -> CompiledPlan:
        """What the compiler read."""
        return compiled_from(self.draft.compiled)

    @cached_property
    def originals(self) -> dict[str, Any]:
        """Key → the element as the compiler read it."""
        return {key: element for key, (_kind, element) in keyed_elements(self.compiled)}

    @cached_property
    def entries(self) -> dict[str, Any]:
        """The standing decisions as `plan/decisions.yaml` would hold them."""
        return as_decisions(self.decisions)

    @cached_property
    def confirmed(self) -> ConfirmedPlan:
        """The plan with all decisions applied. InvalidInput when they do not fit together."""
        try:
            return apply_decisions(self.compiled, self.entries)
        except DecisionError as error:
            raise InvalidInput(_("This does not fit the other decisions: %(error)s"), error=str(error)) from error

    @cached_property
    def items(self) -> list[Item]:
        """All elements, rejected ones too, by kind and then by their place in the text."""
        found = sorted(self._paired(), key=lambda entry: (KINDS.index(entry[1].kind), entry[1].element.span[0]))
        counts: Counter[str] = Counter()
        return [
            Item(key, _code(decided, counts), decided, decision, is_rejected)
            for key, decided, decision, is_rejected in found
        ]

    @cached_property
    def problems(self) -> list[Problem]:
        """All findings in the order of the text."""
        marked = keyed((f.finding.code, f.finding.span, f) for f in self.confirmed.findings)
        return [Problem(key, f"F{n}", f, self.by_subject.get(key)) for n, (key, f) in enumerate(marked, 1)]

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings that stand, in the order of the text."""
        return [item.element for item in self.items if item.kind == "heading" and not item.is_rejected]

    def item(self, key: str) -> Item | None:
        """The element of a key, or `kind:words` when exactly one element of the kind has these words."""
        found = next((item for item in self.items if item.key == key), None)
        kind, colon, words = key.partition(":")
        if found is None and colon and words:
            near = [item for item in self.items if item.kind == kind and words in self.words_of(item)]
            found = near[0] if len(near) == 1 else None
        return found

    def problem(self, key: str) -> Problem | None:
        """The finding of a key, or of a code that only one finding has."""
        found = next((problem for problem in self.problems if problem.key == key), None)
        if found is None:
            near = [problem for problem in self.problems if problem.found.finding.code == key]
            found = near[0] if len(near) == 1 else None
        return found

    def named(self, item: Item) -> dict[str, Any]:
        """The element as an entry of the decisions names it: kind, path, and what tells it from its neighbours."""
        printed = self.originals[item.key]
        match = {name: getattr(printed, name) for name in ("span", *_TELLING[item.kind])}
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in match.items()}
        return {"element": item.kind, "path": printed.path, "match": plain}

    def words_of(self, item: Item) -> str:
        """What the text says at the element, in one line; empty when the text does not say it."""
        start, end = item.element.span
        return "".join(self.draft.source_text[start:end].split()) if item.decided.is_quoted else ""

    def left(self) -> int:
        """How many things must still be decided before the draft can be submitted."""
        return sum(i.is_open or i.lacks_number for i in self.items) + sum(p.blocks for p in self.problems)

    def _paired(self) -> Iterable[tuple[str, Decided, DraftDecision | None, bool]]:
        """(key, element as it stands, decision, rejected): the compiler's in their order, then what people added in theirs."""
        standing = iter(self.confirmed.elements)
        for key, (kind, element) in keyed_elements(self.compiled):
            decision = self.by_subject.get(key)
            if decision is not None and decision.section == Section.REJECT:
                yield key, Decided(kind, element, "person"), decision, True
            else:
                yield key, next(standing), decision, False
        for decision, decided in zip(_added(self.decisions), standing, strict=True):
            yield decision.subject, decided, decision, False


def keyed_elements(compiled: CompiledPlan) -> list[tuple[str, tuple[str, Any]]]:
    """Every element of the compiler with its key, as (key, (kind, element))."""
    return keyed((kind, element.span, (kind, element)) for kind, element in compiled.elements())


def standing_of(draft: PlanDraft) -> Sequence[DraftDecision]:
    """The decisions in force, in the order in which they were taken."""
    return draft.decisions.filter(is_standing=True).select_related("by").order_by("number")


def as_decisions(decisions: Iterable[DraftDecision]) -> dict[str, Any]:
    """The decisions in the form of `plan/decisions.yaml`."""
    found: dict[str, Any] = {"format": 1}
    for decision in decisions:
        found.setdefault(decision.section, []).append(decision.entry)
    return found


def _added(decisions: list[DraftDecision]) -> list[DraftDecision]:
    """In the order in which `apply_decisions` gives them: assigned duties, added headings, other added elements."""
    assigned = [d for d in decisions if d.section == Section.ASSIGN]
    added = [d for d in decisions if d.section == Section.ADD]
    return [*assigned, *sorted(added, key=lambda d: d.entry["element"] != "heading")]


_TELLING = {
    "heading": (),
    "target": ("indicator", "value"),
    "qualitative": ("indicator",),
    "duty": ("role", "unit"),
    "deadline": ("due",),
    "entity": ("kind", "name"),
}
_LETTERS = {"target": "T", "qualitative": "Q", "duty": "U", "deadline": "D", "entity": "N"}


def _code(decided: Decided, counts: Counter[str]) -> str:
    """T1, U2 …, by kind in the order of the text; of a heading its number."""
    letter = _LETTERS.get(decided.kind)
    if letter is None:
        return str(decided.element.number)
    counts[letter] += 1
    return f"{letter}{counts[letter]}"
