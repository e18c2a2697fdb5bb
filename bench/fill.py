"""Fills an empty database with the named cast and a synthetic table: `python -m bench.fill ROWS`. Synthetic throughout."""

import datetime as dt
import random
import sys
from decimal import Decimal
from typing import Any

import django

WORDS = ("材料", "机器人", "合成", "检测", "样品", "部件", "传感", "薄膜", "纤维", "控制", "平台", "数据")
FIRST_DAY = dt.date(2024, 1, 1)
CHUNK = 5000


def prepare() -> Any:
    """Migrate and make the cast."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.support.cast import build_cast

    return build_cast()


def fill(rows: int) -> None:
    """Make `rows` consignments through the bulk verb, in chunks."""
    cast = prepare()
    from tests.bulk.actions import import_parcels

    bodies = [cast.town, cast.other_town, cast.park, cast.enterprise, cast.bureau]
    draw = random.Random(20261012)
    for start in range(0, rows, CHUNK):
        batch = [make_row(number, draw, bodies) for number in range(start, min(start + CHUNK, rows))]
        import_parcels(cast.district_officer, rows=batch)


def make_row(number: int, draw: random.Random, bodies: list[object]) -> dict[str, object]:
    """The values of one consignment, the same for the same draw."""
    name = "".join(draw.sample(WORDS, 3))
    return {
        "code": f"P{number:06d}",
        "name_zh": f"{name}{number % 997}号",
        "name_en": f"Consignment {number}",
        "organisation": draw.choice(bodies),
        "amount": Decimal(draw.randrange(100, 10_000_000)) / 100,
        "share": Decimal(draw.randrange(0, 10_000)) / 100 if draw.random() < 0.9 else None,
        "opened_on": FIRST_DAY + dt.timedelta(days=draw.randrange(1000)),
        "is_urgent": draw.random() < 0.1,
        "note": "",
    }


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
