"""The source text as paragraphs of marked runs: every character once, in order, each run with the elements that cover it.

Nothing is changed in the words; a run belongs to the innermost (shortest) element for its colour, and codes close an element.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from parkloop.apps.plan.models import Duty, DutyOrigin, Finding, HeadingKind, Plan, PlanHeading, Target

KINDS = ("target", "task", "unit", "deadline", "name", "problem")


@dataclass(frozen=True)
class Mark:
    """One element in the text: its colour (`kind`), its code on both sides, its span."""

    kind: str
    code: str
    start: int
    end: int


@dataclass(frozen=True)
class Run:
    """Characters [start, end) of the source with one look. `anchors` are starts of elements that begin here; `codes` those that end here."""

    text: str
    css: str
    start: int
    end: int
    codes: tuple[str, ...] = ()
    anchors: tuple[int, ...] = ()


@dataclass
class Paragraph:
    """One line of the source by its number; `is_heading` when a heading stands alone in it."""

    number: int
    start: int
    runs: list[Run] = field(default_factory=list)
    is_heading: bool = False


def marks(
    plan: Plan,
    headings: Iterable[PlanHeading],
    targets: Iterable[Target],
    duties: Iterable[Duty],
    findings: Iterable[Finding],
) -> list[Mark]:
    """All marks of a plan. Deadlines and named things come from the compiled plan, the rest from its rows."""
    found = [Mark("target", t.code, t.start, t.end) for t in targets if t.start is not None and t.end is not None]
    found += [
        Mark("task", h.number, h.start, h.end)
        for h in headings
        if h.kind == HeadingKind.TASK and h.start is not None and h.end is not None
    ]
    stated = {(d.start, d.end) for d in duties if d.origin == DutyOrigin.STATED and d.start is not None}
    found += [Mark("unit", f"U{n}", start, end) for n, (start, end) in enumerate(sorted(stated), 1)]
    problems = [f for f in findings if f.start is not None and f.end is not None and f.end > f.start]
    found += [Mark("problem", f"F{n}", f.start, f.end) for n, f in enumerate(problems, 1)]
    for kind, name in (("deadline", "deadline"), ("entity", "name")):
        spans = sorted({tuple(e["element"]["span"]) for e in plan.compiled.get("elements", []) if e["kind"] == kind})
        found += [
            Mark(name, f"D{n}" if kind == "deadline" else "", start, end) for n, (start, end) in enumerate(spans, 1)
        ]
    return found


def paragraphs(
    plan: Plan,
    headings: Sequence[PlanHeading],
    targets: Sequence[Target],
    duties: Sequence[Duty],
    findings: Sequence[Finding],
) -> list[Paragraph]:
    """Non-empty lines of the source with their runs; concatenated they give the source without its line ends."""
    everything = marks(plan, headings, targets, duties, findings)
    alone = {
        h.start
        for h in headings
        if h.kind in (HeadingKind.CHAPTER, HeadingKind.SECTION, HeadingKind.GOALS, HeadingKind.SAFEGUARD)
    }
    starts = {m.start for m in everything} | {h.start for h in headings if h.start is not None}
    return lay_out(plan.source_text, everything, starts, {start for start in alone if start is not None})


def lay_out(
    text: str, everything: Iterable[Mark], starts: Set[int], alone: Set[int], part: tuple[int, int] | None = None
) -> list[Paragraph]:
    """Non-empty lines with their runs, in one pass. `starts` become anchors, a line that holds one of `alone` is a heading.

    Of a `part` only its characters [start, end); lines keep the numbers that they have in the whole text.
    """
    first, last = part or (0, len(text))
    before = sum(1 for line in text[:first].split("\n") if line.strip()) if first else 0
    waiting = sorted(everything, key=lambda m: (m.start, m.end))
    anchors, titles = sorted(starts), sorted(alone)
    made: list[Paragraph] = []
    over: list[Mark] = []
    at, taken = first, 0
    for line in text[first:last].split("\n"):
        end = at + len(line)
        while taken < len(waiting) and waiting[taken].start < end:
            over.append(waiting[taken])
            taken += 1
        if line.strip():
            inside = [m for m in over if m.end > at]
            runs = _runs(text, at, end, inside, _between(anchors, at, end))
            made.append(Paragraph(before + len(made) + 1, at, runs, bool(_between(titles, at, end - 1))))
        over = [m for m in over if m.end > end]
        at = end + 1
    return made


def _between(places: Sequence[int], start: int, end: int) -> list[int]:
    """The places from start to end, both included."""
    return list(places[bisect_left(places, start) : bisect_right(places, end)])


def _runs(text: str, start: int, end: int, inside: list[Mark], anchors: list[int]) -> list[Run]:
    cuts = {start, end, *anchors} | {m.start for m in inside} | {m.end for m in inside}
    points = sorted(c for c in cuts if start <= c <= end)
    runs = []
    for left, right in pairwise(points):
        over = [m for m in inside if m.start <= left and m.end >= right]
        codes = tuple(m.code for m in inside if m.end == right and m.code and m.kind != "task")
        here = (left,) if left in anchors else ()
        runs.append(Run(text[left:right], _css(over), left, right, codes, here))
    return runs


def _css(over: list[Mark]) -> str:
    """Classes of a run: the shortest coloured element, problems and names on top of it."""
    coloured = [m for m in over if m.kind not in ("problem", "name", "hit")]
    names = [min(coloured, key=lambda m: m.end - m.start).kind] if coloured else []
    names += [kind for kind in ("name", "problem", "hit") if any(m.kind == kind for m in over)]
    return " ".join(f"span-{name}" for name in names)


def legend(
    plan: Plan, headings: Sequence[Any], targets: Sequence[Any], duties: Sequence[Any], findings: Sequence[Any]
) -> list[dict[str, Any]]:
    """Colours with their words and counts."""
    return legend_of(marks(plan, headings, targets, duties, findings))


def legend_of(found: Sequence[Mark]) -> list[dict[str, Any]]:
    """Colours with their words and how many marks have them."""
    words = {
        "target": _("Targets"),
        "task": _("Tasks"),
        "unit": _("Responsible units"),
        "deadline": _("Deadlines"),
        "name": _("Named things"),
        "problem": _("Findings"),
    }
    return [{"kind": kind, "label": words[kind], "count": sum(m.kind == kind for m in found)} for kind in KINDS]
