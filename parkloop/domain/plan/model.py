"""What a compiled plan consists of: typed elements, each with its span in the raw text.

Spans are ``(start, end)`` with ``raw[start:end]`` the printed words; ``rule`` names the rule that produced an element.
The JSON form (:func:`as_dict`) is published in ``docs/schemas/compiled-plan.schema.json``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

Span = tuple[int, int]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx", "range", "rank", "keep", "sync", "all"]
YearSource = Literal["own", "lead", "period", "none"]
TargetKind = Literal["level", "increment", "growth", "share", "rank", "coverage", "limit"]
KindBasis = Literal["explicit", "inferred"]
Role = Literal["lead", "coop", "responsible", "owner", "leader"]
Severity = Literal["error", "warning", "info"]
Value = int | float | tuple[int | float, int | float] | None

ROLES: tuple[Role, ...] = ("lead", "coop", "responsible", "owner", "leader")
#: Kinds of named things that a gazetteer and the suffix rules know.
ENTITY_KINDS = (
    "organisation",
    "platform",
    "mechanism",
    "programme",
    "place",
    "event",
    "fund",
    "artefact",
    "document",
)


@dataclass(frozen=True, slots=True)
class Document:
    """Facts about the paper itself; dates are ISO strings, ``period`` is (first year, last year)."""

    title: str | None = None
    notice_title: str | None = None
    doc_no: str | None = None
    issued_on: str | None = None
    drafted_on: str | None = None
    issuer: str | None = None
    drafter: str | None = None
    period: tuple[int, int] | None = None
    period_source: Literal["title", "text", "single", "person", "none"] = "none"
    addressees: tuple[str, ...] = ()
    copied_to: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading. ``level`` 0 chapter, 1 一、, 2 （一）, 3 1., 4 （1）①一是, 5 run-in label without a number."""

    path: str
    level: int
    number: str
    title: str
    derived: bool
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A goal with a number (or an explicit reference): ``value`` as printed, ``scale`` the factor of its unit."""

    path: str
    indicator: str
    comparator: Comparator
    word: str
    ambition: str | None
    value: Value
    unit: str
    scale: int | float
    year: int | None
    year_source: YearSource
    kind: TargetKind
    kind_basis: KindBasis
    parent: str | None
    span: Span
    qualifier: str | None = None
    reference: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Qualitative:
    """A goal without a number: “显著提升”, “一批”, “零的突破”."""

    path: str
    indicator: str
    word: str
    ambition: str | None
    year: int | None
    year_source: YearSource
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """A unit bound to a heading. ``unit`` carries a propagated prefix, ``surface`` is what is printed."""

    path: str
    role: Role
    unit: str
    span: Span
    surface: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which something is due; ``due`` is the ISO date of the last day, None when recurring or unknown."""

    path: str
    text: str
    kind: Literal["year", "month", "day", "relative", "recurring"]
    due: str | None
    every: str | None
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing at one place; ``same_as`` is the long name it stands for, if another."""

    path: str
    kind: str
    name: str
    same_as: str | None
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person must look at; ``message`` says in zh and en what was seen and what to do."""

    code: str
    severity: Severity
    message: dict[str, str]
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class CompiledPlan:
    """The whole result for one text."""

    document: Document
    headings: tuple[Heading, ...] = ()
    targets: tuple[Target, ...] = ()
    qualitative: tuple[Qualitative, ...] = ()
    duties: tuple[Duty, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    entities: tuple[Entity, ...] = ()
    findings: tuple[Finding, ...] = ()

    def elements(self) -> Iterator[tuple[str, Any]]:
        """Every element except findings as (kind in the singular, element)."""
        for kind, name in ELEMENT_FIELDS.items():
            for element in getattr(self, name):
                yield kind, element


#: Kind of element in the singular -> field of CompiledPlan.
ELEMENT_FIELDS = {
    "heading": "headings",
    "target": "targets",
    "qualitative": "qualitative",
    "duty": "duties",
    "deadline": "deadlines",
    "entity": "entities",
}


def as_dict(value: Any) -> Any:
    """JSON-ready form: dataclasses become objects, tuples lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_dict(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [as_dict(item) for item in value]
    if isinstance(value, dict):
        return {key: as_dict(item) for key, item in value.items()}
    return value
