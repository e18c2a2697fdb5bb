"""Conditions and the outcome of a rule: what is written becomes expressions of statuses, values, gaps and needs."""

from __future__ import annotations

from collections.abc import Mapping

from parkloop.domain.measure import ir, status
from parkloop.domain.measure.definitions import Condition, Role
from parkloop.domain.measure.errors import did_you_mean
from parkloop.packs.measures.building import Names
from parkloop.packs.measures.node import Node

_KEYS = ("rule", "when", "exempt", "manual", "possible", "label", "code", "clause")
_FALSE = ir.Const(False, ir.BOOL)


def read_conditions(names: Names, node: Node | None, role: Role) -> list[Condition]:
    """The conditions of one section; their expressions are put among the names."""
    if node is None:
        return []
    return [made for key, child in node.items() if (made := _condition(names, key, child, role))]


def _condition(names: Names, name: str, node: Node, role: Role) -> Condition | None:
    keys = {"rule": node} if not isinstance(node.value, dict) else node.keys(*_KEYS)
    if name in names:
        node.fault("ME-026", name=name, a="条件" if name in names.conditions else "别的名称", b="条件")
        return None
    truth, manual = _truth(names, node, keys)
    if truth is None:
        names.broken.add(name)
        names.formulas[name] = node
        return None
    comparison = status.comparison_of(truth)
    if "exempt" in keys:
        exempt = names.read(keys["exempt"], "bool")
        truth = status.any_([ir.Apply("default", (exempt, _FALSE), ir.BOOL), truth]) if exempt else truth
    names.lets[name] = truth
    names.conditions.add(name)
    when = names.read(keys["when"], "bool") if "when" in keys else None
    possible = names.read(keys["possible"], "bool") if "possible" in keys else None
    names.lets[f"status:{name}"] = status.status_of(name, when, manual, possible)
    if when is None and possible is None and not manual:
        names.simple.add(name)
    if comparison is not None:
        _measured(names, name, comparison)
    return Condition(
        name,
        role,
        keys["label"].label() if "label" in keys else {"zh": name, "en": name},
        keys["code"].text() if "code" in keys else name,
        keys["clause"].text() if "clause" in keys else "",
        keys["rule"].source if "rule" in keys else node.source,
        comparison.op if comparison else "",
        manual,
    )


def _truth(names: Names, node: Node, keys: Mapping[str, Node]) -> tuple[ir.Expr | None, bool]:
    """(expression, whether an opinion decides). ``manual: true`` waits for ever, ``manual: field`` for a recorded opinion."""
    manual = keys.get("manual")
    if manual is None or manual.value is False:
        if "rule" not in keys:
            node.fault("ME-069", key="rule")
            return None, False
        return names.read(keys["rule"], "bool"), False
    if manual.value is True:
        return ir.Const(None, ir.BOOL), True
    return names.read(manual, "bool"), True


def _measured(names: Names, name: str, comparison: ir.Apply) -> None:
    """Value, limit, gap and need of a condition that compares two numbers."""
    names.lets[f"value:{name}"], names.lets[f"limit:{name}"] = comparison.args
    names.lets[f"gap:{name}"] = status.gap_of(comparison)
    need = status.need_of(comparison, names.lets, names.fields)
    if need is not None:
        names.lets[f"need:{name}"] = need[0]


def add_outcome(names: Names, conditions: list[Condition], passing: Node | None, when: Node | None) -> None:
    """``outcome`` and ``route`` of a rule from its sections and its ``pass``."""
    of = {role: [c.name for c in conditions if c.role == role] for role in ("gate", "direct", "require", "veto")}
    names.lets["outcome:main"] = _passing(names, of["require"], passing)
    main: ir.Expr = ir.Let("outcome:main", ir.TEXT)
    gates = None
    if of["gate"]:
        names.lets["outcome:gates"] = status.outcome_all(of["gate"], names.plain(of["gate"]))
        gates = ir.Let("outcome:gates", ir.TEXT)
    if of["direct"] and not of["require"] and passing is None:
        names.lets["outcome:main"] = status.UNMET
    names.lets["outcome:whole"] = status.combined(main, gates, of["direct"], of["veto"])
    whole: ir.Expr = ir.Let("outcome:whole", ir.TEXT)
    applies = names.read(when, "bool") if when else None
    if applies is not None:
        whole = status.if_(status.missing(applies), status.UNKNOWN, status.if_(applies, whole, status.NOT_APPLICABLE))
    names.lets["outcome"] = whole
    names.lets["route"] = _route(of["direct"], gates)


def _route(direct: list[str], gates: ir.Expr | None) -> ir.Expr:
    """``direct`` when a direct route is met and the gates hold, else ``score``."""
    taken: list[ir.Expr] = [status.any_([status.is_(name, status.MET) for name in direct])]
    if gates is not None:
        taken.append(ir.Apply("eq", (gates, status.MET), ir.BOOL))
    return status.if_(status.all_(taken), ir.Const("direct", ir.TEXT), ir.Const("score", ir.TEXT))


def _passing(names: Names, required: list[str], node: Node | None) -> ir.Expr:
    if node is None or node.value in ("all", "全部"):
        return status.outcome_all(required, names.plain(required))
    if isinstance(node.value, dict):
        keys = node.keys("at_least", need=("at_least",))
        count = keys["at_least"].whole() if "at_least" in keys else 1
        if not 1 <= count <= len(required):
            node.fault("ME-076", count=len(required))
            return status.UNMET
        return status.outcome_at_least(required, count)
    found = names.read(node, "bool")
    return status.outcome_of(found, required) if found else status.UNMET


def condition_named(name: str, node: Node, conditions: list[Condition]) -> bool:
    """Whether there is such a condition; a fault when not."""
    known = [c.name for c in conditions]
    if name in known:
        return True
    node.fault("ME-075", did_you_mean(name, known), name=name)
    return False
