"""Annexes without numbers: the annex itself becomes the heading of its sentences and indicators (path `附件1`).

An annex of task tables or of numbered parts alone needs none: its rows and parts have paths of their own.
"""

from __future__ import annotations

import bisect
import re

from parkloop.domain.plan.anatomy import ANNEX_LABEL
from parkloop.domain.plan.context import Context
from parkloop.domain.plan.model import Heading
from parkloop.domain.plan.outline import Section
from parkloop.domain.plan.vocabulary_duties import INDICATOR_HEADS

_MARK = re.compile(r"[：.、\t ]*")
_LONGEST_TITLE = 60


def add_annex_headings(context: Context) -> None:
    """Gives every annex that opens with sentences a heading of level 0 and a section up to its first number."""
    outline, anatomy = context.outline, context.anatomy
    for order, start in enumerate(anatomy.annexes):
        following = anatomy.annexes[order + 1] if order + 1 < len(anatomy.annexes) else anatomy.body_end
        at = bisect.bisect_left(outline.starts, start)
        end = min(following, outline.starts[at] if at < len(outline.starts) else following)
        section = _section(context, start, end)
        if section and section.path not in {heading.path for heading in outline.headings}:
            outline.sections.insert(at, section)
            outline.starts.insert(at, start)
            label = section.path.rpartition("/")[2]
            span = context.span(start, section.body_start)
            outline.headings.append(Heading(section.path, 0, label, section.title, False, span, "annex"))
    outline.headings.sort(key=lambda heading: heading.span)


def _bears_elements(line: str) -> bool:
    """A sentence, or the header of a table of indicators."""
    return "。" in line if "\t" not in line else any(cell in INDICATOR_HEADS for cell in line.split("\t"))


def _section(context: Context, start: int, end: int) -> Section | None:
    """The annex [start, end) as a section, if a line of it, behind its title, is a sentence and no row of a table."""
    text = context.text
    label = ANNEX_LABEL.match(text, start, end)
    mark = _MARK.match(text, label.end(), end) if label else None
    if not label or not mark:
        return None
    line_end = text.find("\n", mark.end(), end)
    if line_end < 0:
        return None
    title = text[mark.end() : line_end].strip("\t ")
    if not title:
        next_end = text.find("\n", line_end + 1, end)
        title = text[line_end + 1 : max(next_end, line_end + 1)].strip("\t ")
        if not title or len(title) > _LONGEST_TITLE or title.endswith(("。", "；")) or "\t" in title:
            title = ""
        else:
            line_end = next_end
    body = text[line_end + 1 : end]
    if not any(_bears_elements(line) for line in body.split("\n")):
        return None
    path = label[0]
    return Section(path, title or path, start, end, line_end + 1, 1, goals_start=line_end + 1)
