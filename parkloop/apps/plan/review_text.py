"""The source of a draft with a mark per element and finding: which characters belong to which key, in which colour."""

from collections.abc import Iterable
from typing import Any

from parkloop.apps.plan import sourcetext
from parkloop.apps.plan.review_wording import COLOURS
from parkloop.apps.plan.reviewing import Review
from parkloop.apps.plan.sourcetext import Mark, Paragraph
from parkloop.domain.plan.model import Span


def marks(review: Review) -> list[Mark]:
    """One mark per element that the text says and that was not rejected, and one per finding with a place."""
    found = [
        Mark(COLOURS[i.kind], "" if i.kind in ("heading", "entity") else i.code, *i.element.span)
        for i in review.items
        if i.decided.is_quoted and not i.is_rejected
    ]
    problems = [(p.code, p.found.finding.span) for p in review.problems if p.is_open]
    return found + [Mark("problem", code, *span) for code, span in problems if span[1] > span[0]]


def paragraphs(review: Review, found: list[Mark], hits: Iterable[Span] = ()) -> list[Paragraph]:
    """Lines of the source, of its part where the review is of one, with their runs; `hits` are words that were searched for."""
    text, part = review.draft.source_text, review.part
    looked_for = [Mark("hit", "", *span) for span in hits]
    place = None if part is None else (part.start, part.end)
    return sourcetext.lay_out(text, [*found, *looked_for], frozenset(), _alone(review, text), place)


def _alone(review: Review, text: str) -> set[int]:
    """Starts of the headings that have their line for themselves."""
    first, last = (0, len(text)) if review.part is None else (review.part.start, review.part.end)
    here = [h.span for h in review.headings if first <= h.span[0] < last]
    return {start for start, end in here if not text[end : text.find("\n", end) % (len(text) + 1)].strip("。. \t\r")}


def legend(found: list[Mark]) -> list[dict[str, Any]]:
    """Colours with their words and counts."""
    return sourcetext.legend_of(found)
