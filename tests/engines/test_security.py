"""Two walls: the grammar lets no statement through, and the engine behind it is locked. A run that goes away is stopped and said so."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parkloop.adapters.engines import EngineError, run_measure
from parkloop.adapters.engines.locking import locked_duckdb
from parkloop.adapters.engines.worker import run_in_worker
from tests.measure.support import document, formula_faults, library, quoted

ON = dt.date(2026, 9, 30)
HOSTILE = [
    "1; DROP TABLE data",
    "1) UNION SELECT * FROM data --",
    "read_csv('/etc/passwd')",
    "read_text(“/etc/passwd”)",
    "glob('*')",
    "getenv('HOME')",
    "职工::text",
    "(SELECT 1)",
    "COPY data TO 'x'",
    "__class__",
    "9**9**9",
    "职工.__class__",
    "import os",
    "eval(“1”)",
    "1 /* c */",
    "職工 -- x",
    "ATTACH 'x'",
    "PRAGMA database_list",
    "$1",
    "`职工`",
    "职工[0]",
    "{职工: 1}",
    "lambda x: x",
    "query('select 1')",
]
STATEMENTS = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_json('/tmp/x.json')",
    "SELECT * FROM parquet_scan('/tmp/x.parquet')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "COPY (SELECT 1) TO '/tmp/out.csv'",
    "COPY data FROM '/etc/passwd'",
    "EXPORT DATABASE '/tmp/out'",
    "IMPORT DATABASE '/tmp/out'",
    "ATTACH '/tmp/other.duckdb'",
    "ATTACH '/tmp/x.sqlite' (TYPE sqlite)",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '/tmp/x.duckdb_extension'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET memory_limit = '100GB'",
    "SET threads = 64",
    "SET temp_directory = '/tmp'",
    "RESET memory_limit",
    "SELECT * FROM secret_frame",
    "SELECT * FROM 'https://example.com/x.csv'",
]


@pytest.mark.parametrize("formula", HOSTILE)
def test_the_grammar_is_the_first_wall(formula):
    assert formula_faults(formula)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"id": [1, 2], "职工": [5.0, 6.0]}), path)
    return path


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_locked_engine_denies(statement, data):
    secret_frame = pa.table({"x": [1]})
    assert secret_frame.num_rows == 1
    with locked_duckdb(data) as connection, pytest.raises(duckdb.Error):
        connection.con.execute(statement).fetchall()


def test_the_locked_engine_still_reads_its_own_data(data):
    with locked_duckdb(data) as connection:
        assert connection.con.execute("SELECT count(*) FROM data").fetchone() == (2,)


def test_a_text_that_looks_like_sql_stays_a_text(tmp_path):
    evil = "材料'; DROP TABLE data; --"
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"id": [1, 2], "词": [evil, "好"]}), path)
    text = f"t:\n  kind: rule\n  fields: {{词: 文字}}\n  let:\n    x: {quoted(f'词 = “{evil}”')}"
    found = library(document(text)).find("t")
    table, _, _ = run_measure(found, path, ON)
    assert table["x"].to_pylist() == [True, False]


HEAVY = "t:\n  kind: rule\n  fields: {数: 数}\n  let:\n" + "\n".join(
    f"    x{n}: 排名(数 × {n + 1}) + 分位数(开方(绝对值(数), 3) × {n + 2}, 0.3)" for n in range(12)
)


def test_a_runaway_formula_is_stopped_within_two_seconds_of_its_limit(tmp_path):
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"id": range(3_000_000), "数": [float(n % 9973) for n in range(3_000_000)]}), path)
    found = library(document(HEAVY)).find("t")
    began = time.monotonic()
    with pytest.raises(EngineError) as caught:
        run_in_worker(found, path, ON, seconds=3)
    assert time.monotonic() - began < 5
    assert "3 秒" in caught.value.message["zh"]
    assert "stopped" in caught.value.message["en"]


def test_memory_is_bounded_and_said(tmp_path):
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"id": range(400_000), "数": [float(n % 9973) for n in range(400_000)]}), path)
    with pytest.raises(EngineError) as caught:
        run_in_worker(library(document(HEAVY)).find("t"), path, ON, memory=700 * 2**20)
    assert caught.value.message["zh"]


def test_the_worker_gives_what_the_engine_gives_and_sees_no_secret(data, monkeypatch):
    monkeypatch.setenv("PARKLOOP_SECRET_KEY", "hidden")
    found = library(document("t:\n  kind: rule\n  require: {c: 职工 ≥ 6}")).find("t")
    table, record = run_in_worker(found, data, ON)
    assert table["outcome"].to_pylist() == ["unmet", "met"]
    assert (record.rows, record.engine, record.definition) == (2, "duckdb", found.sha256)
    assert os.environ["PARKLOOP_SECRET_KEY"] == "hidden"


@pytest.mark.parametrize("name", ["firms.xlsx", "firms.db"])
def test_uploads_never_reach_the_engine(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(EngineError):
        run_measure(library(document("t:\n  kind: rule\n  require: {c: 职工 ≥ 6}")).find("t"), path, ON)
