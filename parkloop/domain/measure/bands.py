"""Band tables from what is written (≥ 5%, [0, 5), else): in order, without holes and overlaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parkloop.domain.measure import ir
from parkloop.domain.measure.errors import Faults, Source

ELSE = ("其余", "else", "otherwise")
_EDGE = re.compile(r"\s*(>=|≥|>|＞|<=|≤|<|＜|=|＝)\s*(.+?)\s*$", re.DOTALL)
_RANGE = re.compile(r"\s*([\[(（［])\s*(.*?)\s*[,，]\s*(.*?)\s*([\])）］])\s*$", re.DOTALL)
Number = Callable[[str, Source], Fraction | None]


@dataclass(frozen=True)
class Row:
    """One band as written, and its values."""

    text: str
    values: tuple[ir.Value, ...]
    source: Source


@dataclass(frozen=True)
class _End:
    value: Fraction
    closed: bool


def read_bands(rows: Sequence[Row], number: Number, faults: Faults, source: Source) -> ir.BandTable | None:
    """The table; None with faults. ``number`` reads a bound in the unit of the argument."""
    before = len(faults.found)
    found: list[ir.Band] = []
    rest: Row | None = None
    for place, row in enumerate(rows):
        if row.text.strip() in ELSE:
            rest = row
            if place != len(rows) - 1:
                faults.add("ME-065", row.source, (0, len(row.text)))
            continue
        band = _band(row, number, faults)
        if band is not None:
            found.append(band)
    if len(faults.found) > before:
        return None
    shaped = _shape(found, rows, faults)
    if shaped is None:
        return None
    return ir.BandTable(tuple(_filled(shaped, rest, faults, source)))


def _band(row: Row, number: Number, faults: Faults) -> ir.Band | None:
    if edge := _EDGE.match(row.text):
        value = number(edge[2], row.source)
        if value is None:
            return None
        if edge[1] in ("=", "＝"):
            return ir.Band(value, True, value, True, row.values)
        if edge[1] in (">=", "≥", ">", "＞"):
            return ir.Band(value, edge[1] in (">=", "≥"), None, False, row.values)
        return ir.Band(None, False, value, edge[1] in ("<=", "≤"), row.values)
    if span := _RANGE.match(row.text):
        low, high = (number(text, row.source) if text.strip("∞+- ") else None for text in (span[2], span[3]))
        if low is not None and high is not None and low > high:
            faults.add("ME-046", row.source, (0, len(row.text)))
            return None
        return ir.Band(low, span[1] in "[［", high, span[4] in "]］", row.values)
    faults.add("ME-064", row.source, (0, len(row.text)), text=row.text.strip())
    return None


def _shape(bands: list[ir.Band], rows: Sequence[Row], faults: Faults) -> list[ir.Band] | None:
    """Open-ended bands written in falling (≥) or rising (≤) order get their other end from the one before."""
    out: list[ir.Band] = []
    lowest: _End | None = None
    highest: _End | None = None
    for band, row in zip(bands, (r for r in rows if r.text.strip() not in ELSE), strict=True):
        if band.high is None and band.low is not None and _is_edge(row):
            if lowest and (band.low, not band.low_closed) >= (lowest.value, not lowest.closed):
                faults.add("ME-066", row.source, (0, len(row.text)))
                return None
            out.append(
                ir.Band(band.low, band.low_closed, lowest.value, not lowest.closed, band.values) if lowest else band
            )
            lowest = _End(band.low, band.low_closed)
        elif band.low is None and band.high is not None and _is_edge(row):
            if highest and (band.high, band.high_closed) <= (highest.value, highest.closed):
                faults.add("ME-066", row.source, (0, len(row.text)))
                return None
            out.append(
                ir.Band(highest.value, not highest.closed, band.high, band.high_closed, band.values)
                if highest
                else band
            )
            highest = _End(band.high, band.high_closed)
        else:
            out.append(band)
    return out


def _is_edge(row: Row) -> bool:
    return bool(_EDGE.match(row.text))


def _filled(bands: list[ir.Band], rest: Row | None, faults: Faults, source: Source) -> list[ir.Band]:
    """In rising order, holes and ends filled by the last band; faults for holes that nothing fills, and for overlaps."""
    ordered = sorted(bands, key=lambda b: (b.low is not None, b.low or 0, not b.low_closed))
    span = (0, len(source.text))
    out: list[ir.Band] = []
    for band in ordered:
        if out:
            before = out[-1]
            gap = _between(before, band)
            if gap == "overlap":
                faults.add("ME-062", source, span, at=_printed(band.low))
            elif gap == "hole" and rest is None:
                faults.add("ME-061", source, span, low=_printed(before.high), high=_printed(band.low))
            elif gap == "hole" and rest is not None:
                out.append(ir.Band(before.high, not before.high_closed, band.low, not band.low_closed, rest.values))
        out.append(band)
    if rest is not None:
        if not out:
            return [ir.Band(None, False, None, False, rest.values)]
        first, last = out[0], out[-1]
        head = [ir.Band(None, False, first.low, not first.low_closed, rest.values)] if first.low is not None else []
        tail = [ir.Band(last.high, not last.high_closed, None, False, rest.values)] if last.high is not None else []
        out = [*head, *out, *tail]
    return out


def _between(before: ir.Band, after: ir.Band) -> str:
    if before.high is None or after.low is None or before.high > after.low:
        return "overlap"
    if before.high < after.low:
        return "hole"
    if before.high_closed and after.low_closed:
        return "overlap"
    return "" if before.high_closed or after.low_closed else "hole"


def _printed(value: Fraction | None) -> str:
    return "∞" if value is None else f"{float(value):g}"
