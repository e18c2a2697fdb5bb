"""One definition from what is written: fields, parameters and formulas by name, checked when they are first needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from parkloop.domain.measure import ir, parser
from parkloop.domain.measure.bands import Row, read_bands
from parkloop.domain.measure.checking import Scope, Symbol, check
from parkloop.domain.measure.definitions import FieldSpec, Parameter, Version
from parkloop.domain.measure.errors import Faults, Source, did_you_mean
from parkloop.domain.measure.operators import unit_words
from parkloop.domain.measure.units import known_units, unit_named
from parkloop.packs.measures.node import Node, exact

KINDS = {
    "number": ir.NUMBER, "数": ir.NUMBER, "数值": ir.NUMBER, "bool": ir.BOOL, "是否": ir.BOOL, "text": ir.TEXT, "文字": ir.TEXT,
    "date": ir.DATE, "日期": ir.DATE,
}  # fmt: skip
MOST_PERIODS = 12
MADE = {"outcome": ir.TEXT, "route": ir.TEXT, "total": ir.NUMBER, "grade": ir.TEXT}


class Names(Mapping[str, Symbol]):
    """Every name of a definition. Intermediates are checked when they are first asked for, cycles found on the way."""

    def __init__(self, faults: Faults, is_set: bool) -> None:
        self.faults, self.is_set = faults, is_set
        self.fields: dict[str, FieldSpec] = {}
        self.parameters: dict[str, Parameter] = {}
        self.formulas: dict[str, Node] = {}
        self.conditions: set[str] = set()
        self.simple: set[str] = set()
        self.per_row: set[str] = set()
        self.lets: dict[str, ir.Expr] = {}
        self.broken: set[str] = set()
        self.path: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self.fields, *self.parameters, *self.formulas, *self.lets]))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, name: str) -> Symbol:
        if name in self.lets or name in self.formulas:
            return self._let(name)
        if name in self.fields:
            spec = self.fields[name]
            return Symbol("field", spec.type, spec.periods, choices=spec.choices, is_of_set=spec.is_of_set)
        if name in self.parameters:
            made = self.parameters[name]
            return Symbol(
                "table" if made.is_table else "param", made.type, columns=made.columns, column_types=made.column_types
            )
        raise KeyError(name)

    def plain(self, names: Sequence[str]) -> list[str]:
        """Those conditions whose status says no more than their truth."""
        return [name for name in names if name in self.simple]

    def _let(self, name: str) -> Symbol:
        expr = self.formula(name)
        origin = "condition" if name in self.conditions else "let"
        kind = expr.type if expr else ir.NUMBER
        return Symbol(origin, kind, is_per_row=name in self.per_row, is_broken=expr is None)  # type: ignore[arg-type]

    def formula(self, name: str) -> ir.Expr | None:
        """The checked expression of an intermediate; None when it is broken (said once)."""
        if name in self.lets or name in self.broken:
            return self.lets.get(name)
        node = self.formulas[name]
        if name in self.path:
            cycle = " → ".join([*self.path[self.path.index(name) :], name])
            node.fault("ME-025", path=cycle)
            self.broken.add(name)
            return None
        self.path.append(name)
        outside, self.is_set = self.is_set, self.is_set and name not in self.per_row
        found = self.read(node)
        self.is_set = outside
        self.path.pop()
        if found is None or name in self.broken:
            self.broken.add(name)
            return None
        self.lets[name] = found
        return found

    def read(self, node: Node, wanted: str = "") -> ir.Expr | None:
        """A formula from a node, of the wanted kind if one is named; text that is no formula belongs in quotes."""
        if isinstance(node.value, (dict, list)):
            node.wrong("text")
            return None
        return self.read_text(node.source, wanted)

    def read_text(self, source: Source, wanted: str = "") -> ir.Expr | None:
        """A formula from its text."""
        tree = parser.parse(source, self.faults)
        found = check(tree, source, Scope(self, self.is_set), self.faults) if tree else None
        if found is not None and wanted and found.type.kind != wanted:
            (wanted_zh, wanted_en), (found_zh, found_en) = ir.KIND_NAMES[wanted], found.type.words
            self.faults.add("ME-049", source, (0, len(source.text)), ("", ""), what_zh="这里", what_en="This", wanted_zh=wanted_zh,
                            wanted_en=wanted_en, found_zh=found_zh, found_en=found_en)  # fmt: skip
            return None
        return found

    def constant(self, source: Source, like: ir.Type) -> ir.Value:
        """A value that is written out, in the unit of ``like`` when it carries none."""
        found = self.read_text(source)
        if found is None:
            return None
        if not isinstance(found, ir.Const) or found.type.kind != like.kind:
            wanted_zh, wanted_en = ir.KIND_NAMES[like.kind]
            (found_zh, found_en) = found.type.words
            self.faults.add("ME-049", source, (0, len(source.text)), ("", ""), what_zh="这里", what_en="This", wanted_zh=f"写明的{wanted_zh}",
                            wanted_en=f"{wanted_en} written out", found_zh=found_zh, found_en=found_en)  # fmt: skip
            return None
        if isinstance(found.value, Fraction) and found.type.bare:
            return found.value * (
                Fraction(100) if found.type.scaled and like.unit.dimensions == (("分", 1),) else like.unit.factor
            )
        if isinstance(found.value, Fraction) and not found.type.unit.fits(like.unit):
            self.faults.add("ME-040", source, (0, len(source.text)), ("", ""), op="=", **differing(found.type, like))
            return None
        return found.value

    # -- fields and parameters

    def add_field(self, name: str, node: Node, *, is_of_set: bool = False) -> None:
        """``revenue: 万元`` or a mapping with type, unit, periods, label, path, absent, choices, change, part_of, column."""
        if isinstance(node.value, str):
            self.fields[name] = FieldSpec(
                name, self._type(node), {"zh": name, "en": name}, path=(name,), is_of_set=is_of_set
            )
            return
        keys = node.keys(
            "type",
            "unit",
            "periods",
            "label",
            "path",
            "absent",
            "choices",
            "change",
            "part_of",
            "columns",
            "stored",
            "of",
        )
        kind = self._kind(keys)
        periods = keys["periods"].whole() if "periods" in keys else 1
        if not 1 <= periods <= MOST_PERIODS:
            keys["periods"].wrong("number")
            periods = 1
        label = keys["label"].label() if "label" in keys else {"zh": name, "en": name}
        path = tuple(keys["path"].text().split(".")) if "path" in keys else (name,)
        absent = self._absent(keys["absent"], kind) if "absent" in keys else None
        self.fields[name] = FieldSpec(
            name, kind, label, periods, path,
            columns=keys["columns"].texts() if "columns" in keys else (),
            stored=unit_named(keys["stored"].text()) if "stored" in keys else None,
            absent=absent,
            choices=keys["choices"].texts() if "choices" in keys else (),
            change=self._change(keys.get("change")),
            part_of=keys["part_of"].text() if "part_of" in keys else "",
            is_of_set=is_of_set or ("of" in keys and keys["of"].text() == "set"),
        )  # fmt: skip

    def _change(self, node: Node | None) -> Any:
        if node is None:
            return "no"
        word = node.text()
        if word not in ("up", "down", "either", "no"):
            node.wrong("text")
            return "no"
        return word

    def _absent(self, node: Node, like: ir.Type) -> ir.Value:
        """What stands in for a missing value: a plain false, text or number."""
        if like.kind == "text" and isinstance(node.value, str):
            return node.value
        return self.constant(node.source, like)

    def _kind(self, keys: Mapping[str, Node]) -> ir.Type:
        if "type" in keys and keys["type"].text() not in ("number", "数", "数值"):
            return self._type(keys["type"])
        return self._type(keys["unit"]) if "unit" in keys else ir.NUMBER

    def _type(self, node: Node) -> ir.Type:
        """A type word or a unit."""
        word = node.text()
        if word in KINDS:
            return KINDS[word]
        unit = unit_named(word)
        if unit is None:
            node.fault("ME-006", did_you_mean(word, [*known_units(), *KINDS]), unit=word)
            return ir.NUMBER
        return ir.Type("number", unit)

    def add_parameter(self, name: str, node: Node) -> None:
        """``{unit, values: {date: value}}`` or ``{of, columns, bands: {date: rows}}``."""
        keys = node.keys("unit", "type", "values", "bands", "of", "columns", "label", "clause")
        label = keys["label"].label() if "label" in keys else {"zh": name, "en": name}
        if "bands" in keys:
            self.parameters[name] = self._table(name, node, keys, label)
            return
        if "values" not in keys:
            node.fault("ME-069", key="values")
            return
        kind, versions = self._kind(keys), []
        for day, value in keys["values"].items():
            since = self._day(day, value)
            versions.append(
                Version(since, self.constant(value.source, kind), keys["clause"].text() if "clause" in keys else "")
            )
        self.parameters[name] = Parameter(name, kind, tuple(versions), node.source, label)

    def _day(self, text: str, node: Node) -> dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            node.wrong("date")
            return dt.date.min

    def _table(self, name: str, node: Node, keys: Mapping[str, Node], label: Mapping[str, str]) -> Parameter:
        of = self._type(keys["of"]) if "of" in keys else ir.NUMBER
        columns, kinds = self._columns(keys)
        versions = []
        for day, rows in keys["bands"].items():
            since = self._day(day, rows)
            read = [row for entry in rows.entries() if (row := self._row(entry, kinds))]
            source = Source(name, rows.source.path, rows.source.line, rows.source.column, rows.source.name)
            table = read_bands(read, lambda text, at: self._bound(text, at, of), self.faults, source)
            versions.append(
                Version(since, table or ir.BandTable(()), keys["clause"].text() if "clause" in keys else "")
            )
        return Parameter(name, of, tuple(versions), node.source, label, columns, kinds)

    def add_table(
        self, name: str, of: ir.Type, table: ir.BandTable, source: Source, gives: ir.Type = ir.NUMBER
    ) -> None:
        """A table that belongs to one item or to the grades, in force as long as the definition."""
        version = Version(dt.date.min, table)
        self.parameters[name] = Parameter(name, of, (version,), source, {}, ("value",), (gives,))

    def _columns(self, keys: Mapping[str, Node]) -> tuple[tuple[str, ...], tuple[ir.Type, ...]]:
        """Names and types of a table's columns: ``columns: {band: text, low: number}``; one number column when not given."""
        if "columns" not in keys:
            return ("value",), (self._kind(keys),)
        found = {key: self._type(value) for key, value in keys["columns"].items()}
        return tuple(found), tuple(found.values())

    def _bound(self, text: str, source: Source, of: ir.Type) -> Fraction | None:
        at = source.text.find(text)
        piece = Source(text, source.path, source.line, source.column + max(at, 0), source.name)
        found = self.constant(piece, of)
        return found if isinstance(found, Fraction) else None

    def _row(self, entry: Node, kinds: tuple[ir.Type, ...]) -> Row | None:
        cells = entry.entries()
        if len(cells) != len(kinds) + 1:
            entry.fault("ME-067", wanted=len(kinds), given=max(len(cells) - 1, 0))
            return None
        values = tuple(self._cell(cell, kind) for cell, kind in zip(cells[1:], kinds, strict=True))
        return Row(cells[0].text(), values, cells[0].source)

    def _cell(self, cell: Node, kind: ir.Type) -> ir.Value:
        if cell.value is None:
            return None
        if kind.kind == "text":
            return cell.text()
        return self.constant(cell.source, kind)


def differing(a: ir.Type, b: ir.Type) -> dict[str, str]:
    """Words of two units for a message."""
    (a_zh, a_en), (b_zh, b_en) = unit_words(a), unit_words(b)
    return {"a_zh": a_zh, "a_en": a_en, "b_zh": b_zh, "b_en": b_en}


def number(value: Any) -> Fraction | None:
    """A plain number of a file."""
    return exact(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
