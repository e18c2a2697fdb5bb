"""What a definition is once it is read and checked: fields, dated parameters, formulas, conditions, items, outputs.

All that is computed is an expression by name in ``lets``; statuses, gaps, totals and grades are such expressions too, so that
every engine computes them from one form. Names with a colon are made by the system: ``status:x``, ``value:x``, ``limit:x``,
``gap:x``, ``need:x`` of a condition, ``points:x`` of an item; ``outcome``, ``route``, ``total``, ``grade`` of the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from parkloop.domain.measure import ir
from parkloop.domain.measure.errors import Source
from parkloop.domain.measure.units import Unit

Text = Mapping[str, str]
Role = Literal["gate", "direct", "require", "veto"]
OUTCOMES = ("met", "unmet", "unknown", "manual", "not_applicable")


@dataclass(frozen=True)
class FieldSpec:
    """One input of the subject.

    ``periods`` counts this period and earlier ones; ``path`` is where plain values hold it (tax.value); ``columns`` are those of
    a table, this period first, counted in ``stored``; ``absent`` stands in for a missing value (None keeps it missing);
    ``change`` says what a subject can do about it; ``part_of`` names the field that grows with it.
    """

    name: str
    type: ir.Type
    label: Text
    periods: int = 1
    path: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    stored: Unit | None = None
    absent: ir.Value = None
    choices: tuple[str, ...] = ()
    change: Literal["up", "down", "either", "no"] = "no"
    part_of: str = ""
    is_of_set: bool = False


@dataclass(frozen=True)
class Version:
    """A parameter's value (or bands) from a day on, with the clause that says so."""

    since: dt.date
    value: ir.Value | ir.BandTable
    clause: str = ""


@dataclass(frozen=True)
class Parameter:
    """A dated parameter; of several versions the latest that has begun is in force."""

    name: str
    type: ir.Type
    versions: tuple[Version, ...]
    source: Source
    label: Text = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    column_types: tuple[ir.Type, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether it is a band table."""
        return bool(self.columns)

    def on(self, day: dt.date) -> Version | None:
        """The version in force on a day; None before the first."""
        begun = [version for version in self.versions if version.since <= day]
        return max(begun, key=lambda version: version.since) if begun else None


@dataclass(frozen=True)
class Condition:
    """One condition; its expressions stand in the measure's ``lets``. ``manual`` names nothing or the field of an opinion."""

    name: str
    role: Role
    label: Text
    code: str
    clause: str
    source: Source
    comparison: str = ""
    is_manual: bool = False


@dataclass(frozen=True)
class Item:
    """One item of a score with its weight."""

    name: str
    label: Text
    weight: Any
    method: str
    source: Source


@dataclass(frozen=True)
class Output:
    """One printed result. ``spec`` is a let's name, or a list or mapping of specs, or ``("met"|"unmet", names)``, or None."""

    name: str
    spec: Any
    decimals: int | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class Test:
    """An example that stands in the file: inputs by name, what must come out, on which day."""

    name: str
    on: dt.date
    inputs: Mapping[str, Any]
    expect: Mapping[str, Any]
    source: Source
    case: str = "new"


@dataclass(frozen=True)
class Measure:
    """One checked definition."""

    id: str
    set_id: str
    kind: Literal["indicator", "rule", "score"]
    label: Text
    subject: str
    basis: str
    status: Literal["verified", "unverified"]
    note: Text
    path: str
    family: str
    valid_from: dt.date
    valid_to: dt.date | None
    cases: tuple[str, ...]
    fields: Mapping[str, FieldSpec]
    parameters: Mapping[str, Parameter]
    lets: Mapping[str, ir.Expr]
    conditions: tuple[Condition, ...] = ()
    items: tuple[Item, ...] = ()
    outputs: tuple[Output, ...] = ()
    tests: tuple[Test, ...] = ()
    rows_path: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    default_case: str = "new"
    sha256: str = ""

    @property
    def is_set(self) -> bool:
        """Whether it gives one value for all subjects together (an indicator)."""
        return self.kind == "indicator"

    def in_force(self, day: dt.date, case: str) -> bool:
        """Whether it holds on a day for new applications or re-checks."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to) and case in self.cases


def references(expr: ir.Expr, lets: Mapping[str, ir.Expr]) -> Iterator[ir.Expr]:
    """All expressions that one is made of, those behind names included, each name once."""
    seen: set[str] = set()
    waiting = [expr]
    while waiting:
        for part in ir.walk(waiting.pop()):
            yield part
            if isinstance(part, ir.Let) and part.name not in seen and part.name in lets:
                seen.add(part.name)
                waiting.append(lets[part.name])
