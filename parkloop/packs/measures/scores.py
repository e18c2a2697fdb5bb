"""Scores: items with weights and ways of scoring, additions, vetoes, totals and grades, as expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from parkloop.domain.measure import ir, status
from parkloop.domain.measure.bands import Row, read_bands
from parkloop.domain.measure.definitions import Item
from parkloop.domain.measure.errors import Source
from parkloop.packs.measures.building import Names, differing, number
from parkloop.packs.measures.node import Node

METHODS = ("points", "ratio", "linear", "bands", "rank", "min_max")
_KEYS = ("value", "weight", "label", "missing", *METHODS)
ONE, ZERO = status.ONE, status.ZERO


def read_items(names: Names, node: Node | None) -> list[Item]:
    """The items; each puts ``points:name`` and ``weight:name`` among the names and itself as its points."""
    if node is None:
        return []
    found = [made for key, child in node.items() if (made := _item(names, key, child))]
    weights = [item.weight for item in found]
    if found and all(weight is not None for weight in weights) and sum(weights) != 100:
        node.fault("ME-063", total=f"{float(sum(weights)):g}")
    return found


def _item(names: Names, name: str, node: Node) -> Item | None:
    keys = node.keys(*_KEYS, need=("weight",))
    methods = [method for method in METHODS if method in keys]
    if "weight" not in keys or len(methods) != 1:
        if len(methods) != 1:
            node.fault("ME-069", key=" | ".join(METHODS))
        return None
    weight = names.read(keys["weight"], "number")
    value = names.read(keys["value"], "number") if "value" in keys else None
    if weight is None or ("value" in keys and value is None):
        return None
    if value is None and methods[0] != "points":
        node.fault("ME-069", key="value")
        return None
    points = _points(names, keys[methods[0]], methods[0], value or ZERO, weight)
    if points is None:
        return None
    way = keys["missing"].text() if "missing" in keys else "unknown"
    if way not in ("unknown", "zero", "reweight"):
        keys["missing"].wrong("text")
    names.lets[f"weight:{name}"] = weight
    names.lets[f"points:{name}"] = ir.Apply("default", (points, ZERO), ir.NUMBER) if way == "zero" else points
    label = keys["label"].label() if "label" in keys else {"zh": name, "en": name}
    fixed = weight.value if isinstance(weight, ir.Const) else None
    return Item(name, label, fixed, way, node.source)


def _points(names: Names, node: Node, method: str, value: ir.Expr, weight: ir.Expr) -> ir.Expr | None:
    if method == "points":
        return names.read(node, "number")
    if method == "ratio":
        return _ratio(names, node, value, weight)
    if method == "linear":
        return _linear(names, node, value, weight)
    if method == "bands":
        return _bands(names, node, value, weight)
    if method == "rank":
        return _ranked(value, weight)
    low = ir.Aggregate("lowest", value, None, (), value.type)
    high = ir.Aggregate("highest", value, None, (), value.type)
    return _times(weight, _div(_sub(value, low), _sub(high, low)))


def _ratio(names: Names, node: Node, value: ir.Expr, weight: ir.Expr) -> ir.Expr | None:
    """value ÷ base × weight; the ratio not below ``floor`` nor above ``cap``, the points at most ``over`` above the weight."""
    keys = node.keys("base", "floor", "cap", "over", need=("base",))
    base = names.read(keys["base"], "number") if "base" in keys else None
    if base is None or not _fit(names, keys["base"], value, base):
        return None
    found: ir.Expr = _div(value, _in_unit(base, value))
    for key, op in (("floor", "max"), ("cap", "min")):
        end = names.read(keys[key], "number") if key in keys else None
        found = ir.Apply(op, (found, end), ir.NUMBER) if end else found
    points = _times(weight, found)
    if "over" in keys and (over := names.read(keys["over"], "number")):
        points = ir.Apply("min", (points, ir.Apply("add", (weight, over), ir.NUMBER)), ir.NUMBER)
    return points


def _linear(names: Names, node: Node, value: ir.Expr, weight: ir.Expr) -> ir.Expr | None:
    """Nothing at ``base`` or worse, the whole weight at ``lead`` or better, straight between; lead below base turns it round."""
    keys = node.keys("base", "lead", need=("base", "lead"))
    ends = [names.read(keys[key], "number") for key in ("base", "lead") if key in keys]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    base, lead = ends[0], ends[1]
    if not (_fit(names, keys["base"], value, base) and _fit(names, keys["lead"], value, lead)):
        return None
    base, lead = _in_unit(base, value), _in_unit(lead, value)
    share = _div(_sub(value, base), _sub(lead, base))
    return _times(weight, ir.Apply("min", (ir.Apply("max", (share, ZERO), ir.NUMBER), ONE), ir.NUMBER))


def _fit(names: Names, node: Node, value: ir.Expr, base: ir.Expr) -> bool:
    if base.type.bare or value.type.bare or value.type.unit.fits(base.type.unit):
        return True
    node.fault("ME-040", ("", ""), op="÷", **differing(value.type, base.type))
    return False


def _in_unit(literal: ir.Expr, value: ir.Expr) -> ir.Expr:
    """A number without a unit counts in the unit of the value."""
    factor = value.type.unit.factor
    if not literal.type.bare or value.type.bare or factor == 1:
        return literal
    return ir.Apply("mul", (literal, ir.Const(factor, ir.NUMBER)), value.type)


def _bands(names: Names, node: Node, value: ir.Expr, weight: ir.Expr) -> ir.Expr | None:
    """Rows of [band, share of the weight], or the name of a table that holds the shares."""
    if isinstance(node.value, str):
        symbol = names.get(node.value)
        if symbol is None or symbol.origin != "table":
            node.fault("ME-023", name=node.value)
            return None
        return _times(weight, ir.Lookup(value, node.value, 0, ir.NUMBER))
    table = f"bands:{node.pointer[-2]}"
    rows = [
        Row(cells[0].text(), (number(cells[1].value),), cells[0].source)
        for entry in node.entries()
        if len(cells := entry.entries()) == 2
    ]
    made = read_bands(rows, lambda text, at: _bound(names, text, at, value), names.faults, node.source)
    if made is None:
        return None
    names.add_table(table, value.type, made, node.source)
    return _times(weight, ir.Lookup(value, table, 0, ir.NUMBER))


def _bound(names: Names, text: str, at: Source, value: ir.Expr) -> Fraction | None:
    found = names.constant(replace(at, text=text), value.type)
    return found if isinstance(found, Fraction) else None


def _ranked(value: ir.Expr, weight: ir.Expr) -> ir.Expr:
    """The first of n gets the whole weight, the last weight ÷ n; equals share the better place."""
    rank = ir.Aggregate("rank", value, None, (), ir.NUMBER)
    count = ir.Aggregate("count", None, status.not_(status.missing(value)), (), ir.NUMBER)
    return _times(weight, _div(ir.Apply("add", (_sub(count, rank), ONE), ir.NUMBER), count))


def add_total(names: Names, items: list[Item], adjust: Node | None, bounds: Node | None) -> None:
    """``total``: the points, weights shared out over what is there when an item says so, plus and minus items, floor and cap."""
    points = [ir.Let(f"points:{item.name}", ir.NUMBER) for item in items]
    shared = any(item.method == "reweight" for item in items)
    total = _sum(
        [
            ir.Apply("default", (p, ZERO), ir.NUMBER) if i.method == "reweight" else p
            for i, p in zip(items, points, strict=True)
        ]
    )
    if shared:
        whole = _sum([ir.Let(f"weight:{item.name}", ir.NUMBER) for item in items])
        there = _sum([
            status.if_(status.missing(p), ZERO, ir.Let(f"weight:{i.name}", ir.NUMBER)) if i.method == "reweight"
            else ir.Let(f"weight:{i.name}", ir.NUMBER)
            for i, p in zip(items, points, strict=True)
        ])  # fmt: skip
        total = _times(total, _div(whole, there))
    for key, child in adjust.items() if adjust else ():
        keys = child.keys("when", "points", "label", need=("points",))
        extra = names.read(keys["points"], "number") if "points" in keys else None
        when = names.read(keys["when"], "bool") if "when" in keys else None
        if extra is not None:
            names.lets[f"adjust:{key}"] = status.if_(when, extra, ZERO) if when is not None else extra
            total = ir.Apply("add", (total, ir.Let(f"adjust:{key}", ir.NUMBER)), ir.NUMBER)
    for key, op in (("floor", "max"), ("cap", "min")):
        ends = bounds.keys("floor", "cap") if bounds else {}
        end = names.read(ends[key], "number") if key in ends else None
        total = ir.Apply(op, (total, end), ir.NUMBER) if end else total
    names.lets["total"] = total


def add_grade(names: Names, node: Node | None, vetoes: Mapping[str, Node]) -> None:
    """``grade`` by cuts of the score or by shares of the ranking, and what a veto makes of it."""
    if node is None:
        return
    keys = node.keys("by", "bands", "shares", "else", "rounding", need=("by",))
    found = _by_share(node, keys) if "by" in keys and keys["by"].text() == "share" else _by_score(names, node, keys)
    for child in vetoes.values():
        parts = child.keys("when", "grade", "label", need=("when", "grade"))
        when = names.read(parts["when"], "bool") if "when" in parts else None
        if when is not None and found is not None and "grade" in parts:
            found = status.if_(when, ir.Const(parts["grade"].text(), ir.TEXT), found)
    if found is not None:
        names.lets["grade"] = found


def _by_score(names: Names, node: Node, keys: Mapping[str, Node]) -> ir.Expr | None:
    if "bands" not in keys:
        node.fault("ME-069", key="bands")
        return None
    rows = [
        Row(c[0].text(), (c[1].text(),), c[0].source)
        for entry in keys["bands"].entries()
        if len(c := entry.entries()) == 2
    ]
    made = read_bands(rows, lambda text, at: _bound(names, text, at, ZERO), names.faults, node.source)
    if made is None:
        return None
    names.add_table("bands:grade", ir.NUMBER, made, node.source, ir.TEXT)
    return ir.Lookup(ir.Let("total", ir.NUMBER), "bands:grade", 0, ir.TEXT)


def _by_share(node: Node, keys: Mapping[str, Node]) -> ir.Expr | None:
    """Rank ÷ number not above the cut; ``rounding`` says how cut × number becomes a place (down, nearest, up)."""
    pairs = (
        [(number(c[0].value), c[1].text()) for entry in keys["shares"].entries() if len(c := entry.entries()) == 2]
        if "shares" in keys
        else []
    )
    cuts = [cut for cut, _ in pairs if cut is not None]
    if not pairs or len(cuts) != len(pairs) or cuts != sorted(set(cuts)) or not all(0 < cut <= 1 for cut in cuts):
        node.fault("ME-068")
        return None
    total = ir.Let("total", ir.NUMBER)
    rank = ir.Aggregate("rank", total, None, (), ir.NUMBER)
    count = ir.Aggregate("count", None, status.not_(status.missing(total)), (), ir.NUMBER)
    rest = keys["else"].text() if "else" in keys else None
    found: ir.Expr = ir.Const(rest, ir.TEXT)
    rounding = keys["rounding"].text() if "rounding" in keys else "down"
    for cut, grade in reversed(pairs):
        place = ir.Apply("mul", (count, ir.Const(cut, ir.NUMBER)), ir.NUMBER)
        if rounding == "nearest":
            place = ir.Apply("round", (place, ZERO), ir.NUMBER)
        elif rounding == "up":
            place = ir.Apply("ceil", (place,), ir.NUMBER)
        found = status.if_(ir.Apply("le", (rank, place), ir.BOOL), ir.Const(grade, ir.TEXT), found)
    return found


def _sum(parts: list[ir.Expr]) -> ir.Expr:
    found: ir.Expr = parts[0] if parts else ZERO
    for part in parts[1:]:
        found = ir.Apply("add", (found, part), ir.NUMBER)
    return found


def _times(weight: ir.Expr, share: ir.Expr) -> ir.Expr:
    return ir.Apply("mul", (weight, share), ir.NUMBER)


def _div(a: ir.Expr, b: ir.Expr) -> ir.Expr:
    return ir.Apply("div", (a, b), ir.NUMBER)


def _sub(a: ir.Expr, b: ir.Expr) -> ir.Expr:
    return ir.Apply("sub", (a, b), a.type)
