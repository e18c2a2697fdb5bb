"""Ways through a long text under review: its parts, its headings, words in it, and what is next to decide in another part."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from parkloop.apps.plan.models import PlanDraft
from parkloop.apps.plan.readings import Noted, Reading
from parkloop.apps.plan.review_wording import GROUPS
from parkloop.apps.plan.reviewing import ADDED, DOCUMENT, added_part
from parkloop.apps.plan.tallies import Tally
from parkloop.domain.plan.model import Heading, Span
from parkloop.domain.plan.places import places_of

MOST_HEADINGS = 240
"""Headings of the contents; deeper levels are left out of longer ones."""
MOST_HITS = 60
MOST_WORDS = 100
AROUND = 24
"""Characters shown on each side of words that were found."""
OPEN, PROBLEM = "open", "problem"
_ORDER = {kind: number for number, kind in enumerate((*GROUPS, PROBLEM))}


def address(draft: PlanDraft, number: int, key: str = "", **more: str) -> str:
    """The review opened at a part, at an element of it when `key` is given."""
    asked = urlencode({"part": number, **{name: value for name, value in more.items() if value}})
    here = reverse("desk:plan-draft-review", kwargs={"pk": draft.pk})
    return f"{here}?{asked}{'#' if key else ''}{key}"


def number_from(text: str) -> int:
    """The number of a part as an address says it; 1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def part_of_key(draft: PlanDraft, reading: Reading, key: str, otherwise: int = 1) -> int:
    """The part in which an element or finding stands, or a run of the source (`s815`); `otherwise` for what is not there."""
    if key.startswith(DOCUMENT):
        return 1
    if key in reading.by_key:
        return reading.by_key[key].part
    if key.startswith("s") and key[1:].isascii() and key[1:].isdigit() and len(key) < 9:
        return reading.part_of(int(key[1:]))
    if key.startswith(ADDED):
        return added_part(draft, reading, key) or otherwise
    return otherwise


def next_open(tally: Tally, wanted: str, number: int) -> Noted | None:
    """The next thing to decide in the parts behind `number`, then from the start, the part itself last.

    `wanted` is `open` (elements, and findings that must be settled), `problem` (any finding) or a kind of element.
    """
    if wanted == PROBLEM:
        found = tally.open_findings
    elif wanted == OPEN:
        found = [*tally.open, *(noted for noted in tally.open_findings if noted.thing.severity == "error")]
    else:
        found = [noted for noted in tally.open if noted.kind == wanted]
    count = len(tally.reading.parts)
    return min(found, key=lambda n: ((n.part - number - 1) % count, _ORDER[n.kind], n.start), default=None)


def contents(draft: PlanDraft, tally: Tally, headings: list[Heading], here: int) -> list[dict[str, Any]]:
    """The parts, each with what is open in it and the upper headings that begin there."""
    reading, shown = tally.reading, _upper(headings)
    by_part: dict[int, list[dict[str, Any]]] = {}
    for heading in shown:
        number = reading.part_of(heading.span[0])
        words = f"{heading.number} {heading.title}".strip()
        place = f"s{heading.span[0]}"
        by_part.setdefault(number, []).append(
            {"title": words, "level": heading.level, "url": address(draft, number, place)}
        )
    return [
        {"number": part.number, "title": part.title, "url": address(draft, part.number), "open": tally.by_part[part.number],
         "is_here": part.number == here, "headings": by_part.get(part.number, [])}
        for part in reading.parts
    ]  # fmt: skip


def _upper(headings: list[Heading]) -> list[Heading]:
    """As many levels of headings as the contents can hold."""
    levels, total, deepest = Counter(h.level for h in headings), 0, -1
    for level in sorted(levels):
        total += levels[level]
        if total > MOST_HEADINGS:
            break
        deepest = level
    return [h for h in headings if h.level <= deepest]


def found_words(text: str, words: str) -> list[Span]:
    """Where the words stand in the whole text, the first ones; blanks and line ends between characters do not matter."""
    return places_of(text, words[:MOST_WORDS], most=MOST_HITS + 1) if words.strip() else []


def hits(draft: PlanDraft, reading: Reading, places: list[Span], words: str) -> dict[str, Any]:
    """{rows, more}: each place with the words around it and its address."""
    rows = [
        {
            "before": "".join(draft.source_text[max(start - AROUND, 0) : start].split()),
            "words": "".join(draft.source_text[start:end].split()),
            "after": "".join(draft.source_text[end : end + AROUND].split()),
            "part": (number := reading.part_of(start)),
            "url": address(draft, number, f"s{start}", q=words),
        }
        for start, end in places[:MOST_HITS]
    ]
    return {"rows": rows, "more": len(places) > MOST_HITS}
