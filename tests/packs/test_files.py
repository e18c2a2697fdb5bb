"""What each file of a park must hold, fault by fault."""

import datetime
from decimal import Decimal

import pytest

from parkloop.packs import read_pack
from tests.packs.parks import HEAD, ORGANISATIONS, PEOPLE, one_fault, small_park

TARGET = (
    HEAD
    + """targets:
  - code: C1
    path: 一
    words: 企业
    label: {zh: 企业, en: Enterprises}
    unit: {zh: 家, en: enterprises}
    decimals: 0
    accumulates: level
    starts_on: 2026-01-01
    due_on: 2027-12-31
    baseline: {value: 10, as_of: 2025-12-31}
    by_town: {town: 30}
"""
)
TASKS = (
    HEAD
    + """chapters: [{path: 二, word: {zh: 实, en: Do}, label: {zh: 任务, en: Tasks}}]
tasks:
  - {path: 二/1, label: {zh: 一, en: One}, starts_on: 2026-01-01, due_on: 2026-12-31}
"""
)


def organisations(*rows: str) -> dict[str, bytes]:
    return small_park(places__organisations=ORGANISATIONS + "".join(f"  - {row}\n" for row in rows))


def test_a_parent_must_exist() -> None:
    assert "nobody" in one_fault(organisations("{code: x, kind: bureau, name: {zh: 局, en: B}, parent: nobody}")).en


def test_parents_may_not_form_a_ring() -> None:
    rows = [f"{{code: {a}, kind: bureau, name: {{zh: 局, en: B}}, parent: {b}}}" for a, b in (("x", "y"), ("y", "x"))]
    with pytest.raises(Exception, match="ring"):
        read_pack(organisations(*rows))


def test_a_code_is_given_once() -> None:
    assert "twice" in one_fault(organisations("{code: town, kind: town, name: {zh: 镇, en: T}}")).en


def test_a_credit_code_with_a_wrong_check_digit_is_refused() -> None:
    row = '{{code: x, kind: enterprise, name: {{zh: 企, en: E}}, credit_code: "{}"}}'
    assert read_pack(organisations(row.format("91110000600037341L")))
    assert "check digit" in one_fault(organisations(row.format("91110000600037341A"))).en


def test_former_names_follow_each_other() -> None:
    row = (
        "{code: x, kind: town, name: {zh: 新镇, en: New}, valid_from: 2001-01-01,"
        " names: [{name: {zh: 旧乡, en: Old}, valid_from: %s, until: 2010-01-01}]}"
    )
    assert read_pack(organisations(row % "2001-01-01")).organisation("x").names[0].until == datetime.date(2010, 1, 1)
    assert "follow each other" in one_fault(organisations(row % "2002-01-01")).en


def test_a_collective_stands_for_all_bodies_of_its_kinds() -> None:
    text = HEAD + "collectives: [{phrase: 各镇, name: {zh: 各镇, en: All towns}, kinds: [town], members: [park]}]"
    pack = read_pack(small_park(places__collectives=text))
    assert pack.codes_of("各镇") == ("town", "park")


def test_words_of_a_document_find_their_organisation_or_nothing() -> None:
    pack = read_pack(small_park())
    assert pack.codes_of("县政府") == ("county",)
    assert pack.codes_of("省政府") == ()


def test_tiles_know_their_centre_and_do_not_overlap() -> None:
    tiles = (
        HEAD
        + "schematic: true\nnote: {zh: 示意, en: Schematic}\ntiles: [{code: town, q: 1, r: 2}, {code: county, q: 0, r: %d}]"
    )
    pack = read_pack(small_park(places__tiles=tiles % 2))
    assert pack.tiles is not None
    assert pack.tiles.tiles[0].centre == (3.4641, 3.0)
    overlap = (tiles % 2).replace("q: 0", "q: 1")
    assert "tile of 'town'" in one_fault(small_park(places__tiles=overlap)).en


def test_a_tile_map_that_does_not_say_schematic_is_refused() -> None:
    tiles = HEAD + "schematic: false\nnote: {zh: 图, en: Map}\ntiles: []"
    assert "schematic" in one_fault(small_park(places__tiles=tiles)).en


def test_a_calendar_year_lists_holidays_and_made_up_days() -> None:
    year = HEAD + (
        "years: [{year: 2030, notice: 甲〔2029〕1号, workdays: [2030-01-05],"
        " holidays: [{name: {zh: 元旦, en: New Year}, first: 2030-01-01, last: 2030-01-03}]}]"
    )
    found = read_pack(small_park(calendar__workdays=year)).calendar[0]
    assert [d.day for d in found.holidays[0].days] == [1, 2, 3]
    assert "both" in one_fault(small_park(calendar__workdays=year.replace("2030-01-05", "2030-01-02"))).en
    assert "2030" in one_fault(small_park(calendar__workdays=year.replace("2030-01-05", "2031-01-05"))).en


def test_a_target_setting_finds_its_target_by_path_and_words() -> None:
    setting = read_pack(small_park(plan__targets=TARGET)).plans[0].targets[0]
    assert setting.is_about("一", "规模以上企业数")
    assert not setting.is_about("二", "规模以上企业数")
    assert setting.by_town == {"town": 30}
    assert setting.baseline is not None
    assert (setting.baseline.status, setting.baseline.synthetic) == ("unverified", True)


def test_a_breakdown_names_known_organisations() -> None:
    assert "village" in one_fault(small_park(plan__targets=TARGET.replace("{town: 30}", "{village: 30}"))).en


def test_the_points_of_a_curve_rise_between_start_and_due_date() -> None:
    curve = "    schedule: {curve: points, points: [{on: %s, pp: 40}, {on: 2027-06-30, pp: %s}]}\n"
    good = read_pack(small_park(plan__targets=TARGET + curve % ("2026-06-30", 70))).plans[0].targets[0].schedule
    assert good.points[0] == (datetime.date(2026, 6, 30), Decimal(40))
    assert "rise" in one_fault(small_park(plan__targets=TARGET + curve % ("2025-06-30", 70))).en
    assert "never fall" in one_fault(small_park(plan__targets=TARGET + curve % ("2026-06-30", 30))).en


def test_a_task_path_is_given_once() -> None:
    twice = TASKS + "  - {path: 二, label: {zh: 二, en: Two}, starts_on: 2026-01-01, due_on: 2026-12-31}\n"
    assert "twice" in one_fault(small_park(plan__tasks=twice)).en


def test_an_alias_means_one_thing_only() -> None:
    entries = HEAD + "entries: [{kind: place, name: 东园, aliases: [本园]}, {kind: place, name: 西园, aliases: [本园]}]"
    assert "already means" in one_fault(small_park(terms__gazetteer=entries)).en


@pytest.mark.parametrize(
    "pattern", ["RW-{serial:03d}", "RW-{year}-{serial:03d}-{mood}", "RW-{year", "{year}{serial.__class__}"]
)
def test_a_number_pattern_uses_year_and_serial_only(pattern: str) -> None:
    series = HEAD + f'series: [{{id: task, label: {{zh: 任务, en: Task}}, pattern: "{pattern}"}}]'
    assert "pattern" in one_fault(small_park(forms__numbering=series)).en


def test_a_number_is_printed_by_its_pattern() -> None:
    series = HEAD + 'series: [{id: task, label: {zh: 任务, en: Task}, pattern: "RW-{year}-{serial:03d}"}]'
    assert read_pack(small_park(forms__numbering=series)).numbering[0].number(2026, 7) == "RW-2026-007"


def test_slots_keep_the_order_of_their_contributions() -> None:
    pack = read_pack(small_park(pages__slots=HEAD + "slots: {workbench.main: [plan.todo, plan.alerts]}"))
    assert pack.slots == {"workbench.main": ("plan.todo", "plan.alerts")}
    assert "twice" in one_fault(small_park(pages__slots=HEAD + "slots: {a.b: [c.d, c.d]}")).en
    assert "page.place" in one_fault(small_park(pages__slots=HEAD + "slots: {main: [todo]}")).en
    assert "To do" in one_fault(small_park(pages__slots=HEAD + "slots: {a.b: [To do]}")).en


def test_an_absent_slot_is_not_an_empty_one() -> None:
    pack = read_pack(small_park(pages__slots=HEAD + "slots: {workbench.side: []}"))
    assert pack.slots.get("workbench.side") == ()
    assert pack.slots.get("workbench.main") is None


def test_the_clocks_of_a_plan_are_within_reason() -> None:
    clocks = HEAD + "signing: {working_days: 5, remind: [1, -1]}\nreporting: {every: month, due_day: %d}"
    found = read_pack(small_park(plan__clocks=clocks % 8)).plans[0].clocks
    assert found is not None
    assert found.signing is not None
    assert found.signing.remind == (-1, 1)
    assert "due_day" in one_fault(small_park(plan__clocks=clocks % 31)).en


def test_the_cast_must_be_marked_synthetic() -> None:
    assert "synthetic" in one_fault(small_park(demo__people=PEOPLE.replace("synthetic: true", "synthetic: false"))).en


def test_a_password_in_the_cast_is_an_unknown_key() -> None:
    assert "password" in one_fault(small_park(demo__people=PEOPLE + "    password: secret\n")).en


STEP = HEAD + "steps: [{on: 2026-05-06, by: anna, action: plan.sign_for, args: {plan: small-plan, organisation: town}}]"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2026-05-06", "2026-10-13", "today"),
        ("anna", "bert", "cast"),
        ("plan.sign_for", "sign for", "named like"),
        ("small-plan", "big-plan", "big-plan"),
        ("organisation: town", "organisation: moon", "moon"),
        ("organisation: town", "target: C9", "C9"),
        ("organisation: town", "task: 二/9", "二/9"),
    ],
)
def test_a_demo_step_names_known_people_dates_and_things(old: str, new: str, words: str) -> None:
    assert words in one_fault(small_park(demo__steps=STEP.replace(old, new))).en


def test_demo_steps_come_in_the_order_of_their_dates() -> None:
    later = STEP.replace("steps: [", "steps: [{on: 2026-06-01, by: anna, action: plan.sign_for}, ")
    assert [s.on.month for s in read_pack(small_park(demo__steps=later)).steps] == [5, 6]
