"""Statuses as expressions: five outcomes of a condition and of the whole, values, limits, gaps and needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from parkloop.domain.measure import ir
from parkloop.domain.measure.definitions import FieldSpec

MET, UNMET, UNKNOWN, MANUAL, NOT_APPLICABLE = (
    ir.Const(word, ir.TEXT) for word in ("met", "unmet", "unknown", "manual", "not_applicable")
)
_TURNED = {"ge": ("ge", False), "gt": ("gt", False), "le": ("le", True), "lt": ("lt", True)}
ONE = ir.Const(Fraction(1), ir.NUMBER)
ZERO = ir.Const(Fraction(0), ir.NUMBER)


def if_(condition: ir.Expr, then: ir.Expr, otherwise: ir.Expr) -> ir.Expr:
    """如果 … 则 … 否则 …"""
    return ir.Apply("if", (condition, then, otherwise), then.type)


def missing(expr: ir.Expr) -> ir.Expr:
    """为空."""
    return ir.Apply("missing", (expr,), ir.BOOL)


def not_(expr: ir.Expr) -> ir.Expr:
    """非."""
    return ir.Apply("not", (expr,), ir.BOOL)


def any_(parts: Sequence[ir.Expr]) -> ir.Expr:
    """或 over all; false for none."""
    return _joined("or", parts, False)


def all_(parts: Sequence[ir.Expr]) -> ir.Expr:
    """且 over all; true for none."""
    return _joined("and", parts, True)


def _joined(op: str, parts: Sequence[ir.Expr], empty: bool) -> ir.Expr:
    if not parts:
        return ir.Const(empty, ir.BOOL)
    found = parts[0]
    for part in parts[1:]:
        found = ir.Apply(op, (found, part), ir.BOOL)
    return found


def is_(name: str, word: ir.Const) -> ir.Expr:
    """Whether the status of a condition is the word; never missing."""
    return ir.Apply("eq", (ir.Let(f"status:{name}", ir.TEXT), word), ir.BOOL)


def status_of(name: str, when: ir.Expr | None, is_manual: bool, possible: ir.Expr | None) -> ir.Expr:
    """The status text of a condition whose truth is the let ``name``.

    ``when`` false makes it not applicable; a manual one waits for its opinion; ``possible`` is the best case of a score that
    experts decide: true makes an unmet one manual.
    """
    truth = ir.Let(name, ir.BOOL)
    otherwise = UNMET
    if possible is not None:
        otherwise = if_(ir.Apply("default", (possible, ir.Const(True, ir.BOOL)), ir.BOOL), MANUAL, UNMET)  # type: ignore[assignment]
    known = if_(truth, MET, otherwise)
    found = if_(missing(truth), MANUAL if is_manual else UNKNOWN, known)
    if when is not None:
        found = if_(missing(when), UNKNOWN, if_(when, found, NOT_APPLICABLE))
    return found


def outcome_all(names: Sequence[str], plain: Sequence[str] = ()) -> ir.Expr:
    """All must hold: one unmet decides, then one unknown, then one manual.

    ``plain`` are those of the names whose status says no more than their truth (no opinion, always applicable): three-valued
    logic over them alone gives the same, and costs an engine far less than comparing words.
    """
    others = [name for name in names if name not in plain]
    whole = all_([ir.Let(name, ir.BOOL) for name in names if name in plain])
    if not others:
        return if_(missing(whole), UNKNOWN, if_(whole, MET, UNMET))
    fails = [ir.Apply("default", (not_(whole), ir.Const(False, ir.BOOL)), ir.BOOL)] if plain else []
    open_ = [missing(whole)] if plain else []
    return if_(
        any_([*fails, *(is_(n, UNMET) for n in others)]),
        UNMET,
        if_(
            any_([*open_, *(is_(n, UNKNOWN) for n in others)]),
            UNKNOWN,
            if_(any_([is_(n, MANUAL) for n in others]), MANUAL, MET),
        ),
    )


def outcome_at_least(names: Sequence[str], count: int) -> ir.Expr:
    """At least so many must hold, whatever the others turn out to be."""

    def reaches(*words: ir.Const) -> ir.Expr:
        held = ir.Apply("how_many", tuple(any_([is_(n, w) for w in words]) for n in names), ir.NUMBER)
        return ir.Apply("ge", (held, ir.Const(Fraction(count), ir.NUMBER)), ir.BOOL)

    best = if_(reaches(MET, MANUAL), MANUAL, if_(reaches(MET, MANUAL, UNKNOWN), UNKNOWN, UNMET))
    return if_(reaches(MET), MET, best)


def outcome_of(expr: ir.Expr, names: Sequence[str]) -> ir.Expr:
    """An expression over conditions; open only by opinions that are still out it is manual, else unknown."""
    only_manual = not_(any_([is_(n, UNKNOWN) for n in names]))
    waits = all_([only_manual, any_([is_(n, MANUAL) for n in names])])
    return if_(missing(expr), if_(waits, MANUAL, UNKNOWN), if_(expr, MET, UNMET))


def combined(main: ir.Expr, gates: ir.Expr | None, direct: Sequence[str], vetoes: Sequence[str]) -> ir.Expr:
    """The whole: vetoes and gates always count, a direct route that is met replaces the main conditions."""
    found = main
    if direct:
        open_route = any_([is_(n, UNKNOWN) for n in direct])
        kept = if_(all_([_eq(main, UNMET), open_route]), UNKNOWN, main)
        found = if_(any_([is_(n, MET) for n in direct]), MET, kept)
    if gates is not None:
        found = _weaker(gates, found)
    if vetoes:
        found = if_(
            any_([is_(n, MET) for n in vetoes]),
            UNMET,
            if_(any_([is_(n, UNKNOWN) for n in vetoes]), _weaker(UNKNOWN, found), found),
        )
    return found


def _weaker(a: ir.Expr, b: ir.Expr) -> ir.Expr:
    """Both must hold."""
    return if_(
        any_([_eq(a, UNMET), _eq(b, UNMET)]),
        UNMET,
        if_(
            any_([_eq(a, UNKNOWN), _eq(b, UNKNOWN)]), UNKNOWN, if_(any_([_eq(a, MANUAL), _eq(b, MANUAL)]), MANUAL, MET)
        ),
    )


def _eq(a: ir.Expr, b: ir.Expr) -> ir.Expr:
    return ir.Apply("eq", (a, b), ir.BOOL)


def comparison_of(expr: ir.Expr) -> ir.Apply | None:
    """The comparison of two numbers that an expression is at its head, if it is one."""
    found = isinstance(expr, ir.Apply) and expr.op in _TURNED and expr.args[0].type.kind == "number"
    return expr if found else None  # type: ignore[return-value]


def gap_of(comparison: ir.Apply) -> ir.Expr:
    """How far the value is from the limit, in the value's unit; 0 when it is reached."""
    value, limit = comparison.args
    difference = (limit, value) if comparison.op in ("ge", "gt") else (value, limit)
    unit = value.type if not value.type.bare else limit.type
    away = ir.Apply("sub", difference, unit)
    return ir.Apply("max", (away, ir.Const(Fraction(0), unit)), unit)


def need_of(
    comparison: ir.Apply, lets: Mapping[str, ir.Expr], fields: Mapping[str, FieldSpec]
) -> tuple[ir.Expr, str] | None:
    """What the numerator of a quotient lacks at an unchanged denominator, rounded up for counted things; and its name.

    When the numerator is part of the denominator both grow: (a + x) ÷ (b + x) = t gives x = (t × b − a) ÷ (1 − t).
    """
    if comparison.op not in ("ge", "gt"):
        return None
    value, limit = comparison.args
    while isinstance(value, ir.Let) and value.name in lets and not value.lag:
        value = lets[value.name]
    if not (isinstance(value, ir.Apply) and value.op == "div"):
        return None
    top, bottom = value.args
    if not isinstance(top, (ir.Field, ir.Let)):
        return None
    kind = replace(top.type, bare=False)
    lack: ir.Expr = ir.Apply("sub", (ir.Apply("mul", (limit, bottom), kind), top), kind)
    spec = fields.get(top.name) if isinstance(top, ir.Field) else None
    if spec and isinstance(bottom, ir.Field) and spec.part_of == bottom.name:
        lack = ir.Apply("div", (lack, ir.Apply("sub", (ONE, limit), ir.NUMBER)), kind)
    lack = ir.Apply("max", (lack, ir.Const(Fraction(0), kind)), kind)
    if kind.unit.is_counted:
        lack = ir.Apply("ceil", (lack,), kind)
    return lack, top.name
