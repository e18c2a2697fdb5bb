"""Automatic list numbers of Word: numbering.xml and the styles that refer to it, resolved to the printed label.

Follows WordprocessingML part 17.9: abstract definitions, instances with overrides, levels with restart and text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Gives each numbered paragraph its label, counting in document order; ``resolved`` counts the labels given."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self.resolved = 0
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, str] = {}
        self._overrides: dict[tuple[str, int], int] = {}
        self._style_numbers = _style_numbers(styles)
        self._started: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: etree._Element) -> None:
        links: dict[str, str] = {}
        for abstract in numbering.findall(f"{_W}abstractNum"):
            key = abstract.get(f"{_W}abstractNumId", "")
            self._lists[key] = _List({_int(lvl, "ilvl"): _level(lvl) for lvl in abstract.findall(f"{_W}lvl")})
            link = abstract.find(f"{_W}styleLink")
            if link is not None:
                links[link.get(f"{_W}val", "")] = key
        for abstract in numbering.findall(f"{_W}abstractNum"):
            linked = abstract.find(f"{_W}numStyleLink")
            if linked is not None and linked.get(f"{_W}val", "") in links:
                self._lists[abstract.get(f"{_W}abstractNumId", "")] = self._lists[links[linked.get(f"{_W}val", "")]]
        for instance in numbering.findall(f"{_W}num"):
            number = instance.get(f"{_W}numId", "")
            self._instances[number] = _value(instance, "abstractNumId") or ""
            for override in instance.findall(f"{_W}lvlOverride"):
                start = _value(override, "startOverride")
                if start is not None and start.isdigit():
                    self._overrides[number, _int(override, "ilvl")] = int(start)

    def label(self, paragraph: etree._Element) -> str:
        """The printed number of a paragraph with what stands around it, or nothing."""
        number, level = self._place(paragraph)
        numbered = self._lists.get(self._instances.get(number, "")) if number and number != "0" else None
        definition = numbered.levels.get(level) if numbered else None
        if numbered is None or definition is None:
            return ""
        self._advance(numbered, number, level, definition)
        if definition.format == "bullet":
            return "• "
        if definition.format == "none" and "%" not in definition.text:
            return definition.text
        self.resolved += 1
        return re.sub(r"%([1-9])", lambda m: self._printed(numbered, int(m[1]) - 1, definition.legal), definition.text)

    def _advance(self, numbered: _List, number: str, level: int, definition: _Level) -> None:
        override = self._overrides.get((number, level))
        if override is not None and (number, level) not in self._started:
            numbered.counters[level] = override
        else:
            numbered.counters[level] = numbered.counters.get(level, definition.start - 1) + 1
        self._started.add((number, level))
        for deeper in [at for at in numbered.counters if at > level]:
            lower = numbered.levels.get(deeper)
            if lower is None or lower.restart is None or (lower.restart > 0 and level < lower.restart):
                del numbered.counters[deeper]
        for above in range(level):
            if above in numbered.levels:
                numbered.counters.setdefault(above, numbered.levels[above].start)

    def _printed(self, numbered: _List, level: int, legal: bool) -> str:
        definition = numbered.levels.get(level, _Level())
        return print_number(numbered.counters.get(level, definition.start), "decimal" if legal else definition.format)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return "", 0
        style = _value(properties, "pStyle") or ""
        number, level = self._style_numbers.get(style, ("", 0))
        direct = properties.find(f"{_W}numPr")
        if direct is not None:
            number = _value(direct, "numId") or number
            given = _value(direct, "ilvl")
            level = int(given) if given and given.isdigit() else level
        return number, level


def print_number(number: int, form: str) -> str:
    """A counter in one of Word's number formats."""
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                "taiwaneseCountingThousand", "chineseLegalSimplified", "ideographTraditional"):  # fmt: skip
        return _chinese(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return _CIRCLED[number - 1]
    if form == "decimalEnclosedParen":
        return f"（{number}）"
    if form == "decimalEnclosedFullstop":
        return f"{number}."
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _chinese(number: int) -> str:
    if number <= 0 or number > 999:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "〇"
    return words + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


def _level(element: etree._Element) -> _Level:
    start, restart = _value(element, "start"), _value(element, "lvlRestart")
    legal = element.find(f"{_W}isLgl")
    return _Level(
        int(start) if start and start.isdigit() else 1,
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText") or "",
        int(restart) if restart and restart.isdigit() else None,
        legal is not None and legal.get(f"{_W}val", "1") not in ("0", "false"),
    )


def _style_numbers(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    """Style id -> (numId, ilvl), following basedOn."""
    if styles is None:
        return {}
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.findall(f"{_W}style"):
        key = style.get(f"{_W}styleId", "")
        based[key] = _value(style, "basedOn") or ""
        number = style.find(f"{_W}pPr/{_W}numPr")
        if number is not None and _value(number, "numId"):
            level = _value(number, "ilvl")
            own[key] = (_value(number, "numId") or "", int(level) if level and level.isdigit() else 0)
    return {key: found for key in based if (found := _inherited(key, own, based))}


def _inherited(key: str, own: dict[str, tuple[str, int]], based: dict[str, str]) -> tuple[str, int] | None:
    seen: set[str] = set()
    while key and key not in seen:
        if key in own:
            return own[key]
        seen.add(key)
        key = based.get(key, "")
    return None


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    return child.get(f"{_W}val") if child is not None else None


def _int(element: etree._Element, name: str) -> int:
    value = element.get(f"{_W}{name}", "0")
    return int(value) if value.isdigit() else 0
