"""Apply the decisions of people to a compiled plan and say, for each element, who it came from.

Pure: the caller reads the YAML file and hands in the mapping. The file of a park (``plan/decisions.yaml``):

.. code-block:: yaml

    format: 1                          # required, always 1
    by: 张三                            # default for every entry below; an entry may say its own
    on: 2026-01-05                     # default date (ISO) for every entry below

    accept:                            # findings or elements a person has checked and found read correctly
      - finding: PARA-CUT              # the code; meets every finding of that code ...
        at: 领域创                      # ... unless `at` quotes words of its Chinese message (／ left out)
        reason: 对照盖章件，续读正确      # optional for accept
        by: 李四                        # optional when the default is given
        on: 2026-01-06
      - element: target                # an element, named as under `edit`
        path: 二/五/13

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
      - element: document               # facts of the paper; no path
        set: {doc_no: 甲府办发〔2026〕8号, issued_on: 2026-03-02, period: [2026, 2027]}  # and title, notice_title, issuer
        reason: 对照盖章件

    reject:                            # this element is none ("不是目标")
      - element: target
        path: 二/六/17
        match: {value: 15}
        reason: 步行时间，不是指标

    add:                               # an element the compiler did not find
      - element: target
        path: 一
        span: [120, 133]               # where its words stand in the text; left out when the text does not say it
        set: {indicator: 技术合同成交额, comparator: ge, word: 达到, value: 80, unit: 亿元, scale: 100000000,
              year: 2026, year_source: period, kind: level}
        reason: 附表所列

A finding may be named by its ``span`` instead of quoted words, an element by ``match: {span: [120, 133]}``. A heading at which
other elements still stand cannot be rejected. Every section may be left out. Unknown keys, paths, findings, roles and
elements that match nothing (or several) raise :class:`DecisionError`, which names the entry as ``assign[2]``. The review
screen writes the very same entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from parkloop.domain.plan.decision_entries import (
    DEFAULTS,
    TYPES,
    DecisionError,
    Element,
    Entry,
    checked_values,
    facts_of,
    is_about_document,
    kind_of,
    read_entries,
    span_of,
    wanted_of,
)
from parkloop.domain.plan.document_facts import DecidedFact, with_fact
from parkloop.domain.plan.model import ELEMENT_FIELDS, ROLES, CompiledPlan, Document, Duty, Finding, Heading

__all__ = [
    "ConfirmedPlan",
    "Decided",
    "DecidedFact",
    "DecidedFinding",
    "DecisionError",
    "Element",
    "apply_decisions",
    "decided_plan",
    "stats",
]

Origin = Literal["compiler", "person"]
Change = Literal["none", "accepted", "assigned", "edited", "added"]
State = Literal["open", "accepted", "waived"]


@dataclass(frozen=True, slots=True)
class Decided:
    """One element with who it came from; ``by``, ``on`` and ``reason`` are set where a person decided.

    ``is_quoted`` is False when the text does not say it: the span is then that of the heading it stands at.
    """

    kind: str
    element: Element
    origin: Origin = "compiler"
    change: Change = "none"
    by: str | None = None
    on: str | None = None
    reason: str | None = None
    is_quoted: bool = True


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
    """A compiled plan with the decisions of people applied; ``rejected`` elements and corrected ``facts`` are kept for the record."""

    document: Document
    elements: tuple[Decided, ...]
    findings: tuple[DecidedFinding, ...]
    rejected: tuple[Decided, ...] = ()
    facts: tuple[DecidedFact, ...] = ()

    def of(self, kind: str) -> tuple[Decided, ...]:
        """The elements of one kind (heading, target, qualitative, duty, deadline, entity)."""
        return tuple(decided for decided in self.elements if decided.kind == kind)


def apply_decisions(compiled: CompiledPlan, decisions: Mapping[str, Any]) -> ConfirmedPlan:
    """The confirmed plan; raises DecisionError naming the entry that is wrong or meets nothing."""
    entries = read_entries(decisions)
    document, facts = _corrected(compiled.document, entries["edit"])
    board = _Board(_in_period(compiled, document))
    for entry in entries["accept"]:
        if "element" in entry.values:
            board.accept(entry)
    for entry in entries["edit"]:
        if not is_about_document(entry):
            board.edit(entry)
    for entry in entries["reject"]:
        board.reject(entry)
    for entry in sorted(entries["add"], key=lambda entry: entry.values.get("element") != "heading"):
        board.add(entry)
    for entry in entries["assign"]:
        board.assign(entry)
    board.check_places()
    settled = _settle(compiled, entries)
    return ConfirmedPlan(document, tuple(board.standing()), settled, tuple(board.rejected), facts)


def decided_plan(confirmed: ConfirmedPlan) -> CompiledPlan:
    """The plan that stands after all decisions, as plain elements in the order of the text; findings that are still open."""
    elements = {
        name: tuple(sorted((d.element for d in confirmed.of(kind)), key=lambda element: element.span[0]))
        for kind, name in ELEMENT_FIELDS.items()
    }
    still_open = tuple(found.finding for found in confirmed.findings if found.state == "open")
    return CompiledPlan(confirmed.document, **elements, findings=still_open)  # type: ignore[arg-type]


def stats(confirmed: ConfirmedPlan) -> dict[str, Any]:
    """``{elements: {kind: {compiler, person}}, accepted, added_or_edited, assigned, rejected, findings: {open, accepted, waived}}``."""
    counts = {kind: {"compiler": 0, "person": 0} for kind in ELEMENT_FIELDS}
    for decided in confirmed.elements:
        counts[decided.kind][decided.origin] += 1
    states = {"open": 0, "accepted": 0, "waived": 0}
    for finding in confirmed.findings:
        states[finding.state] += 1
    return {
        "elements": counts,
        "accepted": sum(1 for d in confirmed.elements if d.change == "accepted"),
        "added_or_edited": sum(1 for d in confirmed.elements if d.change in ("added", "edited")),
        "assigned": sum(1 for d in confirmed.elements if d.change == "assigned"),
        "rejected": len(confirmed.rejected),
        "findings": states,
    }


def _corrected(document: Document, entries: Iterable[Entry]) -> tuple[Document, tuple[DecidedFact, ...]]:
    """The document with the facts that people corrected, and who corrected what; the last word about a fact counts."""
    facts: dict[str, DecidedFact] = {}
    read = document
    for entry in entries:
        for name, value in facts_of(entry).items() if is_about_document(entry) else ():
            document = with_fact(document, name, value)
            facts[name] = DecidedFact(name, value, getattr(read, name), entry.by, entry.on, entry.reason)
    return document, tuple(facts.values())


def _in_period(compiled: CompiledPlan, document: Document) -> CompiledPlan:
    """Goals whose year was taken from the plan's period follow a corrected one."""
    if document.period == compiled.document.period:
        return compiled
    year = document.period[1] if document.period else None
    moved: dict[str, Any] = {
        name: tuple(
            replace(goal, year=year) if goal.year_source == "period" else goal for goal in getattr(compiled, name)
        )
        for name in ("targets", "qualitative")
    }
    return replace(compiled, **moved)


class _Board:
    """The elements while decisions are applied: a list with gaps where one was rejected, found by kind and path."""

    def __init__(self, compiled: CompiledPlan) -> None:
        self.elements: list[Decided | None] = []
        self.added: dict[str, list[Decided]] = {"add": [], "assign": []}
        self.rejected: list[Decided] = []
        self.gone: dict[str, Entry] = {}
        self.moved: list[tuple[str, Entry]] = []
        self.places: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for kind, element in compiled.elements():
            self._put(Decided(kind, element))

    def standing(self) -> Iterable[Decided]:
        """What stands: the compiler's in their order, then what the park assigned, then what was added."""
        return [*(d for d in self.elements if d is not None), *self.added["assign"], *self.added["add"]]

    def accept(self, entry: Entry) -> None:
        """The element is read correctly; it stays the compiler's, with who looked at it."""
        index = self._find(entry)
        found = self._at(index)
        self.elements[index] = replace(found, change="accepted", by=entry.by, on=entry.on, reason=entry.reason)

    def edit(self, entry: Entry) -> None:
        """Fields of one element change."""
        index = self._find(entry)
        found = self._at(index)
        values = checked_values(found.kind, entry)
        if not values:
            raise entry.fail("set is empty; nothing to change")
        element = replace(found.element, **values, rule="person")
        self.elements[index] = _signed(entry, found.kind, element, "edited")
        if element.path != found.element.path:
            self.places[found.kind, element.path].append(index)
            if found.kind != "heading":
                self.moved.append((element.path, entry))

    def reject(self, entry: Entry) -> None:
        """The element is none."""
        index = self._find(entry)
        found = self._at(index)
        self.elements[index] = None
        self.rejected.append(_signed(entry, found.kind, found.element, "none"))
        if found.kind == "heading":
            self.gone[found.element.path] = entry

    def assign(self, entry: Entry) -> None:
        """Duties that the park gives."""
        self.added["assign"].extend(_assigned(self._heading(entry), entry))

    def add(self, entry: Entry) -> None:
        """An element that the compiler did not find."""
        kind, span = kind_of(entry), span_of(entry)
        if kind == "heading":
            path, home = str(entry.values.get("path") or ""), self._above(entry)
        else:
            heading = self._heading(entry)
            path, home = heading.path, heading.span
        values = {**DEFAULTS[kind], **checked_values(kind, entry), "path": path, "rule": "person"}
        try:
            element: Element = TYPES[kind](**values, span=span or home)
        except TypeError as error:
            missing = str(error).split("argument", 1)[-1].strip("s: ")
            raise entry.fail(f"set lacks the field {missing}") from None
        decided = replace(_signed(entry, kind, element, "added"), is_quoted=span is not None)
        self.added["add"].append(decided)

    def check_places(self) -> None:
        """Nothing stands at a heading that is not there."""
        headings = self._headings()
        for path, entry in self.moved:
            if path and path not in headings:
                raise entry.fail(f"there is no heading with path {path!r}")
        lost = {path: entry for path, entry in self.gone.items() if path not in headings}
        for decided in self.standing() if lost else ():
            if decided.kind != "heading" and decided.element.path in lost:
                at = decided.element.path
                raise lost[at].fail(f"a {decided.kind} still stands at the heading {at!r}; reject or move it first")

    def _put(self, decided: Decided) -> None:
        index = len(self.elements)
        self.elements.append(decided)
        self.places[decided.kind, decided.element.path].append(index)
        self.places[decided.kind, None].append(index)

    def _at(self, index: int) -> Decided:
        found = self.elements[index]
        assert found is not None  # `_find` gives standing elements only
        return found

    def _find(self, entry: Entry) -> int:
        kind, path = kind_of(entry), entry.values.get("path")
        wanted = {name: _plain(value) for name, value in wanted_of(kind, entry).items()}
        near = self.places.get((kind, None if path is None else str(path)), ())
        found = [index for index in dict.fromkeys(near) if self._matches(index, path, wanted)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise entry.fail(f"no {kind} at path {path!r} matches {wanted!r}")
        raise entry.fail(f"{len(found)} elements of kind {kind} at path {path!r} match; say more in match")

    def _matches(self, index: int, path: Any, wanted: Mapping[str, Any]) -> bool:
        decided = self.elements[index]
        if decided is None or (path is not None and decided.element.path != str(path)):
            return False
        return all(_plain(getattr(decided.element, name)) == value for name, value in wanted.items())

    def _headings(self) -> dict[str, Heading]:
        standing = [self.elements[i] for i in self.places["heading", None]]
        found = [d for d in (*standing, *self.added["add"]) if d is not None and isinstance(d.element, Heading)]
        return {decided.element.path: decided.element for decided in found}  # type: ignore[misc]

    def _heading(self, entry: Entry) -> Heading:
        path = entry.values.get("path")
        heading = self._headings().get(str(path)) if path is not None else None
        if heading is None:
            raise entry.fail(f"there is no heading with path {path!r}; `parkloop compile` prints the paths")
        return heading

    def _above(self, entry: Entry) -> tuple[int, int]:
        """Span of the heading above a new one; the beginning of the text when there is none."""
        path, known = str(entry.values.get("path") or ""), self._headings()
        if not path or path in known:
            raise entry.fail(f"a new heading needs a path of its own, got {path!r}")
        above = known.get(path.rpartition("/")[0])
        return above.span if above else (0, 0)


def _signed(entry: Entry, kind: str, element: Element, change: Change) -> Decided:
    return Decided(kind, element, "person", change, entry.by, entry.on, entry.reason)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _assigned(heading: Heading, entry: Entry) -> list[Decided]:
    role = entry.values.get("role")
    if role not in ROLES:
        raise entry.fail(f"role {role!r} is none of {', '.join(ROLES)}")
    units = entry.values.get("unit")
    units = [units] if isinstance(units, str) else units
    if not isinstance(units, list) or not units or any(not isinstance(u, str) or not u.strip() for u in units):
        raise entry.fail("unit must be a name or a list of names")
    duties = [Duty(heading.path, role, unit.strip(), heading.span, "", "person") for unit in units]
    return [replace(_signed(entry, "duty", duty, "assigned"), is_quoted=False) for duty in duties]


def _settle(compiled: CompiledPlan, entries: Mapping[str, list[Entry]]) -> tuple[DecidedFinding, ...]:
    out = [DecidedFinding(finding) for finding in compiled.findings]
    by_code: dict[Any, list[int]] = defaultdict(list)
    for index, finding in enumerate(compiled.findings):
        by_code[finding.code].append(index)
    states: tuple[tuple[str, State], ...] = (("accept", "accepted"), ("waive", "waived"))
    for section, state in states:
        for entry in (e for e in entries[section] if "element" not in e.values):
            met = [i for i in by_code.get(entry.values.get("finding"), ()) if _meets(out[i].finding, entry)]
            if not met:
                quoted = entry.values.get("at")
                where = f" beside {quoted!r}" if quoted else ""
                raise entry.fail(f"there is no finding {entry.values.get('finding')!r}{where}")
            for index in met:
                out[index] = DecidedFinding(out[index].finding, state, entry.by, entry.on, entry.reason)
    return tuple(out)


def _meets(finding: Finding, entry: Entry) -> bool:
    span, quoted = span_of(entry), entry.values.get("at")
    if span is not None and tuple(finding.span) != span:
        return False
    return quoted is None or str(quoted) in finding.message["zh"].replace("／", "")
