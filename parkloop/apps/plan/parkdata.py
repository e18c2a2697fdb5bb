"""The park's data that plans run by, read from the definitions in force: notice, settings, lights, clocks, tiles.

A definition never changes, so what was parsed from one is kept by its digest; asking which one is in force costs one query.
"""

import base64
import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from parkloop.foundation import definitions
from parkloop.foundation.models import Definition
from parkloop.packs import Pack, dump_definition, read_pack
from parkloop.packs.clocks import Clocks, read_clocks
from parkloop.packs.cursor import Cursor
from parkloop.packs.documents import Document
from parkloop.packs.errors import ErrorList
from parkloop.packs.layout import PER_PLAN
from parkloop.packs.lights import Lights, read_lights
from parkloop.packs.workplans import WorkPlan

T = TypeVar("T")
MAIN = "plan"
OF_THE_PARK = ("pack", "organisations", "collectives", "gazetteer")


def published_pack(folder: str) -> Pack:
    """The park's own data and one plan folder as a checked pack, built from what is published. Errors: BadPack.

    A setting that begins later than today belongs to it too: schedules say their own dates.
    """
    wanted = [("notice", folder), *((kind, folder) for kind in PER_PLAN), *((kind, kind) for kind in OF_THE_PARK)]
    rows = filter(None, (definitions.latest(kind, ident) for kind, ident in wanted))
    return _pack(tuple(_Keyed(row) for row in rows))


def park_itself() -> Pack:
    """The park's own data without any plan, checked. Errors: BadPack."""
    rows = filter(None, (definitions.latest(kind, kind) for kind in OF_THE_PARK))
    return _pack(tuple(_Keyed(row) for row in rows))


def notice_bytes(folder: str) -> tuple[str, bytes] | None:
    """File name and bytes of a plan's notice, or None when the park has none there."""
    row = definitions.latest("notice", folder)
    if row is None:
        return None
    body = row.body
    return body["name"], body["text"].encode() if "text" in body else base64.b64decode(body["base64"])


def form_of(name: str) -> bytes | None:
    """The park's own Word form of that name; None when it has none."""
    row = definitions.published("form", name)
    return base64.b64decode(row.body["base64"]) if row else None


def lights_of(folder: str, on: dt.date | None = None) -> tuple[Lights, str] | None:
    """The tables of lights of a plan and the version they come from; None when the park has none.

    A plan that was uploaded has no folder: it goes by the tables of the park's main plan. So do its clocks.
    """
    row = definitions.published("lights", folder or MAIN, on)
    return (_read_lights(_Keyed(row)), str(row)) if row else None


def clocks_of(folder: str) -> Clocks | None:
    """The clocks of a plan; None when the park sets none."""
    row = definitions.published("clocks", folder or MAIN)
    return _read_clocks(_Keyed(row)) if row else None


def work_plan_of(folder: str) -> WorkPlan | None:
    """The work plan that the park proposes; None when it proposes none. Errors: BadPack."""
    if definitions.latest("workplan", folder) is None:
        return None
    plans = published_pack(folder).plans
    return next((plan.work for plan in plans if plan.folder == folder), None)


def tiles() -> dict[str, Any] | None:
    """The schematic map as it stands in the park's data; None when the park has none."""
    row = definitions.published("tiles", "tiles")
    return row.body if row else None


class _Keyed:
    """A definition that is equal to every other one with the same body, so that a cache keeps one of them."""

    def __init__(self, row: Definition) -> None:
        self.row, self.key = row, (row.kind, row.ident, row.sha256)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key


def _parsed(row: Definition, reader: Callable[[Cursor], T]) -> T:
    errors = ErrorList()
    found = reader(Cursor(Document(row.path, row.body), errors))
    errors.raise_if_any()
    return found


@lru_cache(maxsize=8)
def _pack(rows: tuple[_Keyed, ...]) -> Pack:
    return read_pack(dict(dump_definition(k.row.kind, k.row.ident, k.row.body) for k in rows))


@lru_cache(maxsize=32)
def _read_lights(key: _Keyed) -> Lights:
    return _parsed(key.row, read_lights)


@lru_cache(maxsize=32)
def _read_clocks(key: _Keyed) -> Clocks:
    return _parsed(key.row, read_clocks)
