"""Calls of functions, band tables, earlier periods and aggregates: arguments, kinds and units."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from parkloop.domain.measure import ir, syntax
from parkloop.domain.measure.errors import did_you_mean
from parkloop.domain.measure.functions import AGGREGATE_NAMES, BY_NAME, Function, arity
from parkloop.domain.measure.operators import ORIGINS, OperatorChecker, whole
from parkloop.domain.measure.units import PLAIN, rooted, unit_named


class CallChecker(OperatorChecker):
    """Names, operators and calls: the whole language."""

    def _call(self, node: syntax.Call, lag: int) -> ir.Expr | None:
        function = BY_NAME.get(node.name)
        if function is None:
            self.fault("ME-021", node.head, did_you_mean(node.name, list(BY_NAME)), name=node.name)
            return None
        fewest, most = arity(function)
        if len(node.arguments) < fewest or (most is not None and len(node.arguments) > most):
            wanted = str(fewest) if most == fewest else f"≥ {fewest}"
            self.fault("ME-027", node.span, name=node.name, wanted=wanted, given=len(node.arguments))
            return None
        if function.name in AGGREGATE_NAMES:
            return self._aggregate(node, function, lag)
        if node.where or node.by:
            self.fault("ME-028", node.span)
            return None
        if function.name == "band":
            return self._band(node, lag)
        if function.name in ("previous", "period"):
            return self._shifted(node, function, lag)
        return self._function(node, function, lag)

    def _shifted(self, node: syntax.Call, function: Function, lag: int) -> ir.Expr | None:
        shift = 1
        if function.name == "period":
            ago = whole(node.arguments[1])
            if ago is None:
                self.fault("ME-031", node.arguments[1].span)
                return None
            if ago > 0:
                self.fault("ME-033", node.arguments[1].span)
                return None
            shift = -ago
        return self.visit(node.arguments[0], lag + shift)

    def _band(self, node: syntax.Call, lag: int) -> ir.Expr | None:
        value, table = self.visit(node.arguments[0], lag), node.arguments[1]
        parts = table.parts if isinstance(table, syntax.Name) else ()
        parts = parts[1:] if len(parts) > 1 and ORIGINS.get(parts[0]) == "param" else parts
        symbol = self.scope.symbols.get(parts[0]) if parts else None
        if symbol is None or symbol.origin != "table":
            known = [name for name in self.scope.symbols if ":" not in name]
            name = ".".join(parts) or self.source.text[slice(*table.span)]
            self.fault("ME-023", table.span, did_you_mean(name, known), name=name)
            return None
        column = parts[1] if len(parts) > 1 else symbol.columns[0]
        if column not in symbol.columns:
            self.fault("ME-024", table.span, did_you_mean(column, list(symbol.columns)), table=parts[0], name=column)
            return None
        if value is None or not self._is(value, "number", "分档", node.arguments[0].span):
            return None
        if value.type.bare:
            value = self._adopt(value, ir.Field("", symbol.type), node.arguments[0]) or value
        elif not value.type.unit.fits(symbol.type.unit):
            self.units_differ(node.span, "分档", value.type, symbol.type)
            return None
        index = symbol.columns.index(column)
        return ir.Lookup(value, parts[0], index, symbol.column_types[index])

    def _aggregate(self, node: syntax.Call, function: Function, lag: int) -> ir.Expr | None:
        if self.is_inside:
            self.fault("ME-029", node.span)
            return None
        if function.name == "rank" and self.scope.is_set:
            self.fault("ME-052", node.head, name=node.name)
            return None
        self.is_inside = True
        arg = self.visit(node.arguments[0], lag) if node.arguments else None
        where = self.visit(node.where, lag) if node.where else None
        self.is_inside = False
        if (node.arguments and arg is None) or (node.where and where is None):
            return None
        if where and node.where and not self._is(where, "bool", "其中", node.where.span):
            return None
        if arg and function.takes.startswith("n") and not self._is(arg, "number", node.name, node.arguments[0].span):
            return None
        share: Fraction | None = None
        if function.name == "quantile":
            constant = self.visit(node.arguments[1], 0)
            if isinstance(constant, ir.Const) and isinstance(constant.value, Fraction):
                share = constant.value
            if share is None or not 0 <= share <= 1:
                self.fault("ME-049", node.arguments[1].span, what_zh="分位", what_en="The share", wanted_zh="0 与 1 之间的数",
                           wanted_en="a number between 0 and 1", found_zh="别的", found_en="something else")  # fmt: skip
                return None
        return self._grouped(node, function, arg, where, share)

    def _grouped(
        self, node: syntax.Call, function: Function, arg: ir.Expr | None, where: ir.Expr | None, share: Fraction | None
    ) -> ir.Expr | None:
        for name in node.by:
            symbol = self.scope.symbols.get(name.parts[0])
            if symbol is None or symbol.origin != "field":
                self.fault(
                    "ME-020", name.span, did_you_mean(name.parts[0], list(self.scope.symbols)), name=name.parts[0]
                )
                return None
        gives = ir.NUMBER if function.gives == "p" or arg is None else replace(arg.type, bare=False, scaled=False)
        by = tuple(name.parts[0] for name in node.by)
        return ir.Aggregate(function.name, arg, where, by, gives, share)

    def _function(self, node: syntax.Call, function: Function, lag: int) -> ir.Expr | None:
        args = [self.visit(argument, lag) for argument in node.arguments]
        if any(arg is None for arg in args):
            return None
        letters = function.takes.rstrip("*").ljust(len(args), function.takes.rstrip("*")[-1:])
        given = [arg for arg in args if arg is not None]
        for letter, arg, at in zip(letters, given, node.arguments, strict=True):
            if not self._fits(letter, arg, at, node.name):
                return None
        if function.name in ("max", "min", "default"):
            return self._same_unit(node, function, given)
        return self._typed(node, function, given)

    def _fits(self, letter: str, arg: ir.Expr, at: syntax.Node, name: str) -> bool:
        if letter == "i" and whole(at) is None:
            self.fault("ME-031", at.span) if name in ("期", "period") else self.fault(
                "ME-049", at.span, what_zh="这个参数", what_en="This argument", wanted_zh="写明的整数", wanted_en="a whole number written out",
                found_zh="别的", found_en="something else")  # fmt: skip
            return False
        kinds = {"n": "number", "s": "number", "p": "number", "i": "number", "b": "bool", "d": "date"}
        return letter not in kinds or self._is(arg, kinds[letter], name, at.span)

    def _same_unit(self, node: syntax.Call, function: Function, args: list[ir.Expr]) -> ir.Expr | None:
        found, at = args[0], node.arguments[0]
        for position in range(1, len(args)):
            joined = self._joined(found, args[position], at, node.arguments[position])
            if joined is None:
                return None
            found, args[position] = joined
            at = node.arguments[position] if found.type.bare else at
        lead = next((arg for arg in args if not arg.type.bare), args[0])
        args = [self._adopt(arg, lead, at) or arg if arg.type.bare and not lead.type.bare else arg for arg in args]
        return ir.Apply(function.name, tuple(args), replace(lead.type))

    def _typed(self, node: syntax.Call, function: Function, args: list[ir.Expr]) -> ir.Expr | None:
        first = args[0].type
        given = {"p": ir.NUMBER, "d": ir.DATE, "n": replace(first, bare=False), "x": first,
                 "days": ir.Type("number", unit_named("天") or PLAIN), "months": ir.Type("number", unit_named("月") or PLAIN)}  # fmt: skip
        if function.gives == "root":
            degree = whole(node.arguments[1]) or 0
            unit = rooted(first.unit, degree) if degree >= 1 else None
            if unit is None:
                self.fault("ME-048", node.span, unit=first.unit.name or "1", degree=degree)
                return None
            return ir.Apply("root", tuple(args), ir.Type("number", unit))
        if function.name in ("add_days", "add_months") and not args[1].type.unit.is_plain:
            args[1] = self._count(args[1], "天" if function.name == "add_days" else "月", node)
        return ir.Apply(function.name, tuple(args), given[function.gives])

    def _count(self, arg: ir.Expr, unit: str, node: syntax.Call) -> ir.Expr:
        """The second argument of 加天 and 加月 may carry days, months or years."""
        wanted = unit_named(unit) or PLAIN
        if not arg.type.unit.fits(wanted):
            self.units_differ(node.span, node.name, ir.Type("number", wanted), arg.type)
        return arg
