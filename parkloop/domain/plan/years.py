"""Which year a goal is for: stated in its paragraph, inherited from a lead sentence, or the end of the plan's period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parkloop.domain.plan.broken_numbers import BrokenNumbers
from parkloop.domain.plan.context import Context
from parkloop.domain.plan.model import YearSource
from parkloop.domain.plan.outline import Section
from parkloop.domain.text.numerals import DIGITS

_YEAR = r"(?:19|20)[0-9]{2}"
_GOAL = re.compile(
    rf"(?P<base>(?:较|比|同比|以|自|从|截至|截止|截止到|据|与|和(?!{_YEAR}年[，：])|相比于?){_YEAR}年|在?{_YEAR}年(?:底|末)?(?:的)?基[础数期]|{_YEAR}年(?:以来|起|开始)|{_YEAR}年底?[，]?(?:已|实现了|完成了))"
    r"|(?:(?:到|至)“?十(?P<plan>[三四五六七])五”?(?:时期|规划)?期?末|“?十(?P<term>[三四五六七])五”?(?:期间|时期|期内))"
    rf"|(?:{_YEAR}—{{1,2}}(?P<last>{_YEAR})年(?:期间)?)"
    rf"|(?<![0-9《〔（—])(?P<year>{_YEAR})年(?!度?(?:[0-9]{{1,2}}月[0-9]|印发|发布|召开|工作总结))"
)
_IN_TITLE = re.compile(rf"(?<![0-9—])({_YEAR})年(?!—)")


_AHEAD = re.compile(r"(?:展望|远景|放眼)[^，。]{0,2}$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A year in the text; ``is_base`` when it dates a comparison or a fact of the past."""

    year: int
    start: int
    end: int
    is_base: bool


def year_mentions(text: str, start: int, end: int) -> list[Mention]:
    """Years of a stretch of text in order."""
    found = []
    for match in _GOAL.finditer(text, start, end):
        digits = re.search(_YEAR, match[0])
        if plan := match["plan"] or match["term"]:
            year = 2005 + 5 * DIGITS[plan]
            found.append(Mention(year, match.start(), match.end(), False))
        elif match["last"]:
            found.append(Mention(int(match["last"]), match.start(), match.end(), False))
        elif digits:
            found.append(Mention(int(digits[0]), match.start(), match.end(), bool(match["base"])))
    return found


class Years:
    """Answers the year question for every position, from one pass over the sections."""

    def __init__(
        self,
        context: Context,
        broken: BrokenNumbers | None = None,
        preamble: Section | None = None,
        loose: list[Section] | None = None,
    ) -> None:
        self._context = context
        self._broken = broken
        self._leads: dict[str, tuple[int, int]] = {}
        period = context.anatomy.document.period
        self.first = period[0] if period else None
        self.last = period[1] if period else None
        self._mentions: dict[str, list[Mention]] = {}
        for section in [*context.outline.sections, *(loose or ())]:
            found = year_mentions(context.text, section.start, section.end)
            self._mentions.setdefault(section.path, []).extend(found)
        if preamble:
            self._mentions[preamble.path] = year_mentions(context.text, preamble.start, preamble.end)
        for section in context.outline.sections:
            self._read_lead(section)

    def _goal(self, mention: Mention) -> bool:
        return not mention.is_base and (self.first is None or mention.year >= self.first)

    def _read_lead(self, section: Section) -> None:
        """A lead is a year in the title, or in an opening paragraph that ends in a colon or is followed by a list."""
        title = _IN_TITLE.search(section.title)
        if title and (self.first is None or int(title[1]) >= self.first):
            self._leads[section.path] = (int(title[1]), 0)
            return
        text = self._context.text
        found: tuple[int, int] | None = None
        paragraphs = list(self._context.paragraphs(section))[:3]
        if not paragraphs and section.end > section.body_start:
            paragraphs = [(section.body_start, section.end)]
        for index, (start, end) in enumerate(paragraphs):
            following = text[paragraphs[index + 1][0]] if index + 1 < len(paragraphs) else "—"
            if text[end - 1] == "：" or following in "—•●■◆▪·◇□★▲➢-" or (not index and self._leads_all(section, end)):
                goals = [m for m in self._mentions[section.path] if start <= m.start < end and self._goal(m)]
                goals = [m for m in goals if not _AHEAD.search(text, max(start, m.start - 6), m.start)] or goals
                if goals:
                    found = (goals[-1].year, end)
                break
        if found is not None:
            self._leads[section.path] = found

    def _leads_all(self, section: Section, end: int) -> bool:
        """The first paragraph of a section of goals leads the paragraphs below, where none of them names a year."""
        later = [m for m in self._mentions[section.path] if m.start >= end and self._goal(m)]
        return "目标" in section.title and end < section.end - 1 and not later

    def at(self, section: Section, start: int, end: int, sentence_end: int) -> tuple[int | None, YearSource]:
        """Year and source for something at [start, end) of a section."""
        line_start = max(self._context.text.rfind("\n", section.start, start) + 1, section.start)
        mentions = [m for m in self._mentions[section.path] if self._goal(m)]
        before = [m for m in mentions if line_start <= m.start and m.end <= end]
        if self._broken and self._broken.year_between(before[-1].end if before else line_start, end) >= 0:
            return None, "none"
        if before:
            return before[-1].year, "own"
        after = [m for m in mentions if end <= m.start < sentence_end]
        if after:
            return after[0].year, "own"
        return self._inherited(section, start)

    def _inherited(self, section: Section, position: int) -> tuple[int | None, YearSource]:
        above: Section | None = section
        while above:
            lead = self._leads.get(above.path)
            if lead and (above is not section or position >= lead[1]):
                return lead[0], "lead"
            above = above.parent
        return (self.last, "period") if self.last else (None, "none")

    def is_fact(self, section: Section, sentence_start: int, position: int) -> bool:
        """Is the nearest year before a position one of the past (截至2024年底, 2023年…)?"""
        before = [m for m in self._mentions[section.path] if sentence_start <= m.start < position]
        if not before:
            return False
        last = before[-1]
        words = self._context.text[last.start : last.end]
        if last.is_base and (words[0] in "较比同以与和相在" or words.endswith(("起", "开始", "基础", "基数", "基期"))):
            return False
        return last.is_base or (self.first is not None and last.year < self.first)
