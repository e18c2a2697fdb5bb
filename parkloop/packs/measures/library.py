"""All definitions of a park: by id, by set, and by family on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parkloop.domain.measure.definitions import Measure
from parkloop.domain.measure.errors import Faults, MeasureError, Source, did_you_mean
from parkloop.packs.documents import read_yaml
from parkloop.packs.errors import ErrorList
from parkloop.packs.measures.node import Node
from parkloop.packs.measures.reading import read_file

FOLDERS = ("measures", "ladders")


@dataclass(frozen=True)
class Library:
    """Checked measures by id."""

    measures: Mapping[str, Measure]

    def find(
        self, name: str, *, on: dt.date | None = None, case: str = "new", inputs: Mapping[str, Any] | None = None
    ) -> Measure:
        """The measure of an id, a set or a family.

        A family gives the version in force ``on`` the day for the case. A set gives its measure of the same id, or the only
        one that knows all the ``given`` inputs. Raises MeasureError ME-020 or ME-085.
        """
        versions = [m for m in self.measures.values() if m.family == name]
        if versions and on is not None:
            return self._in_force(name, versions, on, case)
        members = [m for m in self.measures.values() if m.set_id == name]
        given = frozenset(inputs or ())
        knowing = [m for m in members if given and knows(m, inputs or {})]
        main = self.measures.get(name)
        whole = [m for m in knowing if needed_inputs(m) <= given]
        if main is not None and (main in whole or (not whole and (main in knowing or not knowing))):
            return main
        if whole or knowing:
            return max(whole or knowing, key=lambda m: len(given & needed_inputs(m)))
        if len(members) == 1:
            return members[0]
        names = [*self.measures, *{m.family for m in self.measures.values() if m.family}]
        raise _fault("ME-020", name, did_you_mean(name, names), name=name)

    def relevant(self, measure: Measure, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The inputs without those that only another version of the rule, or another measure of its set, asks for."""
        kin = [
            m
            for m in self.measures.values()
            if m.set_id == measure.set_id or (measure.family and m.family == measure.family)
        ]
        others = {name for relative in kin for name in known_inputs(relative)} - known_inputs(measure)
        return {name: value for name, value in inputs.items() if name not in others}

    def _in_force(self, name: str, versions: list[Measure], on: dt.date, case: str) -> Measure:
        found = [m for m in versions if m.in_force(on, case)]
        if not found:
            raise _fault("ME-085", name, name=name, on=on.isoformat())
        return max(found, key=lambda m: m.valid_from)


def known_inputs(measure: Measure) -> set[str]:
    """Names that plain values may carry at the top."""
    own = {spec.path[0] for spec in measure.fields.values() if not measure.rows_path or spec.is_of_set}
    return own | set(measure.rows_path[:1])


def knows(measure: Measure, inputs: Mapping[str, Any]) -> bool:
    """Whether every input is known; rows without a place of their own are the inputs that hold mappings."""
    rest = set(inputs) - known_inputs(measure)
    is_open = measure.is_set and not measure.rows_path and any(not spec.is_of_set for spec in measure.fields.values())
    return not rest or (is_open and all(isinstance(inputs[name], Mapping) for name in rest))


def needed_inputs(measure: Measure) -> set[str]:
    """Names without which something is missing."""
    own = {s.path[0] for s in measure.fields.values() if s.absent is None and (not measure.rows_path or s.is_of_set)}
    return own | set(measure.rows_path[:1])


def read_library(files: Mapping[str, bytes]) -> Library:
    """Measures of a park's files (``measures/*.yaml``, ``ladders/*.yaml``) or of any folder of definitions.

    ``files`` maps paths to bytes. Raises MeasureError with every fault of every file.
    """
    faults = Faults()
    found: dict[str, Measure] = {}
    for path in sorted(files):
        for measure in _read(path, files[path], faults):
            if measure.id in found:
                faults.add("ME-074", Source(measure.id, path), (0, len(measure.id)), ("", ""), id=measure.id)
            found[measure.id] = measure
    _check_families(found, faults)
    faults.raise_if_any()
    return Library(found)


def _read(path: str, data: bytes, faults: Faults) -> list[Measure]:
    errors = ErrorList()
    document = read_yaml(path, data, errors)
    for error in errors.found:
        source = Source("", error.path, error.line or 1, error.column or 1)
        faults.add("ME-016", source, (0, 0), ("", ""), zh=error.zh, en=error.en)
    if document is None or errors.found:
        return []
    return read_file(Node(document, faults, (), document.value))


def _check_families(found: Mapping[str, Measure], faults: Faults) -> None:
    """No two versions of one family hold on the same day for the same case."""
    families: dict[str, list[Measure]] = {}
    for measure in found.values():
        if measure.family:
            families.setdefault(measure.family, []).append(measure)
    for name, versions in families.items():
        ordered = sorted(versions, key=lambda m: m.valid_from)
        for at, later in enumerate(ordered):
            for earlier in ordered[:at]:
                both = set(earlier.cases) & set(later.cases)
                if both and (earlier.valid_to is None or earlier.valid_to >= later.valid_from):
                    source = Source(later.id, later.path)
                    day = later.valid_from.isoformat()
                    faults.add(
                        "ME-078", source, (0, len(later.id)), ("", ""), family=name, on=day, a=earlier.id, b=later.id
                    )


def _fault(code: str, text: str, hint: tuple[str, str] = ("", ""), **values: object) -> MeasureError:
    faults = Faults()
    faults.add(code, Source(text), (0, len(text)), hint, **values)
    return MeasureError(faults.found)
