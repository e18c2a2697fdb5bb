"""``plan/lights.yaml``: the rule tables that give targets and tasks their light. Judging itself is ``domain.lights``."""

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from parkloop.domain.lights import LIGHTS, OPS, QUANTITIES, Condition, Light, LightRow, LightTable, Op
from parkloop.packs.cursor import Cursor, unique
from parkloop.packs.header import Header, read_header
from parkloop.packs.manifest import slug

FILE = "lights.yaml"


@dataclass(frozen=True)
class Lights:
    """The two tables of a plan, with their source and status."""

    targets: LightTable
    tasks: LightTable
    header: Header


def read_lights(cursor: Cursor) -> Lights:
    """Read both tables; each must end in a row without conditions."""
    header = read_header(cursor)
    lights = Lights(_table(cursor, "targets"), _table(cursor, "tasks"), header)
    cursor.finish()
    return lights


def _table(cursor: Cursor, key: str) -> LightTable:
    cursors = cursor.rows(key)
    rows = tuple(_row(row) for row in cursors)
    unique(cursors, [row.id for row in rows], "规则", "rule")
    if not rows or rows[-1].conditions:
        cursor.fail("最后一行应不带条件（其余情形）", "The last row must have no conditions (all else)", key)
    for place, row in zip(cursors[:-1], rows[:-1], strict=True):
        if not row.conditions:
            place.fail("没有条件的行只能放在最后", "A row without conditions must stand last", "all")
    return LightTable(rows)


def _row(cursor: Cursor) -> LightRow:
    label = cursor.label("label")
    conditions = tuple(_condition(row) for row in cursor.rows("all", need=False))
    light = cast(Light, cursor.choice("light", LIGHTS))
    row = LightRow(slug(cursor, "id"), light, label.zh, label.en, conditions)
    cursor.finish()
    return row


def _condition(cursor: Cursor) -> Condition:
    quantity = cursor.choice("quantity", QUANTITIES)
    op = cast(Op, cursor.choice("op", OPS))
    condition = Condition(quantity, op, Decimal(str(cursor.number("value"))))
    cursor.finish()
    return condition
