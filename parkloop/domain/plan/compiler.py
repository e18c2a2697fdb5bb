"""The whole way from text to plan: clean, number, divide, then read each element by its own rules.

Pure and linear. Order matters only where a later reader needs an earlier result (targets need the period).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Literal

from parkloop.domain.plan.anatomy import ANNEX_LABEL, ANNEX_LIST, read_anatomy
from parkloop.domain.plan.annexes import add_annex_headings
from parkloop.domain.plan.context import Context
from parkloop.domain.plan.damage import report_damage
from parkloop.domain.plan.deadlines import read_deadlines
from parkloop.domain.plan.duties import read_duties
from parkloop.domain.plan.duty_tables import add_row_headings
from parkloop.domain.plan.entities import read_entities
from parkloop.domain.plan.exploded_tables import assemble_tables
from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.gazetteer import Gazetteer
from parkloop.domain.plan.lines import Line, clean
from parkloop.domain.plan.markers import Marker, find_markers
from parkloop.domain.plan.model import CompiledPlan
from parkloop.domain.plan.outline import build_outline, is_flattened
from parkloop.domain.plan.targets import read_targets
from parkloop.domain.text.shadow import Shadow

Step = Literal["lines", "outline", "goals", "duties", "names", "findings"]
STEPS: tuple[Step, ...] = ("lines", "outline", "goals", "duties", "names", "findings")
"""What is done one after the other, as `compile_plan` tells it."""
_DOT_AFTER_NUMBER = re.compile(r"(?<=[0-9])\.(?=[\u4e00-\u9fff“《])")
_FRONT_CUT = re.compile(
    r"文件(?=[^，。；：\n]{2,16}[〔（])|(?<=号)(?=[^，。；：\n]{4,60}关于)|(?<=的通知)(?!》)|(?<=：)(?=[^\n]{4})"
    r"|(?=[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日)|(?<=[0-9]日)(?![前后至起内以，、])"
)


def compile_plan(
    text: str, *, gazetteer: Gazetteer | None = None, tell: Callable[[Step], None] = lambda step: None
) -> CompiledPlan:
    """Read an action plan. ``text`` is the raw text that all spans refer to; never raises on any text.

    ``tell`` is called with each of STEPS as it begins: for progress, or to end it by raising.
    """
    tell("lines")
    findings = Findings()
    shadow = assemble_tables(clean(text, findings), findings)
    blanks = _blanks(shadow)
    markers = _outside_annex_lists(find_markers(shadow.text, blanks), shadow.text)
    shadow = shadow.replace(lambda joined: _dots_to_stops(joined, markers))
    lines = _lines(shadow, markers, blanks)
    anatomy = read_anatomy(shadow, lines, [marker.start for marker in markers], findings)
    roots = _roots(shadow, anatomy.plan_start, anatomy.annexes)
    tell("outline")
    outline = build_outline(shadow, markers, roots, anatomy.body_end, findings)
    context = Context(shadow, outline, anatomy, findings)
    add_annex_headings(context)
    add_row_headings(context)
    if not outline.headings and anatomy.document.title is None:
        findings.add("NO-PLAN", (0, len(text)))
    tell("goals")
    targets, qualitative = read_targets(context)
    tell("duties")
    duties = read_duties(context)
    deadlines = read_deadlines(context)
    tell("names")
    entities = read_entities(context, gazetteer or Gazetteer(), duties)
    tell("findings")
    report_damage(context, lines)
    return CompiledPlan(
        anatomy.document,
        tuple(outline.headings),
        tuple(targets),
        tuple(qualitative),
        tuple(duties),
        tuple(deadlines),
        tuple(entities),
        findings.done(),
    )


def _outside_annex_lists(markers: list[Marker], text: str) -> list[Marker]:
    """The numbers of a list of annexes (附件：1.… 2.…) are no headings."""
    lists = [match.span() for match in ANNEX_LIST.finditer(text)] if "附件" in text else []
    return [marker for marker in markers if not any(start <= marker.start < end for start, end in lists)]


def _dots_to_stops(text: str, markers: list[Marker]) -> str:
    """达到110.同时: a dot behind a number that is no numbering mark ends the sentence."""
    numbering = {marker.end - 1 for marker in markers}
    return _DOT_AFTER_NUMBER.sub(lambda match: match[0] if match.end() - 1 in numbering else match[0][:-1] + "。", text)


def _blanks(shadow: Shadow) -> frozenset[int]:
    """Positions before which a blank (no line end) was deleted."""
    offsets = shadow.offsets
    found = []
    for index in range(1, len(offsets)):
        if offsets[index] - offsets[index - 1] > 1:
            gap = shadow.raw[offsets[index - 1] + 1 : offsets[index]]
            if not gap.strip() and shadow.text[index - 1] != "\n":
                found.append(index)
    return frozenset(found)


def _lines(shadow: Shadow, markers: list[Marker], blanks: frozenset[int]) -> list[Line]:
    """Lines for the anatomy: cut at line ends, at headings, and (in flattened text) at blanks."""
    text = shadow.text
    cuts = {marker.start for marker in markers if marker.inline}
    if is_flattened(text):
        first, last = (markers[0].start, markers[-1].start) if markers else (len(text), 0)
        cuts |= {blank for blank in blanks if blank < first or blank > last}
        cuts |= {match.end() for match in _FRONT_CUT.finditer(text, 0, min(first, 3000))}
    bounds = sorted(cuts | {0, len(text)} | {m.start() for m in re.finditer("\n", text)})
    lines = []
    for start, end in itertools.pairwise(bounds):
        while start < end and text[start] in "\n\t ":
            start += 1
        while end > start and text[end - 1] in "\n\t ":
            end -= 1
        if start < end:
            lines.append(Line(start, end, text[start:end]))
    return lines


def _roots(shadow: Shadow, plan_start: int, annexes: list[int]) -> list[tuple[int, str]]:
    """Where each root of the tree begins, and the prefix of its paths; the plan's own root has none."""
    roots = [(0, "通知/"), (plan_start, "")] if plan_start else [(0, "")]
    for at in annexes:
        match = ANNEX_LABEL.match(shadow.text, at)
        if match:
            roots.append((at, f"{match[0]}/"))
    return roots
