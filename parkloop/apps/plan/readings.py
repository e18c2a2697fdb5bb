"""What the compiler read in a draft, with keys, codes and parts, remembered by its digest: it never changes. Knows no decisions.

A long text has many thousand elements; a page or a decision needs those of one part, and of the others only what is counted.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from parkloop.apps.plan.models import PlanDraft
from parkloop.domain.plan.element_fields import WITHOUT_VALUE
from parkloop.domain.plan.model import ELEMENT_FIELDS, CompiledPlan, Finding
from parkloop.domain.plan.parts import Part, part_at, parts_of
from parkloop.domain.plan.places import keyed
from parkloop.domain.plan.stored import compiled_from

REMEMBERED = 4
"""Readings that a process keeps; one of the longest texts takes some 20 MB."""
LETTERS = {"target": "T", "qualitative": "Q", "duty": "U", "deadline": "D", "entity": "N"}
"""First letter of an element's code; a heading is called by its own number."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One element or finding as read: `kind` is that of the element or `problem`, `rank` its place in its kind, `part` its part."""

    key: str
    kind: str
    thing: Any
    rank: int
    part: int

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return int(self.thing.span[0])


class Reading:
    """A compiled text, arranged once."""

    def __init__(self, compiled: CompiledPlan, text: str) -> None:
        self.compiled = compiled
        starts = [element.span[0] for _, element in compiled.elements()]
        starts += [finding.span[0] for finding in compiled.findings]
        self.parts: tuple[Part, ...] = parts_of(text, compiled.headings, starts)

    @cached_property
    def elements(self) -> tuple[Noted, ...]:
        """Every element, in the compiler's order."""
        found = keyed((kind, element.span, (kind, element)) for kind, element in self.compiled.elements())
        ranks = self._ranks(element for _, element in found)
        return tuple(
            Noted(key, kind, element, ranks[index], part_at(self.parts, element.span[0]).number)
            for index, (key, (kind, element)) in enumerate(found)
        )

    @cached_property
    def findings(self) -> tuple[Noted, ...]:
        """Every finding, in the order of the text."""
        found = keyed((finding.code, finding.span, finding) for finding in self.compiled.findings)
        return tuple(
            Noted(key, "problem", finding, rank, part_at(self.parts, finding.span[0]).number)
            for rank, (key, finding) in enumerate(found, 1)
        )

    @cached_property
    def by_key(self) -> dict[str, Noted]:
        """Elements and findings by their keys."""
        return {noted.key: noted for noted in (*self.elements, *self.findings)}

    @cached_property
    def _in_part(self) -> dict[int, list[Noted]]:
        found: dict[int, list[Noted]] = defaultdict(list)
        for noted in (*self.elements, *self.findings):
            found[noted.part].append(noted)
        return found

    @cached_property
    def starts(self) -> dict[str, list[int]]:
        """Kind → where its elements begin, in the order of the text."""
        found: dict[str, list[int]] = {kind: [] for kind in ELEMENT_FIELDS}
        for noted in self.elements:
            found[noted.kind].append(noted.start)
        return {kind: sorted(starts) for kind, starts in found.items()}

    def in_part(self, number: int) -> list[Noted]:
        """Elements and findings of a part."""
        return self._in_part.get(number, [])

    def part(self, number: int) -> Part:
        """The part of a number; the nearest one there is."""
        return self.parts[min(max(number, 1), len(self.parts)) - 1]

    def part_of(self, position: int) -> int:
        """The number of the part that holds a position of the text."""
        return part_at(self.parts, position).number

    def restricted(self, number: int) -> CompiledPlan:
        """The same plan with the elements and findings of one part, and all headings, at which they may stand."""
        kept: dict[str, list[Any]] = {name: [] for name in ELEMENT_FIELDS.values()}
        findings: list[Finding] = []
        for noted in self.in_part(number):
            (findings if noted.kind == "problem" else kept[ELEMENT_FIELDS[noted.kind]]).append(noted.thing)
        elements: dict[str, Any] = {name: tuple(found) for name, found in kept.items()}
        elements["headings"] = self.compiled.headings
        return CompiledPlan(self.compiled.document, **elements, findings=tuple(findings))

    def _ranks(self, found: Iterable[tuple[str, Any]]) -> dict[int, int]:
        """Index in the compiler's order → place in its kind by the order of the text."""
        by_kind: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for index, (kind, element) in enumerate(found):
            by_kind[kind].append((element.span[0], index))
        return {index: rank for places in by_kind.values() for rank, (_, index) in enumerate(sorted(places), 1)}


def lacks_number(target: Any) -> bool:
    """Whether a target says no number and no reference, so that nothing could be measured."""
    return target.value is None and target.comparator not in WITHOUT_VALUE


def reading_of(draft: PlanDraft) -> Reading:
    """What was read of a draft, from memory where this process knows it."""
    digest = draft.compiled_sha256
    with _lock:
        known = _remembered.get(digest)
        if known is not None:
            _remembered.move_to_end(digest)
            return known
    made = Reading(compiled_from(draft.compiled), draft.source_text)
    if digest:
        with _lock:
            _remembered[digest] = made
            while len(_remembered) > REMEMBERED:
                _remembered.popitem(last=False)
    return made


_lock = threading.Lock()
_remembered: OrderedDict[str, Reading] = OrderedDict()
