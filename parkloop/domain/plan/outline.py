"""The tree of headings: titles (alone, run in, derived), paths, contents lists dropped, run-in labels below tasks.

A document may have several roots (a notice with its own numbering, annexes); all but the plan's own carry a prefix.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.markers import Marker
from parkloop.domain.plan.model import Heading
from parkloop.domain.plan.quantities import UNIT
from parkloop.domain.text.shadow import Shadow

_QUANTITY_OR_YEAR = re.compile(rf"[0-9]+(?:\.[0-9]+)?(?:{UNIT}|亿|万|年)")
_ASIDE = re.compile(r"（[^（）]{0,40}）")
_TOC_TAIL = re.compile(r"[.…·•\t ]{0,80}[（(]?[0-9]{0,3}[）)]?$")
_LABEL = re.compile(
    r"(?:(?<![^\n])|(?<=[。；]))(?P<title>[^\n，。；：、！？“”（）《》0-9]{2,14}(?:领域|方向|方面|环节|产业|板块|赛道))："
)
_DASH_TITLE = re.compile(r"(?<![^\n])—{1,2}(?P<title>[^\n，。；：！？]{2,24})[。：](?=[^\n])")
#: a title that is itself a goal: 居民收入增长与经济增长同步
_MAY_BE_GOAL = re.compile(r"[0-9]|同步|不低于|高于|低于|下达|翻番|翻一番")
_TITLE_STOP = "。"
_LONGEST_TITLE = 40


@dataclass(slots=True)
class Section:
    """The text under one heading up to the next: its pieces as [start, end) of the joined text."""

    path: str
    title: str
    start: int
    end: int
    body_start: int
    depth: int
    parent: Section | None = None
    marker: Marker | None = None
    goals_start: int = 0


@dataclass(slots=True)
class Outline:
    """Headings in order, and the sections that hold the text between them."""

    headings: list[Heading] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def section_at(self, position: int) -> Section | None:
        """The section that holds a position of the joined text; None before the first."""
        index = bisect_right(self.starts, position) - 1
        return self.sections[index] if index >= 0 and position < self.sections[index].end else None

    def path_at(self, position: int) -> str:
        """Path of the nearest numbered heading above a position; empty outside every heading."""
        section = self.section_at(position)
        return section.path if section else ""


@dataclass(slots=True)
class _Title:
    text: str
    start: int
    end: int
    body: int
    derived: bool
    rule: str


def build_outline(
    shadow: Shadow,
    markers: list[Marker],
    roots: list[tuple[int, str]],
    end: int,
    findings: Findings,
) -> Outline:
    """The tree. ``roots`` are (position, path prefix) in order; text from ``end`` on belongs to no heading."""
    markers = [marker for marker in markers if marker.start < end]
    stops = [marker.start for marker in markers[1:]] + [end] * bool(markers)
    titles = [_title(shadow, marker, stop) for marker, stop in zip(markers, stops, strict=True)]
    kept = _without_contents(shadow, markers, titles, stops, findings)
    outline = Outline()
    stack: list[Section] = []
    paths: dict[str, int] = {}
    last_prefix = ""
    for order, index in enumerate(kept):
        marker, title = markers[index], titles[index]
        prefix = _root_of(roots, marker.start)
        if prefix != last_prefix:
            stack, last_prefix = [], prefix
        stop = markers[kept[order + 1]].start if order + 1 < len(kept) else end
        stop = min([stop] + [at for at, _ in roots if marker.start < at])
        stack = _unwind(stack, marker, outline)
        parent = stack[-1] if stack else None
        path = _path(parent, prefix, marker, paths, shadow, findings)
        goals_start = title.start if _MAY_BE_GOAL.search(title.text) else title.body
        section = Section(path, title.text, marker.start, stop, title.body, len(stack) + 1, parent, marker, goals_start)
        stack.append(section)
        outline.sections.append(section)
        span = shadow.span(marker.start, title.end)
        rule = f"{marker.form.name}:{title.rule}"
        outline.headings.append(Heading(path, marker.form.level, marker.label, title.text, title.derived, span, rule))
        if title.derived:
            findings.add("TITLE-DERIVED", span, label=marker.label, title=title.text)
    outline.starts = [section.start for section in outline.sections]
    _report_gaps(outline, findings)
    _add_labels(shadow, outline)
    return outline


def _root_of(roots: list[tuple[int, str]], position: int) -> str:
    prefix = ""
    for at, name in roots:
        if at <= position:
            prefix = name
    return prefix


def is_flattened(text: str) -> bool:
    """Has the text lost its line breaks (fewer than one in 600 characters)?"""
    return text.count("\n", 0, 60_000) * 600 < min(len(text), 60_000)


def _title(shadow: Shadow, marker: Marker, stop: int) -> _Title:
    """Alone on its line, run in before the first full stop, before a colon or a blank, or derived."""
    text = shadow.text
    start = marker.end
    while start < stop and (text[start] == "\t" or (marker.form.name == "box" and text[start] == "\n")):
        start += 1
    ends = [at for mark in "\t\n" if (at := text.find(mark, start, stop)) >= 0]
    line_end = min(ends, default=stop)
    line = text[start:line_end]
    first_stop = _outer_find(line, _TITLE_STOP)
    if first_stop < 0:
        return _title_without_stop(shadow, marker, start, line_end, line)
    dash = line.find("——", 2, 60)
    if 0 < dash < first_stop and not re.search(r"[，；：]", line[:dash]):
        return _Title(line[:dash], start, start + dash, start + dash, False, "before-dash")
    if is_flattened(text) and (gap := _first_gap(shadow, start, start + min(first_stop, _LONGEST_TITLE))):
        return _Title(text[start:gap], start, gap, gap, False, "blank")
    head = line[:first_stop]
    alone = first_stop == len(line) - 1
    if len(head) <= _LONGEST_TITLE and not _QUANTITY_OR_YEAR.search(_ASIDE.sub("", head)) and head:
        if not alone and head.count("，") <= 2 and "：" not in head and "；" not in head:
            return _Title(head, start, start + first_stop, start + first_stop + 1, False, "run-in")
        follows = line_end < stop and bool(text[line_end:stop].strip())
        if alone and (follows or not re.search(r"[，；：]", head)) and marker.form.level < 4 and len(head) <= 30:
            return _Title(head, start, start + first_stop, start + first_stop + 1, False, "alone-with-stop")
    gap = _first_gap(shadow, start, start + min(len(head), _LONGEST_TITLE))
    if gap:
        return _Title(text[start:gap], start, gap, gap, False, "blank")
    if fixed := _FIXED_TITLES.match(line):
        return _Title(fixed[0], start, start + fixed.end(), start + fixed.end(), False, "fixed-words")
    return _colon_or_derived(start, line)


_FIXED_TITLES = re.compile(
    r"(?:总体|主要|发展|工作|行动|建设|目标|重点|基本|保障|组织|实施|具体|指导|有关|工作)(?:要求|目标|任务|思路|原则|措施|保障|实施|领导|思想|举措|安排|步骤|机制|内容)"
    r"(?=到(?:19|20)[0-9]{2}年|以|为|坚持|全面|深入|按照|围绕|贯彻|紧|加)"
)


def _title_without_stop(shadow: Shadow, marker: Marker, start: int, line_end: int, line: str) -> _Title:
    bare = line.rstrip("：；，、 \t")
    if len(bare) <= 50 and not line.endswith(("；", "，")) and (marker.form.level < 4 or "，" not in bare):
        colon = bare.find("：")
        if 2 <= colon <= 20 and len(bare) - colon > 12:
            return _colon_or_derived(start, line)
        if not (marker.form.level == 4 and _QUANTITY_OR_YEAR.search(bare)):
            return _Title(bare, start, start + len(bare), line_end, not bare, "alone")
    gap = _first_gap(shadow, start, start + min(len(line), _LONGEST_TITLE))
    if gap:
        return _Title(shadow.text[start:gap], start, gap, gap, False, "blank")
    return _colon_or_derived(start, line)


def _colon_or_derived(start: int, line: str) -> _Title:
    colon = line.find("：")
    if 2 <= colon <= 20 and not re.search(r"[，。；]", line[:colon]):
        return _Title(line[:colon], start, start + colon, start + colon + 1, False, "colon")
    clause = re.match(r"[^，。；：\n]{0,80}", line)
    title = clause[0] if clause else ""
    return _Title(title, start, start + len(title), start, True, "derived")


def _outer_find(line: str, mark: str) -> int:
    """First full stop outside quotation marks and brackets in the first 200 characters, else -1."""
    depth = 0
    for index, char in enumerate(line[:400]):
        if char in "“（《〔":
            depth += 1
        elif char in "”）》〕":
            depth = max(0, depth - 1)
        elif char == mark and (depth == 0 or index > 60):
            return index
    return line.find(mark, 400)


def _first_gap(shadow: Shadow, start: int, end: int) -> int:
    """Position of the first deleted blank in [start + 3, end), if no comma comes before it; else 0."""
    for index in range(start + 3, end):
        if shadow.text[index - 1] in "，；。：":
            return 0
        gap = shadow.gap(index)
        beside_number = shadow.text[index - 1].isascii() or shadow.text[index].isascii()
        if gap and not gap.strip() and "\n" not in gap and not beside_number:
            return index
    return 0


def _without_contents(
    shadow: Shadow, markers: list[Marker], titles: list[_Title], stops: list[int], findings: Findings
) -> list[int]:
    """Indices of markers that are no line of a contents list (repeated later, no body, three or more)."""
    keys = [(m.form.name, m.label, _toc_key(t.text)) for m, t in zip(markers, titles, strict=True)]
    last = {key: index for index, key in enumerate(keys)}
    toc = [
        i
        for i, key in enumerate(keys)
        if last[key] > i and key[2] and len(shadow.text[titles[i].body : stops[i]].strip()) <= 24
    ]
    if len(toc) < 3:
        return list(range(len(markers)))
    following = toc[-1] + 1
    if following < len(keys) and last[keys[following]] > following and keys[following][2]:
        toc.append(following)
    dropped = set(range(toc[0], toc[-1] + 1))
    span = shadow.span(markers[toc[0]].start, titles[toc[-1]].end)
    findings.add("TOC-DROPPED", span, count=len(dropped))
    return [i for i in range(len(markers)) if i not in dropped]


def _toc_key(title: str) -> str:
    return _TOC_TAIL.sub("", title).strip("。： \t")


def _unwind(stack: list[Section], marker: Marker, outline: Outline) -> list[Section]:
    """Ancestors of a new heading: those whose form ranks above its own; a 专栏 is left when the outer numbers go on."""
    if marker.form.name == "box":
        return []
    box = next((i for i, s in enumerate(stack) if s.marker and s.marker.form.name == "box"), None)
    if box is not None and _goes_on(outline, stack[box], marker):
        stack = _siblings_above(outline, stack[box], marker)
    return [s for s in stack if s.marker and s.marker.form.rank < marker.form.rank]


def _goes_on(outline: Outline, box: Section, marker: Marker) -> bool:
    """Does the mark continue the numbering from before the box?"""
    at = outline.sections.index(box)
    for section in reversed(outline.sections[:at]):
        if section.marker and section.marker.form.name == marker.form.name:
            return section.marker.position + 1 == marker.position
    return False


def _siblings_above(outline: Outline, box: Section, marker: Marker) -> list[Section]:
    at = outline.sections.index(box)
    for section in reversed(outline.sections[:at]):
        if section.marker and section.marker.form.name == marker.form.name:
            chain: list[Section] = []
            parent = section.parent
            while parent:
                chain.insert(0, parent)
                parent = parent.parent
            return chain
    return []


def _path(
    parent: Section | None, prefix: str, marker: Marker, paths: dict[str, int], shadow: Shadow, findings: Findings
) -> str:
    path = f"{parent.path}/{marker.label}" if parent else f"{prefix}{marker.label}"
    paths[path] = paths.get(path, 0) + 1
    if paths[path] == 1:
        return path
    if marker.form.name not in ("item", "circled", "number_bracket"):
        findings.add("NUM-REPEAT", shadow.span(marker.start, marker.end), text=shadow.text[marker.start : marker.end])
    return f"{path}#{paths[path]}"


def _report_gaps(outline: Outline, findings: Findings) -> None:
    """A missing sibling: neither does the number go on from its sibling nor from the last of its form."""
    last_of_form: dict[tuple[str, str], int] = {}
    last_sibling: dict[tuple[str, str], int] = {}
    for section, heading in zip(outline.sections, outline.headings, strict=True):
        marker = section.marker
        if marker is None:
            continue
        root = heading.path.split("/")[0] if heading.path.startswith(("通知/", "附件")) else ""
        parent = section.parent.path if section.parent else root
        form = marker.form.name
        expected = {last_of_form.get((root, form), 0) + 1, last_sibling.get((parent, form), 0) + 1, 1}
        if marker.position not in expected and form not in ("item", "box"):
            before = str(min(expected - {1}, default=1))
            findings.add("NUM-GAP", heading.span, text=marker.label, expected=before)
        last_of_form[root, form] = last_sibling[parent, form] = marker.position


def _add_labels(shadow: Shadow, outline: Outline) -> None:
    """Run-in labels (X领域：) and dash titles (——标题。) become level-5 headings without a number."""
    extra: list[Heading] = []
    seen: dict[str, int] = {}
    for pattern, rule in ((_LABEL, "label:colon"), (_DASH_TITLE, "label:dash")):
        for match in pattern.finditer(shadow.text):
            section = outline.section_at(match.start())
            if section is None or match.start() < section.body_start:
                continue
            path = f"{section.path}/{match['title']}"
            seen[path] = seen.get(path, 0) + 1
            path += f"#{seen[path]}" if seen[path] > 1 else ""
            span = shadow.span(match.start("title"), match.end("title"))
            extra.append(Heading(path, 5, "", match["title"], False, span, rule))
    outline.headings = sorted([*outline.headings, *extra], key=lambda heading: heading.span)
