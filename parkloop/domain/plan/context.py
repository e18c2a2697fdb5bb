"""What every reader of elements gets: the joined text, the tree, the document's facts and the list of findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parkloop.domain.plan.anatomy import Anatomy
from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.model import Span
from parkloop.domain.plan.outline import Outline, Section
from parkloop.domain.text.shadow import Shadow


@dataclass(frozen=True, slots=True)
class Context:
    """Read-only view of one compilation in progress (findings may be added)."""

    shadow: Shadow
    outline: Outline
    anatomy: Anatomy
    findings: Findings

    @property
    def text(self) -> str:
        """The joined, folded text all positions refer to."""
        return self.shadow.text

    def span(self, start: int, end: int) -> Span:
        """Positions of the joined text as a span of the raw text."""
        return self.shadow.span(start, end)

    def paragraphs(self, section: Section) -> Iterator[tuple[int, int]]:
        """Paragraphs [start, end) of a section's own text, without its title and without its subsections."""
        start = section.body_start
        while start < section.end:
            end = self.text.find("\n", start, section.end)
            end = section.end if end < 0 else end
            if end > start:
                yield start, end
            start = end + 1
