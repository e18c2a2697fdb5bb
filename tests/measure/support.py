"""A small definition to try formulas in, and shortcuts to fault codes and values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from parkloop.domain.measure.errors import Fault, MeasureError
from parkloop.domain.measure.trying import Result, try_measure
from parkloop.packs.measures import Library, read_library

ROOT = Path(__file__).resolve().parents[2]
ON = dt.date(2026, 9, 30)
HEAD = """\
format: 1
set: t
label: {zh: 试, en: Try}
source: 试行
status: unverified
valid: {from: 2020-01-01}
"""
FIELDS = """\
fields:
  营收: {unit: 万元, periods: 3, change: up}
  研发费用: {unit: 万元, periods: 3, change: up}
  职工: {unit: 人}
  科技人员: {unit: 人, change: up, part_of: 职工}
  占比: 数值
  负债率: {unit: "%"}
  面积: 亩
  注册日期: 日期
  上市: 是否
  行业: {type: 文字, choices: [材料, 机器人, 合成生物]}
  revenue: 元
parameters:
  下限: {values: {2020-01-01: 5%, 2026-01-01: 6%}}
  金额: {unit: 万元, values: {2025-01-01: 5000}}
  分档表: {of: 万元, bands: {2020-01-01: [["≤ 5000", 5%], ["≤ 20000", 4%], [其余, 3%]]}}
  两列: {columns: {档: text, 分: number}, bands: {2020-01-01: [["≥ 10%", 甲, 10], ["≥ 0", 乙, 5], [其余, 丙, 0]]}}
"""


def library(text: str, name: str = "measures/t.yaml") -> Library:
    return read_library({name: text.encode()})


def document(measures: str, *, fields: str = FIELDS) -> str:
    """A whole file around the text of its measures, given flush left."""
    body = "\n".join(f"  {line}" if line else "" for line in measures.strip("\n").split("\n"))
    return f"{HEAD}{fields}measures:\n{body}\n"


def faults_of(text: str) -> list[Fault]:
    """Faults of a file; empty when it is good."""
    try:
        library(text)
    except MeasureError as error:
        return list(error.faults)
    return []


def quoted(formula: str) -> str:
    return "'" + formula.replace("'", "''") + "'"


def formula_faults(formula: str, *, kind: str = "rule") -> list[Fault]:
    """Faults of one formula among the fields above."""
    return faults_of(document(f"t:\n  kind: {kind}\n  let:\n    x: {quoted(formula)}"))


def tried(formula: str, on: dt.date = ON, **inputs: Any) -> Result:
    """The result of a measure with the one intermediate ``x``; inputs by field name (Chinese ones as keywords)."""
    found = library(document(f"t:\n  kind: rule\n  let:\n    x: {quoted(formula)}")).find("t")
    known = {name: value for name, value in inputs.items() if name in found.fields}
    return try_measure(found, known, on)


def value(formula: str, on: dt.date = ON, **inputs: Any) -> Any:
    """What a formula gives, in its unit."""
    return tried(formula, on, **inputs).plain("x")


def park(name: str = "baoshan") -> Library:
    root = ROOT / "parks" / name
    found = {
        str(p.relative_to(root)): p.read_bytes()
        for folder in ("measures", "ladders")
        for p in sorted((root / folder).glob("*.yaml"))
    }
    return read_library(found)
