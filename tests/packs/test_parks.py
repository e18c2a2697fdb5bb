"""The parks that ship: their files agree with each other, with the notice as compiled, and with the mock-ups' figures."""

import functools
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from parkloop.adapters.park_folder import read_folder
from parkloop.domain.lights import evaluate
from parkloop.domain.plan.compiler import compile_plan
from parkloop.domain.plan.decisions import apply_decisions, stats
from parkloop.domain.plan.gazetteer import Gazetteer
from parkloop.domain.plan.model import CompiledPlan
from parkloop.domain.schedule import expected_pp
from parkloop.packs import Label, Pack, read_pack
from parkloop.packs.demo import ROLES
from parkloop.packs.plans import Plan
from tests.packs.parks import ROOT

PARKS = ("baoshan", "example")
CHINESE = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


@functools.cache
def park(name: str) -> Pack:
    return read_pack(read_folder(ROOT / "parks" / name))


@functools.cache
def compiled(name: str) -> CompiledPlan:
    pack = park(name)
    text = pack.plans[0].text
    assert text is not None
    return compile_plan(text, gazetteer=Gazetteer.from_entries([thing.as_entry() for thing in pack.gazetteer]))


def main_plan(name: str) -> Plan:
    return park(name).plans[0]


def labels(value: object, found: list[Label]) -> list[Label]:
    """Every label anywhere in a record."""
    if isinstance(value, Label):
        found.append(value)
    elif isinstance(value, tuple | list):
        for item in value:
            labels(item, found)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            labels(getattr(value, name), found)
    return found


@pytest.mark.parametrize("name", PARKS)
def test_no_english_label_holds_chinese(name: str) -> None:
    found = labels(park(name), [])
    assert len(found) > 50
    assert [label.en for label in found if CHINESE.search(label.en)] == []


@pytest.mark.parametrize("name", PARKS)
def test_each_setting_of_a_target_means_exactly_one_stated_target(name: str) -> None:
    stated = compiled(name).targets
    meant = [
        [t.indicator for t in stated if setting.is_about(t.path, t.indicator)] for setting in main_plan(name).targets
    ]
    assert all(len(names) == 1 for names in meant), meant
    assert len({names[0] for names in meant}) == len(stated)


@pytest.mark.parametrize("name", PARKS)
def test_each_task_and_chapter_is_a_heading_of_the_notice(name: str) -> None:
    tasks = main_plan(name).tasks
    assert tasks is not None
    paths = {heading.path for heading in compiled(name).headings}
    assert {chapter.path for chapter in tasks.chapters} | {task.path for task in tasks.tasks} <= paths


@pytest.mark.parametrize("name", PARKS)
def test_each_unit_with_a_duty_and_each_addressee_is_a_known_organisation(name: str) -> None:
    pack = park(name)
    assigned = main_plan(name).decisions.get("assign", [])
    units = [
        unit for entry in assigned for unit in (entry["unit"] if isinstance(entry["unit"], list) else [entry["unit"]])
    ]
    stated = [duty.unit for duty in compiled(name).duties]
    named = [*units, *stated, *compiled(name).document.addressees]
    assert [unit for unit in named if not pack.codes_of(unit)] == []


@pytest.mark.parametrize("name", PARKS)
def test_the_recorded_decisions_apply_and_add_or_edit_at_most_five_elements(name: str) -> None:
    figures = stats(apply_decisions(compiled(name), main_plan(name).decisions))
    assert figures["added_or_edited"] <= 5
    assert figures["elements"]["target"]["person"] == 0


@pytest.mark.parametrize("name", PARKS)
def test_each_task_has_a_lead_stated_or_assigned(name: str) -> None:
    tasks = main_plan(name).tasks
    assert tasks is not None
    assigned = {e["path"] for e in main_plan(name).decisions.get("assign", []) if e["role"] == "lead"}
    stated = {duty.path for duty in compiled(name).duties if duty.role == "lead"}
    assert {task.path for task in tasks.tasks} <= assigned | stated
    assert not assigned & stated


@pytest.mark.parametrize("name", PARKS)
def test_every_role_has_one_account_to_show(name: str) -> None:
    shown = Counter(held.role for person in park(name).people if person.shown for held in person.roles)
    assert shown == dict.fromkeys(ROLES, 1)


@pytest.mark.parametrize("name", PARKS)
def test_every_town_has_a_tile_and_an_officer(name: str) -> None:
    pack = park(name)
    towns = {o.code for o in pack.organisations if o.kind in ("town", "street")}
    officers = {held.organisation for person in pack.people for held in person.roles if held.role == "town_officer"}
    assert pack.tiles is not None
    assert {tile.code for tile in pack.tiles.tiles} == towns == officers


@pytest.mark.parametrize("name", PARKS)
def test_every_invented_enterprise_says_so(name: str) -> None:
    firms = [o for o in park(name).organisations if o.kind == "enterprise"]
    assert all(o.synthetic and "演示" in o.name.zh and "(Demo)" in o.name.en and o.credit_code for o in firms)
    assert firms


@pytest.mark.parametrize("name", PARKS)
def test_a_real_body_carries_no_invented_credit_code(name: str) -> None:
    assert not [o.code for o in park(name).organisations if o.credit_code and not o.synthetic]


@pytest.mark.parametrize("name", PARKS)
def test_broken_down_values_add_up_to_the_stated_target(name: str) -> None:
    for setting in main_plan(name).targets:
        if setting.by_town:
            (target,) = [t for t in compiled(name).targets if setting.is_about(t.path, t.indicator)]
            assert sum(Decimal(str(v)) for v in setting.by_town.values()) == Decimal(str(target.value))


def recorded(name: str, period_end: str) -> dict[tuple[str, str], Decimal | None]:
    """Values that the demo types for a period, by (target, organisation); the whole park is ''."""
    found: dict[tuple[str, str], Decimal | None] = {}
    for step in park(name).steps:
        if step.action == "plan.record_target_value" and step.args["period_end"] == period_end:
            value = step.args.get("value")
            key = step.args["target"], step.args.get("organisation", "")
            found[key] = None if value is None else Decimal(str(value))
    return found


def test_the_figures_are_those_of_the_mockups() -> None:
    values = recorded("baoshan", "2026-09-30")
    whole = {code: values[code, ""] for code in ("T1", "T2", "T3", "T4", "T5", "T6")}
    assert whole == {key: Decimal(v) for key, v in zip(whole, ("70", "0", "723.6", "1247", "8", "148.6"), strict=True)}


def test_the_towns_of_september_add_up_to_the_whole_and_one_is_missing() -> None:
    values = recorded("baoshan", "2026-09-30")
    for code in ("T1", "T3", "T4", "T6"):
        towns = {town: value for (target, town), value in values.items() if target == code and town}
        assert len(towns) == 12
        assert [town for town, value in towns.items() if value is None] == ["miaohang"]
        assert sum(value for value in towns.values() if value is not None) == values[code, ""]


def test_cumulative_values_never_fall_within_a_year() -> None:
    for setting in main_plan("baoshan").targets:
        steps = [
            s for s in park("baoshan").steps if s.args.get("target") == setting.code and "organisation" not in s.args
        ]
        series = [(str(s.args["period_end"]), s.args["value"]) for s in steps]
        assert len(series) == 19
        for (before, low), (after, high) in pairwise(series):
            is_new_year = setting.accumulates == "year-cumulative" and before[:4] != after[:4]
            assert is_new_year or low <= high


def target_light(code: str) -> str:
    """Light of a whole-park target on the data date, worked out from park data and notice alone."""
    plan, demo = main_plan("baoshan"), park("baoshan").manifest.demo
    assert plan.lights is not None
    assert demo is not None
    (setting,) = [t for t in plan.targets if t.code == code]
    (target,) = [t for t in compiled("baoshan").targets if setting.is_about(t.path, t.indicator)]
    value, goal = recorded("baoshan", demo.data_date.isoformat())[code, ""], Decimal(str(target.value))
    assert value is not None
    baseline = Decimal(str(setting.baseline.value)) if setting.baseline else Decimal(0)
    elapsed = expected_pp(setting.schedule, baseline=baseline, target=goal, on=demo.data_date)
    completion = 100 * value / goal
    rules = plan.lights.targets
    return rules.row(
        evaluate(
            rules,
            {
                "completion_pp": completion,
                "elapsed_pp": elapsed,
                "gap_pp": completion - elapsed,
                "working_days_left": 58,
                "missing": 0,
                "reached": int(value >= goal),
            },
        )
    ).light


@pytest.mark.parametrize(
    ("code", "light"), [("T1", "lag"), ("T2", "near"), ("T3", "ok"), ("T4", "ok"), ("T5", "lag"), ("T6", "over")]
)
def test_the_six_targets_show_the_lights_of_the_mockups(code: str, light: str) -> None:
    assert target_light(code) == light


def test_the_tasks_without_a_work_plan_show_the_lights_of_the_mockups() -> None:
    """Those with one get their light from its milestones; `tests/journeys` looks at all eighteen."""
    plan, demo = main_plan("baoshan"), park("baoshan").manifest.demo
    assert plan.lights is not None
    assert plan.tasks is not None
    assert demo is not None
    on = demo.data_date
    done = {
        s.args["task"]: Decimal(s.args["completion_pp"])
        for s in park("baoshan").steps
        if s.action == "plan.report_progress" and s.args["as_of"] == on.isoformat()
    }
    assert plan.work is not None
    worked, seen = {task.path for task in plan.work.tasks}, {}
    for task in (task for task in plan.tasks.tasks if task.path not in worked):
        completion, elapsed = done.get(task.path), task.schedule.way_pp(on)
        gap = None if completion is None else completion - elapsed
        given = {"gap_pp": gap, "working_days_left": 58, "missing": int(gap is None), "reached": 0}
        seen[task.path] = plan.lights.tasks.row(evaluate(plan.lights.tasks, given)).light
    assert Counter(seen.values()) == {"ok": 9, "near": 2, "lag": 1, "none": 1}
    assert seen["二/四/11"] == "none"


def test_most_addressees_have_signed_and_some_have_not() -> None:
    pack = park("baoshan")
    bound = {code for words in compiled("baoshan").document.addressees for code in pack.codes_of(words)}
    signed = {s.args["organisation"] for s in pack.steps if s.action == "plan.sign_for"}
    assert signed <= bound
    assert {"gucun", "miaohang"} <= bound - signed
    assert len(signed) > len(bound) / 2


def test_the_two_parks_differ_where_hard_coding_would_show() -> None:
    one, other = (main_plan(name) for name in PARKS)
    assert one.lights is not None
    assert other.lights is not None
    assert len(one.targets) != len(other.targets)
    assert len(one.lights.targets.rows) != len(other.lights.targets.rows)
    assert not {row.zh for row in one.lights.targets.rows} & {row.zh for row in other.lights.targets.rows}
    assert not {o.name.zh for o in park(PARKS[0]).organisations} & {o.name.zh for o in park(PARKS[1]).organisations}
    assert park(PARKS[0]).numbering[0].pattern != park(PARKS[1]).numbering[0].pattern


def test_a_town_of_the_other_park_was_renamed() -> None:
    assert park("example").organisation("liuxi").names[0].short == Label("柳溪乡", "Liuxi Township")
