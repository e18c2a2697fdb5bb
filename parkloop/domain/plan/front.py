"""Facts at the front of a paper: number, date of issue, issuer, addressees, and the site's own fields above it."""

from __future__ import annotations

import itertools
import re

from parkloop.domain.plan.addressees import read_addressees
from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.lines import Line
from parkloop.domain.plan.model import Document
from parkloop.domain.text.numerals import find_date
from parkloop.domain.text.shadow import Shadow

PLAN_WORDS = r"(?:方案|计划|规划|意见|措施|办法|纲要|要点|清单|指南|行动|细则|安排|举措|政策|任务书|责任书|路线图|蓝图|分解表?|台账|分工)"
BRACKET = r"(?:（[^（）\n]{1,30}）)"
DOC_NO = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z]{0,14}[〔（【][12][0-9]{3}[〕）】]第?[0-9]{1,4}号")
DOC_NO_DAMAGED = re.compile(
    r"[\u4e00-\u9fff]{2,10}(?:〔[0-9]{4,8}号?|[0-9]{4}〕[0-9]{1,4}号?|〔[0-9]{1,3}〕[0-9]{1,4}号?|〔[0-9]{4}〕号?)$"
)
_META_KEYS = (
    "发文字号|发布文号|文件编号|文号|发布日期|成文日期|印发日期|发文日期|生成日期|公开日期|发布时间|发布机构|发文机关|发文机构|制发机关|发布部门|发布单位"
    "|索引号|主题分类|组配分类|信息分类|体裁分类|服务对象分类|生命周期分类|信息名称|文件名称|标题|名称|有效性|信息来源|来源|关键词|主题词|浏览次数|浏览量|字体|分享到|分类"
)
META = re.compile(rf"(?:{_META_KEYS})：?")
_META_PAIR = re.compile(rf"(?P<key>{_META_KEYS})：?(?P<value>.*?)(?={_META_KEYS}|$)")
DATE_ONLY = re.compile(
    r"[（]?[12二一][0-9〇零一二三四五六七八九]{3}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日(?:印发|发布|公布)?[）]?(?:印发)?"
)
DATE_DAMAGED = re.compile(
    r"20[0-9]{4,6}|20[0-9]{2}年(?:[0-9]{1,2}日|[0-9]{1,2}月|月[0-9]{0,2}日?|[0-9]{3,4}日?)|20[0-9]{0,2}年[0-9]{0,2}月[0-9]{0,2}"
)
NOTICE_END = re.compile(r"(?:通知|公告|批复|通报|决定|的函)(?:（[^（）]{1,12}）)?》?$")
_ISSUER_KEYS = ("发文机关", "发文机构", "制发机关", "发布机构", "发布部门", "发布单位")
ORG_END = re.compile(r"(?:政府|办公室|办公厅|委员会|管委会|党组|局|厅|委|部|院|公司|集团|指挥部|领导小组|办|署|会)$")


def front_facts(shadow: Shadow, top: list[Line], notice: list[Line], title: list[Line], findings: Findings) -> Document:
    """What stands above the plan; ``notice`` and ``title`` are the lines of the two titles."""
    meta = _metadata(top)
    notice_title = _bare_title(join(notice)) or _title_of_site(meta)
    doc_no = _doc_no(shadow, top, meta, findings)
    issued = _issue_date(shadow, top, meta, bool(notice), findings)
    return Document(
        title=join(title) or None,
        notice_title=notice_title,
        doc_no=doc_no,
        issued_on=issued,
        issuer=_issuer(shadow, top, meta, notice, notice_title),
        addressees=read_addressees([line for line in top if not notice or line.start >= notice[-1].end]),
    )


def join(lines: list[Line]) -> str:
    """The text of lines without line ends."""
    return "".join(line.text for line in lines)


def is_signature(line: Line) -> bool:
    """Is the line nothing but the name of a body?"""
    return len(line.text) <= 40 and bool(ORG_END.search(line.text)) and not re.search(r"[。；：]", line.text)


def _title_of_site(meta: dict[str, str]) -> str | None:
    """The notice title as the site's own fields give it."""
    for key in ("名称", "标题", "信息名称", "文件名称"):
        if NOTICE_END.search(meta.get(key, "")) and "关于" in meta[key]:
            return _bare_title(meta[key])
    return None


def _metadata(top: list[Line]) -> dict[str, str]:
    """The site's own fields above the paper (文号：…, 发文日期：…), several to a line; the first of a name counts."""
    found: dict[str, str] = {}
    for line in top[:60]:
        if META.match(line.text):
            for match in _META_PAIR.finditer(line.text):
                value = match["value"].strip("：[]〔 \t")
                if value:
                    found.setdefault(match["key"], match["value"].strip("： \t"))
    return found


def _bare_title(title: str) -> str:
    """A title without a number in front and without the marks of a quotation around the whole."""
    number = DOC_NO.match(title)
    title = title[number.end() :] if number and number.end() < len(title) else title
    if title.startswith("《") and title.endswith("》") and "》" not in title[1:-1].replace("〉", ""):
        return title[1:-1]
    return title


def _doc_no(shadow: Shadow, top: list[Line], meta: dict[str, str], findings: Findings) -> str | None:
    for line in top[:40]:
        if DOC_NO_DAMAGED.fullmatch(_strip_meta(line.text)):
            findings.add("DOCNO-DAMAGED", shadow.span(line.start, line.end), text=line.text)
            break
    for key in ("发文字号", "文号", "发布文号", "文件编号"):
        if match := DOC_NO.search(meta.get(key, "")):
            return match[0]
    for line in top[:40]:
        match = DOC_NO.search(_strip_meta(line.text))
        if match and len(match[0]) >= 0.6 * len(_strip_meta(line.text)):
            return match[0]
    return None


def _strip_meta(text: str) -> str:
    match = META.match(text)
    return text[match.end() :] if match else text


def _issue_date(
    shadow: Shadow, top: list[Line], meta: dict[str, str], has_notice: bool, findings: Findings
) -> str | None:
    for line in reversed(top):
        if DATE_ONLY.fullmatch(line.text):
            found = find_date(line.text)
            if found:
                return found[0]
            findings.add("DATE-IMPOSSIBLE", shadow.span(line.start, line.end), text=line.text)
    for key in ("成文日期", "发文日期", "印发日期", "生成日期", "发布日期", "公开日期", "发布时间"):
        if found := find_date(meta.get(key, "")):
            return found[0]
    for line in top:
        if has_notice and DATE_DAMAGED.fullmatch(line.text):
            findings.add("DATE-DAMAGED", shadow.span(line.start, line.end), text=line.text)
    return None


def _issuer(
    shadow: Shadow, top: list[Line], meta: dict[str, str], notice: list[Line], notice_title: str | None
) -> str | None:
    """From the red head, the notice's title, the site's fields, the names above the title, or the signature."""
    for line in top[:12]:
        if (
            line.text.endswith("文件")
            and not META.match(line.text)
            and 5 < len(line.text) <= 40
            and not re.search(r"[《\t>]", line.text)
        ):
            return line.text[:-2]
    named = re.match(r"(?!关于|印发|转发)(.{2,80}?)(?:关于|印发|转发)", notice_title or "")
    stated = next((meta[key] for key in _ISSUER_KEYS if 2 <= len(meta.get(key, "")) <= 40), None)
    if named and not (stated and re.match(r"[省市区县州]", named[1])):
        return _parted(shadow, notice[0].start if notice else 0, named[1])
    if stated:
        return stated
    above = _names_above(top, notice)
    dated = next((i for i, line in enumerate(top) if DATE_ONLY.fullmatch(line.text)), None)
    if above or (dated and is_signature(top[dated - 1])):
        return above or top[dated - 1].text  # type: ignore[operator]
    return None


def _names_above(top: list[Line], notice: list[Line]) -> str | None:
    """Bodies on lines of their own right above the notice's title."""
    if not notice:
        return None
    names: list[str] = []
    for line in reversed([line for line in top if line.end <= notice[0].start]):
        if DOC_NO.fullmatch(line.text) and names:
            break
        if not is_signature(line) or META.match(line.text):
            break
        names.insert(0, line.text)
    return "、".join(names) or None


def _parted(shadow: Shadow, start: int, names: str) -> str:
    """Bodies that only blanks divide in front of 关于 are divided by 、."""
    begin = shadow.text.find(names, start, start + len(names) + 3000)
    if begin < 0:
        return names
    cuts = [
        i for i in range(1, len(names)) if shadow.gap(begin + i).strip(" \u3000\u00a0") == "" and shadow.gap(begin + i)
    ]
    bounds = [0, *(i for i in cuts if ORG_END.search(names[:i])), len(names)]
    return "、".join(names[a:b] for a, b in itertools.pairwise(bounds))
