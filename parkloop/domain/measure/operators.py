"""Operators, choices and names of formulas: kinds and units checked, literals put into the unit of the other side."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from parkloop.domain.measure import ir, syntax
from parkloop.domain.measure.errors import Faults, Source, Span, did_you_mean
from parkloop.domain.measure.scope import Scope
from parkloop.domain.measure.units import PLAIN, divided, multiplied

ORIGINS = {"字段": "field", "参数": "param", "field": "field", "param": "param", "中间量": "let", "let": "let",
           "条件": "condition", "condition": "condition"}  # fmt: skip
MADE = {"points": "points", "得分": "points", "weight": "weight", "权重": "weight", "status": "status", "状态": "status",
        "gap": "gap", "差距": "gap"}  # fmt: skip
_PRINTED = {"*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠", "and": "且", "or": "或", "not": "非"}
_OPS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
        "and": "and", "or": "or"}  # fmt: skip
_YUAN = Fraction(100)


class OperatorChecker:
    """Everything but calls; `calls.CallChecker` adds those."""

    def __init__(self, source: Source, scope: Scope, faults: Faults) -> None:
        self.source, self.scope, self.faults = source, scope, faults
        self.is_inside = False

    def fault(self, code: str, span: Span, hint: tuple[str, str] = ("", ""), **values: object) -> None:
        self.faults.add(code, self.source, span, hint, **values)

    def visit(self, node: syntax.Node, lag: int) -> ir.Expr | None:
        """The typed form of a node whose fields are read ``lag`` periods ago."""
        match node:
            case syntax.Number():
                return self._number(node)
            case syntax.Literal():
                return ir.Const(node.value, _literal_type(node.value))
            case syntax.Name():
                return self._name(node, lag)
            case syntax.Unary():
                return self._unary(node, lag)
            case syntax.Binary():
                return self._binary(node, lag)
            case syntax.If():
                return self._if(node, lag)
            case syntax.Within():
                return self._within(node, lag)
            case syntax.OneOf():
                return self._one_of(node, lag)
            case syntax.Missing():
                value = self.visit(node.value, lag)
                found = ir.Apply("missing", (value,), ir.BOOL) if value else None
                return found if node.is_missing or found is None else ir.Apply("not", (found,), ir.BOOL)
            case syntax.Call():
                return self._call(node, lag)

    def units_differ(self, span: Span, op: str, a: ir.Type, b: ir.Type) -> None:
        """Note that two units do not fit."""
        (a_zh, a_en), (b_zh, b_en) = unit_words(a), unit_words(b)
        self.fault("ME-040", span, op=op, a_zh=a_zh, a_en=a_en, b_zh=b_zh, b_en=b_en)

    # -- leaves

    def _number(self, node: syntax.Number) -> ir.Const:
        unit = node.unit or PLAIN
        kind = ir.Type("number", unit, bare=node.unit is None, scaled=node.scaled)
        return ir.Const(node.value * unit.factor, kind)

    def _name(self, node: syntax.Name, lag: int) -> ir.Expr | None:
        origin, parts = (
            (ORIGINS[node.parts[0]], node.parts[1:])
            if len(node.parts) > 1 and node.parts[0] in ORIGINS
            else ("", node.parts)
        )
        name = ".".join(parts)
        made = f"{MADE[parts[0]]}:{'.'.join(parts[1:])}" if len(parts) > 1 and parts[0] in MADE else ""
        if made and made in self.scope.symbols:
            return ir.Let(made, self.scope.symbols[made].type, lag)
        symbol = self.scope.symbols.get(name)
        if symbol is None or (
            origin and origin != symbol.origin and not (origin == "param" and symbol.origin == "table")
        ):
            self.fault(
                "ME-020", node.span, did_you_mean(name, [n for n in self.scope.symbols if ":" not in n]), name=name
            )
            return None
        if symbol.is_broken:
            return None
        if symbol.is_per_row and self.scope.is_set and not self.is_inside:
            self.fault("ME-051", node.span, name=name)
            return None
        if symbol.origin == "table":
            self.fault("ME-022", node.span, name=name)
            return None
        if symbol.origin == "param":
            return ir.Param(name, symbol.type)
        if symbol.origin == "field":
            if lag >= symbol.periods:
                self.fault("ME-032", node.span, name=name, periods=symbol.periods, wanted=lag)
                return None
            if self.scope.is_set and not symbol.is_of_set and not self.is_inside:
                self.fault("ME-051", node.span, name=name)
                return None
            return ir.Field(name, symbol.type, lag)
        return ir.Let(name, symbol.type, lag)

    # -- operators

    def _unary(self, node: syntax.Unary, lag: int) -> ir.Expr | None:
        value = self.visit(node.operand, lag)
        if value is None:
            return None
        wanted = "bool" if node.op == "not" else "number"
        if not self._is(value, wanted, _PRINTED.get(node.op, node.op), node.operand.span):
            return None
        if node.op == "-" and isinstance(value, ir.Const) and isinstance(value.value, Fraction):
            return ir.Const(-value.value, value.type)
        return ir.Apply("not" if node.op == "not" else "neg", (value,), value.type)

    def _binary(self, node: syntax.Binary, lag: int) -> ir.Expr | None:
        left, right = self.visit(node.left, lag), self.visit(node.right, lag)
        if left is None or right is None:
            return None
        printed = _PRINTED.get(node.op, node.op)
        if node.op in ("and", "or"):
            good = [self._is(side, "bool", printed, at.span) for side, at in ((left, node.left), (right, node.right))]
            return ir.Apply(node.op, (left, right), ir.BOOL) if all(good) else None
        if node.op in ("+", "-", "*", "/"):
            good = [self._is(side, "number", printed, at.span) for side, at in ((left, node.left), (right, node.right))]
            return self._arithmetic(node, left, right) if all(good) else None
        return self._comparison(node, left, right)

    def _arithmetic(self, node: syntax.Binary, left: ir.Expr, right: ir.Expr) -> ir.Expr | None:
        if node.op in ("*", "/"):
            if node.op == "/" and isinstance(right, ir.Const) and right.value == 0:
                self.fault("ME-045", node.right.span)
                return None
            unit = (
                multiplied(left.type.unit, right.type.unit)
                if node.op == "*"
                else divided(left.type.unit, right.type.unit)
            )
            bare = left.type.bare and right.type.bare
            return ir.Apply(_OPS[node.op], (left, right), ir.Type("number", unit, bare))
        pair = self._aligned(left, right, node)
        if pair is None:
            return None
        unit = pair[1].type.unit if left.type.bare else pair[0].type.unit
        return ir.Apply(_OPS[node.op], pair, ir.Type("number", unit, left.type.bare and right.type.bare))

    def _comparison(self, node: syntax.Binary, left: ir.Expr, right: ir.Expr) -> ir.Expr | None:
        kinds = (left.type.kind, right.type.kind)
        if kinds[0] != kinds[1]:
            (a_zh, a_en), (b_zh, b_en) = left.type.words, right.type.words
            self.fault(
                "ME-041", node.span, op=_PRINTED.get(node.op, node.op), a_zh=a_zh, a_en=a_en, b_zh=b_zh, b_en=b_en
            )
            return None
        if kinds[0] in ("text", "bool") and node.op not in ("=", "!="):
            zh, en = ir.KIND_NAMES[kinds[0]]
            self.fault("ME-044", node.sign, kind_zh=zh, kind_en=en.capitalize())
            return None
        if kinds[0] == "text" and not self._allowed(node, left, right):
            return None
        pair = self._aligned(left, right, node) if kinds[0] == "number" else (left, right)
        return ir.Apply(_OPS[node.op], pair, ir.BOOL) if pair else None

    def _allowed(self, node: syntax.Binary, left: ir.Expr, right: ir.Expr) -> bool:
        """Text compared with a field must be one of the field's choices, if it has any."""
        for side, other, at in ((left, right, node.right), (right, left, node.left)):
            if (
                isinstance(side, ir.Field)
                and isinstance(other, ir.Const)
                and not self._choice(side.name, other, at.span)
            ):
                return False
        return True

    def _choice(self, name: str, value: ir.Const, span: Span) -> bool:
        choices = self.scope.symbols[name].choices
        if not choices or value.value in choices:
            return True
        self.fault("ME-047", span, did_you_mean(str(value.value), list(choices)), name=value.value, field=name)
        return False

    def _aligned(self, left: ir.Expr, right: ir.Expr, node: syntax.Binary) -> tuple[ir.Expr, ir.Expr] | None:
        """Both sides in one unit; a literal without unit takes the other side's."""
        if right.type.bare and not left.type.bare:
            found = self._adopt(right, left, node.right)
            return (left, found) if found else None
        if left.type.bare and not right.type.bare:
            found = self._adopt(left, right, node.left)
            return (found, right) if found else None
        if not left.type.unit.fits(right.type.unit):
            self.units_differ(node.span, _PRINTED.get(node.op, node.op), left.type, right.type)
            return None
        return left, right

    def _adopt(self, literal: ir.Expr, other: ir.Expr, node: syntax.Node) -> ir.Expr | None:
        unit = other.type.unit
        if unit.is_plain:
            if unit.factor != 1 and not (isinstance(literal, ir.Const) and literal.value == 0):
                value = literal.value if isinstance(literal, ir.Const) else ""
                self.fault("ME-050", node.span, name=self._words(node, other), example=value)
                return None
            return with_type(literal, other.type)
        factor = unit.factor
        if literal.type.scaled:
            factor = _YUAN if unit.dimensions == (("分", 1),) else Fraction(1)
        kind = ir.Type("number", unit)
        if isinstance(literal, ir.Const) and isinstance(literal.value, Fraction):
            return ir.Const(literal.value * factor, kind)
        return ir.Apply("mul", (literal, ir.Const(factor, ir.NUMBER)), kind)

    def _words(self, node: syntax.Node, other: ir.Expr) -> str:
        return other.name if isinstance(other, (ir.Field, ir.Let, ir.Param)) else self.source.text[slice(*node.span)]

    # -- choices

    def _if(self, node: syntax.If, lag: int) -> ir.Expr | None:
        condition, then, otherwise = (self.visit(part, lag) for part in (node.condition, node.then, node.otherwise))
        if condition is None or then is None or otherwise is None:
            return None
        if not self._is(condition, "bool", "如果", node.condition.span):
            return None
        joined = self._joined(then, otherwise, node.then, node.otherwise)
        return ir.Apply("if", (condition, *joined), joined[0].type) if joined else None

    def _joined(self, a: ir.Expr, b: ir.Expr, at_a: syntax.Node, at_b: syntax.Node) -> tuple[ir.Expr, ir.Expr] | None:
        """Two values one of which is taken: of one kind, in one unit."""
        span = (at_a.span[0], at_b.span[1])
        if "nothing" in (a.type.kind, b.type.kind):
            lead = b.type if a.type.kind == "nothing" else a.type
            return (with_type(a, lead), b) if a.type.kind == "nothing" else (a, with_type(b, lead))
        if a.type.kind == b.type.kind != "number":
            return a, b
        if a.type.kind == b.type.kind:
            if a.type.bare != b.type.bare:
                first, second = (a, self._adopt(b, a, at_b)) if b.type.bare else (self._adopt(a, b, at_a), b)
                return (first, second) if first and second else None
            if a.type.unit.fits(b.type.unit):
                return a, b
        (a_zh, a_en), (b_zh, b_en) = a.type.words, b.type.words
        self.fault("ME-043", span, a_zh=a_zh, a_en=a_en, b_zh=b_zh, b_en=b_en)
        return None

    def _within(self, node: syntax.Within, lag: int) -> ir.Expr | None:
        below = syntax.Binary(">=" if node.low_closed else ">", node.value, node.low, node.span, node.span)
        above = syntax.Binary("<=" if node.high_closed else "<", node.value, node.high, node.span, node.span)
        low = self._binary(below, lag)
        high = self._binary(above, lag) if low else None
        if not (isinstance(low, ir.Apply) and isinstance(high, ir.Apply)):
            return None
        ends = (low.args[1], high.args[1])
        if all(isinstance(end, ir.Const) for end in ends) and ends[0].value > ends[1].value:  # type: ignore[union-attr, operator]
            self.fault("ME-046", node.span)
            return None
        return ir.Apply("and", (low, high), ir.BOOL)

    def _one_of(self, node: syntax.OneOf, lag: int) -> ir.Expr | None:
        found: ir.Expr | None = None
        for option in node.options:
            same = self._binary(syntax.Binary("=", node.value, option, node.span, node.span), lag)
            if same is None:
                return None
            found = ir.Apply("or", (found, same), ir.BOOL) if found else same
        return found

    def _call(self, node: syntax.Call, lag: int) -> ir.Expr | None:
        raise NotImplementedError  # calls.CallChecker

    def _is(self, value: ir.Expr, kind: str, op: str, span: Span) -> bool:
        if value.type.kind == kind:
            return True
        (wanted_zh, wanted_en), (found_zh, found_en) = ir.KIND_NAMES[kind], value.type.words
        self.fault(
            "ME-042", span, op=op, wanted_zh=wanted_zh, wanted_en=wanted_en, found_zh=found_zh, found_en=found_en
        )
        return False


def _literal_type(value: object) -> ir.Type:
    if value is None:
        return ir.Type("nothing")
    return ir.BOOL if isinstance(value, bool) else ir.TEXT if isinstance(value, str) else ir.DATE


def unit_words(kind: ir.Type) -> tuple[str, str]:
    """A unit for messages, in Chinese and English."""
    return (kind.unit.name, kind.unit.name) if kind.unit.name else ("无单位的数", "a plain number")


def with_type(expr: ir.Expr, kind: ir.Type) -> ir.Expr:
    """The same expression with another type."""
    return replace(expr, type=kind)


def whole(node: syntax.Node) -> int | None:
    """The whole number that is written out, or None."""
    if isinstance(node, syntax.Unary) and node.op == "-":
        inner = whole(node.operand)
        return None if inner is None else -inner
    if isinstance(node, syntax.Number) and node.unit is None and node.value.denominator == 1:
        return int(node.value)
    return None
