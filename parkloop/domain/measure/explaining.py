"""Why a result is what it is, in sentences: each condition with value and limit, gap and need, clause and parameter date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parkloop.domain.measure import ir
from parkloop.domain.measure.definitions import Condition, Measure, references
from parkloop.domain.measure.stepping import Step, nearest_steps
from parkloop.domain.measure.trying import Result

MARKS = {"met": "✓", "unmet": "✗", "unknown": "?", "manual": "◇", "not_applicable": "–"}
WORDS = {
    "met": ("通过", "met"),
    "unmet": ("不通过", "not met"),
    "unknown": ("缺数据", "data missing"),
    "manual": ("需人工判断", "waits for an opinion"),
    "not_applicable": ("不适用", "does not apply"),
}
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def explained(result: Result, language: str = "zh") -> str:
    """The whole explanation as lines of text."""
    zh = language.startswith("zh")
    measure = result.measure
    lines = [
        f"{measure.label['zh' if zh else 'en']}（{measure.basis}）"
        if zh
        else f"{measure.label['en']} ({measure.basis})"
    ]
    if measure.status == "unverified":
        lines.append("未核实：依据文本尚未核对" if zh else "Unverified: the text was not checked")
    lines.append(f"{'结论' if zh else 'Outcome'}: {WORDS[result.outcome][0 if zh else 1]}")
    lines += [_condition(result, condition, zh) for condition in measure.conditions]
    lines += _steps(nearest_steps(result), zh)
    return "\n".join(lines)


def _condition(result: Result, condition: Condition, zh: bool) -> str:
    status, lets = result.status(condition.name), result.measure.lets
    parts = [f"{MARKS[status]} {condition.label['zh' if zh else 'en']}"]
    if f"value:{condition.name}" in lets:
        unit = lets[f"value:{condition.name}"].type.unit.name or lets[f"limit:{condition.name}"].type.unit.name
        value, limit = (_number(result.plain(f"{part}:{condition.name}"), zh) for part in ("value", "limit"))
        parts.append(
            f"{value} {_SIGNS[condition.comparison]} {limit} {unit}".strip() + (" ？" if status == "unknown" else "")
        )
        if status == "unmet":
            parts += _lacks(result, condition, unit, zh)
    if status == "unknown":
        names = "、".join(missing_fields(result, condition.name))
        parts.append(f"缺少：{names}" if zh else f"missing: {names}")
    if condition.clause:
        parts.append(condition.clause)
    since = parameter_dates(result, condition.name)
    if since:
        parts.append("；".join(f"{name} 自 {day}" if zh else f"{name} since {day}" for name, day in since))
    return " | ".join(parts)


def _lacks(result: Result, condition: Condition, unit: str, zh: bool) -> list[str]:
    gap = result.plain(f"gap:{condition.name}")
    if gap is None:
        return []
    if gap == 0:
        return ["必须超过" if zh else "must exceed the limit"]
    found = [f"差 {_number(gap, zh)} {unit}".strip() if zh else f"short by {_number(gap, zh)} {unit}".strip()]
    need = f"need:{condition.name}"
    if need in result.measure.lets and result.value(need):
        kind = result.measure.lets[need].type.unit.name
        amount = _number(result.plain(need), zh)
        found.append(f"分子还需 {amount} {kind}（分母不变或同增）" if zh else f"the numerator lacks {amount} {kind}")
    return found


def _steps(found: Sequence[tuple[Step, ...]], zh: bool) -> list[str]:
    if not found:
        return []
    lines = ["最少还差（任选一组）：" if zh else "Nearest steps (any one line):"]
    for steps in found:
        words = []
        for step in steps:
            shown = step.as_dict()
            label = step.field.label["zh" if zh else "en"]
            words.append(f"{label} {_number(shown['from'], zh)} → {_number(shown['to'], zh)} {shown['unit']}".strip())
        lines.append(f"  · {('；' if zh else '; ').join(words)}")
    return lines


def missing_fields(result: Result, name: str) -> list[str]:
    """Fields without a value that a condition or intermediate is made of."""
    lets, row = result.measure.lets, result.row
    found = []
    for part in references(lets[name], lets):
        if (
            isinstance(part, ir.Field)
            and row is not None
            and result.frame.value(part, row) is None
            and part.name not in found
        ):
            found.append(part.name)
    return found


def parameter_dates(result: Result, name: str) -> list[tuple[str, str]]:
    """(parameter, day since when its value is in force) for what a condition uses."""
    return [(p, day) for p, day, _ in parameters_of(result.measure, name, result)]


def parameters_of(measure: Measure, name: str, result: Result) -> list[tuple[str, str, str]]:
    """(parameter, since, clause) behind a name."""
    found: dict[str, tuple[str, str, str]] = {}
    for part in references(measure.lets[name], measure.lets):
        key = part.name if isinstance(part, ir.Param) else part.table if isinstance(part, ir.Lookup) else ""
        version = measure.parameters[key].on(result.on) if key in measure.parameters else None
        if version is not None and version.since.year > 1:
            found[key] = (key, version.since.isoformat(), version.clause)
    return list(found.values())


def _number(value: Any, zh: bool) -> str:
    if value is None:
        return "缺" if zh else "missing"
    return f"{value:,.6g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
