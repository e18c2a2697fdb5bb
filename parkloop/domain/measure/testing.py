"""The examples that stand in definitions: each must hold, and each input it gives must be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parkloop.domain.measure.definitions import Measure, Test
from parkloop.domain.measure.errors import Fault, Faults, MeasureError, did_you_mean
from parkloop.domain.measure.trying import try_measure

CLOSE = 5e-7


def run_tests(measures: Iterable[Measure]) -> list[Fault]:
    """Faults of all examples of all measures."""
    faults = Faults()
    for measure in measures:
        for test in measure.tests:
            _run(measure, test, faults)
    return faults.found


def _run(measure: Measure, test: Test, faults: Faults) -> None:
    span = (0, max(1, len(test.source.text)))
    try:
        result = try_measure(measure, test.inputs, test.on, case=test.case)
    except MeasureError as error:
        for fault in error.faults:
            code = "ME-080" if fault.code == "ME-084" else fault.code
            faults.found.append(Fault(code, test.source, span, fault.zh, fault.en, fault.hint_zh, fault.hint_en))
        return
    outputs: dict[str, Any] = {"outcome": result.outcome, **result.outputs()}
    for name, wanted in test.expect.items():
        if name not in outputs:
            faults.add("ME-082", test.source, span, did_you_mean(name, list(outputs)), name=name)
        elif not close(outputs[name], wanted):
            faults.add("ME-081", test.source, span, ("", ""), name=name, wanted=wanted, found=outputs[name])


def close(found: Any, wanted: Any) -> bool:
    """Whether a printed value is the expected one: numbers to 7 digits, mappings in the keys that are named."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(close(found.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(close, found, wanted))
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
        return is_number and abs(found - wanted) <= CLOSE * max(1, abs(wanted))
    return bool(found == wanted)
