"""Reads back what :func:`as_dict` wrote: a compiled plan, or a confirmed one with who decided what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from parkloop.domain.plan.decision_entries import TYPES
from parkloop.domain.plan.decisions import ConfirmedPlan, Decided, DecidedFact, DecidedFinding, Element
from parkloop.domain.plan.model import ELEMENT_FIELDS, CompiledPlan, Document, Finding


def compiled_from(stored: Mapping[str, Any]) -> CompiledPlan:
    """A compiled plan from its JSON form; fields that this version does not know are left out."""
    elements = {
        name: tuple(element_from(kind, e) for e in stored.get(name, ())) for kind, name in ELEMENT_FIELDS.items()
    }
    return CompiledPlan(_document(stored["document"]), **elements, findings=_findings(stored.get("findings", ())))


def stated_in(stored: Mapping[str, Any]) -> CompiledPlan:
    """What the paper of a stored confirmed plan states: its elements without duties that the park assigned."""
    kept: dict[str, list[Element]] = {name: [] for name in ELEMENT_FIELDS.values()}
    for entry in stored.get("elements", ()):
        if entry["change"] != "assigned":
            kept[ELEMENT_FIELDS[entry["kind"]]].append(element_from(entry["kind"], entry["element"]))
    ordered = {name: tuple(sorted(found, key=lambda e: e.span)) for name, found in kept.items()}
    return CompiledPlan(_document(stored["document"]), **ordered)  # type: ignore[arg-type]


def confirmed_from(stored: Mapping[str, Any]) -> ConfirmedPlan:
    """A confirmed plan from its JSON form; a compiled plan, about which nobody has decided, is taken as it was read."""
    if "elements" not in stored:
        compiled = compiled_from(stored)
        elements = tuple(Decided(kind, element) for kind, element in compiled.elements())
        return ConfirmedPlan(compiled.document, elements, tuple(DecidedFinding(f) for f in compiled.findings))
    return ConfirmedPlan(
        _document(stored["document"]),
        tuple(_decided(e) for e in stored["elements"]),
        tuple(_finding(f) for f in stored.get("findings", ())),
        tuple(_decided(e) for e in stored.get("rejected", ())),
        tuple(_built(DecidedFact, f) for f in stored.get("facts", ())),
    )


def _decided(stored: Mapping[str, Any]) -> Decided:
    return _built(Decided, {**stored, "element": element_from(stored["kind"], stored["element"])})  # type: ignore[no-any-return]


def _finding(stored: Mapping[str, Any]) -> DecidedFinding:
    return _built(DecidedFinding, {**stored, "finding": _built(Finding, stored["finding"])})  # type: ignore[no-any-return]


def element_from(kind: str, stored: Mapping[str, Any]) -> Any:
    """One element from its JSON form."""
    return _built(TYPES[kind], stored)


def _document(stored: Mapping[str, Any]) -> Document:
    return _built(Document, stored)  # type: ignore[no-any-return]


def _findings(stored: Any) -> tuple[Finding, ...]:
    return tuple(_built(Finding, finding) for finding in stored)


def _built(made: type, stored: Mapping[str, Any]) -> Any:
    known = {field.name for field in fields(made)}
    return made(**{k: tuple(v) if isinstance(v, list) else v for k, v in stored.items() if k in known})
