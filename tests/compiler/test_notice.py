"""The park's own notice compiles to what a careful reader finds in it (gold files written by hand)."""

from __future__ import annotations

from pathlib import Path

import pytest

from parkloop.domain.plan import Gazetteer, as_dict, compile_plan
from tests.compiler import support

PARK = Path(__file__).parents[2] / "parks" / "baoshan"
RAW = (PARK / "plan" / "notice.txt").read_text(encoding="utf-8")
GOLD = support.read_yaml(support.GOLD / "notice.yaml")
PLAN = compile_plan(RAW)


def codes() -> set[str]:
    return {finding.code for finding in PLAN.findings}


def test_the_facts_of_the_paper_are_read():
    document = as_dict(PLAN.document)
    assert {key: document[key] for key in GOLD["document"]} == GOLD["document"]


def test_every_heading_is_found_with_its_path():
    assert [support.short_heading(h) for h in PLAN.headings] == support.expected_lines(GOLD["headings"])


def test_no_title_is_derived_where_every_task_has_one():
    assert not any(heading.derived for heading in PLAN.headings)


def test_all_six_targets_and_no_false_one():
    assert [support.short_target(t) for t in PLAN.targets] == support.expected_lines(GOLD["targets"])


def test_a_target_in_yi_yuan_keeps_the_printed_value_and_the_factor():
    target = next(t for t in PLAN.targets if t.indicator == "三大产业总规模")
    assert (target.value, target.unit, target.scale, target.word) == (960, "亿元", 100_000_000, "达")


def test_strive_is_ambition_and_not_a_comparator():
    target = next(t for t in PLAN.targets if t.unit == "万方")
    assert (target.ambition, target.comparator, target.word) == ("力争", "gt", "超")


def test_only_the_stated_duties_are_found():
    assert [support.short_duty(d) for d in PLAN.duties] == support.expected_lines(GOLD["duties"])


def test_the_year_of_the_goals_is_a_deadline_and_no_date_of_signature_is():
    assert [support.short_deadline(d) for d in PLAN.deadlines] == GOLD["deadlines"]


def test_the_six_cut_paragraphs_are_joined_and_said():
    cuts = [finding.message["zh"] for finding in PLAN.findings if finding.code == "PARA-CUT"]
    assert len(cuts) == 6
    assert all(any(cut in message for message in cuts) for cut in GOLD["cuts"])


@pytest.mark.parametrize(
    "code", ["TOKEN-ALIEN", "TITLES-TWO", "DATES-TWO", "WORD-SPACE", "NUM-SPACE", "BOLD-CUT", "TGT-APPROX", "DUTY-NONE"]
)
def test_damage_and_doubt_are_reported(code):
    assert code in codes()


def test_the_stray_word_is_located():
    finding = next(f for f in PLAN.findings if f.code == "TOKEN-ALIEN")
    assert "and" in RAW[slice(*finding.span)]


def test_every_finding_speaks_both_languages():
    assert all(finding.message["zh"] and finding.message["en"] for finding in PLAN.findings)


def entity_scores(gazetteer: Gazetteer | None) -> tuple[float, float]:
    gold = support.read_yaml(support.GOLD / "entities.yaml")
    names = {entity.name for entity in compile_plan(RAW, gazetteer=gazetteer).entities}
    counted = [entry for entry in gold if not entry.get("optional")]
    allowed = {name for entry in gold for name in (entry["name"], *entry.get("also", []))}
    hits = [entry for entry in counted if names & {entry["name"], *entry.get("also", [])}]
    return len(hits) / len(counted), len(names & allowed) / len(names)


def test_named_things_are_found_without_a_gazetteer():
    recall, precision = entity_scores(None)
    assert recall >= 0.8
    assert precision >= 0.8


def test_named_things_are_found_with_the_parks_gazetteer():
    entries = support.read_yaml(PARK / "terms" / "gazetteer.yaml")["entries"]
    recall, precision = entity_scores(Gazetteer.from_entries(entries))
    assert recall >= 0.9
    assert precision >= 0.9


def test_the_short_name_of_the_park_resolves_to_its_long_name():
    short = [entity for entity in PLAN.entities if entity.name == "张江宝山园"]
    assert len(short) >= 6
    assert {entity.same_as for entity in short} == {"张江高新区宝山园"}


def test_no_name_of_the_notice_stands_in_the_code():
    gold = support.read_yaml(support.GOLD / "entities.yaml")
    gold = [entry for entry in gold if not entry.get("optional")]
    names = {
        name
        for entry in gold
        for name in (entry["name"], *entry.get("also", []))
        if len(name) >= 3 and name[0] not in "区“"
    }
    common = {"一件事", "机器人产业园公司", "科创集市", "未来产业科技园", "合成生物产业先导区"}
    package = Path(compile_plan.__code__.co_filename).parent
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names - common if name in text], path.name
