"""Damage of the text that must become a finding: blanks in numbers, stray words, leaked markup, mojibake, open brackets.

Nothing is repaired here; joining of cut lines is the business of `lines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parkloop.domain.plan.context import Context
from parkloop.domain.plan.lines import Line
from parkloop.domain.plan.model import Span
from parkloop.domain.text.script import is_traditional

_NUM_SPACE = re.compile(
    r"[0-9０-９]{1,3}(?:[ \u00a0\u3000]+[,，][ \u00a0\u3000]*|[,，][ \u00a0\u3000]+)[0-9０-９]{3}(?![0-9])"
    r"|[\u4e00-\u9fff]{0,4}[ \u00a0\u3000]+[0-9０-９][0-9０-９.,，]{0,14}[ \u00a0\u3000]*[\u4e00-\u9fff%％]{0,3}"
    r"|[0-9０-９]{1,14}[ \u00a0\u3000]+[\u4e00-\u9fff%％]{1,3}"
    r"|[0-9０-９]{1,14}(?:[ \u00a0\u3000]+[.．]|[.．][ \u00a0\u3000]+)[0-9０-９]{1,6}(?=[\u4e00-\u9fff%％\t\n])"
)
_NUM_SPLIT = re.compile(
    r"(?<![0-9A-Za-z.])[0-9]{1,4}(?:[ \u00a0\u3000]{1,4}[0-9]{1,4}){1,3}(?:\.[0-9]{1,4})?[ \u00a0\u3000]{0,4}(?=[年月日家个件项亿万%％人名])"
)
_CHAPTER_GAP = re.compile(r"第[一二三四五六七八九十0-9]{1,3}(?:章|节|条|编|篇|部分)[ \u3000]|目[ \u3000]{1,4}录")
_WORD_SPACE = re.compile(r"[\u4e00-\u9fff]{1,6}[ \u00a0]+[\u4e00-\u9fff]{1,6}")
_ALIEN = re.compile(
    r"[\u4e00-\u9fff][ \u00a0]?(?<![A-Za-z])(and|or|the|of|to|in|for|with|is|are|by|on|at|from|as|an|this|that)(?![A-Za-z])[ \u00a0]?[\u4e00-\u9fff]"
)
_FOREIGN = re.compile(
    r"[\u4e00-\u9fff]?[\u0400-\u04ff\u3040-\u309f\u30a1-\u30fa\uac00-\ud7af\u0e00-\u0e7f]{1,20}[\u4e00-\u9fff]?"
)
_MOJIBAKE = re.compile(
    r"[^\n]{0,4}(?:\ufffd|锟斤拷|烫烫烫|屯屯屯|(?:[ÃÂâãåæçèéäïð][\u0080-\u00bf\u0152-\u2122]{1,2}){2,}|[\ue000-\uf8ff]|鈥|銆|锛)[^\n]{0,8}"
)
_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]{0,120}>|&(?:nbsp|amp|lt|gt|quot|#[0-9]{1,5});|\{\{[^{}\n]{0,60}\}\}")
_PINYIN = re.compile(r"[\u4e00-\u9fff](?:[(（]?[a-zü]{0,5}[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ][a-zü]{0,4}[)）]?)")
_BOLD = re.compile(r"\*\*([^*\n]{0,200})\*\*|\*\*")
_DATE_LOST = re.compile(
    r"(?<![0-9年月.〇])[0-9]{3,4}日(?=[前、，。；]|之前|以前|至)|(?<![0-9])20[0-9]{2}年[0-9]{3,4}日|(?<![0-9])20[0-9]{2}年月|(?<![0-9.])20[0-9]{2}(?:[0-9]{1,2}月|[0-9]{1,2}日)"
)
_NO_MONTH = re.compile(r"(?<![0-9])20[0-9]{2}年(?:1[3-9]|[2-9][0-9]|00?)月")
_SENTENCE_END = "。！？；：”）》〕】.…"
_OPENERS = {"（": "）", "“": "”", "《": "》", "〔": "〕"}
_MANY = 20


def report_damage(context: Context, lines: list[Line]) -> None:
    """Add every damage finding. Kinds that occur very often are reported once with their number of places."""
    raw = context.shadow.raw
    _number_spaces(context, raw)
    _report(context, "WORD-SPACE", _word_spaces(raw))
    for pattern, code in (
        (_ALIEN, "TOKEN-ALIEN"),
        (_FOREIGN, "TOKEN-ALIEN"),
        (_MOJIBAKE, "MOJIBAKE"),
        (_MARKUP, "MARKUP"),
    ):
        _report(context, code, (match.span() for match in pattern.finditer(raw)))
    _report(context, "DATE-IMPOSSIBLE", (match.span() for match in _NO_MONTH.finditer(raw)))
    _report(context, "DATE-DAMAGED", (match.span() for match in _DATE_LOST.finditer(raw)))
    pinyin = [match.span() for match in _PINYIN.finditer(raw)]
    if len(pinyin) >= 2:
        _report(context, "PINYIN", pinyin[:_MANY])
    _bold(context, raw)
    _traditional(context, raw)
    _brackets(context)
    _ending(context, raw)
    _exploded(context, lines)


def _report(context: Context, code: str, spans: Iterator[Span] | list[Span]) -> None:
    found = list(spans)
    for start, end in found[:_MANY]:
        words = " ".join(context.shadow.raw[start:end].split())
        context.findings.add(code, (start, end), text=words)
    if len(found) > _MANY:
        start, end = found[_MANY][0], found[-1][1]
        context.findings.add(code, (start, end), text=f"… ×{len(found) - _MANY}")


def _number_spaces(context: Context, raw: str) -> None:
    split = [match.span() for match in _NUM_SPLIT.finditer(raw)]
    _report(context, "NUM-SPLIT", split)
    split = split[:_MANY]
    found: list[Span] = []
    for match in _NUM_SPACE.finditer(raw):
        start, end = match.span()
        words = match[0]
        numbering = not raw[raw.rfind("\n", 0, start) + 1 : start].strip(" .\u30000123456789")
        if (
            words.strip() == words
            and not (numbering and words[0].isdigit())
            and not any(s < end and start < e for s, e in split)
        ):
            found.append((start, end))
    for start, end in found[:_MANY]:
        words = raw[start:end]
        context.findings.add("NUM-SPACE", (start, end), text=words, read=re.sub(r"\s+", "", words))
    if len(found) > _MANY:
        context.findings.add("NUM-SPACE", (found[_MANY][0], found[-1][1]), text=f"… ×{len(found) - _MANY}", read="…")


def _word_spaces(raw: str) -> Iterator[Span]:
    """Blanks between two Chinese words; not in a line made of short columns."""
    for line in re.finditer(r"[^\n]+", raw):
        if 2 <= len(line[0].split(None, 5)) <= 4:
            for match in _WORD_SPACE.finditer(raw, line.start(), line.end()):
                if not _CHAPTER_GAP.match(raw, match.start()):
                    yield match.span()


def _bold(context: Context, raw: str) -> None:
    """A bold mark that has no partner in its line, or ends where a line was cut."""
    cuts = {f.span[0] for f in context.findings.items if f.code == "PARA-CUT"}
    spans = []
    for match in _BOLD.finditer(raw):
        unpaired = match[1] is None
        at_cut = any(match.start() <= cut < match.end() for cut in cuts) if cuts and not unpaired else False
        if unpaired or at_cut:
            start = max(0, match.start() - 4) if unpaired else match.start()
            spans.append((start, min(len(raw), match.end() + (4 if unpaired else 0))))
    _report(context, "BOLD-CUT", spans)


def _traditional(context: Context, raw: str) -> None:
    """Most characters that differ between the scripts are traditional ones."""
    if is_traditional(raw):
        context.findings.add("TRADITIONAL", (0, min(len(raw), 200)))


def _brackets(context: Context) -> None:
    """Brackets and quotation marks left open at the end of their paragraph."""
    text = context.text
    found = 0
    for line in re.finditer(r"[^\n]+", text):
        stack: list[tuple[str, int]] = []
        for match in re.finditer(r"[（）“”《》〔〕]", line[0]):
            char = match[0]
            if char in _OPENERS:
                stack.append((char, match.start()))
            elif stack and _OPENERS[stack[-1][0]] == char:
                stack.pop()
        for _, at in stack[:3]:
            start = line.start() + at
            span = context.span(start, min(start + 12, line.end()))
            if found < _MANY:
                context.findings.add("BRACKET-OPEN", span, text=text[start : min(start + 12, line.end())])
            found += 1


def _ending(context: Context, raw: str) -> None:
    """The last line of the body breaks off: no stop, no closing matter, and too long for a signature."""
    anatomy = context.anatomy
    text = context.text.rstrip("\n \t")
    if not text or anatomy.body_end < len(text) or not context.outline.sections:
        return
    last_line = text[text.rfind("\n") + 1 :]
    if text[-1] not in _SENTENCE_END and len(last_line) > 24 and "\t" not in last_line and "。" in last_line + "。":
        span = context.span(len(text) - min(10, len(text)), len(text))
        context.findings.add("TEXT-ENDS", span, text=text[-10:])


def _exploded(context: Context, lines: list[Line]) -> None:
    """Eight or more short lines in a row without any mark, with a duty label among them: a table in pieces."""
    run: list[Line] = []
    for line in [*lines, Line(0, 0, "。")]:
        if (
            len(line.text) <= 16
            and not re.search(r"[。；！？]", line.text)
            and line.start >= context.anatomy.body_start
        ):
            run.append(line)
            continue
        if len(run) >= 8 and any(
            re.fullmatch(r"(?:牵头|责任|配合|完成)(?:单位|部门|时限|时间)：?|序号|任务|项目名称", item.text)
            for item in run
        ):
            span = context.span(run[0].start, run[-1].end)
            context.findings.add("TABLE-EXPLODED", span, text=run[0].text)
        run = []
