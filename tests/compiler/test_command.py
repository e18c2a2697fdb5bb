"""The command: what it prints, and one clear sentence with exit code 2 for bad input; it never needs Django."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from parkloop.domain.plan.rule_texts import rule_text
from parkloop.site.commands.compile import command
from tests.compiler import support
from tests.compiler.test_notice import PARK, RAW

NOTICE = str(PARK / "plan" / "notice.txt")
SCHEMA = PARK.parents[1] / "docs" / "schemas" / "compiled-plan.schema.json"


def run(*arguments: str):
    return CliRunner().invoke(command, list(arguments))


def test_the_json_is_valid_by_the_published_schema():
    result = run(NOTICE)
    assert result.exit_code == 0
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(result.stdout), schema)


@pytest.mark.parametrize("name", support.notice_names())
def test_every_invented_notice_is_valid_by_the_schema(name):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    result = run(str(support.NOTICES / f"{name}.txt"))
    jsonschema.validate(json.loads(result.stdout), schema)


def test_yaml_says_the_same_as_json():
    from ruamel.yaml import YAML

    assert YAML(typ="safe", pure=True).load(run(NOTICE, "--format", "yaml").stdout) == json.loads(run(NOTICE).stdout)


def test_gb18030_compiles_like_utf8(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_bytes(RAW.encode("gb18030"))
    assert run(str(path)).stdout == run(NOTICE).stdout


def test_stats_tell_compiler_and_person_apart():
    result = run(NOTICE, "--stats", "--decisions", str(PARK / "plan" / "decisions.yaml"))
    assert result.exit_code == 0
    assert "compiler" in result.stdout
    assert "person" in result.stdout
    assert "added or edited elements" in result.stdout


def test_explain_names_the_rule_of_every_element():
    lines = run(NOTICE, "--explain").stdout.splitlines()
    assert any("verb-number-noun" in line and "国家级实验室" in line for line in lines)


def test_explain_says_in_words_why_and_where():
    lines = run(NOTICE, "--explain").stdout.splitlines()
    at = next(index for index, line in enumerate(lines) if "verb-number-noun" in line and "国家级实验室" in line)
    assert lines[at + 1].strip().startswith("国家级实验室（基地） eq")
    assert lines[at + 1].endswith("a verb and the number stand before the indicator")


def test_explain_in_json_points_at_the_words_of_every_element():
    text = Path(NOTICE).read_text(encoding="utf-8")
    elements = json.loads(run(NOTICE, "--explain", "--format", "json").stdout)["elements"]
    assert {item["kind"] for item in elements} >= {"heading", "target", "duty", "deadline", "entity"}
    for item in elements:
        start, end = item["span"]
        assert " ".join(text[start:end].split())[:60] == item["words"]
        assert text.count("\n", 0, start) + 1 == item["line"]


@pytest.mark.parametrize("name", support.notice_names())
def test_every_rule_is_explained(name):
    for kind, element in support.compiled(name).elements():
        assert rule_text(kind, element.rule), (kind, element.rule)


def test_output_can_be_written_to_a_file(tmp_path):
    assert run(NOTICE, "--out", str(tmp_path / "plan.json")).exit_code == 0
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["targets"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), ("今天天气很好。".encode(), "No plan found"), (b"PK\x03\x04x", "damaged"), (b"\0" * 5000, "empty"),
     (b"a" * (21 * 1024 * 1024), "limit"), (b"\x89PNG" + bytes(range(256)) * 9, "no text")],
)  # fmt: skip
def test_bad_input_gives_one_sentence_and_exit_code_2(tmp_path, content, words):
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    result = run(str(path))
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output
    assert not result.stdout


@pytest.mark.parametrize(
    ("option", "content", "words"),
    [("--gazetteer", "- {kind: star, name: 天狼星}", "entry 1: kind 'star'"), ("--gazetteer", "a: [", "no valid YAML"),
     ("--gazetteer", "name: x", "must hold a list"), ("--decisions", "assign: [{path: 九, role: lead, unit: 甲局, reason: r}]", "assign[1]")],
)  # fmt: skip
def test_a_wrong_side_file_is_named_with_its_entry(tmp_path, option, content, words):
    path = tmp_path / "side.yaml"
    path.write_text(content, encoding="utf-8")
    result = run(NOTICE, option, str(path))
    assert (result.exit_code, words in result.stderr) == (2, True)


def test_a_missing_file_and_a_folder_are_named():
    assert run("/no/such/file.txt").exit_code == 2
    assert "folder" in run(str(PARK)).stderr


def test_the_module_runs_by_itself_without_django():
    code = (
        f"import sys; sys.argv = ['compile', {NOTICE!r}, '--stats']\n"
        "try:\n    import runpy; runpy.run_module('parkloop.site.commands.compile', run_name='__main__')\n"
        "finally:\n    assert not [m for m in sys.modules if m.split('.')[0] == 'django'], 'django was imported'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_a_new_edition_is_compared_with_the_older_one():
    new, old = (str(PARK / path) for path in ("demo/second-edition.txt", "plan/notice.txt"))
    lines = run(new, "--against", old, "--stats").output.splitlines()
    kinds = ["merged", "split", "renumbered", "target_raised", "target_dropped", "unit_replaced"]
    assert [line.split()[0] for line in lines] == kinds
    document = json.loads(run(new, "--against", old).output)
    assert [change["kind"] for change in document["changes"]] == kinds
    assert "carry_mean" in document["changes"][0]["options"]


def test_an_older_edition_is_refused_by_its_date():
    new, old = (str(PARK / path) for path in ("demo/second-edition.txt", "plan/notice.txt"))
    refused = run(old, "--against", new)
    assert (refused.exit_code, "2025-03-27" in refused.stderr) == (2, True)
