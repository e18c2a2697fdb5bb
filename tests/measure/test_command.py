"""`parkloop measure` from outside: plain values in, JSON or sentences out, faults with exit code 2 and never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.measure.support import ROOT, document

FIRM = (
    "{staff: 100, sci_staff: 8, revenue_wan: 5000, assets_wan: 4000, rd_wan: 130, cost_wan: 4500, class1: 0, class2: 2}"
)


def run(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "parkloop.site.cli", "measure", *map(str, words)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    path = tmp_path / "firm.yaml"
    path.write_text(FIRM, encoding="utf-8")
    return path


def test_check_names_every_measure_and_runs_its_examples():
    found = json.loads(run("check", "parks/baoshan", "--json").stdout)
    assert "hnte_2016" in found["measures"]
    assert found["tests"] >= len(found["measures"]) * 0.8
    assert found["faults"] == []


def test_check_of_the_park_does_without_django():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "parkloop.site.cli", "measure", "check", "parks/baoshan"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0
    assert "django" not in done.stderr


def test_try_prints_outcome_outputs_conditions_and_steps(firm):
    found = json.loads(run("try", "tech_sme_2017", "--inputs", firm, "--on", "2026-09-30", "--json").stdout)
    assert (found["outcome"], found["outputs"]["total"]) == ("unmet", 22)
    assert found["outputs"]["failed"] == ["staff_score_nonzero", "score"]
    by_name = {condition["name"]: condition for condition in found["conditions"]}
    assert by_name["score"]["gap"] == 38
    assert {tuple(step["field"] for step in steps) for steps in found["steps"]} == {
        ("sci_staff", "class1"),
        ("sci_staff", "rd_wan"),
    }


def test_a_family_takes_the_version_of_the_day(firm):
    found = json.loads(run("try", "tech_sme", "--inputs", firm, "--on", "2026-09-30", "--json").stdout)
    assert found["measure"] == "tech_sme_2017"
    assert "2016-01-01" in run("try", "tech_sme", "--inputs", firm, "--on", "2016-01-01", code=2).stderr


def test_explain_speaks_both_languages(firm):
    chinese = run("explain", "tech_sme_2017", "--inputs", firm, "--on", "2026-09-30", "--language", "zh").stdout
    assert "✗ 综合评价不低于60分 | 22 ≥ 60 | 差 38 | 第七条" in chinese
    english = run("explain", "tech_sme_2017", "--inputs", firm, "--on", "2026-09-30", "--language", "en").stdout
    assert "short by 38" in english


def test_lineage_goes_down_to_the_columns(firm):
    tree = json.loads(run("lineage", "hnte_2016", "ratio", "--json").stdout)
    text = json.dumps(tree)
    for column in ("rd", "rd_1", "rd_2", "revenue_2"):
        assert f'"column": "{column}"' in text
    assert "8 人" in run("lineage", "tech_sme_2017", "staff_score", "--inputs", firm).stdout


def test_diff_names_what_changed(tmp_path):
    for name, limit in (("a", 5), ("b", 6)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "t.yaml").write_text(
            document(f"t:\n  kind: rule\n  require: {{c: 职工 ≥ {limit}}}"), encoding="utf-8"
        )
    found = json.loads(run("diff", tmp_path / "a", tmp_path / "b", "--json").stdout)
    assert found[0]["change"] == "changed"
    assert "lets.c" in found[0]["parts"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("try", "tech_sme_2018", "--inputs", "FIRM"), "did you mean “tech_sme_2017”"),
        (("try", "tech_sme_2017", "--inputs", "FIRM", "--on", "yesterday"), "is no date"),
        (("try", "tech_sme_2017", "--inputs", "ODD"), "There is no input named “stuff”"),
        (("try", "tech_sme_2017", "--inputs", "WRONG"), "should be a number"),
        (("try", "tech_sme_2017", "--inputs", "LIST"), "mapping"),
        (("try", "tech_sme_2017", "--inputs", "BROKEN"), "YAML"),
        (("lineage", "tech_sme_2017", "nothing_such"), "has no 'nothing_such'"),
        (("check", "BAD"), "ME-020"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(firm, tmp_path, words, said):
    files = {
        "ODD": "{stuff: 1}",
        "WRONG": "{staff: many}",
        "LIST": "[1, 2]",
        "BROKEN": "{a: [",
        "BAD": document("t:\n  kind: rule\n  let: {x: 没有 + 1}"),
    }
    paths = {"FIRM": firm}
    for name, text in files.items():
        paths[name] = tmp_path / f"{name}.yaml"
        paths[name].write_text(text, encoding="utf-8")
    assert said in run(*(paths.get(word, word) for word in words), code=2).stderr


def test_a_failing_example_is_a_fault_with_its_place(tmp_path):
    text = document(
        "t:\n  kind: rule\n  require: {c: 职工 ≥ 5}\n  tests:\n    - {inputs: {职工: 4, 占比: 1}, expect: {outcome: met}}"
    )
    path = tmp_path / "t.yaml"
    path.write_text(text, encoding="utf-8")
    assert "ME-080" in run("check", path, code=2).stderr
    path.write_text(text.replace(", 占比: 1", ""), encoding="utf-8")
    assert "ME-081" in run("check", path, code=2).stderr


@pytest.fixture
def table(tmp_path: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "firms.parquet"
    pq.write_table(pa.table({"id": [1, 2, 3], "职工": [4.0, 6.0, None]}), path)
    return path


def test_run_counts_outcomes_and_keeps_the_record(tmp_path, table):
    rule = tmp_path / "t.yaml"
    rule.write_text(document("t:\n  kind: rule\n  require: {c: 职工 ≥ 5}"), encoding="utf-8")
    found = json.loads(run("run", rule, table, "--on", "2026-09-30", "--out", tmp_path / "out.csv", "--json").stdout)
    assert found["outcome"] == {"unmet": 1, "met": 1, "unknown": 1}
    assert found["record"]["engine"] == "duckdb"
    assert len(found["record"]["data_sha256"]) == 64
    assert '"id","outcome"' in (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[0]


def test_run_of_an_indicator_gives_one_line_for_each_group(tmp_path, table):
    text = document("t:\n  kind: indicator\n  let: {n: 计数(其中 职工 ≥ 5)，m: 平均(职工)}".replace("，", ", "))
    rule = tmp_path / "t.yaml"
    rule.write_text(text, encoding="utf-8")
    assert json.loads(run("run", rule, table, "--json").stdout)["values"] == [{"n": 1, "m": 5.0}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "parks/baoshan", "TABLE"), "--measure"),
        (("run", "RULE", "RULE"), "Parquet or CSV"),
        (("run", "RULE", "TABLE", "--out", "x.txt"), "must end in"),
        (("run", "RULE", "TABLE", "--engine", "postgresql"), "--url"),
    ],
)
def test_a_run_that_cannot_be_is_one_sentence(tmp_path, table, words, said):
    rule = tmp_path / "t.yaml"
    rule.write_text(document("t:\n  kind: rule\n  require: {c: 职工 ≥ 5}"), encoding="utf-8")
    paths = {"RULE": rule, "TABLE": table}
    assert said in run(*(paths.get(word, word) for word in words), code=2).stderr


def test_bench_prints_medians(tmp_path, table):
    rule = tmp_path / "t.yaml"
    rule.write_text(document("t:\n  kind: rule\n  require: {c: 职工 ≥ 5}"), encoding="utf-8")
    found = json.loads(run("bench", rule, table, "--repeat", "1", "--json").stdout)
    assert [row["asked"] for row in found] == ["outcome", "everything"]
