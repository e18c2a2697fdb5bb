"""From raw text to joined paragraphs: marks of layout go, lines cut by a page break are joined, each with a finding.

A line is joined to the next only when it ends mid-sentence and the next opens no heading. Nothing is rewritten: the
result is a :class:`Shadow` whose offsets lead back to the raw text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.spaced_tables import part_cells
from parkloop.domain.text.numerals import CN
from parkloop.domain.text.script import is_traditional, to_simplified
from parkloop.domain.text.shadow import Shadow

_MARKUP = re.compile(
    r"\*\*|__|(?<![^\n])#{1,6} *|</?[A-Za-z][^<>\n]{0,120}>|&(?:nbsp|amp|lt|gt|quot|#[0-9]{1,5})[;；]?"
    r"|[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]|[\x00-\x08\x0e-\x1b\x7f]"
)
_SCRAPED = re.compile(
    rf"(?<=[。；：！？）])[\u0400-\u04ff](?=[0-9（第{CN}\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[\u0400-\u04ff](?=[0-9]{{1,2}}[.、]|（[{CN}]{{1,3}}）|[{CN}]{{1,3}}、)"
)
#: 新（xīn）建: the reading of a character in brackets, or bare behind it
_RUBY = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:（[a-zü]{0,5}[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ][a-zü]{0,4}）"
    r"|[a-zü]{0,5}[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ][a-zü]{0,4}(?=[^A-Za-z]|\Z))"
)
#: the line of dashes under the header of a table drawn with bars
_RULED = re.compile(r"(?<![^\n])[ |｜]*[：-]{2,}[ |｜：-]*(?=\n|\Z)")
_BARRED = re.compile(r"(?<![^\n])[^\n|｜]*[|｜][^\n|｜]*[|｜][^\n]*")
_UNIT_LIST = re.compile(r"(?:单位|部门)：[^。；\n]{4,300}")
_BETWEEN_UNITS = re.compile(
    r"(?<=[局委办厅府部会院司心道镇区县队所行]) (?= *[\u4e00-\u9fff]{2})(?! *[^、，；： ]{2,10}：)"
)
#: a table that puts each cell on a line of its own and a bar behind it
_BAR_AT_END = re.compile(r"(?<![^\n])(?:[^\n|｜]*[^\n|｜ ])? *[|｜] *(?=\n|\Z)")
_ENOUGH_BARS = 6
_BLANK = re.compile(
    r"(?<=[0-9]) +(?=(?:[EPT]FLOPS|[EPT]Flops|PFLOPs|[GMk]Wh?|[EPTGM]B|[GMT]bps|TEU)(?![A-Za-z]))|(?<![A-Za-z0-9 ]) +| +(?=[^A-Za-z0-9 ]|\Z)|(?<= ) +"
)
_TABBED = re.compile(r"(?<![^\n])[^\n\t]*\t[^\n]*")
_BLANK_LINE = re.compile(r"(?<![^\n])\n+")
_PAGE_NUMBER = re.compile(
    r"(?<![^\n])(?:[-—–·]{1,2}[0-9]{1,4}[-—–·]{1,2}|第[0-9]{1,4}页(?:[，/]?共[0-9]{1,4}页)?|Page[0-9]{1,4}|[0-9]{1,3}/[0-9]{1,3})(?![^\n])"
)
_LABEL_WORDS = (
    "牵头单位|牵头责任单位|协同配合责任单位|协同配合单位|主要责任单位|牵头负责领导|牵头市领导|责任单位|配合单位|牵头部门|责任部门|配合部门|协办单位|主办单位|承办单位|参与单位|支持单位|实施主体|责任主体"
    "|责任领导|责任人|牵头领导|完成时限|完成时间|时间节点|时限要求|附件|附表|附录|抄送|抄报|主送|联系人|联系电话"
)
_OPENS = re.compile(
    rf"第[{CN}0-9]{{1,4}}(?:章|节|编|篇|部分|条(?![款规的]))|专栏|[{CN}]{{1,4}}[、.]|（[{CN}0-9]{{1,4}}）|[0-9]{{1,3}}[.、](?:(?![0-9])|(?=[1-9][0-9]?[A-Z]|20[0-9]{{2}}年))|[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,2}}(?![0-9.%万亿千百个家])(?=[\u4e00-\u9fff])|[0-9]{{1,2}}）"
    rf"|[①-⑳㈠-㈩⑴-⒇⒈-⒛]|[一二三四五六七八九十]{{1,2}}是|—{{1,2}}|[•●■◆▪·◇□★▲➢\uf06c-\uf0fe]|[-*] |(?:{_LABEL_WORDS})"
    r"|[（〔](?:牵头|责任|配合|主办|协办|完成时限)"
    r"|(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日(?:\n|\Z)"
)
_MARKED = re.compile(
    rf"第[{CN}0-9]{{1,4}}(?:章|节|编|篇|部分|条(?![款规的]))|专栏|[{CN}]{{1,4}}[、.]|（[{CN}0-9]{{1,4}}）|[0-9]{{1,3}}[.、](?:(?![0-9])|(?=[1-9][0-9]?[A-Z]|20[0-9]{{2}}年))|[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,2}}(?![0-9.%万亿千百个家])(?=[\u4e00-\u9fff])|[0-9]{{1,2}}）|[①-⑳㈠-㈩⑴-⒇⒈-⒛]"
)
_OPEN_LABEL = re.compile(rf"[（〔](?:{_LABEL_WORDS})：$")
_NUMBER_CUT = re.compile(r"[达过于破增长至到为约近建成培引进]{1,3}[0-9]{1,9}(?:\.[0-9]{1,4})?(?:亿|万)?$")
_UNIT_CUT = re.compile(r"(?:亿|万)?(?:元|家|个|件|项|名|人|平方|公里|亩|吨|台|座|%)")
_ENDED = "。！？；：…!?"
_CLOSERS = "”’）》〕】」』"
_CONTINUES = "，。；、：）”》〕%？！"
_OPENERS = {"“": "”", "（": "）", "《": "》", "〔": "〕"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line [start, end) of the joined text."""

    start: int
    end: int
    text: str


def clean(raw: str, findings: Findings) -> Shadow:
    """Folded text without markup, layout blanks and page numbers; lines cut mid-sentence are joined."""
    shadow = Shadow.of(raw)
    shadow = shadow.replace(to_simplified) if is_traditional(raw) else shadow
    shadow = shadow.replace(_scraped_line_ends)
    if len(_RUBY.findall(shadow.text)) >= 2:
        shadow = shadow.delete(_RUBY)
    shadow = shadow.delete(_MARKUP).delete(_RULED).replace(_pipes_to_tabs)
    shadow = part_cells(shadow, findings).replace(_part_units).delete(_BLANK)
    shadow = shadow.without(_tabs_of_no_row(shadow.text))
    for match in _PAGE_NUMBER.finditer(shadow.text):
        findings.add("PAGE-NUMBER", shadow.span(*match.span()), text=match[0])
    shadow = _join(shadow.delete(_PAGE_NUMBER).delete(_BLANK_LINE), findings)
    return shadow.replace(_pair_quotes)


def _join(shadow: Shadow, findings: Findings) -> Shadow:
    lines = [m.span() for m in re.finditer(r"[^\n]+", shadow.text)]
    width = _wrap_width([end - start for start, end in lines])
    cuts: list[tuple[int, int]] = []
    head = 0
    for (left_start, left_end), (right_start, right_end) in itertools.pairwise(lines):
        if not head:
            head = left_start
        left, right = shadow.text[max(head, left_end - 400) : left_end], shadow.text[right_start:right_end]
        whole = left_end - head <= 400
        wrapped = bool(width) and left_end - left_start >= width - 2
        if _continues(left, right, whole, wrapped):
            if not wrapped:
                span = (shadow.offsets[left_end - 1], shadow.offsets[right_start] + 1)
                findings.add("PARA-CUT", span, left=left[-4:], right=right[:4])
            cuts.append((left_end, right_start))
        else:
            head = right_start
    if width:
        findings.add("LINE-WRAP", (0, 0), width=width)
    return shadow.without(cuts)


def _wrap_width(lengths: list[int]) -> int:
    """The column at which the whole text is wrapped, or 0: most lines are equally long and none is longer."""
    if len(lengths) < 12:
        return 0
    widest = max(lengths)
    if not 18 <= widest <= 80:
        return 0
    full = sum(1 for length in lengths if length >= widest - 2)
    return widest if full >= 0.5 * len(lengths) else 0


def _continues(left: str, right: str, whole: bool, wrapped: bool) -> bool:
    """Does ``right`` go on the sentence of ``left``? ``whole``: left is its whole paragraph so far."""
    if _OPENS.match(right) or "\t" in left or "\t" in right:
        return False
    if right[0] in _CONTINUES and left[-1] not in _ENDED:
        return True
    last = left[-1]
    if _NUMBER_CUT.search(left) and _UNIT_CUT.match(right):
        return True
    if last == "：" and _OPEN_LABEL.search(left):
        return True
    if last in _ENDED:
        return False
    if last in "，、“（《〔":
        return True
    if wrapped or (_unclosed(left) and (len(left) > 25 or "，" in left)):
        return True
    if last in _CLOSERS:
        return False
    if whole and _MARKED.match(left) and "。" not in left:
        return len(left) > 40
    return any(mark in left for mark in "，。；") and not _looks_like_front_matter(left, right)


def _looks_like_front_matter(left: str, right: str) -> bool:
    """Titles and signatures may hold a comma yet end without a stop."""
    return "。" not in left and ((len(right) <= 16 and right[-1] not in "。；，：") or left.endswith("通知"))


def _unclosed(left: str) -> bool:
    tail = left[max(left.rfind("。"), left.rfind("；")) + 1 :]
    return any(tail.rfind(opener) > tail.rfind(closer) for opener, closer in _OPENERS.items())


def _tabs_of_no_row(text: str) -> Iterator[tuple[int, int]]:
    """Tabs of lines that hold one cell only: indents. In a row every tab counts, since it may bound an empty cell."""
    if "\t" not in text:
        return
    for match in _TABBED.finditer(text):
        if sum(bool(cell.strip()) for cell in match[0].split("\t")) < 2:
            for index in range(*match.span()):
                if text[index] == "\t":
                    yield index, index + 1


def _scraped_line_ends(text: str) -> str:
    """…服务。Р2.加快…: single Cyrillic letters between sentences and numbers stand for lost line ends (reported as damage)."""
    return _SCRAPED.sub("\n", text)


def _part_units(text: str) -> str:
    """牵头单位：甲局 乙局: a blank between two units of a labelled list divides them."""
    if "：" not in text:
        return text
    return _UNIT_LIST.sub(lambda match: _BETWEEN_UNITS.sub("、", match[0]), text)


def _pipes_to_tabs(text: str) -> str:
    """Bars that divide the cells of a line become tabs; a single bar in a line stays."""
    if "|" not in text and "｜" not in text:
        return text
    if len(_BAR_AT_END.findall(text)) >= _ENOUGH_BARS:
        text = _BAR_AT_END.sub(lambda match: match[0].replace("|", " ").replace("｜", " "), text)
    return _BARRED.sub(lambda match: _row_of_bars(match[0]), text)


def _row_of_bars(line: str) -> str:
    """The bars between cells as tabs; those that only frame the row as blanks."""
    bars = [index for index, char in enumerate(line) if char in "|｜"]
    framed = not line[: bars[0]].strip() and not line[bars[-1] + 1 :].strip()
    cells = list(line)
    for index in bars:
        cells[index] = " " if framed and index in (bars[0], bars[-1]) else "\t"
    return "".join(cells)


def _pair_quotes(text: str) -> str:
    """Straight quotes become opening and closing ones, paired within each paragraph."""
    if '"' not in text and "'" not in text:
        return text
    out: list[str] = []
    double = single = False
    for index, char in enumerate(text):
        if char == "\n":
            double = single = False
        elif char == '"':
            char = "”" if double else "“"
            double = not double
        elif char == "'" and not (index and text[index - 1].isascii() and text[index - 1].isalpha() and not single):
            char = "’" if single else "‘"
            single = not single
        out.append(char)
    return "".join(out)
