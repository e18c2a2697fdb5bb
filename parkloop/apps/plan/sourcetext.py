"""The source text as paragraphs of marked runs: every character once, in order, each run with the elements that cover it.

Nothing is changed in the words; a run belongs to the innermost (shortest) element for its colour, and codes close an element.
"""

from collections.abc import Iterable, Sequence
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
    """Some characters with one look. `anchors` are starts of elements that begin here; `codes` those that end here."""

    text: str
    css: str
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
    starts = {h.start for h in headings} | {m.start for m in everything}
    made, at, number = [], 0, 0
    for line in plan.source_text.split("\n"):
        end = at + len(line)
        if line.strip():
            number += 1
            inside = [m for m in everything if m.start < end and m.end > at]
            made.append(
                Paragraph(
                    number,
                    at,
                    _runs(plan.source_text, at, end, inside, starts),
                    any(at <= s < end for s in alone if s is not None),
                )
            )
        at = end + 1
    return made


def _runs(text: str, start: int, end: int, inside: list[Mark], anchors: set[int | None]) -> list[Run]:
    cuts = {start, end} | {m.start for m in inside} | {m.end for m in inside} | {a for a in anchors if a is not None}
    points = sorted(c for c in cuts if start <= c <= end)
    runs = []
    for left, right in pairwise(points):
        over = [m for m in inside if m.start <= left and m.end >= right]
        codes = tuple(m.code for m in inside if m.end == right and m.code and m.kind != "task")
        here = (left,) if left in anchors else ()
        runs.append(Run(text[left:right], _css(over), codes, here))
    return runs


def _css(over: list[Mark]) -> str:
    """Classes of a run: the shortest coloured element, problems and names on top of it."""
    coloured = [m for m in over if m.kind not in ("problem", "name")]
    names = [min(coloured, key=lambda m: m.end - m.start).kind] if coloured else []
    names += [kind for kind in ("name", "problem") if any(m.kind == kind for m in over)]
    return " ".join(f"span-{name}" for name in names)


def legend(
    plan: Plan, headings: Sequence[Any], targets: Sequence[Any], duties: Sequence[Any], findings: Sequence[Any]
) -> list[dict[str, Any]]:
    """Colours with their words and counts."""
    found = marks(plan, headings, targets, duties, findings)
    words = {
        "target": _("Targets"),
        "task": _("Tasks"),
        "unit": _("Responsible units"),
        "deadline": _("Deadlines"),
        "name": _("Named things"),
        "problem": _("Findings"),
    }
    return [{"kind": kind, "label": words[kind], "count": sum(m.kind == kind for m in found)} for kind in KINDS]
