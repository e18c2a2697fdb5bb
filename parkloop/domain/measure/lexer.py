"""Formula text becomes tokens. Full-width and half-width signs read alike; nothing is dropped, everything has a span."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from parkloop.domain.measure.errors import Faults, Source, Span, did_you_mean
from parkloop.domain.measure.messages import HINTS
from parkloop.domain.measure.units import PERCENT, Unit, known_units, unit_named

MOST_CHARACTERS = 2_000
MOST_DIGITS = 30
_HALF = str.maketrans("；！＆｜＾", ";!&|^")
KEYWORDS = {
    "且": "and", "或": "or", "非": "not", "如果": "if", "则": "then", "否则": "else", "在": "in", "为空": "missing",
    "不为空": "present", "其中": "where", "按": "by", "真": "true", "无值": "nothing", "nothing": "nothing", "假": "false", "是": "true", "否": "false",
    "and": "and", "or": "or", "not": "not", "if": "if", "then": "then", "else": "else", "in": "in", "where": "where",
    "by": "by", "true": "true", "false": "false", "is_missing": "missing", "is_present": "present",
}  # fmt: skip
_SIGNS = {
    "+": "+", "＋": "+", "-": "-", "－": "-", "−": "-", "×": "*", "*": "*", "＊": "*", "÷": "/", "/": "/", "／": "/",
    "=": "=", "＝": "=", "≠": "!=", "<": "<", "＜": "<", "≤": "<=", "⩽": "<=", ">": ">", "＞": ">", "≥": ">=", "⩾": ">=",
    "(": "(", "（": "(", ")": ")", "）": ")", "[": "[", "［": "[", "]": "]", "］": "]", "{": "{", "｛": "{", "}": "}",
    "｝": "}", ",": ",", "，": ",", "、": ",", ".": ".", "．": ".",
}  # fmt: skip
_DOUBLE = {"<=": "<=", ">=": ">=", "!=": "!=", "<>": "!=", "＜＝": "<=", "＞＝": ">="}
_NUMBER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_WORD = re.compile(r"[^\W\d]\w*")
_SCALE = {"万": 10**4, "亿": 10**8, "万亿": 10**12, "千": 10**3, "百万": 10**6, "百": 100}
_DATE = re.compile(r"@\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_QUOTES = {'"': '"', "“": "”", "「": "」", "'": "'", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is a sign, a keyword, or number, text, date, name, end. A number's value is (Fraction, unit or None, scaled)."""

    kind: str
    text: str
    span: Span
    value: Any = None


def tokens(source: Source, faults: Faults) -> list[Token]:
    """All tokens, with an end token last; what cannot be read is a fault and skipped."""
    if len(source.text) > MOST_CHARACTERS:
        faults.add("ME-003", source, (0, len(source.text)), most=MOST_CHARACTERS)
        return [Token("end", "", (0, 0))]
    return _Lexer(source, faults).run()


class _Lexer:
    def __init__(self, source: Source, faults: Faults) -> None:
        self.source, self.faults, self.text, self.at = source, faults, source.text, 0
        self.found: list[Token] = []

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            character = self.text[self.at]
            if character in " \t\r\n\u3000":
                self.at += 1
            elif not self._one(character):
                self._unknown(character)
                self.at += 1
        self.found.append(Token("end", "", (len(self.text), len(self.text))))
        return self.found

    def _one(self, character: str) -> bool:
        return self._date() or self._number() or self._quoted(character) or self._word() or self._sign(character)

    def _take(self, kind: str, end: int, value: Any = None) -> bool:
        self.found.append(Token(kind, self.text[self.at : end], (self.at, end), value))
        self.at = end
        return True

    def _date(self) -> bool:
        if self.text[self.at] != "@":
            return False
        match = _DATE.match(self.text, self.at)
        try:
            day = dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
        except ValueError:
            day = None
        if match is None or day is None:
            end = match.end() if match else self.at + 1
            self.faults.add("ME-004", self.source, (self.at, end))
            self.at = end
            return True
        return self._take("date", match.end(), day)

    def _number(self) -> bool:
        match = _NUMBER.match(self.text, self.at)
        if match is None:
            return False
        digits = unicodedata.normalize("NFKC", match[0])
        if len(digits) > MOST_DIGITS:
            self.faults.add("ME-005", self.source, (self.at, match.end()), most=MOST_DIGITS)
            digits = "0"
        number, end = Fraction(digits), match.end()
        if end < len(self.text) and self.text[end] in "%％‰":
            number *= Fraction(1, 1000 if self.text[end] == "‰" else 100)
            return self._take("number", end + 1, (number, PERCENT, False))
        return self._with_unit(number, end)

    def _with_unit(self, number: Fraction, end: int) -> bool:
        """5000万元, 1.5 亿, 365天, 30 万元/亩: the longest scale and unit that follow."""
        word = _WORD.match(self.text, end + (1 if self.text[end : end + 1] == " " else 0))
        if word is None or unicodedata.normalize("NFKC", word[0]) in KEYWORDS:
            return self._take("number", end, (number, None, False))
        whole = unicodedata.normalize("NFKC", word[0])
        if unit := unit_named(whole):
            unit, stop = self._per(unit, word.end())
            return self._take("number", stop, (number, unit, False))
        for scale in sorted(_SCALE, key=len, reverse=True):
            rest = whole.removeprefix(scale)
            if rest == whole:
                continue
            if not rest:
                return self._take("number", word.end(), (number * _SCALE[scale], None, True))
            if unit := unit_named(rest):
                unit, stop = self._per(unit, word.end())
                return self._take("number", stop, (number * _SCALE[scale], unit, False))
        if word.start() != end:
            return self._take("number", end, (number, None, False))
        glued = next((k for k in sorted(KEYWORDS, key=len, reverse=True) if whole.startswith(k)), None)
        hint = (
            (f"在“{glued}”前后空一格", f"put blanks around “{glued}”") if glued else did_you_mean(whole, known_units())
        )
        self.faults.add("ME-006", self.source, word.span(), hint, unit=whole)
        return self._take("number", word.end(), (number, None, False))

    def _per(self, unit: Unit, end: int) -> tuple[Unit, int]:
        """A divisor glued to the unit: 万元/亩."""
        if end < len(self.text) and self.text[end] in "/／":
            word = _WORD.match(self.text, end + 1)
            whole = unit_named(f"{unit.name}/{word[0]}") if word else None
            if word and whole:
                return whole, word.end()
        return unit, end

    def _quoted(self, character: str) -> bool:
        if character not in _QUOTES:
            return False
        end = self.text.find(_QUOTES[character], self.at + 1)
        if end < 0:
            self.faults.add("ME-007", self.source, (self.at, len(self.text)))
            self.at = len(self.text)
            return True
        return self._take("text", end + 1, self.text[self.at + 1 : end])

    def _word(self) -> bool:
        match = _WORD.match(self.text, self.at)
        if match is None:
            return False
        name = unicodedata.normalize("NFKC", match[0])
        if odd := confusable(name):
            self.faults.add("ME-009", self.source, match.span(), name=name, script=odd)
        return self._take(KEYWORDS.get(name, "name"), match.end(), name)

    def _sign(self, character: str) -> bool:
        pair = self.text[self.at : self.at + 2]
        if pair in _DOUBLE:
            return self._take(_DOUBLE[pair], self.at + 2)
        if pair in ("==", "＝＝"):
            self.faults.add("ME-008", self.source, (self.at, self.at + 2))
            return self._take("=", self.at + 2)
        return character in _SIGNS and self._take(_SIGNS[character], self.at + 1)

    def _unknown(self, character: str) -> None:
        span = (self.at, self.at + 1)
        if (
            unicodedata.category(character) in ("Cf", "Cc", "Cn", "Co", "Zl", "Zp")
            or character in "\u00a0\u2007\u202f\u115f\u3164"
        ):
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            self.faults.add("ME-002", self.source, span, name=name)
            return
        self.faults.add("ME-001", self.source, span, HINTS.get(character.translate(_HALF), ("", "")), c=character)


def confusable(name: str) -> str:
    """The script (Cyrillic, Greek, …) whose letters stand among Latin ones; empty when the name is clean."""
    scripts = {unicodedata.name(c, "?").split()[0] for c in name if c.isalpha()}
    odd = scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
    return odd.pop().capitalize() if odd and ("LATIN" in scripts or len(odd) > 1) else ""
