"""The source of a draft with a mark per element and finding: which characters belong to which key, in which colour."""

from typing import Any

from parkloop.apps.plan import sourcetext
from parkloop.apps.plan.review_wording import COLOURS
from parkloop.apps.plan.reviewing import Review
from parkloop.apps.plan.sourcetext import Mark, Paragraph


def marks(review: Review) -> list[Mark]:
    """One mark per element that the text says and that was not rejected, and one per finding with a place."""
    found = [
        Mark(COLOURS[i.kind], "" if i.kind in ("heading", "entity") else i.code, *i.element.span)
        for i in review.items
        if i.decided.is_quoted and not i.is_rejected
    ]
    problems = [(p.code, p.found.finding.span) for p in review.problems if p.is_open]
    return found + [Mark("problem", code, *span) for code, span in problems if span[1] > span[0]]


def paragraphs(review: Review) -> list[Paragraph]:
    """Lines of the source with their runs."""
    text = review.draft.source_text
    alone = {h.span[0] for h in review.headings if not text[h.span[1] :].partition("\n")[0].strip("。. \t\r")}
    return sourcetext.lay_out(text, marks(review), frozenset(), alone)


def legend(review: Review) -> list[dict[str, Any]]:
    """Colours with their words and counts."""
    return sourcetext.legend_of(marks(review))
