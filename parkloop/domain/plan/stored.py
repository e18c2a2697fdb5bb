"""Reads back what :func:`as_dict` wrote: a compiled plan, or a confirmed one with who decided what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from parkloop.domain.plan.decision_entries import TYPES
from parkloop.domain.plan.decisions import ConfirmedPlan, Decided, DecidedFinding, Element
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


def rejected_in(stored: Mapping[str, Any]) -> list[Decided]:
    """Elements that a person rejected in a stored confirmed plan, with who did and why."""
    return [
        Decided(e["kind"], element_from(e["kind"], e["element"]), "person", "none", e["by"], e["on"], e["reason"])
        for e in stored.get("rejected", ())
    ]


def confirmed_from(compiled: CompiledPlan, rejected: list[Decided]) -> ConfirmedPlan:
    """A compiled plan as it is taken over, except what a person had rejected in the edition before in the same words."""
    elements, dropped = [], []
    for kind, element in compiled.elements():
        known = next((d for d in rejected if d.kind == kind and _says(d.element) == _says(element)), None)
        if known:
            dropped.append(Decided(kind, element, "person", "none", known.by, known.on, known.reason))
        else:
            elements.append(Decided(kind, element))
    findings = tuple(DecidedFinding(finding) for finding in compiled.findings)
    return ConfirmedPlan(compiled.document, tuple(elements), findings, tuple(dropped))


def element_from(kind: str, stored: Mapping[str, Any]) -> Any:
    """One element from its JSON form."""
    return _built(TYPES[kind], stored)


def _says(element: Any) -> tuple[Any, ...]:
    """What an element says, without its place."""
    return tuple(getattr(element, f.name) for f in fields(element) if f.name not in ("path", "span", "rule", "parent"))


def _document(stored: Mapping[str, Any]) -> Document:
    return _built(Document, stored)  # type: ignore[no-any-return]


def _findings(stored: Any) -> tuple[Finding, ...]:
    return tuple(_built(Finding, finding) for finding in stored)


def _built(made: type, stored: Mapping[str, Any]) -> Any:
    known = {field.name for field in fields(made)}
    return made(**{k: tuple(v) if isinstance(v, list) else v for k, v in stored.items() if k in known})
