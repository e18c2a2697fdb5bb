"""``forms/numbering.yaml``: series of document numbers. Issuing numbers is the foundation's work."""

import string
from dataclasses import dataclass

from parkloop.packs.cursor import Cursor, unique
from parkloop.packs.header import read_header
from parkloop.packs.labels import Label
from parkloop.packs.manifest import slug

PATH = "forms/numbering.yaml"
FIELDS = {"year", "serial"}


@dataclass(frozen=True)
class Series:
    """One series, ``pattern`` being a format string of ``{year}`` and ``{serial:03d}``."""

    id: str
    label: Label
    pattern: str

    def number(self, year: int, serial: int) -> str:
        """The printed number."""
        return self.pattern.format(year=year, serial=serial)


def read_numbering(cursor: Cursor) -> tuple[Series, ...]:
    """Read the series; patterns must use year and serial and nothing else, and differ from each other."""
    read_header(cursor)
    rows = cursor.rows("series")
    cursor.finish()
    found = [_series(row) for row in rows]
    unique(rows, [s.id for s in found], "编号系列", "series")
    unique(rows, [s.pattern for s in found], "编号样式", "pattern")
    return tuple(found)


def _series(cursor: Cursor) -> Series:
    series = Series(slug(cursor, "id"), cursor.label("label"), cursor.text("pattern"))
    if series.pattern and not _is_good(series):
        zh = f"样式“{series.pattern}”应含 {{year}} 和 {{serial:03d}}，不含其他占位"
        en = f"The pattern '{series.pattern}' must hold {{year}} and {{serial:03d}} and no other placeholder"
        cursor.fail(zh, en, "pattern")
    cursor.finish()
    return series


def _is_good(series: Series) -> bool:
    try:
        fields = {name for _, name, _, _ in string.Formatter().parse(series.pattern) if name is not None}
        return fields == FIELDS and series.number(2026, 1) != series.number(2026, 2)
    except (ValueError, IndexError, KeyError):
        return False
