"""Numbering marks: which forms exist, how deep each stands, and which occurrences open a heading.

A mark at a line start counts; a mark inside a line counts only after a sentence end and in sequence (text may come
without line breaks). Levels are those of the grammar of action plans: 0 第X章/节/专栏, 1 一、, 2 （一）, 3 1. and 第X条, 4 （1）①一是.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parkloop.domain.plan.decimal_marks import find_decimals
from parkloop.domain.text.numerals import CN, ordinal

_CN = f"[{CN}]"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of numbering: its level as reported, and its rank (which form may stand inside which)."""

    name: str
    level: int
    rank: int


@dataclass(frozen=True, slots=True)
class Marker:
    """One numbering mark at [start, end); ``label`` is the number without brackets and dots."""

    form: Form
    label: str
    position: int
    start: int
    end: int
    inline: bool
    adjacent: bool = False
    decimal: bool = False


FORMS = {
    form.name: form
    for form in (
        Form("part", 0, 0),
        Form("chapter", 0, 1),
        Form("section", 0, 2),
        Form("box", 0, 3),
        Form("cn", 1, 4),
        Form("article", 3, 5),
        Form("cn_bracket", 2, 6),
        Form("number", 3, 7),
        Form("two_parts", 4, 8),
        Form("three_parts", 4, 9),
        Form("number_bracket", 4, 10),
        Form("number_half", 4, 11),
        Form("circled", 4, 12),
        Form("item", 4, 13),
    )
}

_MARK = re.compile(
    rf"(?P<part>第(?:{_CN}{{1,3}}|[0-9]{{1,2}})(?:编|篇|部分))"
    rf"|(?P<chapter>第(?:{_CN}{{1,3}}|[0-9]{{1,2}})章)"
    rf"|(?P<section>第(?:{_CN}{{1,3}}|[0-9]{{1,2}})节)"
    rf"|(?<![^\n])(?P<article>第(?:{_CN}{{1,3}}|[0-9]{{1,3}})条)(?![款规所的中、，。之])"
    rf"|(?P<box>专栏(?:{_CN}{{1,3}}|[0-9]{{1,3}})|(?<![^\n])专栏(?=\n|：))[：、.]?"
    rf"|（(?P<cn_bracket>{_CN}{{1,4}})）[、.]?"
    rf"|(?P<cn>{_CN}{{1,4}})[、.](?!{_CN}{{1,3}}、)"
    r"|（(?P<number_bracket>[0-9]{1,2})）[、.]?"
    r"|(?P<number>(?<![0-9.])[0-9]{1,3})(?:[.、](?![0-9])|\.(?=[0-9]{2,4}[\u4e00-\u9fff])|[.、](?=[1-9][0-9]?[A-Z]|20[0-9]{2}年))"
    r"|(?P<number_half>(?<![0-9.（—-])[0-9]{1,2})）"
    r"|(?P<circled>[①-⑳])[、.]?"
    r"|(?P<item>[一二三四五六七八九十]{1,2})是(?![否不])"
    r"|(?P<single>[㈠-㈩⑴-⒇⒈-⒛])"
)
#: 1.5亿元 may be a number; 1.2022年底前 and 2.3D打印 are not
_GOES_ON_AS_NUMBER = re.compile(r"(?!20[0-9]{2}年|[1-9][0-9]?[A-Z])[0-9]")
_AFTER = "。！？；：”）》〕】"
_ITEM_AFTER = "。；：，”）"


def _single(char: str) -> tuple[str, str]:
    code = ord(char)
    if 0x3220 <= code <= 0x3229:
        return "cn_bracket", "一二三四五六七八九十"[code - 0x3220]
    if 0x2474 <= code <= 0x2487:
        return "number_bracket", str(code - 0x2473)
    return "number", str(code - 0x2487)


def _candidates(text: str, blank_before: frozenset[int]) -> Iterator[Marker]:
    for match in _MARK.finditer(text):
        name = match.lastgroup or ""
        label = match[name]
        if name == "single":
            name, label = _single(label)
        start = match.start()
        before = text[start - 1] if start else "\n"
        inline = before not in "\n\t"
        decimal = name == "number" and _GOES_ON_AS_NUMBER.match(text, match.end()) is not None
        adjacent = inline and not _may_stand_inline(name, before, start in blank_before)
        if decimal and adjacent:
            continue
        if adjacent and name not in ("section", "cn_bracket", "number", "cn"):
            continue
        position = _position(name, label)
        if position:
            yield Marker(FORMS[name], label, position, start, match.end(), inline, adjacent, decimal)


def _position(name: str, label: str) -> int | None:
    if name in ("part", "chapter", "section", "article"):
        return ordinal(label[1:].rstrip("章节编篇部分条"))
    if name == "box":
        return ordinal(label[2:]) if label[2:] else 1
    return ordinal(label)


def _may_stand_inline(name: str, before: str, after_blank: bool) -> bool:
    if name == "item":
        return before in _ITEM_AFTER
    if name == "circled":
        return before in _AFTER or before in "，、" or after_blank
    return before in _AFTER or after_blank


def find_markers(text: str, blank_before: frozenset[int] = frozenset()) -> list[Marker]:
    """Marks that open a heading, in order. ``blank_before`` holds positions before which a blank was deleted."""
    decimals = {
        start: Marker(FORMS[form], label, int(label.rpartition(".")[2]), start, end, inline=False)
        for start, end, form, label in find_decimals(text, blank_before)
    }
    candidates = [marker for marker in _candidates(text, blank_before) if marker.start not in decimals]
    candidates = sorted([*candidates, *decimals.values()], key=lambda marker: marker.start)
    later: dict[tuple[str, int], int] = {}
    for marker in candidates:
        later[marker.form.name, marker.position] = marker.start
    accepted: list[Marker] = []
    last: dict[str, Marker] = {}
    for marker in candidates:
        if _opens_heading(text, marker, accepted, last, later, blank_before):
            accepted.append(marker)
            last[marker.form.name] = marker
    return accepted


def _opens_heading(
    text: str,
    marker: Marker,
    accepted: list[Marker],
    last: dict[str, Marker],
    later: dict[tuple[str, int], int],
    blank_before: frozenset[int],
) -> bool:
    """A mark at a line start does; one inside a line by its sequence, or right behind the title of a heading above it."""
    if marker.form.name == "item":
        return _item_runs(text, marker, last, later)
    behind_title = bool(accepted) and _opens_after_title(text, accepted[-1], marker)
    if not (marker.inline or marker.decimal) or _in_sequence(marker, last, later):
        return not marker.adjacent or behind_title
    if marker.decimal:
        return False
    if marker.position == 1:
        return marker.start in blank_before and behind_title
    return _goes_on_further(marker, last, 12 if behind_title else 4) and (behind_title or not marker.adjacent)


def _in_sequence(marker: Marker, last: dict[str, Marker], later: dict[tuple[str, int], int]) -> bool:
    """An inline mark must go on from the one before it, or open a list that has a second member."""
    if marker.position == 1 and not marker.decimal:
        return later.get((marker.form.name, 2), -1) > marker.start
    previous = last.get(marker.form.name)
    return previous is not None and previous.position + 1 == marker.position


def _goes_on_further(marker: Marker, last: dict[str, Marker], most: int) -> bool:
    """（八）…。（十）…: a Chinese number may leave out a few (fewer than ``most``); the outline reports the gap."""
    previous = last.get(marker.form.name)
    if marker.form.name not in ("cn", "cn_bracket") or previous is None:
        return False
    return previous.position < marker.position <= previous.position + most


def _opens_after_title(text: str, above: Marker, marker: Marker) -> bool:
    """第一章 title（一）title: a mark right behind the unpunctuated title of a heading above it, in text without breaks."""
    between = text[above.end : marker.start]
    above_it = above.form.rank < marker.form.rank or marker.form.name == "box"
    return above_it and 2 <= len(between) <= 30 and not re.search(r"[，。；：、\n（《]", between)


def _item_runs(text: str, marker: Marker, last: dict[str, Marker], later: dict[tuple[str, int], int]) -> bool:
    """一是… counts only with its 二是…; later members only after the one before, within 3,000 characters."""
    if marker.position == 1:
        return later.get(("item", 2), -1) - marker.start > 0 or "二是" in text[marker.end : marker.end + 1500]
    previous = last.get("item")
    return previous is not None and previous.position + 1 == marker.position and marker.start - previous.end < 3000
