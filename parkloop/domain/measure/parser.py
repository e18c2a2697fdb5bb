"""Tokens become a syntax tree by recursive descent. Productions are numbered as in `docs/concepts/measures.md`.

Errors are collected; after one the formula is given up, so that no tree is made of half a text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from parkloop.domain.measure import syntax
from parkloop.domain.measure.errors import Faults, Source, Span
from parkloop.domain.measure.lexer import Token, tokens

MOST_DEPTH = 32
MOST_NODES = 500
MOST_BRANCHES = 64
T = TypeVar("T")
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_STARTS = ("number", "text", "date", "true", "false", "nothing", "(", "name")
_READABLE = {
    "end": ("公式的结尾", "the end of the formula"), "name": ("名称", "a name"), "number": ("数字", "a number"),
    "then": ("“则”", "“then”"), "else": ("“否则”", "“else”"), ")": ("“)”", "“)”"),
}  # fmt: skip


class _Halt(Exception):
    """This formula cannot be read further."""


def parse(source: Source, faults: Faults) -> syntax.Node | None:
    """The tree of a formula; None when something is wrong with it (the faults say what)."""
    before = len(faults.found)
    found = tokens(source, faults)
    if len(faults.found) > before:
        return None
    if found[0].kind == "end":
        faults.add("ME-010", source, (0, len(source.text)))
        return None
    parser = _Parser(source, faults, found)
    try:
        tree = parser.whole()
    except _Halt:
        return None
    return tree


class _Parser:
    def __init__(self, source: Source, faults: Faults, found: list[Token]) -> None:
        self.source, self.faults, self.tokens, self.at = source, faults, found, 0
        self.depth = self.nodes = self.branches = 0

    def whole(self) -> syntax.Node:
        tree = self.expression()
        if self.now.kind != "end":
            self._unexpected(("运算符或公式的结尾", "an operator or the end of the formula"))
        return tree

    # -- productions, loosest first

    def expression(self) -> syntax.Node:
        """E1: 如果 … 则 … 否则 …, or E2."""
        self._deeper()
        if self.now.kind == "if":
            tree: syntax.Node = self._if()
        else:
            tree = self._or()
        self.depth -= 1
        return tree

    def _if(self) -> syntax.If:
        start = self._next().span[0]
        self.branches += 1
        if self.branches > MOST_BRANCHES:
            self._fail("ME-014", self.now.span, most=MOST_BRANCHES)
        condition = self.expression()
        self._expect("then")
        then = self.expression()
        self._expect("else")
        otherwise = self.expression()
        return self._node(syntax.If(condition, then, otherwise, (start, otherwise.span[1])))

    def _or(self) -> syntax.Node:
        """E2: 或."""
        return self._chain(("or",), self._and)

    def _and(self) -> syntax.Node:
        """E3: 且."""
        return self._chain(("and",), self._not)

    def _not(self) -> syntax.Node:
        """E4: 非."""
        if self.now.kind != "not":
            return self._comparison()
        start = self._next().span[0]
        self._deeper()
        operand = self._not()
        self.depth -= 1
        return self._node(syntax.Unary("not", operand, (start, operand.span[1])))

    def _comparison(self) -> syntax.Node:
        """E5: = ≠ < ≤ > ≥, 在, 为空; not chained."""
        left = self._sum()
        if self.now.kind in ("missing", "present"):
            token = self._next()
            return self._node(syntax.Missing(left, token.kind == "missing", (left.span[0], token.span[1])))
        if self.now.kind == "in":
            return self._in(left)
        if self.now.kind not in _COMPARISONS:
            return left
        sign = self._next()
        right = self._sum()
        if self.now.kind in _COMPARISONS:
            self._fail("ME-013", self.now.span)
        return self._node(syntax.Binary(sign.kind, left, right, sign.span, (left.span[0], right.span[1])))

    def _in(self, value: syntax.Node) -> syntax.Node:
        """E6: 在 [a, b), 在 {…}."""
        self._next()
        opening = self._next()
        if opening.kind == "{":
            options = [self.expression()]
            while self._skip(","):
                options.append(self.expression())
            closing = self._expect("}")
            return self._node(syntax.OneOf(value, tuple(options), (value.span[0], closing.span[1])))
        if opening.kind not in ("[", "("):
            self.at -= 1
            self._unexpected(("“[”“(”或“{”", "“[”, “(” or “{”"))
        low = self.expression()
        self._expect(",")
        high = self.expression()
        if self.now.kind not in ("]", ")"):
            self._unexpected(("“]”或“)”", "“]” or “)”"))
        closing = self._next()
        span = (value.span[0], closing.span[1])
        return self._node(syntax.Within(value, low, high, opening.kind == "[", closing.kind == "]", span))

    def _sum(self) -> syntax.Node:
        """E7: + -."""
        return self._chain(("+", "-"), self._product)

    def _product(self) -> syntax.Node:
        """E8: × ÷."""
        return self._chain(("*", "/"), self._signed)

    def _signed(self) -> syntax.Node:
        """E9: a sign."""
        if self.now.kind not in ("-", "+"):
            return self._primary()
        token = self._next()
        self._deeper()
        operand = self._signed()
        self.depth -= 1
        return (
            operand if token.kind == "+" else self._node(syntax.Unary("-", operand, (token.span[0], operand.span[1])))
        )

    def _primary(self) -> syntax.Node:
        """E10: a literal, a name, a call, or brackets."""
        if self.now.kind not in _STARTS:
            self._unexpected(("数字、名称或“(”", "a number, a name or “(”"))
        token = self._next()
        if token.kind == "number":
            value, unit, scaled = token.value
            return self._node(syntax.Number(value, unit, scaled, token.span))
        if token.kind in ("text", "date"):
            return self._node(syntax.Literal(token.value, token.span))
        if token.kind in ("true", "false"):
            return self._node(syntax.Literal(token.kind == "true", token.span))
        if token.kind == "nothing":
            return self._node(syntax.Literal(None, token.span))
        if token.kind == "(":
            inner = self.expression()
            self._expect(")")
            return inner
        return self._named(token)

    def _named(self, token: Token) -> syntax.Node:
        """E11: a dotted name; E12: a call."""
        parts, end = [token.value], token.span[1]
        while self.now.kind == "." and self.tokens[self.at + 1].kind in ("name", "number"):
            self._next()
            part = self._next()
            parts.append(part.value if part.kind == "name" else part.text)
            end = part.span[1]
        if self.now.kind == "(" and len(parts) == 1:
            return self._call(token)
        return self._node(syntax.Name(tuple(parts), (token.span[0], end)))

    def _call(self, token: Token) -> syntax.Call:
        self._next()
        arguments: list[syntax.Node] = []
        where: syntax.Node | None = None
        by: list[syntax.Name] = []
        while self.now.kind != ")":
            if self._skip("where"):
                where = self.expression()
            elif self._skip("by"):
                by.append(self._by())
            else:
                arguments.append(self.expression())
            if not self._skip(",") and self.now.kind not in (")", "where", "by"):
                self._unexpected(("“,”或“)”", "“,” or “)”"))
        closing = self._expect(")")
        span = (token.span[0], closing.span[1])
        return self._node(syntax.Call(token.value, tuple(arguments), where, tuple(by), token.span, span))

    def _by(self) -> syntax.Name:
        token = self._expect("name")
        return syntax.Name((token.value,), token.span)

    # -- tools

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def _next(self) -> Token:
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def _skip(self, kind: str) -> bool:
        if self.now.kind != kind:
            return False
        self._next()
        return True

    def _chain(self, signs: tuple[str, ...], below: Callable[[], syntax.Node]) -> syntax.Node:
        left = below()
        while self.now.kind in signs:
            sign = self._next()
            right = below()
            left = self._node(syntax.Binary(sign.kind, left, right, sign.span, (left.span[0], right.span[1])))
        return left

    def _node(self, node: T) -> T:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._fail("ME-012", self.now.span, most=MOST_NODES)
        return node

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            self._fail("ME-011", self.now.span, most=MOST_DEPTH)

    def _expect(self, kind: str) -> Token:
        if self.now.kind != kind:
            self._unexpected(_READABLE.get(kind, (f"“{kind}”", f"“{kind}”")))
        return self._next()

    def _unexpected(self, wanted: tuple[str, str]) -> NoReturn:
        token = self.now
        zh, en = _READABLE["end"] if token.kind == "end" else (f"“{token.text}”", f"“{token.text}”")
        self._fail("ME-015", token.span, wanted_zh=wanted[0], wanted_en=wanted[1], found_zh=zh, found_en=en)

    def _fail(self, code: str, span: Span, **values: object) -> NoReturn:
        self.faults.add(code, self.source, span, ("", ""), **values)
        raise _Halt
