"""The syntax tree of a formula: what is written, before names and units are known. Every node has its span."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from parkloop.domain.measure.errors import Span
from parkloop.domain.measure.units import Unit


@dataclass(frozen=True, slots=True)
class Number:
    """A number; ``unit`` when one is written, ``scaled`` when only 万 or 亿 is."""

    value: Fraction
    unit: Unit | None
    scaled: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Literal:
    """Text, a date, true, false, or nothing at all (None)."""

    value: str | dt.date | bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name, dotted when it says where it comes from (参数.x)."""

    parts: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """``-`` or ``not``."""

    op: str
    operand: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """``+ - * /``, a comparison, ``and`` or ``or``; ``sign`` is the span of the operator."""

    op: str
    left: Node
    right: Node
    sign: Span
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    """如果 c 则 a 否则 b."""

    condition: Node
    then: Node
    otherwise: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Within:
    """x 在 [a, b): between two ends, each open or closed."""

    value: Node
    low: Node
    high: Node
    low_closed: bool
    high_closed: bool
    span: Span


@dataclass(frozen=True, slots=True)
class OneOf:
    """x 在 {"甲", "乙"}."""

    value: Node
    options: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Missing:
    """x 为空, x 不为空."""

    value: Node
    is_missing: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function; ``where`` and ``by`` only of aggregates; ``head`` is the span of the name."""

    name: str
    arguments: tuple[Node, ...]
    where: Node | None
    by: tuple[Name, ...]
    head: Span
    span: Span


Node = Number | Literal | Name | Unary | Binary | If | Within | OneOf | Missing | Call
