"""What a person may fill in for each kind of element, and how typed texts become values. The words on screen are the room's."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from parkloop.domain.plan.decision_entries import ALLOWED, DEFAULTS, Element

Sort = Literal["text", "number", "value", "year", "level", "choice", "date", "path"]
Code = Literal["required", "number", "value", "range", "year", "level", "choice", "date", "long"]
MOST_CHARACTERS = 300
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_RANGE = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*[-–—~～至到]+\s*([+-]?\d+(?:\.\d+)?)")
WITHOUT_VALUE = ("sync", "all")
"""Comparisons whose reference says it all."""


@dataclass(frozen=True, slots=True)
class ElementField:
    """One field of an element: how it is typed, what it may be, whether it must be there."""

    name: str
    sort: Sort = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    most: int = MOST_CHARACTERS


class FieldError(ValueError):
    """A typed text is no value of its field."""

    def __init__(self, field: str, code: Code) -> None:
        self.field, self.code = field, code
        super().__init__(f"{field}: {code}")


def _choice(kind: str, name: str) -> ElementField:
    return ElementField(name, "choice", ALLOWED[kind, name], required=True)


_PATH = ElementField("path", "path")
FIELDS: dict[str, tuple[ElementField, ...]] = {
    "heading": (ElementField("number", most=20), ElementField("title", required=True), ElementField("level", "level")),
    "target": (
        ElementField("indicator", required=True),
        _choice("target", "comparator"),
        ElementField("value", "value"),
        ElementField("unit", most=30),
        _choice("target", "kind"),
        ElementField("year", "year"),
        _choice("target", "year_source"),
        ElementField("scale", "number"),
        ElementField("ambition", most=30),
        ElementField("qualifier", most=200),
        _PATH,
    ),
    "qualitative": (
        ElementField("indicator", required=True),
        ElementField("word", most=30),
        ElementField("year", "year"),
        ElementField("ambition", most=30),
        _PATH,
    ),
    "duty": (_choice("duty", "role"), ElementField("unit", required=True, most=200), _PATH),
    "deadline": (
        ElementField("text", required=True),
        _choice("deadline", "kind"),
        ElementField("due", "date"),
        ElementField("every"),
        _PATH,
    ),
    "entity": (_choice("entity", "kind"), ElementField("name", required=True), ElementField("same_as"), _PATH),
}
_EMPTY_IS_NONE = {"ambition", "qualifier", "same_as", "every"}


def texts_of(kind: str, element: Element) -> dict[str, str]:
    """The fields of an element as a person would type them."""
    return {field.name: _text(getattr(element, field.name)) for field in FIELDS[kind]}


def read_fields(kind: str, texts: Mapping[str, str], element: Element | None = None) -> dict[str, Any]:
    """Values from typed texts; fields that are not given are left out (they stay as in ``element``).

    Raises FieldError, naming the field.
    """
    values = {f.name: _value(f, texts[f.name].strip()) for f in FIELDS[kind] if f.name in texts}
    if kind == "target":
        before = {f.name: getattr(element, f.name) for f in FIELDS[kind]} if element else DEFAULTS["target"]
        _check_target({**before, **values})
    return values


def changed_fields(kind: str, element: Element, values: Mapping[str, Any]) -> dict[str, Any]:
    """What of the values differs from the element, with what follows from it; lists where JSON has lists."""
    changed = {name: value for name, value in values.items() if value != getattr(element, name)}
    if "kind" in changed and kind == "target":
        changed["kind_basis"] = "explicit"
    return {name: list(value) if isinstance(value, tuple) else value for name, value in changed.items()}


def lacking(kind: str, values: Mapping[str, Any]) -> str:
    """The first required field that a new element does not have; empty when it has all."""
    return next((f.name for f in FIELDS[kind] if f.required and f.name not in values), "")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _value(field: ElementField, text: str) -> Any:
    if len(text) > field.most:
        raise FieldError(field.name, "long")
    if not text:
        return _nothing(field)
    if field.sort == "choice" and text not in field.choices:
        raise FieldError(field.name, "choice")
    read = {"number": _number, "value": _number_or_range, "year": _year, "level": _level, "date": _date}.get(field.sort)
    return read(field.name, text) if read else text


def _nothing(field: ElementField) -> Any:
    if field.required:
        raise FieldError(field.name, "required")
    if field.name == "scale":
        return 1
    return None if field.sort in ("value", "year", "date") or field.name in _EMPTY_IS_NONE else _empty(field)


def _empty(field: ElementField) -> Any:
    return 3 if field.sort == "level" else ""


def _number(name: str, text: str) -> int | float:
    plain = text.replace(",", "").replace("，", "")
    if not _NUMBER.fullmatch(plain) or not plain.isascii():
        raise FieldError(name, "number")
    return float(plain) if "." in plain else int(plain)


def _number_or_range(name: str, text: str) -> Any:
    match = _RANGE.fullmatch(text)
    if match is None:
        try:
            return _number(name, text)
        except FieldError:
            raise FieldError(name, "value") from None
    low, high = _number(name, match[1]), _number(name, match[2])
    if low > high:
        raise FieldError(name, "value")
    return low, high


def _year(name: str, text: str) -> int:
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise FieldError(name, "year")
    return int(text)


def _level(name: str, text: str) -> int:
    if not re.fullmatch(r"[0-5]", text):
        raise FieldError(name, "level")
    return int(text)


def _date(name: str, text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise FieldError(name, "date") from None


def _check_target(values: Mapping[str, Any]) -> None:
    """A range has two ends, everything else one number, unless its reference says it all."""
    is_range = isinstance(values.get("value"), tuple)
    if is_range != (values["comparator"] == "range"):
        raise FieldError("value", "range")
    if values.get("value") is None and values["comparator"] not in WITHOUT_VALUE:
        raise FieldError("value", "required")
