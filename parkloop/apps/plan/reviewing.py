"""A draft with its standing decisions: every element and finding by its key, as it stands now, and what is still open. Writes nothing.

The decisions are entries of `plan/decisions.yaml`; `domain.plan.decisions` applies them, here as there.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import DraftDecision, PlanDraft
from parkloop.apps.plan.readings import LETTERS, Noted, Reading, lacks_number, reading_of
from parkloop.domain.plan.decision_entries import named
from parkloop.domain.plan.decisions import ConfirmedPlan, Decided, DecidedFinding, DecisionError, apply_decisions
from parkloop.domain.plan.model import ELEMENT_FIELDS, CompiledPlan, Heading
from parkloop.domain.plan.parts import Part
from parkloop.domain.plan.places import keyed
from parkloop.foundation.acting import InvalidInput

KINDS = tuple(ELEMENT_FIELDS)
ADDED = "added@"
DOCUMENT = "document@"
"""Subjects of decisions about facts of the paper begin so."""
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
        return self.kind == "target" and not self.is_rejected and lacks_number(self.element)


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
    """A draft read once, with its standing decisions in their order; of one part of a long text when `part` is given.

    A part holds its own elements and findings, all that people added, and every heading, so that decisions are judged alike.
    """

    def __init__(
        self, draft: PlanDraft, decisions: Iterable[DraftDecision] | None = None, *, part: int | None = None
    ) -> None:
        self.draft = draft
        self.reading: Reading = reading_of(draft)
        self.part: Part | None = None if part is None else self.reading.part(part)
        self._given = decisions

    @cached_property
    def decisions(self) -> list[DraftDecision]:
        """The standing decisions, as far as they matter here."""
        if self._given is not None:
            return list(self._given)
        return list(standing_of(self.draft) if self.part is None else standing_in(self.draft, self.reading, self.part))

    @cached_property
    def by_subject(self) -> dict[str, DraftDecision]:
        """Key → the standing decision."""
        return {decision.subject: decision for decision in self.decisions}

    @cached_property
    def compiled(self) -> CompiledPlan:
        """What the compiler read."""
        return self.reading.compiled if self.part is None else self.reading.restricted(self.part.number)

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
    def every_item(self) -> list[Item]:
        """All elements that were looked at, rejected ones too, by kind and then by their place in the text."""
        found = sorted(self._paired(), key=lambda entry: (KINDS.index(entry[1].kind), entry[1].element.span[0]))
        codes = _Codes(self.reading, [d for key, d, *_ in found if key.startswith(ADDED)])
        return [
            Item(key, codes.of(self.reading.by_key.get(key), decided), decided, decision, is_rejected)
            for key, decided, decision, is_rejected in found
        ]

    @cached_property
    def items(self) -> list[Item]:
        """The elements, rejected ones too, by kind and then by their place in the text; of a part its own."""
        if self.part is None:
            return self.every_item
        at, number = self.reading.part_of, self.part.number
        return [item for item in self.every_item if at(item.element.span[0]) == number]

    @cached_property
    def problems(self) -> list[Problem]:
        """The findings in the order of the text."""
        marked = keyed((f.finding.code, f.finding.span, f) for f in self.confirmed.findings)
        rank = self.reading.by_key
        return [Problem(key, f"F{rank[key].rank}", f, self.by_subject.get(key)) for key, f in marked]

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings that stand, in the order of the text."""
        return [item.element for item in self.every_item if item.kind == "heading" and not item.is_rejected]

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
        return named(item.kind, self.original(item))

    def original(self, item: Item) -> Any:
        """The element as the compiler read it."""
        return self.reading.by_key[item.key].thing

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
        for key, (kind, element) in self._keyed():
            decision = self.by_subject.get(key)
            if decision is not None and decision.section == Section.REJECT:
                yield key, Decided(kind, element, "person"), decision, True
            else:
                yield key, next(standing), decision, False
        for decision, decided in zip(_added(self.decisions), standing, strict=True):
            yield decision.subject, decided, decision, False

    def _keyed(self) -> list[tuple[str, tuple[str, Any]]]:
        """The compiler's elements with their keys, as (key, (kind, element))."""
        if self.part is None:
            return [(noted.key, (noted.kind, noted.thing)) for noted in self.reading.elements]
        return keyed((kind, element.span, (kind, element)) for kind, element in self.compiled.elements())


class _Codes:
    """T1, U2 …, by kind in the order of the whole text; of a heading its number. What people added counts where it stands."""

    def __init__(self, reading: Reading, added: Sequence[Decided]) -> None:
        self.reading = reading
        self.added: dict[str, list[int]] = defaultdict(list)
        for decided in added:
            self.added[decided.kind].append(decided.element.span[0])
        self.met: Counter[str] = Counter()

    def of(self, noted: Noted | None, decided: Decided) -> str:
        """The code of an element; those that were added are asked for in the order of the text."""
        kind, start = decided.kind, decided.element.span[0]
        if kind not in LETTERS:
            return str(decided.element.number)
        if noted is not None:
            return f"{LETTERS[kind]}{noted.rank + bisect_left(self.added[kind], start)}"
        self.met[kind] += 1
        return f"{LETTERS[kind]}{bisect_right(self.reading.starts[kind], start) + self.met[kind]}"


def review_at(draft: PlanDraft, key: str) -> Review:
    """The smallest review that knows the key of an element or finding; the whole one for what is named by words."""
    reading = reading_of(draft)
    noted = reading.by_key.get(key)
    if noted is not None:
        return Review(draft, part=noted.part)
    if key.startswith(DOCUMENT):
        return Review(draft, part=1)
    if not key.startswith(ADDED):
        return Review(draft)
    return Review(draft, part=added_part(draft, reading, key) or 1)


def added_part(draft: PlanDraft, reading: Reading, key: str) -> int | None:
    """The part in which stands what a person added; None when it is not there."""
    found = next((item for item in Review(draft, part=1).every_item if item.key == key), None)
    return None if found is None else reading.part_of(found.element.span[0])


def standing_of(draft: PlanDraft) -> QuerySet[DraftDecision]:
    """The decisions in force, in the order in which they were taken."""
    return draft.decisions.filter(is_standing=True).select_related("by").order_by("number")


def standing_in(draft: PlanDraft, reading: Reading, part: Part) -> QuerySet[DraftDecision]:
    """Those about elements and findings of a part, about what was added, and about headings that are not as they were read."""
    here = Q(subject__in=[noted.key for noted in reading.in_part(part.number)])
    everywhere = Q(section__in=(Section.ADD, Section.ASSIGN)) | Q(subject__startswith=DOCUMENT)
    headings = Q(subject__startswith="heading@") & ~Q(section=Section.ACCEPT)
    return standing_of(draft).filter(here | everywhere | headings)


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
