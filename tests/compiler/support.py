"""Compiles the invented notices and puts elements in the short form in which expectations are written."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from parkloop.domain.plan import CompiledPlan, as_dict, compile_plan

HERE = Path(__file__).parent
NOTICES = HERE / "notices"
GOLD = HERE / "gold"
#: a small plan around the sentences of its goals
FRAME = "青川市创新发展行动方案（2024—2026年）\n\n一、主要目标\n{}\n二、其他\n加强领导。\n"


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def notice_names() -> list[str]:
    return sorted(path.stem for path in NOTICES.glob("*.txt"))


@cache
def compiled(name: str) -> CompiledPlan:
    return compile_plan((NOTICES / f"{name}.txt").read_text(encoding="utf-8"))


def number(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, (tuple, list)):
        return "-".join(number(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def short_target(target: Any) -> str:
    return " | ".join((
        target.path, target.indicator, target.comparator, number(target.value), target.unit or "''",
        f"{target.year} {target.year_source}", target.kind, target.parent or "",
    )).replace("%", "%").strip()  # fmt: skip


def goals(body: str) -> list[str]:
    """The goals of sentences put into the small plan, without their path."""
    targets = compile_plan(FRAME.format(body)).targets
    return [short_target(target).removeprefix("一 | ").rstrip(" |") for target in targets]


def short_heading(heading: Any) -> str:
    return " | ".join((heading.path, str(heading.level), heading.number or "''", heading.title))


def short_duty(duty: Any) -> str:
    return " | ".join((duty.path, duty.role, duty.unit))


def short_deadline(deadline: Any) -> str:
    return f"{deadline.path} | {deadline.due or 'null'} {deadline.every or ''}".strip()


def expected_lines(lines: list[str] | None) -> list[str]:
    return [line.replace("'%'", "%").strip() for line in lines or []]


def without_spans(plan: CompiledPlan, *, findings: bool = False) -> dict[str, Any]:
    """The JSON form without spans and (unless asked) findings, for comparing two readings."""
    document = as_dict(plan)
    if not findings:
        document.pop("findings")
    return _stripped(document)


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _stripped(item) for key, item in value.items() if key != "span"}
    if isinstance(value, list):
        return [_stripped(item) for item in value]
    return value
