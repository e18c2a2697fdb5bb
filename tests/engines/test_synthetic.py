"""Synthetic enterprises: the same seed gives the same file, marked, plausible, with edges and gaps, in bounded memory."""

from __future__ import annotations

import subprocess
import sys

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from parkloop.adapters.engines import run_measure
from parkloop.adapters.park_folder import read_folder
from parkloop.adapters.synthesis import Recipe, enterprises, write_enterprises
from parkloop.packs import read_pack
from tests.engines.comparing import ON
from tests.measure.support import ROOT, park

SPREAD = read_pack(read_folder(ROOT / "parks/baoshan")).spread
RECIPE = Recipe(20_000, 3, 7, [(i.code, i.share) for i in SPREAD.industries], SPREAD.towns)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("synth") / "firms.parquet"
    return write_enterprises(RECIPE, path)


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(made):
    again = enterprises(RECIPE, 0)
    assert pq.read_table(made).equals(again)
    assert not enterprises(Recipe(20_000, 3, 8, RECIPE.industries, RECIPE.towns), 0).equals(again)


def test_every_row_and_the_file_are_marked_synthetic(made):
    assert pq.read_schema(made).metadata[b"parkloop.synthetic"] == b"true"
    table = pq.read_table(made)
    assert pc.all(table["synthetic"]).as_py()
    assert all(code.startswith("SYN") for code in table["code"].to_pylist()[:50])


def test_towns_and_industries_are_those_of_the_park(made):
    table = pq.read_table(made)
    assert len(set(table["town"].to_pylist())) == 12
    assert set(table["industry"].to_pylist()) == {"materials", "robots", "synbio"}


def test_sizes_are_skewed_cells_are_missing_and_firms_stand_at_the_edges(made):
    table = pq.read_table(made)
    sales = table["revenue"]
    assert pc.mean(sales).as_py() > 1.5 * pc.quantile(sales, 0.5)[0].as_py()
    assert 0.01 < sales.null_count / len(sales) < 0.03
    assert pc.sum(pc.equal(sales, 5000 * 10**6)).as_py() > 100


def test_the_high_tech_rule_finds_some_and_not_all(made):
    table, _, _ = run_measure(park().find("hnte_2016.quantitative"), made, ON)
    counts = {item["values"]: item["counts"] for item in table["outcome"].value_counts().to_pylist()}
    assert 0.005 < counts["met"] / len(table) < 0.4
    assert counts["unknown"] > 0


def test_the_command_writes_the_file_and_says_so(tmp_path):
    out = tmp_path / "x.parquet"
    command = [
        sys.executable,
        "-m",
        "parkloop.site.cli",
        "synth",
        "--enterprises",
        "3000",
        "--years",
        "4",
        "--seed",
        "2",
        "--out",
        str(out),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "3,000 synthetic enterprises" in done.stdout
    assert pq.read_metadata(out).num_rows == 3000
    assert "revenue_3" in pq.read_schema(out).names


def test_no_part_file_is_left(made):
    assert [p.name for p in made.parent.iterdir()] == [made.name]
