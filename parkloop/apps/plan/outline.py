"""What each heading of a compiled plan is for, decided by the words of its chapter: goals, tasks, safeguards. Pure.

Tasks are the deepest numbered headings of a chapter that is neither goals nor safeguards nor general talk; safeguards are
the first headings below their chapter (the chapter itself when it has none).
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from parkloop.apps.plan.models import HeadingKind
from parkloop.domain.plan.bodies import parent_of
from parkloop.domain.plan.model import Heading

DEEPEST_TASK_LEVEL = 4
_SAFEGUARDS = re.compile("保障|组织实施|组织领导|推进机制|工作要求")
_GOALS = re.compile("目标|愿景")
_GENERAL = re.compile("指导思想|基本原则|总体思路|总体要求|工作思路|背景|附则|附件")
_QUOTED = re.compile('[“"]([^”"]{1,8})[”"]')


def kinds_of(headings: Sequence[Heading]) -> dict[str, HeadingKind]:
    """Path → what the heading is for."""
    known = {h.path: h for h in headings}
    children: dict[str, list[Heading]] = defaultdict(list)
    for heading in headings:
        children[parent_of(heading.path, known)].append(heading)
    found: dict[str, HeadingKind] = {}
    for root in children[""]:
        _sort(root, _of_chapter(root), children, found)
    return found


def word_of(title: str) -> str:
    """The word in quotation marks by which a chapter is called; empty when there is none."""
    match = _QUOTED.search(title)
    return match[1] if match else ""


def _of_chapter(root: Heading) -> HeadingKind:
    if not root.number or root.path.startswith("通知/"):
        return HeadingKind.PART
    for words, kind in (
        (_SAFEGUARDS, HeadingKind.SAFEGUARD),
        (_GOALS, HeadingKind.GOALS),
        (_GENERAL, HeadingKind.PART),
    ):
        if words.search(root.title):
            return kind
    return HeadingKind.TASK


def _sort(
    heading: Heading,
    kind: HeadingKind,
    children: dict[str, list[Heading]],
    found: dict[str, HeadingKind],
    depth: int = 0,
) -> None:
    """Give the heading its kind and go down; `kind` is what the chapter holds."""
    below = [h for h in children[heading.path] if h.number and h.level <= DEEPEST_TASK_LEVEL]
    if kind is HeadingKind.TASK:
        found[heading.path] = _of_branch(depth) if below else HeadingKind.TASK
        kind_below = HeadingKind.TASK if below else HeadingKind.PART
    elif kind is HeadingKind.SAFEGUARD:
        found[heading.path] = HeadingKind.CHAPTER if below and depth == 0 else HeadingKind.SAFEGUARD
        kind_below = HeadingKind.SAFEGUARD if below and depth == 0 else HeadingKind.PART
    else:
        found[heading.path] = kind if depth == 0 else HeadingKind.PART
        kind_below = HeadingKind.PART
    for child in children[heading.path]:
        _sort(child, kind_below if child.number else HeadingKind.PART, children, found, depth + 1)


def _of_branch(depth: int) -> HeadingKind:
    return HeadingKind.CHAPTER if depth == 0 else HeadingKind.SECTION
