"""Makes goals of the rows of indicator tables; cells that cannot be read are reported and give none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parkloop.domain.plan import wording
from parkloop.domain.plan.context import Context
from parkloop.domain.plan.goal_kinds import kind_of, report_target
from parkloop.domain.plan.indicator_tables import Row, read_rows
from parkloop.domain.plan.indicators import Reading
from parkloop.domain.plan.model import Comparator, Target, Value
from parkloop.domain.plan.outline import Section
from parkloop.domain.plan.quantities import Quantity, unit_kind, unit_scale
from parkloop.domain.plan.years import Years

_SPLIT = re.compile(r"[0-9０-９][ \u00a0\u3000]+[0-9０-９]")


def read_table_targets(context: Context, years: Years) -> Iterator[Target]:
    """Goals of all tables; columns of years before the plan begins are facts."""
    for row in read_rows(context.text):
        section = context.outline.section_at(row.start)
        if section is None or (row.year and years.first and row.year < years.first):
            continue
        span = context.span(row.start, row.end)
        printed = context.shadow.raw[slice(*span)]
        code = "NUM-SPLIT" if row.code != "TGT-ROW" and _SPLIT.search(printed) else row.code
        if code:
            context.findings.add(code, span, text=" ".join(printed.split()))
        else:
            target = _target(context, years, section, row)
            report_target(context, target, f"{row.name} {printed.strip()}")
            yield target


def _target(context: Context, years: Years, section: Section, row: Row) -> Target:
    year, source = (row.year, "own") if row.year else years.at(section, row.start, row.end, row.end)
    span = context.span(row.start, row.end)
    if row.number is None:
        comparator: Comparator = "le" if row.before == "控制在" else "ge"
        kind = "limit" if comparator == "le" else "level"
        return Target(
            section.path, row.name, comparator, row.before, None, None, row.unit, 1, year, source, kind, "inferred",  # type: ignore[arg-type]
            row.parent, span, row.qualifier, row.reference, "table:assigned",
        )  # fmt: skip
    scale = unit_scale(row.unit)
    quantity = Quantity(row.start, row.end, row.number, row.high, row.unit, scale, unit_kind(row.unit))
    comparator, word = wording.comparator_of(row.before, row.after, quantity)
    reading = Reading(row.name, comparator, word, "", None, row.end, "table")
    kind, basis = ("growth", "explicit") if row.growth else kind_of(quantity, row.name, row.name, comparator, reading)
    value: Value = (row.number, row.high) if row.high is not None else row.number
    return Target(
        section.path, row.name, comparator, word, None, value, row.unit, scale, year, source, kind, basis,  # type: ignore[arg-type]
        row.parent, span, row.qualifier, None, "table:growth" if row.growth else "table",
    )  # fmt: skip
