"""Lists of bodies a paper is addressed or copied to; a body named by several places stays whole (各县（市）、区人民政府)."""

from __future__ import annotations

import re

from parkloop.domain.plan.lines import Line

_LED = re.compile(r"((?:各|市|区|县|州|省|有关|相关|本|全)[^。：；]{2,160})：")
#: what a body's name may end with; a 、 behind anything else stands inside one name
_BODY = re.compile(
    r"(?:政府|办公室|办公厅|办事处|委员会|管委会?|党工?委|部门|单位|机构|组织|企业|公司|集团|院校|学校|高校|院所|局|厅|委|办|署|社|处|会|中心"
    r"|旗县?|开发区|高新区|新区|园区)(?:（[^（）]{1,30}）)?$"
)
_COMMITTEES = re.compile(r"(?:委、办、局|部、委、办、局|委、局|局、委|委、办)")
#: 经信局 behind 各县（市、区）数据局: a kind of body without a place of its own
_KIND = re.compile(r"[^各省市区县镇乡村]{1,5}(?:局|办|委|处|所)|街道办事处|乡镇政府|管委会")
_SHORT = re.compile(r"(?:各)?(?:单位|部门|机构)$")


def read_addressees(lines: list[Line]) -> tuple[str, ...]:
    """The bodies of the first line that opens a list of bodies and ends it with a colon."""
    for line in lines:
        if match := _LED.match(line.text):
            return tuple(split_units(match[1]))
    return ()


def split_units(text: str) -> list[str]:
    """各镇人民政府，各街道办事处，区政府各委、办、局 -> three; collective phrases stay whole."""
    protected = _COMMITTEES.sub(lambda match: match[0].replace("、", "\x00"), text)
    out = [body for part in _outer_split(protected, "，；") for body in _bodies(part)]
    return [body.replace("\x00", "、").strip() for body in out if body.strip()]


def _bodies(part: str) -> list[str]:
    """A 、 divides two bodies only behind a name that is complete, and before one that is."""
    pieces = _outer_split(part, "、")
    out: list[str] = []
    for index, piece in enumerate(pieces):
        if out and not (_BODY.search(out[-1]) and not _SHORT.fullmatch(piece) and _stands_alone(pieces, index)):
            out[-1] += "、" + piece
        else:
            out.append(piece)
    return out


def _stands_alone(pieces: list[str], index: int) -> bool:
    if pieces[index - 1].startswith("各") and _KIND.fullmatch(pieces[index]):
        return False
    return any(_BODY.search(piece) for piece in pieces[index:])


def _outer_split(text: str, marks: str) -> list[str]:
    parts: list[str] = []
    depth = start = 0
    for index, char in enumerate(text):
        depth += (char in "（〔") - (char in "）〕")
        if depth <= 0 and char in marks:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return parts
