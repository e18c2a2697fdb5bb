"""Apply the decisions of people to a compiled plan and say, for each element, who it came from.

Pure: the caller reads the YAML file and hands in the mapping. The file of a park (``plan/decisions.yaml``):

.. code-block:: yaml

    format: 1                          # required, always 1
    by: 张三                            # default for every entry below; an entry may say its own
    on: 2026-01-05                     # default date (ISO) for every entry below

    accept:                            # findings a person has checked and found read correctly
      - finding: PARA-CUT              # the code; meets every finding of that code ...
        at: 领域创                      # ... unless `at` quotes words of its Chinese message (／ left out)
        reason: 对照盖章件，续读正确      # optional for accept
        by: 李四                        # optional when the default is given
        on: 2026-01-06

    waive:                             # findings that stay as they are; a reason is required
      - finding: DUTY-NONE
        reason: 责任由园区按责任清单指定

    assign:                            # duties given by the park, not stated in the notice
      - path: 二/一/1                   # path of a heading, as printed by `parkloop compile`
        role: lead                     # lead | coop | responsible | owner | leader
        unit: 甲区经发办                  # one unit, or a list of units
        reason: 区政府专题会议纪要        # required
        by: 张三
        on: 2026-01-05

    edit:                              # change fields of one element that the compiler found
      - element: target                # target | qualitative | duty | deadline | entity | heading
        path: 二/五/13                  # where it is
        match: {indicator: 标准厂房}     # fields that must be equal; may be left out if only one element is there
        set: {unit: 万平方米, kind: level}
        reason: “方”按行业习惯读作平方米   # required

    reject:                            # this element is none ("不是目标")
      - element: target
        path: 二/六/17
        match: {value: 15}
        reason: 步行时间，不是指标

    add:                               # an element the compiler did not find
      - element: target
        path: 一
        set: {indicator: 技术合同成交额, comparator: ge, word: 达到, value: 80, unit: 亿元, scale: 100000000,
              year: 2026, year_source: period, kind: level}
        reason: 附表所列

Every section may be left out. Unknown keys, paths, findings, roles and elements that match nothing (or several) raise
:class:`DecisionError`, which names the entry as ``assign[2]``.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from parkloop.domain.plan.model import (
    ELEMENT_FIELDS,
    ENTITY_KINDS,
    ROLES,
    CompiledPlan,
    Deadline,
    Document,
    Duty,
    Entity,
    Finding,
    Heading,
    Qualitative,
    Target,
)

Origin = Literal["compiler", "person"]
Change = Literal["none", "assigned", "edited", "added"]
State = Literal["open", "accepted", "waived"]
Element = Heading | Target | Qualitative | Duty | Deadline | Entity

_SECTIONS = ("accept", "waive", "assign", "edit", "reject", "add")
_SIGNED = ("by", "on", "reason")
_KEYS = {
    "accept": {"finding", "at", *_SIGNED},
    "waive": {"finding", "at", *_SIGNED},
    "assign": {"path", "role", "unit", *_SIGNED},
    "edit": {"element", "path", "match", "set", *_SIGNED},
    "reject": {"element", "path", "match", *_SIGNED},
    "add": {"element", "path", "set", *_SIGNED},
}
_REASON_NEEDED = {"waive", "assign", "edit", "reject", "add"}
_TYPES: dict[str, type] = {
    "heading": Heading,
    "target": Target,
    "qualitative": Qualitative,
    "duty": Duty,
    "deadline": Deadline,
    "entity": Entity,
}
_DEFAULTS: dict[str, dict[str, Any]] = {
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
_ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("target", "comparator"): ("eq", "ge", "gt", "le", "lt", "approx", "range", "rank", "keep", "sync", "all"),
    ("target", "kind"): ("level", "increment", "growth", "share", "rank", "coverage", "limit"),
    ("target", "year_source"): ("own", "lead", "period", "none"),
    ("target", "kind_basis"): ("explicit", "inferred"),
    ("duty", "role"): ROLES,
    ("entity", "kind"): ENTITY_KINDS,
    ("deadline", "kind"): ("year", "month", "day", "relative", "recurring"),
}


class DecisionError(ValueError):
    """An entry of the decisions is wrong; the text begins with its place (``assign[2]``)."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One element with who it came from; ``by``, ``on`` and ``reason`` are set where a person decided."""

    kind: str
    element: Element
    origin: Origin = "compiler"
    change: Change = "none"
    by: str | None = None
    on: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DecidedFinding:
    """One finding with its state and who settled it."""

    finding: Finding
    state: State = "open"
    by: str | None = None
    on: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ConfirmedPlan:
    """A compiled plan with the decisions of people applied; ``rejected`` elements are kept for the record."""

    document: Document
    elements: tuple[Decided, ...]
    findings: tuple[DecidedFinding, ...]
    rejected: tuple[Decided, ...] = ()

    def of(self, kind: str) -> tuple[Decided, ...]:
        """The elements of one kind (heading, target, qualitative, duty, deadline, entity)."""
        return tuple(decided for decided in self.elements if decided.kind == kind)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry with its place for messages and its signature."""

    place: str
    values: Mapping[str, Any]
    by: str | None
    on: str | None
    reason: str | None

    def fail(self, message: str) -> DecisionError:
        return DecisionError(f"{self.place}: {message}")

    def decided(self, kind: str, element: Element, change: Change) -> Decided:
        return Decided(kind, element, "person", change, self.by, self.on, self.reason)


def apply_decisions(compiled: CompiledPlan, decisions: Mapping[str, Any]) -> ConfirmedPlan:
    """The confirmed plan; raises DecisionError naming the entry that is wrong or meets nothing."""
    entries = _entries(decisions)
    elements = [Decided(kind, element) for kind, element in compiled.elements()]
    rejected: list[Decided] = []
    for entry in entries["edit"]:
        index = _find(elements, entry)
        elements[index] = _edited(elements[index], entry)
    for entry in entries["reject"]:
        found = elements.pop(_find(elements, entry))
        rejected.append(Decided(found.kind, found.element, "person", "none", entry.by, entry.on, entry.reason))
    headings = {d.element.path: d.element for d in elements if d.kind == "heading"}
    for entry in entries["assign"]:
        elements.extend(_assigned(headings, entry))
    for entry in entries["add"]:
        elements.append(_added(headings, entry))
    findings = _settle(compiled, entries)
    return ConfirmedPlan(compiled.document, tuple(elements), findings, tuple(rejected))


def decided_plan(confirmed: ConfirmedPlan) -> CompiledPlan:
    """The plan that stands after all decisions, as plain elements in the order of the text; findings that are still open."""
    elements = {
        name: tuple(sorted((d.element for d in confirmed.of(kind)), key=lambda element: element.span[0]))
        for kind, name in ELEMENT_FIELDS.items()
    }
    still_open = tuple(found.finding for found in confirmed.findings if found.state == "open")
    return CompiledPlan(confirmed.document, **elements, findings=still_open)  # type: ignore[arg-type]


def stats(confirmed: ConfirmedPlan) -> dict[str, Any]:
    """``{elements: {kind: {compiler, person}}, added_or_edited, assigned, rejected, findings: {open, accepted, waived}}``."""
    counts = {kind: {"compiler": 0, "person": 0} for kind in ELEMENT_FIELDS}
    for decided in confirmed.elements:
        counts[decided.kind][decided.origin] += 1
    states = {"open": 0, "accepted": 0, "waived": 0}
    for finding in confirmed.findings:
        states[finding.state] += 1
    return {
        "elements": counts,
        "added_or_edited": sum(1 for d in confirmed.elements if d.change in ("added", "edited")),
        "assigned": sum(1 for d in confirmed.elements if d.change == "assigned"),
        "rejected": len(confirmed.rejected),
        "findings": states,
    }


def _entries(decisions: Mapping[str, Any]) -> dict[str, list[_Entry]]:
    if not isinstance(decisions, Mapping):
        raise DecisionError(f"the decisions must be a mapping, got {type(decisions).__name__}")
    unknown = set(decisions) - {"format", "by", "on", "note", *_SECTIONS}
    if unknown:
        raise DecisionError(
            f"unknown key {sorted(map(str, unknown))[0]!r}; known: format, by, on, {', '.join(_SECTIONS)}"
        )
    if decisions.get("format", 1) != 1:
        raise DecisionError(f"format {decisions.get('format')!r} is unknown; this version reads format 1")
    out: dict[str, list[_Entry]] = {}
    for section in _SECTIONS:
        items = decisions.get(section) or []
        if not isinstance(items, list):
            raise DecisionError(f"{section}: must be a list")
        out[section] = [_entry(section, number, item, decisions) for number, item in enumerate(items, 1)]
    return out


def _entry(section: str, number: int, item: Any, decisions: Mapping[str, Any]) -> _Entry:
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
    return _Entry(place, item, str(by) if by else None, _iso(place, item.get("on", decisions.get("on"))), reason)


def _iso(place: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise DecisionError(f"{place}: on {value!r} is no date; write it as 2026-01-05") from None


def _find(elements: list[Decided], entry: _Entry) -> int:
    kind, path = entry.values.get("element"), entry.values.get("path")
    if kind not in ELEMENT_FIELDS:
        raise entry.fail(f"element {kind!r} is none of {', '.join(ELEMENT_FIELDS)}")
    wanted = entry.values.get("match") or {}
    if not isinstance(wanted, Mapping):
        raise entry.fail("match must be a mapping of fields")
    known = {field.name for field in fields(_TYPES[kind])}
    if unknown := set(wanted) - known:
        raise entry.fail(f"match names an unknown field {sorted(unknown)[0]!r}")
    found = [
        index
        for index, decided in enumerate(elements)
        if decided.kind == kind
        and (path is None or decided.element.path == str(path))
        and all(_plain(getattr(decided.element, name)) == _plain(value) for name, value in wanted.items())
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise entry.fail(f"no {kind} at path {path!r} matches {dict(wanted)!r}")
    raise entry.fail(f"{len(found)} elements of kind {kind} at path {path!r} match; say more in match")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _edited(decided: Decided, entry: _Entry) -> Decided:
    values = _checked(decided.kind, entry)
    if not values:
        raise entry.fail("set is empty; nothing to change")
    element = replace(decided.element, **values, rule="person")
    return entry.decided(decided.kind, element, "edited")


def _checked(kind: str, entry: _Entry) -> dict[str, Any]:
    values = entry.values.get("set")
    if not isinstance(values, Mapping):
        raise entry.fail("set must be a mapping of fields")
    known = {field.name for field in fields(_TYPES[kind])} - {"span", "rule"}
    if unknown := set(values) - known:
        raise entry.fail(
            f"set names an unknown field {sorted(map(str, unknown))[0]!r}; known: {', '.join(sorted(known))}"
        )
    for name, value in values.items():
        allowed = _ALLOWED.get((kind, name))
        if allowed and value not in allowed:
            raise entry.fail(f"{name} {value!r} is none of {', '.join(allowed)}")
        if name in ("indicator", "unit", "path", "title", "name") and not isinstance(value, str):
            raise entry.fail(f"{name} must be a text, got {value!r}")
        if (
            name in ("scale", "year")
            and value is not None
            and (isinstance(value, bool) or not isinstance(value, (int, float)))
        ):
            raise entry.fail(f"{name} must be a number, got {value!r}")
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _heading(headings: Mapping[str, Any], entry: _Entry) -> Heading:
    path = entry.values.get("path")
    heading = headings.get(str(path)) if path is not None else None
    if not isinstance(heading, Heading):
        raise entry.fail(f"there is no heading with path {path!r}; `parkloop compile` prints the paths")
    return heading


def _assigned(headings: Mapping[str, Any], entry: _Entry) -> list[Decided]:
    heading = _heading(headings, entry)
    role = entry.values.get("role")
    if role not in ROLES:
        raise entry.fail(f"role {role!r} is none of {', '.join(ROLES)}")
    units = entry.values.get("unit")
    units = [units] if isinstance(units, str) else units
    if not isinstance(units, list) or not units or any(not isinstance(u, str) or not u.strip() for u in units):
        raise entry.fail("unit must be a name or a list of names")
    return [
        entry.decided("duty", Duty(heading.path, role, unit.strip(), heading.span, "", "person"), "assigned")
        for unit in units
    ]


def _added(headings: Mapping[str, Any], entry: _Entry) -> Decided:
    kind = entry.values.get("element")
    if kind not in ELEMENT_FIELDS:
        raise entry.fail(f"element {kind!r} is none of {', '.join(ELEMENT_FIELDS)}")
    if kind == "heading":
        parent = str(entry.values.get("path", "")).rsplit("/", 1)[0]
        span = headings[parent].span if parent in headings else (0, 0)
        path = str(entry.values.get("path"))
    else:
        heading = _heading(headings, entry)
        span, path = heading.span, heading.path
    values = {**_DEFAULTS[kind], **_checked(kind, entry), "path": path, "span": span, "rule": "person"}
    try:
        element: Element = _TYPES[kind](**values)
    except TypeError as error:
        missing = str(error).split("argument", 1)[-1].strip("s: ")
        raise entry.fail(f"set lacks the field {missing}") from None
    return entry.decided(kind, element, "added")


def _settle(compiled: CompiledPlan, entries: Mapping[str, list[_Entry]]) -> tuple[DecidedFinding, ...]:
    out = [DecidedFinding(finding) for finding in compiled.findings]
    states: tuple[tuple[str, State], ...] = (("accept", "accepted"), ("waive", "waived"))
    for section, state in states:
        for entry in entries[section]:
            met = [index for index, decided in enumerate(out) if _meets(decided.finding, entry)]
            if not met:
                quoted = entry.values.get("at")
                where = f" beside {quoted!r}" if quoted else ""
                raise entry.fail(f"there is no finding {entry.values.get('finding')!r}{where}")
            for index in met:
                out[index] = DecidedFinding(out[index].finding, state, entry.by, entry.on, entry.reason)
    return tuple(out)


def _meets(finding: Finding, entry: _Entry) -> bool:
    quoted = entry.values.get("at")
    if finding.code != entry.values.get("finding"):
        return False
    return quoted is None or str(quoted) in finding.message["zh"].replace("／", "")
