"""One file of definitions: what all of them share, and each measure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from parkloop.domain.measure import ir
from parkloop.domain.measure.definitions import Condition, Measure, Output, Test, references
from parkloop.domain.measure.errors import Faults, did_you_mean
from parkloop.domain.measure.units import unit_named
from parkloop.packs.measures.building import Names
from parkloop.packs.measures.conditions import add_outcome, condition_named, read_conditions
from parkloop.packs.measures.node import Node
from parkloop.packs.measures.scores import add_grade, add_total, read_items

FILE_KEYS = ("format", "set", "label", "subject", "source", "status", "note", "family", "valid", "cases", "fields", "parameters",
             "let", "measures")  # fmt: skip
MEASURE_KEYS = ("kind", "label", "note", "source", "status", "family", "valid", "cases", "fields", "parameters", "let", "each", "when",
                "gates", "direct", "require", "veto", "pass", "items", "adjust", "bounds", "grades", "rows", "by", "outputs", "tests")  # fmt: skip
CASES = ("new", "recheck")


def read_file(root: Node) -> list[Measure]:
    """All measures of a file, as far as they can be read."""
    keys = root.keys(*FILE_KEYS, need=("format", "set", "label", "source", "status", "valid", "measures"))
    if "format" in keys and keys["format"].value != 1:
        keys["format"].wrong("number")
    found: list[Measure] = []
    used: set[str] = set()
    for name, node in keys["measures"].items() if "measures" in keys else ():
        reader = _Reader(keys, name, node, root.faults)
        made = reader.measure()
        used |= set(reader.names.lets) | reader.names.broken
        if made is not None:
            found.append(made)
    _check_unused(keys, used, root.faults)
    return found


def _check_unused(keys: Mapping[str, Node], used: set[str], faults: Faults) -> None:
    """Shared formulas that no measure uses are checked as well."""
    names = Names(faults, is_set=False)
    _shared(keys, names)
    for name in names.formulas:
        if name not in used:
            names.formula(name)


def _shared(keys: Mapping[str, Node], names: Names) -> None:
    for name, node in keys["fields"].items() if "fields" in keys else ():
        names.add_field(name, node)
    for name, node in keys["parameters"].items() if "parameters" in keys else ():
        names.add_parameter(name, node)
    for name, node in keys["let"].items() if "let" in keys else ():
        names.formulas[name] = node


class _Reader:
    """Reads one measure of a file."""

    def __init__(self, shared: Mapping[str, Node], name: str, node: Node, faults: Faults) -> None:
        self.shared, self.name, self.node, self.faults = shared, name, node, faults
        self.keys = node.keys(*MEASURE_KEYS, need=("kind",))
        self.kind = self.keys["kind"].text() if "kind" in self.keys else "rule"
        self.names = Names(faults, is_set=self.kind == "indicator")
        self.conditions: list[Condition] = []

    def measure(self) -> Measure | None:
        """The measure; None when a fault in it was noted."""
        before = len(self.faults.found)
        if self.kind not in ("indicator", "rule", "score"):
            self.keys["kind"].fault(
                "ME-070",
                did_you_mean(self.kind, ["indicator", "rule", "score"]),
                key=self.kind,
                known="indicator, rule, score",
            )
            return None
        _shared(self.shared, self.names)
        self._own_names()
        items = self._body()
        for name in self.names.formulas:
            if name in self._owned:
                self.names.formula(name)
        outputs = self._outputs()
        if len(self.faults.found) > before:
            return None
        return self._made(tuple(items), outputs)

    def _own_names(self) -> None:
        taken = {
            key
            for section in ("fields", "parameters", "let", "each")
            if section in self.keys
            for key, _ in self.keys[section].items()
        }
        for section, add in (("fields", self.names.add_field), ("parameters", self.names.add_parameter)):
            for key, node in self.keys[section].items() if section in self.keys else ():
                add(key, node)
        for section in ("let", "each"):
            for key, node in self.keys[section].items() if section in self.keys else ():
                if key in self.names.fields or key in self.names.parameters:
                    node.fault("ME-026", name=key, a="字段或参数", b="中间量")
                self.names.formulas[key] = node
                if section == "each":
                    self.names.per_row.add(key)
        self._owned = taken

    def _body(self) -> list[Any]:
        keys = self.keys
        if self.kind == "rule":
            for section, role in (("gates", "gate"), ("direct", "direct"), ("require", "require"), ("veto", "veto")):
                self.conditions += read_conditions(self.names, keys.get(section), role)  # type: ignore[arg-type]
            add_outcome(self.names, self.conditions, keys.get("pass"), keys.get("when"))
            return []
        if self.kind == "score":
            items = read_items(self.names, keys.get("items"))
            add_total(self.names, items, keys.get("adjust"), keys.get("bounds"))
            add_grade(self.names, keys.get("grades"), dict(keys["veto"].items()) if "veto" in keys else {})
            return items
        return []

    # -- outputs

    def _outputs(self) -> tuple[Output, ...]:
        if "outputs" not in self.keys:
            names = [name for name in self.names.formulas if name in self._owned and name not in self.names.per_row]
            made = [name for name in ("outcome", "route", "total", "grade") if name in self.names.lets]
            return tuple(Output(name, name) for name in (*names, *made))
        return tuple(self._output(key, node) for key, node in self.keys["outputs"].items())

    def _output(self, name: str, node: Node) -> Output:
        if isinstance(node.value, dict) and "value" in node.value:
            keys = node.keys("value", "decimals", "unit")
            unit = unit_named(keys["unit"].text()) if "unit" in keys else None
            decimals = keys["decimals"].whole() if "decimals" in keys else None
            return Output(name, self._spec(name, keys["value"]), decimals, unit)
        return Output(name, self._spec(name, node))

    def _spec(self, name: str, node: Node) -> Any:
        if node.value is None:
            return None
        if isinstance(node.value, list):
            return [self._spec(f"{name}.{index}", child) for index, child in enumerate(node.entries())]
        if isinstance(node.value, dict):
            return self._mapped(name, node)
        return self._let_of(f"output:{name}", node)

    def _mapped(self, name: str, node: Node) -> Any:
        only = next(iter(node.value)) if len(node.value) == 1 else ""
        if only in ("met", "unmet"):
            child = node.child(only)
            if child.value in ("all", "全部"):
                return (only, tuple(c.name for c in self.conditions if c.role != "direct"))
            names = [entry.text() for entry in child.entries() if condition_named(entry.text(), entry, self.conditions)]
            return (only, tuple(names))
        if only == "each":
            return ("each", self._let_of(f"output:{name}", node.child("each"), per_row=True))
        return {key: self._spec(f"{name}.{key}", child) for key, child in node.items()}

    def _let_of(self, made: str, node: Node, *, per_row: bool = False) -> str:
        """The name under which an output's expression is computed."""
        word = node.value if isinstance(node.value, str) else ""
        if word in self.names.lets and (per_row or word not in self.names.per_row):
            return word
        outside, self.names.is_set = self.names.is_set, self.names.is_set and not per_row
        found = self.names.read(node)
        self.names.is_set = outside
        if found is not None:
            self.names.lets[made] = found
        return made

    # -- the whole

    @property
    def is_main(self) -> bool:
        """Whether it is the measure that its set is named after; only that one is a version of the family."""
        return "set" in self.shared and self.shared["set"].value == self.name

    def _made(self, items: tuple[Any, ...], outputs: tuple[Output, ...]) -> Measure:
        keys = {**self.shared, **self.keys}
        lets = self.names.lets
        reached = self._reached(outputs)
        valid = keys["valid"].keys("from", "to", need=("from",)) if "valid" in keys else {}
        rows = tuple(self.keys["rows"].text().split(".")) if "rows" in self.keys else ()
        by = self.keys["by"].texts() if "by" in self.keys else ()
        fields = {name: spec for name, spec in self.names.fields.items() if name in reached["field"] or name in by}
        fields |= {
            spec.part_of: self.names.fields[spec.part_of]
            for spec in list(fields.values())
            if spec.part_of in self.names.fields
        }
        status = keys["status"].text() if "status" in keys else "unverified"
        if status not in ("verified", "unverified"):
            keys["status"].fault("ME-073")
        made = Measure(
            id=self.name,
            set_id=keys["set"].text() if "set" in keys else self.name,
            kind=self.kind,  # type: ignore[arg-type]
            label=keys["label"].label() if "label" in keys else {"zh": self.name, "en": self.name},
            subject=keys["subject"].text() if "subject" in keys else "enterprise",
            basis=keys["source"].text() if "source" in keys else "",
            status=status,  # type: ignore[arg-type]
            note=keys["note"].label() if "note" in keys else {"zh": "", "en": ""},
            path=self.node.document.path,
            family=keys["family"].text() if "family" in self.keys or ("family" in keys and self.is_main) else "",
            valid_from=valid["from"].date() if "from" in valid else dt.date.min,
            valid_to=valid["to"].date() if "to" in valid else None,
            cases=keys["cases"].texts() if "cases" in keys else CASES,
            fields=fields,
            parameters={n: p for n, p in self.names.parameters.items() if n in reached["param"]},
            lets={n: e for n, e in lets.items() if n in reached["let"]},
            conditions=tuple(self.conditions),
            items=items,
            outputs=outputs,
            tests=self._tests(),
            rows_path=rows,
            dimensions=by,
            sha256=_digest(self.shared, self.node),
        )
        if made.valid_to is not None and made.valid_to < made.valid_from:
            keys["valid"].fault("ME-077")
        return made

    def _reached(self, outputs: tuple[Output, ...]) -> dict[str, set[str]]:
        """Names that the measure needs: its own formulas, statuses, items and outputs and what they are made of."""
        lets = self.names.lets
        roots = {name for name in lets if name in self._owned or ":" in name or name in self.names.conditions}
        roots |= {name for name in ("outcome", "route", "total", "grade") if name in lets}
        roots |= {name for output in outputs for name in named(output.spec)}
        found: dict[str, set[str]] = {"field": set(), "param": set(), "let": set(roots)}
        for root in roots:
            for part in references(lets[root], lets):
                if isinstance(part, ir.Field):
                    found["field"].add(part.name)
                elif isinstance(part, ir.Param):
                    found["param"].add(part.name)
                elif isinstance(part, ir.Lookup):
                    found["param"].add(part.table)
                elif isinstance(part, ir.Let):
                    found["let"].add(part.name)
                elif isinstance(part, ir.Aggregate):
                    found["field"].update(part.by)
        return found

    def _tests(self) -> tuple[Test, ...]:
        return tuple(self._test(node) for node in self.keys["tests"].entries()) if "tests" in self.keys else ()

    def _test(self, node: Node) -> Test:
        keys = node.keys("name", "on", "case", "inputs", "expect", need=("inputs", "expect"))
        return Test(
            keys["name"].text() if "name" in keys else "",
            keys["on"].date() if "on" in keys else dt.date(2026, 9, 30),
            dict(keys["inputs"].value) if "inputs" in keys else {},
            dict(keys["expect"].value) if "expect" in keys else {},
            node.source,
            keys["case"].text() if "case" in keys else "new",
        )


def named(spec: Any) -> list[str]:
    """Names of lets in an output's spec."""
    if isinstance(spec, str):
        return [spec]
    if isinstance(spec, tuple):
        return [spec[1]] if spec[0] == "each" else []
    if isinstance(spec, list):
        return [name for part in spec for name in named(part)]
    return [name for part in spec.values() for name in named(part)] if isinstance(spec, dict) else []


def _digest(shared: Mapping[str, Node], node: Node) -> str:
    """Over the measure and all that its file shares."""
    body = {key: child.value for key, child in shared.items() if key != "measures"} | {"measure": node.value}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
