"""Entries of the recorded decisions: their shape, their signature, the values they may set. What they do stands in `decisions`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from parkloop.domain.plan.document_facts import FACTS, FactError, Name, checked_fact
from parkloop.domain.plan.model import (
    ELEMENT_FIELDS,
    ENTITY_KINDS,
    ROLES,
    Deadline,
    Duty,
    Entity,
    Heading,
    Qualitative,
    Span,
    Target,
)

Element = Heading | Target | Qualitative | Duty | Deadline | Entity
SECTIONS = ("accept", "waive", "assign", "edit", "reject", "add")
TYPES: dict[str, type] = {
    "heading": Heading,
    "target": Target,
    "qualitative": Qualitative,
    "duty": Duty,
    "deadline": Deadline,
    "entity": Entity,
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "heading": {"level": 3, "number": "", "derived": False},
    "target": {
        "word": "", "ambition": None, "scale": 1, "year": None, "year_source": "none", "kind": "level",
        "kind_basis": "explicit", "parent": None, "unit": "", "comparator": "eq",
    },
    "qualitative": {"word": "", "ambition": None, "year": None, "year_source": "none"},
    "duty": {},
    "deadline": {"kind": "day", "due": None, "every": None},
    "entity": {"same_as": None},
}  # fmt: skip
ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("target", "comparator"): ("eq", "ge", "gt", "le", "lt", "approx", "range", "rank", "keep", "sync", "all"),
    ("target", "kind"): ("level", "increment", "growth", "share", "rank", "coverage", "limit"),
    ("target", "year_source"): ("own", "lead", "period", "none"),
    ("target", "kind_basis"): ("explicit", "inferred"),
    ("duty", "role"): ROLES,
    ("entity", "kind"): ENTITY_KINDS,
    ("deadline", "kind"): ("year", "month", "day", "relative", "recurring"),
}
TELLING: dict[str, tuple[str, ...]] = {
    "heading": (),
    "target": ("indicator", "value"),
    "qualitative": ("indicator",),
    "duty": ("role", "unit"),
    "deadline": ("due",),
    "entity": ("kind", "name"),
}
"""Fields that tell an element from others at the same place."""
DOCUMENT = "document"
"""What an entry is about that corrects facts of the paper itself."""
FACT_FAULTS = {
    "required": "a plan has a title",
    "long": "this is too long",
    "text": "this must be a text",
    "date": "write the day as 2026-03-02",
    "no-such-day": "there is no such day",
    "period": "write two years as [2026, 2028]",
    "period-order": "the period ends before it begins",
}
_SIGNED = ("by", "on", "reason")
_KEYS = {
    "accept": {"finding", "at", "span", "element", "path", "match", *_SIGNED},
    "waive": {"finding", "at", "span", *_SIGNED},
    "assign": {"path", "role", "unit", *_SIGNED},
    "edit": {"element", "path", "match", "set", *_SIGNED},
    "reject": {"element", "path", "match", *_SIGNED},
    "add": {"element", "path", "set", "span", *_SIGNED},
}
_REASON_NEEDED = {"waive", "assign", "edit", "reject", "add"}


class DecisionError(ValueError):
    """An entry of the decisions is wrong; the text begins with its place (``assign[2]``)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with its place for messages and its signature."""

    section: str
    place: str
    values: Mapping[str, Any]
    by: str | None
    on: str | None
    reason: str | None

    def fail(self, message: str) -> DecisionError:
        """The error that names this entry."""
        return DecisionError(f"{self.place}: {message}")


def read_entries(decisions: Mapping[str, Any]) -> dict[str, list[Entry]]:
    """Section -> its entries, each checked for shape and signature. Raises DecisionError."""
    if not isinstance(decisions, Mapping):
        raise DecisionError(f"the decisions must be a mapping, got {type(decisions).__name__}")
    unknown = set(decisions) - {"format", "by", "on", "note", *SECTIONS}
    if unknown:
        raise DecisionError(
            f"unknown key {sorted(map(str, unknown))[0]!r}; known: format, by, on, {', '.join(SECTIONS)}"
        )
    if decisions.get("format", 1) != 1:
        raise DecisionError(f"format {decisions.get('format')!r} is unknown; this version reads format 1")
    out: dict[str, list[Entry]] = {}
    for section in SECTIONS:
        items = decisions.get(section) or []
        if not isinstance(items, list):
            raise DecisionError(f"{section}: must be a list")
        out[section] = [_entry(section, number, item, decisions) for number, item in enumerate(items, 1)]
    return out


def _entry(section: str, number: int, item: Any, decisions: Mapping[str, Any]) -> Entry:
    place = f"{section}[{number}]"
    if not isinstance(item, Mapping):
        raise DecisionError(f"{place}: must be a mapping with {', '.join(sorted(_KEYS[section]))}")
    unknown = set(item) - _KEYS[section]
    if unknown:
        known = ", ".join(sorted(_KEYS[section]))
        raise DecisionError(f"{place}: unknown key {sorted(map(str, unknown))[0]!r}; known: {known}")
    by = item.get("by", decisions.get("by"))
    reason = item.get("reason")
    if section in _REASON_NEEDED and not (isinstance(reason, str) and reason.strip()):
        raise DecisionError(f"{place}: a reason is required")
    on = _iso(place, item.get("on", decisions.get("on")))
    return Entry(section, place, item, str(by) if by else None, on, reason)


def _iso(place: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise DecisionError(f"{place}: on {value!r} is no date; write it as 2026-01-05") from None


def named(kind: str, element: Element) -> dict[str, Any]:
    """An element as an entry names it: kind, path, and what tells it from its neighbours; tuples as lists."""
    match = {name: getattr(element, name) for name in ("span", *TELLING[kind])}
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in match.items()}
    return {"element": kind, "path": element.path, "match": plain}


def is_about_document(entry: Entry) -> bool:
    """Whether an entry is about the paper itself and not about an element."""
    return entry.values.get("element") == DOCUMENT


def facts_of(entry: Entry) -> dict[Name, Any]:
    """What an entry about the paper sets, each value of the right kind. Raises DecisionError."""
    if "path" in entry.values or "match" in entry.values:
        raise entry.fail("the document has neither path nor match; say what is set")
    values = entry.values.get("set")
    if not isinstance(values, Mapping) or not values:
        raise entry.fail(f"set must be a mapping of {', '.join(FACTS)}")
    if unknown := set(values) - set(FACTS):
        raise entry.fail(f"set names an unknown fact {sorted(map(str, unknown))[0]!r}; known: {', '.join(FACTS)}")
    return {name: _fact(entry, name, value) for name, value in values.items()}


def _fact(entry: Entry, name: Name, value: Any) -> Any:
    try:
        return checked_fact(name, value)
    except FactError as error:
        raise entry.fail(f"{name} {value!r}: {FACT_FAULTS[error.code]}") from None


def kind_of(entry: Entry) -> str:
    """The kind of element that the entry names. Raises DecisionError."""
    kind = entry.values.get("element")
    if kind not in ELEMENT_FIELDS:
        raise entry.fail(f"element {kind!r} is none of {', '.join(ELEMENT_FIELDS)}")
    return str(kind)


def wanted_of(kind: str, entry: Entry) -> Mapping[str, Any]:
    """The fields that must be equal. Raises DecisionError for unknown ones."""
    wanted = entry.values.get("match") or {}
    if not isinstance(wanted, Mapping):
        raise entry.fail("match must be a mapping of fields")
    known = {field.name for field in fields(TYPES[kind])}
    if unknown := set(wanted) - known:
        raise entry.fail(f"match names an unknown field {sorted(unknown)[0]!r}")
    return wanted


def span_of(entry: Entry) -> Span | None:
    """The place in the text that the entry names, or None. Raises DecisionError."""
    span = entry.values.get("span")
    if span is None:
        return None
    numbers = isinstance(span, (list, tuple)) and len(span) == 2 and all(type(n) is int for n in span)
    if not numbers or not 0 <= span[0] < span[1]:
        raise entry.fail(f"span {span!r} must be [start, end] with 0 <= start < end")
    return span[0], span[1]


def checked_values(kind: str, entry: Entry) -> dict[str, Any]:
    """What ``set`` gives, each value of the right kind; lists as tuples. Raises DecisionError."""
    values = entry.values.get("set")
    if not isinstance(values, Mapping):
        raise entry.fail("set must be a mapping of fields")
    known = {field.name for field in fields(TYPES[kind])} - {"span", "rule"}
    if unknown := set(values) - known:
        raise entry.fail(
            f"set names an unknown field {sorted(map(str, unknown))[0]!r}; known: {', '.join(sorted(known))}"
        )
    for name, value in values.items():
        _check_value(kind, name, value, entry)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _check_value(kind: str, name: str, value: Any, entry: Entry) -> None:
    allowed = ALLOWED.get((kind, name))
    if allowed and value not in allowed:
        raise entry.fail(f"{name} {value!r} is none of {', '.join(allowed)}")
    if name in ("indicator", "unit", "path", "title", "name") and not isinstance(value, str):
        raise entry.fail(f"{name} must be a text, got {value!r}")
    if name in ("scale", "year") and value is not None and not _is_number(value):
        raise entry.fail(f"{name} must be a number, got {value!r}")
    if name == "value" and not (value is None or _is_number(value) or _is_range(value)):
        raise entry.fail(f"value must be a number or [low, high], got {value!r}")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_range(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(map(_is_number, value)) and value[0] <= value[1]
