"""Every engine gives what the oracle gives: random formulas over the whole grammar, and every definition of the park."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parkloop.adapters.engines import emitting, plan
from parkloop.adapters.engines.plan import everything
from parkloop.domain.measure.definitions import Measure
from parkloop.domain.measure.functions import AGGREGATES, FUNCTIONS
from tests.engines.comparing import differences, generated
from tests.engines.generating import rows
from tests.measure.support import park
from tests.support.postgres import PostgresUnavailable, postgres_server

EACH, ROWS = 50, 60
SHORT, WHOLE = range(6), range(80)
OTHERS = range(100, 140)
PARK = park()
ROW_WISE = [measure for measure in PARK.measures.values() if not measure.is_set]
PRODUCTIONS = {f"E{n}" for n in range(1, 13)} | {"L1", "L2", "L3", "L4"}


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    try:
        with postgres_server() as url:
            yield url
    except PostgresUnavailable as error:
        pytest.skip(str(error))


def of_seed(seed: int, folder: Path, engine: str, url: str = "") -> list[str]:
    measure, formulas, _ = generated(EACH, seed)
    found = differences(measure, rows(ROWS, seed), folder, engine, [f"x{at}" for at in range(EACH)], url)
    return [f"{line} in {formulas[int(line.split()[0][1:])]}" for line in found]


@pytest.mark.parametrize("seed", SHORT)
def test_random_formulas_come_out_equal_on_duckdb(seed, tmp_path):
    assert of_seed(seed, tmp_path, "duckdb") == []


@pytest.mark.engines
def test_four_thousand_random_formulas_come_out_equal_on_duckdb(tmp_path):
    used: Counter[str] = Counter()
    for seed in WHOLE:
        used += generated(EACH, seed)[2].used
        assert of_seed(seed, tmp_path, "duckdb") == []
    assert len(WHOLE) * EACH >= 2000
    names = PRODUCTIONS | {f.name for f in (*FUNCTIONS, *AGGREGATES)} | {"missing", "nothing", "by"}
    assert {name: used[name] for name in names if used[name] < 50} == {}


@pytest.mark.engines
@pytest.mark.parametrize("seed", OTHERS)
def test_random_formulas_come_out_equal_on_postgresql(seed, tmp_path, postgresql):
    assert of_seed(seed, tmp_path, "postgresql", postgresql) == []


@pytest.mark.engines
@pytest.mark.parametrize("seed", OTHERS)
def test_random_formulas_come_out_equal_on_spark(seed, tmp_path):
    pytest.importorskip("pyspark", reason="Spark is an extra: pip install 'parkloop[spark]'")
    assert of_seed(seed, tmp_path, "spark") == []


def plain_rows(measure: Measure, count: int, seed: int) -> list[dict[str, Any]]:
    """Plain values for any measure: limits of its rules, their neighbours and gaps."""
    rng = random.Random(seed)
    numbers = (0, 1, 2, 3, 4, 5, 10, 20, 50, 60, 70, 100, 500, 1000, 1500, 2000, 5000, 10000, 20000)
    shares = (0, 0.02, 0.03, 0.05, 0.1, 0.3, 0.55, 0.6, 0.7, 0.75, 0.8, 0.9)

    def one(spec: Any) -> Any:
        if rng.random() < 0.1:
            return None
        if spec.type.kind == "bool":
            return rng.random() < 0.7
        if spec.type.kind == "text":
            return rng.choice(spec.choices or ("", "依据"))
        if spec.type.kind == "date":
            return f"{rng.randint(2019, 2027)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        return rng.choice(shares if spec.type.unit.is_plain and rng.random() < 0.5 else numbers)

    def row() -> dict[str, Any]:
        made: dict[str, Any] = {}
        for spec in measure.fields.values():
            value = one(spec) if spec.periods == 1 else [one(spec) for _ in range(spec.periods)]
            place = made
            for part in spec.path[:-1]:
                place = place.setdefault(part, {})
            place[spec.path[-1]] = value
        return made

    return [row() for _ in range(count)]


@pytest.mark.parametrize("measure", ROW_WISE, ids=lambda m: m.id)
def test_every_definition_of_the_park_comes_out_equal_on_duckdb(measure, tmp_path):
    assert differences(measure, plain_rows(measure, 80, 3), tmp_path, "duckdb", everything(measure)) == []


@pytest.mark.engines
@pytest.mark.parametrize("measure", ROW_WISE, ids=lambda m: m.id)
def test_every_definition_of_the_park_comes_out_equal_on_postgresql(measure, tmp_path, postgresql):
    assert (
        differences(measure, plain_rows(measure, 80, 4), tmp_path, "postgresql", everything(measure), postgresql) == []
    )


@pytest.mark.engines
@pytest.mark.parametrize("measure", ROW_WISE, ids=lambda m: m.id)
def test_every_definition_of_the_park_comes_out_equal_on_spark(measure, tmp_path):
    pytest.importorskip("pyspark", reason="Spark is an extra: pip install 'parkloop[spark]'")
    assert differences(measure, plain_rows(measure, 80, 5), tmp_path, "spark", everything(measure)) == []


# -- the suite finds what it is for


def strict(op, a, b, kind, is_small=False, *, real=emitting.compared):
    return real("gt" if op == "ge" else op, a, b, kind, is_small)


def null_to_zero(self, expr, lag, *, real=emitting.Emitter._field):
    found = real(self, expr, lag)
    return found.fill_null(0) if expr.type.kind == "number" else found


def whole_division(a, b):
    return (a.cast("float64") / b.cast("float64").nullif(0.0)).floor()


def open_end(value, band, *, real=emitting._inside):
    return real(value, type(band)(band.low, not band.low_closed, band.high, not band.high_closed, band.values))


def wrong_period(spec, ago, *, real=emitting.column_name):
    return real(spec, max(0, ago - 1))


def other_branch(self, expr, args):
    import ibis

    then, otherwise = emitting.alike(args[1], args[2])
    return ibis.ifelse(args[0], then, otherwise)


def lenient_largest(args, op):
    import ibis

    return ibis.greatest(*args) if op == "max" else ibis.least(*args)


FAULTS = {
    "≥ becomes >": (emitting, "compared", strict),
    "missing becomes 0": (emitting.Emitter, "_field", null_to_zero),
    "integer division": (emitting, "divided", whole_division),
    "the inclusive end of a band": (emitting, "_inside", open_end),
    "the wrong period": (emitting, "column_name", wrong_period),
    "an unknown condition takes the other branch": (emitting.Emitter, "_if", other_branch),
    "the largest ignores what is missing": (emitting, "picked", lenient_largest),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_planted_in_the_emitter_is_found(name, tmp_path, monkeypatch):
    place, attribute, wrong = FAULTS[name]
    monkeypatch.setattr(place, attribute, wrong)
    assert any(of_seed(seed, tmp_path, "duckdb") for seed in SHORT)


def test_the_plan_keeps_names_that_engines_accept():
    assert plan.safe("status:a.b") == "status_a_b"


INDICATOR = """
t:
  kind: indicator
  by: [业]
  each:
    每: 缺省(费, 0万元) ÷ 钱
  let:
    家数: 计数()
    有旗: 计数(其中 旗)
    总钱: 合计(钱)
    均: 平均(每，其中 人数 > 1)
    中: 中位数(比)
    分: 分位数(比, 0.9)
    高: 最高值(费)
    低: 最低值(费)
    种: 去重计数(人数)
    占: 合计(费，其中 旗) ÷ 合计(费)
    去年: 合计(上年(钱))
"""


def grouped(engine: str, folder: Path, url: str = "") -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Values of an indicator by trade: by the engine, and by the oracle group by group."""
    import pyarrow.parquet as pq

    from parkloop.adapters.engines import run_measure
    from parkloop.domain.measure.trying import try_measure
    from tests.engines.comparing import ON, table_of
    from tests.engines.generating import FIELDS
    from tests.measure.support import document, library

    measure = library(document(INDICATOR, fields=FIELDS)).find("t")
    made = rows(200, 11)
    data = folder / "data.parquet"
    pq.write_table(table_of(measure, made), data)
    names = tuple(output.spec for output in measure.outputs)
    result, _, _ = run_measure(measure, data, ON, engine=engine, url=url)
    found = {row["trade"]: {name: row[name] for name in names} for row in result.to_pylist()}
    wanted = {}
    for trade in ("甲", "乙", "丙", None):
        group = [{k: v for k, v in row.items() if k in measure.fields} for row in made if row["业"] == trade]
        frame = try_measure(measure, {str(n): row for n, row in enumerate(group)}, ON).frame
        wanted[trade] = {name: frame.value(measure.lets[name], None) for name in names}
    return found, wanted


def test_an_indicator_by_dimension_comes_out_equal_on_duckdb(tmp_path):
    from tests.engines.comparing import equal

    found, wanted = grouped("duckdb", tmp_path)
    assert set(found) == set(wanted)
    assert [
        (t, n, found[t][n], v) for t, values in wanted.items() for n, v in values.items() if not equal(found[t][n], v)
    ] == []


@pytest.mark.engines
def test_an_indicator_by_dimension_comes_out_equal_on_postgresql(tmp_path, postgresql):
    from tests.engines.comparing import equal

    found, wanted = grouped("postgresql", tmp_path, postgresql)
    assert [
        (t, n, found[t][n], v) for t, values in wanted.items() for n, v in values.items() if not equal(found[t][n], v)
    ] == []
