"""What people had decided about the running edition, said again of the new one where the sentence stands unchanged.

Pure. What goes over is given in the form of `plan/decisions.yaml`, so that it is applied, shown and undone like any decision; what
does not is named, so that nothing a person had corrected is lost in silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, fields
from typing import Any

from parkloop.domain.plan.decision_entries import DOCUMENT, named
from parkloop.domain.plan.decisions import ConfirmedPlan, Decided, DecidedFact, DecisionError, apply_decisions
from parkloop.domain.plan.document_facts import fact_text
from parkloop.domain.plan.editions.model import Change, key_of
from parkloop.domain.plan.model import CompiledPlan, Heading, Span
from parkloop.domain.plan.places import heading_at, new_path

_STOPS = "。；！？\n"
_NUMBERING = re.compile(
    r"(?:[（(]?[0-9一二三四五六七八九十百]+[）)、.．]|第[一二三四五六七八九十百0-9]+[章节条][、.]?)+"
)
_PLACES = ("path", "span", "rule", "parent")
_MAIN = {
    "target": "indicator",
    "qualitative": "indicator",
    "heading": "title",
    "duty": "unit",
    "deadline": "text",
    "entity": "name",
}


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A correction of a person that does not go over: of which kind, where, what it said, by whom and why."""

    kind: str
    path: str
    says: str
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """Decisions about the new edition, and the corrections that lapse because their sentence reads otherwise."""

    decisions: dict[str, Any] = field(default_factory=dict)
    lapsed: tuple[Lapsed, ...] = ()


def carry_decisions(old: ConfirmedPlan, read: CompiledPlan, old_text: str, new: CompiledPlan, new_text: str) -> Carried:
    """Corrections, additions and rejections of the running edition as decisions about the new one.

    ``read`` is what the compiler reads in the old text: by it is known which fields a person changed. Duties that the park assigned
    are not among them; they go over with the running work.
    """
    return _Carrier(old, read, old_text, new, new_text).carried()


def lapsed_changes(lapsed: tuple[Lapsed, ...]) -> list[Change]:
    """One change for each correction that lapses, to be taken note of."""
    return [
        Change(
            key_of("edit_lapsed", (one.path,), (), f"{one.kind}#{number}"), "edit_lapsed", (one.path,), (),
            {"element": one.kind, "before": one.says, "after": "", "by": one.by or "", "reason": one.reason or ""},
        )
        for number, one in enumerate(lapsed)
    ]  # fmt: skip


class _Carrier:
    def __init__(self, old: ConfirmedPlan, read: CompiledPlan, old_text: str, new: CompiledPlan, new_text: str) -> None:
        self.old, self.old_text, self.new, self.new_text = old, old_text, new, new_text
        self.entries: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.lapsed: list[Lapsed] = []
        self.taken: set[int] = set()
        self.read: dict[tuple[str, tuple[int, ...]], list[Any]] = defaultdict(list)
        for kind, element in read.elements():
            self.read[kind, tuple(element.span)].append(element)
        self.known: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for index, (kind, element) in enumerate(new.elements()):
            self.known[kind].append((index, element))

    def carried(self) -> Carried:
        for fact in self.old.facts:
            self._fact(fact)
        for decided in self.old.rejected:
            self._rejected(decided)
        for decided in self.old.elements:
            if decided.change == "edited":
                self._edited(decided)
            elif decided.change == "added":
                self._added(decided)
        return Carried({"format": 1, **self._fitting()}, tuple(self.lapsed))

    def _fitting(self) -> dict[str, list[dict[str, Any]]]:
        """The entries that fit together; one that does not lapses, which only happens where headings went."""
        kept: dict[str, list[dict[str, Any]]] = dict(self.entries)
        try:
            apply_decisions(self.new, kept)
        except DecisionError:
            kept = {}
            for section, entry in [(name, entry) for name, found in self.entries.items() for entry in found]:
                tried = {**kept, section: [*kept.get(section, []), entry]}
                try:
                    apply_decisions(self.new, tried)
                except DecisionError:
                    self.lapsed.append(_lapsed_entry(section, entry))
                else:
                    kept = tried
        return kept

    # -- one decision

    def _fact(self, fact: DecidedFact) -> None:
        was = tuple(fact.was) if isinstance(fact.was, list) else fact.was
        value = tuple(fact.value) if isinstance(fact.value, list) else fact.value
        now = getattr(self.new.document, fact.name)
        if now == value:
            return
        if was is None or now != was:
            self.lapsed.append(Lapsed(DOCUMENT, "", fact_text(self.old.document, fact.name), fact.by, fact.reason))
            return
        self._add("edit", fact, {"element": DOCUMENT, "set": {fact.name: _plain(value)}})

    def _rejected(self, decided: Decided) -> None:
        """What was none is none again wherever it stands in the same words."""
        for index, element in self.known[decided.kind]:
            if index not in self.taken and _says(element) == _says(decided.element):
                self.taken.add(index)
                self._add("reject", decided, named(decided.kind, element))

    def _edited(self, decided: Decided) -> None:
        was = self._as_read(decided)
        changed = {} if was is None else _differences(was, decided.element)
        if was is not None and not changed:
            return  # the compiler reads it so by now
        found = None if was is None else self._again(decided.kind, was)
        if found is None or ("path" in changed and not self._is_same_heading(changed["path"])):
            if not self._reads_so(decided, changed):
                self._lapse(decided)
            return
        index, element = found
        self.taken.add(index)
        self._add("edit", decided, {**named(decided.kind, element), "set": {n: _plain(v) for n, v in changed.items()}})

    def _added(self, decided: Decided) -> None:
        kind, element = decided.kind, decided.element
        span = self._place_again(kind, element.span) if decided.is_quoted else None
        if decided.is_quoted and span is None:
            self._lapse(decided)
            return
        if span is not None and any(tuple(known.span) == span for _, known in self.known[kind]):
            return  # the compiler reads it by now
        path = self._home(decided, span)
        if path is None:
            self._lapse(decided)
            return
        values = {n: _plain(v) for n, v in _fields(element).items() if n not in ("path", "span", "rule")}
        place = {"span": list(span)} if span else {}
        self._add("add", decided, {"element": kind, "path": path, **place, "set": values})

    def _add(self, section: str, signed: Decided | DecidedFact, entry: dict[str, Any]) -> None:
        signature = {"by": signed.by, "on": signed.on, "reason": signed.reason or "—"}
        self.entries[section].append({**entry, **{name: value for name, value in signature.items() if value}})

    def _lapse(self, decided: Decided) -> None:
        words = said(decided.kind, decided.element)
        self.lapsed.append(Lapsed(decided.kind, decided.element.path, words, decided.by, decided.reason))

    # -- finding it again

    def _as_read(self, decided: Decided) -> Any:
        """What the compiler reads where a person corrected: of several there, the one most like the correction."""
        found = self.read.get((decided.kind, tuple(decided.element.span)), [])
        return min(found, key=lambda element: len(_differences(element, decided.element)), default=None)

    def _again(self, kind: str, was: Any) -> tuple[int, Any] | None:
        """The element of the new edition that is read alike from the same sentence, one at the same path first."""
        words = _sentence(self.old_text, was.span, kind)
        near = [
            (index, element)
            for index, element in self.known[kind]
            if index not in self.taken
            and _alike(was, element)
            and _sentence(self.new_text, element.span, kind) == words
        ]
        return min(near, key=lambda pair: (pair[1].path != was.path, pair[0]), default=None)

    def _reads_so(self, decided: Decided, changed: dict[str, Any]) -> bool:
        """Whether the new edition says by itself, in the same sentence, what the person had corrected."""
        words = _sentence(self.old_text, decided.element.span, decided.kind)
        return bool(changed) and any(
            all(getattr(element, name) == value for name, value in changed.items())
            and _sentence(self.new_text, element.span, decided.kind) == words
            for _, element in self.known[decided.kind]
        )

    def _is_same_heading(self, path: str) -> bool:
        """Whether the same heading stands at a path in both editions."""
        before = self._titles()
        return path in before and any(h.path == path and h.title == before[path] for h in self.new.headings)

    def _titles(self) -> dict[str, str]:
        """Path → title of the old edition's headings."""
        return {d.element.path: d.element.title for d in self.old.of("heading") if isinstance(d.element, Heading)}

    def _place_again(self, kind: str, span: Span) -> Span | None:
        """Where the words of a span stand in the new text, within the same sentence; None unless it stands there once."""
        start, end = _bounds(self.old_text, span, kind)
        compact, places = _compact(self.new_text)
        words = "".join(self.old_text[start:end].split())
        at = compact.find(words)
        if at < 0 or not words or compact.find(words, at + 1) >= 0:
            return None
        first = at + len("".join(self.old_text[start : span[0]].split()))
        length = len("".join(self.old_text[span[0] : span[1]].split()))
        return places[first], places[first + length - 1] + 1

    def _home(self, decided: Decided, span: Span | None) -> str | None:
        """The path at which an added element stands in the new edition."""
        element = decided.element
        if isinstance(element, Heading) and span is not None:
            return new_path(self.new.headings, span[0], element.level, element.number, element.title)
        if span is not None:
            heading = heading_at(self.new.headings, span[0])
            return heading.path if heading else None
        title = self._titles().get(element.path)
        paths = [h.path for h in self.new.headings if h.title == title]
        return paths[0] if len(paths) == 1 else None


def said(kind: str, element: Any) -> str:
    """What an element says, short: its name, of a target with number, unit and year."""
    if kind != "target":
        return str(getattr(element, _MAIN[kind]))
    value = "-".join(map(str, element.value)) if isinstance(element.value, tuple) else element.value
    return " ".join(
        str(part) for part in (element.indicator, value, element.unit, element.year) if part not in (None, "")
    )


def _lapsed_entry(section: str, entry: dict[str, Any]) -> Lapsed:
    values = {**entry.get("match", {}), **entry.get("set", {})}
    words = " ".join(str(v) for n, v in values.items() if n != "span" and v not in (None, ""))
    return Lapsed(
        str(entry["element"]), str(entry.get("path", "")), words or section, entry.get("by"), entry.get("reason")
    )


def _fields(element: Any) -> dict[str, Any]:
    return {f.name: getattr(element, f.name) for f in fields(element)}


def _says(element: Any) -> tuple[Any, ...]:
    """What an element says, without its place."""
    return tuple(value for name, value in _fields(element).items() if name not in _PLACES)


def _alike(one: Any, other: Any) -> bool:
    """Whether two elements are read alike; a year that was taken from the plan's period follows it."""
    left, right = _fields(one), _fields(other)
    follows = {left.get("year_source"), right.get("year_source")} == {"period"}
    left_out = {*_PLACES, *(("year",) if follows else ())}
    return all(left[name] == right[name] for name in left if name not in left_out)


def _differences(read: Any, edited: Any) -> dict[str, Any]:
    """Fields that a person changed, with their values."""
    now = _fields(edited)
    return {n: now[n] for n, v in _fields(read).items() if n not in ("span", "rule", "parent") and now[n] != v}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _bounds(text: str, span: Span, kind: str) -> Span:
    """The sentence around a span, without its own numbering; of a heading the heading alone."""
    if kind == "heading":
        return span
    start = max(text.rfind(stop, 0, span[0]) for stop in _STOPS) + 1
    ends = [at for stop in _STOPS if (at := text.find(stop, max(span[1] - 1, span[0]))) >= 0]
    while start < span[0] and text[start].isspace():
        start += 1
    numbering = _NUMBERING.match(text, start, span[0])
    return (numbering.end() if numbering else start), min(ends, default=len(text))


def _sentence(text: str, span: Span, kind: str) -> str:
    """The words of the sentence around a span, without blanks."""
    start, end = _bounds(text, span, kind)
    words = "".join(text[start:end].split())
    return _NUMBERING.sub("", words, count=1) if kind == "heading" and _NUMBERING.match(words) else words


def _compact(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and where each of its characters stands."""
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[at] for at in places), places
