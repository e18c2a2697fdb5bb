"""How synthetic enterprises of a park spread: industries with their shares, towns with their weights (all alike when not said)."""

from collections.abc import Sequence
from dataclasses import dataclass

from parkloop.packs.cursor import Cursor
from parkloop.packs.header import read_header
from parkloop.packs.labels import Label
from parkloop.packs.organisations import Organisation

PATH = "datasets/synthetic.yaml"


@dataclass(frozen=True)
class Industry:
    """One industry and its share of the enterprises."""

    code: str
    label: Label
    share: float


@dataclass(frozen=True)
class Spread:
    """Industries, and (code of the town, weight) for each town of the park."""

    industries: tuple[Industry, ...]
    towns: tuple[tuple[str, float], ...]


def read_spread(cursor: Cursor, organisations: Sequence[Organisation]) -> Spread:
    """The spread; faults when shares do not sum to 1 or a town is unknown."""
    read_header(cursor)
    industries = []
    for item in cursor.rows("industries"):
        industries.append(Industry(item.text("code"), item.label("label"), float(item.number("share"))))
        item.finish()
    if abs(sum(i.share for i in industries) - 1) > 1e-9:
        cursor.fail("各产业比重合计应为 1", "The shares of the industries must sum to 1", "industries")
    known = [o.code for o in organisations if o.kind in ("town", "street")]
    weights = cursor.numbers_by_code("towns")
    for code in weights:
        if code not in known:
            cursor.fail(f"没有街镇“{code}”", f"There is no town '{code}'", "towns")
    cursor.finish()
    return Spread(tuple(industries), tuple((code, float(weights.get(code, 1))) for code in known))
