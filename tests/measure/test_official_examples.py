"""The published worked examples of the rule packs, boundaries exactly as written; and the same firm under several versions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from parkloop.domain.measure.errors import MeasureError
from parkloop.domain.measure.testing import run_tests
from parkloop.domain.measure.trying import try_measure
from tests.measure import support

EXAMPLES = Path(__file__).resolve().parents[3] / "shared/reference/rules-examples.yaml"
PARK = support.park()
ON = dt.date(2026, 9, 30)
PRINTED = 6e-5


def examples() -> list[Any]:
    """(set, example) of every set that the park has."""
    if not EXAMPLES.exists():
        return []
    known = {measure.set_id for measure in PARK.measures.values()}
    found = []
    for entry in YAML(typ="safe", pure=True).load(EXAMPLES.read_text(encoding="utf-8"))["sets"]:
        groups = entry["examples"] if isinstance(entry["examples"], dict) else {"": entry["examples"]}
        for group in groups.values():
            found += [
                pytest.param(entry["id"], e, id=f"{entry['id']}-{e['id']}") for e in group if entry["id"] in known
            ]
    return found


def near(found: Any, wanted: Any) -> bool:
    """Equal as far as four printed decimals say."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(near(found.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(near, found, wanted))
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        return isinstance(found, (int, float)) and abs(found - wanted) <= PRINTED * max(1, abs(wanted))
    return bool(found == wanted)


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the worked examples are not beside this project")
@pytest.mark.parametrize(("name", "example"), examples())
def test_a_published_example_comes_out_as_printed(name, example):
    measure = PARK.find(name, on=ON, inputs=example["inputs"])
    outputs = try_measure(measure, example["inputs"], ON).outputs()
    for key, wanted in example["expect"].items():
        assert near(outputs.get(key), wanted), (key, outputs.get(key), wanted)


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the worked examples are not beside this project")
def test_the_park_covers_at_least_these_sets():
    assert {"tech_sme_2017", "hnte_2016", "innovative_sme_2022", "zjtx_2026", "little_giant_2026", "sh_tech_giant_2024",
            "unicorn_jiangsu_reading", "efficiency", "supervision_assessment", "green_factory_2025", "statistics"} <= {
        m.set_id for m in PARK.measures.values()}  # fmt: skip


def test_the_examples_that_stand_in_the_definitions_hold():
    assert [fault.render() for fault in run_tests(PARK.measures.values())] == []


def test_every_rule_names_its_source_and_an_honest_status():
    for measure in PARK.measures.values():
        assert measure.basis
        assert measure.status in ("verified", "unverified")


FIRM = {
    "segment_years": 3, "revenue_wan": [9000, 9500, 10000], "main_ratio": 0.9, "growth_2y": 0.05, "debt_ratio": 0.7,
    "system_certified": True, "market_share": 0.1, "own_brand": True, "rd_wan": 300, "class1": 2,
}  # fmt: skip
NEW = {
    "zjtx_title": True, "segment_years": 3, "revenue_wan": [9000, 9500, 10000], "main_ratio": 0.9, "debt_ratio": 0.7,
    "rd_wan": [300, 300], "class1": 2, "market_share": 0.1, "key_link": True, "eval_score": 60,
}  # fmt: skip


def test_the_same_firm_is_a_little_giant_by_the_rule_of_2022_and_not_by_that_of_2026():
    old = PARK.find("little_giant", on=dt.date(2025, 9, 30))
    assert (old.id, try_measure(old, FIRM, dt.date(2025, 9, 30)).outcome) == ("little_giant_2022", "met")
    new = PARK.find("little_giant", on=dt.date(2026, 4, 1))
    result = try_measure(new, NEW, dt.date(2026, 4, 1))
    assert (new.id, result.outputs()["failed"]) == ("little_giant_2026", ["rd_sum", "class1"])


def test_a_re_check_in_2026_still_uses_the_rule_of_2022():
    found = PARK.find("little_giant", on=dt.date(2026, 9, 30), case="recheck")
    assert found.id == "little_giant_2022.recheck"
    assert try_measure(found, FIRM, dt.date(2026, 9, 30), case="recheck").outcome == "met"


@pytest.mark.parametrize(("day", "wanted"), [("2026-03-31", "zjtx_2022"), ("2026-04-01", "zjtx_2026")])
def test_the_version_changes_on_the_day_and_not_before(day, wanted):
    assert PARK.find("zjtx", on=dt.date.fromisoformat(day)).id == wanted


def test_before_the_first_version_there_is_none_and_it_is_said():
    with pytest.raises(MeasureError) as caught:
        PARK.find("zjtx", on=dt.date(2019, 1, 1))
    assert caught.value.faults[0].code == "ME-085"


BOTH = {
    "tier1_title": True, "segment_years": 3, "revenue_wan": [1800, 1600, 1500], "main_ratio": 0.8, "main_growth_2y": 0.08, "debt_ratio": 0.5,
    "rd_wan": [110, 110, 110], "rd_staff_ratio": 0.2, "net_margin": 0.08, "digital_level": 3, "quality_items": 2, "field_points": 5,
    "regional_points": 10, "ip_points": 8, "institution": "none", "class1": 1, "eval_score": 49, "market_position": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "measure", "outcome"),
    [("2025-12-31", "zjtx_2022", "met"), ("2026-03-31", "zjtx_2022", "met"), ("2026-04-01", "zjtx_2026", "unmet")],
)
def test_one_firm_on_three_dates_needs_no_other_inputs_for_each_version(day, measure, outcome):
    on = dt.date.fromisoformat(day)
    found = PARK.find("zjtx", on=on)
    result = try_measure(found, PARK.relevant(found, BOTH), on)
    assert (found.id, result.outcome) == (measure, outcome)


def test_an_input_that_no_version_knows_is_still_refused():
    found = PARK.find("zjtx", on=ON)
    with pytest.raises(MeasureError) as caught:
        try_measure(found, PARK.relevant(found, {**BOTH, "main_ration": 0.8}), ON)
    assert "main_ratio" in caught.value.faults[0].hint_en
