"""Facts of the paper itself that a person may correct: how they are typed, what they may be, where the text says them.

Pure. The facts are those of :class:`~parkloop.domain.plan.model.Document`; the words on screen are the room's.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from parkloop.domain.plan.model import Document, Span
from parkloop.domain.plan.places import places_of

Name = Literal["title", "notice_title", "doc_no", "issuer", "issued_on", "period"]
Code = Literal["required", "long", "date", "no-such-day", "period", "period-order", "text"]
FACTS: tuple[Name, ...] = ("title", "notice_title", "doc_no", "issuer", "issued_on", "period")
MOST_CHARACTERS: dict[Name, int] = {"title": 300, "notice_title": 300, "doc_no": 100, "issuer": 200}
"""Longest text of each fact; dates and periods have a form of their own."""
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_PERIOD = re.compile(r"(\d{4})年?(?:[-—–~～至到]+(\d{4})年?)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_DIGITS = "〇一二三四五六七八九"


class FactError(ValueError):
    """A typed text is no value of its fact."""

    def __init__(self, name: str, code: Code) -> None:
        self.name, self.code = name, code
        super().__init__(f"{name}: {code}")


@dataclass(frozen=True, slots=True)
class DecidedFact:
    """A fact that a person corrected: its value, what had been read (``was``), who, when and why."""

    name: Name
    value: Any
    was: Any
    by: str | None = None
    on: str | None = None
    reason: str | None = None


def fact_text(document: Document, name: Name) -> str:
    """A fact as a person would type it; empty where the paper says none."""
    value = getattr(document, name)
    if value is None:
        return ""
    return "-".join(map(str, dict.fromkeys(value))) if name == "period" else str(value)


def read_fact(name: Name, text: str) -> Any:
    """The value of a typed text: a text, an ISO date, or (first year, last year); None for a fact that the paper does not state.

    Raises FactError: ``required`` (a plan has a title), ``long``, ``date``, ``no-such-day``, ``period``, ``period-order``.
    """
    typed = " ".join(text.split())
    if not typed:
        if name == "title":
            raise FactError(name, "required")
        return None
    if name == "issued_on":
        return _day(name, typed)
    if name == "period":
        return _years(name, typed)
    if len(typed) > MOST_CHARACTERS[name]:
        raise FactError(name, "long")
    return typed


def checked_fact(name: Name, value: Any) -> Any:
    """A recorded value, checked as a typed one: texts, a date or its ISO form, a pair of years. Raises FactError."""
    if isinstance(value, (list, tuple)):
        if name != "period" or len(value) != 2 or any(type(year) is not int for year in value):
            raise FactError(name, "period" if name == "period" else "text")
        return read_fact(name, f"{value[0]}-{value[1]}")
    if isinstance(value, (datetime.date, datetime.datetime)) and name == "issued_on":
        return value.isoformat()[:10]
    if value is not None and not isinstance(value, str):
        raise FactError(name, "period" if name == "period" else "text")
    return read_fact(name, value or "")


def with_fact(document: Document, name: Name, value: Any) -> Document:
    """The document with one fact corrected."""
    if name == "period":
        return replace(document, period=value, period_source="person" if value else "none")
    return replace(document, **{name: value})


def fact_place(document: Document, name: Name, text: str) -> Span | None:
    """Where the text says a fact as it was read; None when it does not say it in these words.

    A line that says nothing else is preferred: titles and issuers are quoted elsewhere too.
    """
    found = [place for words in _printed(document, name) for place in places_of(text, words, most=40)]
    alone = [place for place in found if _line(text, place) == "".join(text[slice(*place)].split())]
    return next(iter(alone or found), None)


def _line(text: str, place: Span) -> str:
    start, end = text.rfind("\n", 0, place[0]) + 1, text.find("\n", place[1])
    return "".join(text[start : end if end >= 0 else len(text)].split())


def _printed(document: Document, name: Name) -> Iterator[str]:
    """The words by which a paper may say the fact, the usual ones first."""
    value = getattr(document, name)
    if value is None:
        return
    if name == "issued_on":
        day = datetime.date.fromisoformat(value)
        yield f"{day.year}年{day.month}月{day.day}日"
        yield f"{''.join(_DIGITS[int(n)] for n in str(day.year))}年{_spoken(day.month)}月{_spoken(day.day)}日"
    elif name == "period":
        first, last = value
        yield from (f"{first}{mark}{last}" for mark in ("—", "-", "－", "–", "～", "至", "年—", "年至", "年-"))
        yield f"{first}年"
    else:
        yield str(value)


def _spoken(number: int) -> str:
    """1 to 31 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"


def _day(name: Name, typed: str) -> str:
    match = _DATE.fullmatch(typed.replace(" ", ""))
    if match is None:
        raise FactError(name, "date")
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        raise FactError(name, "no-such-day") from None


def _years(name: Name, typed: str) -> tuple[int, int]:
    match = _PERIOD.fullmatch(typed.replace(" ", ""))
    if match is None:
        raise FactError(name, "period")
    first = int(match[1])
    last = int(match[2] or first)
    if not (_FIRST_YEAR <= first < _LAST_YEAR and _FIRST_YEAR <= last < _LAST_YEAR):
        raise FactError(name, "period")
    if last < first:
        raise FactError(name, "period-order")
    return first, last
