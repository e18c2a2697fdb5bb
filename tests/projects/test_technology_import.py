"""Key-technology projects, their indicators and recognitions from sheets: errors by row in the preview, nothing half done, nothing lost."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter

from parkloop.adapters.sheets import csv_lines, read_table
from parkloop.apps.projects.actions import add_indicator, recognise, record_reading
from parkloop.apps.projects.models import Indicator, Reading, Recognition, Technology
from parkloop.desk import registry
from parkloop.desk.sheets import importing
from parkloop.foundation import journal, refs
from parkloop.foundation.acting import InvalidState, NotAllowed
from parkloop.foundation.models import JournalEntry
from tests.projects.conftest import SEPTEMBER

pytestmark = [pytest.mark.django_db]
HEAD = ["code", "name_zh", "industry", "result", "stage", "town", "enterprise", "next_on"]
PROMISES = [
    "technology",
    "name_zh",
    "unit",
    "comparator",
    "goal",
    "goal_high",
    "actual",
    "measured_on",
    "measured_source",
    "reason",
]
RECOGNITIONS = ["technology", "kind", "body", "on", "number"]
GOOD = ["n-1", "割晒机", "山地农机", "整机", "试制", "liuxi", "demo-shanji", "2026-12-31"]


def staged(person, kind, head, *lines):
    return importing.stage(person, registry.get(kind), b"".join(csv_lines(head, lines)), "a.csv")


def imported(person, kind, head, *lines, **more):
    batch = staged(person, kind, head, *lines)
    return importing.apply(person, registry.get(kind), batch, **more)


def errors_of(batch):
    return {row.number: " ".join(row.errors.values()) for row in batch.rows.exclude(errors={})}


@pytest.fixture
def weight(world, technology):
    return add_indicator(
        world.officer, technology=technology, name_zh="整备质量", unit="kg", comparator="le", goal=Decimal(780)
    )


class TestTheRegister:
    def test_stage_kind_of_result_and_industry_are_read_by_word_or_key(self, world, technology):
        result = imported(
            world.officer,
            "projects.technology",
            HEAD,
            GOOD,
            ["n-2", "滚筒", "", "part", "begun", "liuxi", "demo-shanji", ""],
        )
        assert (result.made, result.changed) == (2, 0)
        made = Technology.objects.get(code="n-1")
        assert (made.stage, made.result, made.industry) == ("trial", "machine", "machines")
        assert made.changes.get().to_stage == "trial"
        assert JournalEntry.objects.filter(ref="projects.technology:bulk").count() == 1

    def test_an_xlsx_sheet_is_read_alike(self, world):
        buffer = BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            page = book.add_worksheet()
            for at, line in enumerate((HEAD, GOOD)):
                page.write_row(at, 0, line)
        batch = importing.stage(world.officer, registry.get("projects.technology"), buffer.getvalue(), "a.xlsx")
        assert (batch.wrong, batch.new_rows) == (0, 1)

    @pytest.mark.parametrize(
        ("place", "text", "words"),
        [
            (2, "wine", "wine"),
            (3, "castle", "castle"),
            (4, "sold", "sold"),
            (5, "science-bureau", ""),
            (6, "nobody", "nobody"),
        ],
    )
    def test_a_bad_row_is_named_before_anything_is_done_and_the_good_ones_wait(self, world, place, text, words):
        bad = ["n-9", *GOOD[1:]]
        bad[place] = text
        batch = staged(world.officer, "projects.technology", HEAD, GOOD, bad)
        assert set(errors_of(batch)) == {3}
        assert words in errors_of(batch)[3]
        with pytest.raises(InvalidState):
            importing.apply(world.officer, registry.get("projects.technology"), batch)
        assert not Technology.objects.exists()
        importing.apply(world.officer, registry.get("projects.technology"), batch, only_good=True)
        assert Technology.objects.get().code == "n-1"
        assert [row[0] for row in importing.error_rows(batch)] == ["n-9"]

    def test_a_known_project_keeps_its_stage_and_is_changed_elsewhere(self, world, technology):
        moved = ["gg-1", "履带底盘", "", "machine", "used", "liuxi", "demo-shanji", ""]
        assert set(errors_of(staged(world.officer, "projects.technology", HEAD, moved))) == {2}
        moved[4] = technology.stage
        assert imported(world.officer, "projects.technology", HEAD, moved).changed == 1
        technology.refresh_from_db()
        assert (technology.name_zh, technology.version) == ("履带底盘", 2)

    def test_rights_by_town_and_role(self, world, technology):
        other = [*GOOD[:5], "shiqiao", *GOOD[6:]]
        assert set(errors_of(staged(world.liuxi, "projects.technology", HEAD, GOOD, other))) <= {2, 3}
        assert 3 in errors_of(staged(world.liuxi, "projects.technology", HEAD, GOOD, ["n-3", *other[1:]]))
        with pytest.raises(NotAllowed):
            staged(world.auditor, "projects.technology", HEAD, GOOD)


class TestIndicators:
    def test_target_and_actual_come_from_one_row(self, world, technology):
        result = imported(
            world.officer, "projects.indicator", PROMISES,
            ["gg-1", "整备质量", "kg", "不超过", "780", "", "776.5", "2026-09-30", "样机称重", ""],
            ["gg-1", "爬坡角", "°", "区间", "25", "30", "", "", "", ""],
        )  # fmt: skip
        assert result.made == 2
        made = Indicator.objects.get(name_zh="整备质量")
        reading = Reading.objects.get()
        assert (reading.indicator, reading.value, reading.on, reading.typed_by) == (
            made,
            Decimal("776.5"),
            SEPTEMBER,
            world.officer,
        )
        assert made.is_met(reading.value) is True
        assert "2026-09-30" in journal.history(refs.ref_of(made))[0].after

    def test_an_empty_actual_keeps_what_was_measured_and_a_new_day_adds_to_it(self, world, technology, weight):
        record_reading(world.officer, indicator=weight, on=dt.date(2026, 6, 1), value=Decimal(800), source="首测")
        line = ["gg-1", "整备质量", "kg", "le", "780", "", "", "", "", ""]
        imported(world.officer, "projects.indicator", PROMISES, line)
        assert Reading.objects.count() == 1
        line[6:9] = "779", "2026-09-30", "复测"
        imported(world.officer, "projects.indicator", PROMISES, line)
        assert [r.value for r in weight.readings.all()] == [779, 800]

    @pytest.mark.parametrize(
        "line",
        [
            ["gg-1", "整备质量", "kg", "le", "770", "", "", "", "", ""],  # another promise without a reason
            ["gg-1", "整备质量", "kg", "le", "780", "", "775", "2026-06-01", "复测", ""],  # another value of the day without a reason
            ["gg-1", "整备质量", "kg", "le", "780", "", "775", "", "复测", ""],
            ["gg-1", "整备质量", "kg", "le", "780", "", "775", "2026-09-30", "", ""],
            ["gg-1", "整备质量", "kg", "le", "780", "", "775", "2029-09-30", "预测", ""],
            ["gg-1", "功率", "kW", "range", "10", "", "", "", "", ""],
            ["gg-1", "功率", "kW", "ge", "10", "12", "", "", "", ""],
            ["gg-1", "功率", "kW", "more", "10", "", "", "", "", ""],
            ["gg-1", "功率", "kW", "ge", "viel", "", "", "", "", ""],
            ["gg-7", "功率", "kW", "ge", "10", "", "", "", "", ""],
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_named_in_the_preview(self, world, technology, weight, line):
        record_reading(world.officer, indicator=weight, on=dt.date(2026, 6, 1), value=Decimal(800), source="首测")
        good = ["gg-1", "噪声", "dB", "le", "80", "", "", "", "", ""]
        batch = staged(world.officer, "projects.indicator", PROMISES, good, line)
        assert set(errors_of(batch)) == {3}
        with pytest.raises(InvalidState):
            importing.apply(world.officer, registry.get("projects.indicator"), batch)
        assert Indicator.objects.count() == Reading.objects.count() == 1

    def test_with_a_reason_promise_and_value_are_corrected_and_both_stay_in_the_journal(
        self, world, technology, weight
    ):
        record_reading(world.officer, indicator=weight, on=SEPTEMBER, value=Decimal(800), source="首测")
        imported(
            world.officer, "projects.indicator", PROMISES,
            ["gg-1", "整备质量", "kg", "le", "770", "", "765", "2026-09-30", "复核", "计量有误"],
        )  # fmt: skip
        weight.refresh_from_db()
        assert weight.goal == 770
        assert [(r.value, r.reason) for r in weight.readings.order_by("pk")] == [(800, ""), (765, "计量有误")]
        promised = [e for e in journal.history(refs.ref_of(weight)) if "goal" in e.after]
        assert Decimal(promised[0].before["goal"]) == 780

    def test_an_enterprise_types_values_but_corrects_no_promise(self, world, technology, weight):
        line = ["gg-1", "整备质量", "kg", "le", "780", "", "779", "2026-09-30", "复测", ""]
        assert imported(world.enterprise, "projects.indicator", PROMISES, line).changed == 1
        line[4], line[9] = "790", "放宽"
        assert set(errors_of(staged(world.enterprise, "projects.indicator", PROMISES, line))) == {2}

    def test_one_indicator_twice_is_named(self, world, technology):
        line = ["gg-1", "功率", "kW", "ge", "10", "", "", "", "", ""]
        assert set(
            errors_of(staged(world.officer, "projects.indicator", PROMISES, line, ["gg-1", " 功率", *line[2:]]))
        ) == {3}


class TestRecognitions:
    LINE = ("gg-1", "首台（套）", "省经信厅", "2026-05-20", "首台〔2026〕7号")

    def test_a_recognition_is_recorded_once_and_its_number_corrected(self, world, technology):
        assert imported(world.officer, "projects.recognition", RECOGNITIONS, self.LINE).made == 1
        again = ["gg-1", "first-set", "省经信厅", "2026-05-20", "首台〔2026〕8号"]
        assert imported(world.officer, "projects.recognition", RECOGNITIONS, again).changed == 1
        made = Recognition.objects.get()
        assert (made.kind, made.number, made.recorded_by) == ("first-set", "首台〔2026〕8号", world.officer)

    def test_bad_rows_are_named(self, world, technology):
        found = errors_of(
            staged(
                world.officer, "projects.recognition", RECOGNITIONS,
                self.LINE, ["gg-1", "金奖", "省经信厅", "2026-05-20", ""], ["gg-1", "first-set", "省经信厅", "2029-05-20", ""],
                ["gg-1", "first-set", "省经信厅", "2026-05-20", ""], ["gg-7", "first-set", "省经信厅", "2026-05-20", ""],
            )
        )  # fmt: skip
        assert set(found) == {3, 4, 5, 6}
        assert "金奖" in found[3]


@pytest.mark.parametrize("kind", ["projects.technology", "projects.indicator", "projects.recognition"])
def test_what_is_exported_for_import_goes_in_again_unchanged(world, technology, weight, signed_in, kind):
    record_reading(world.officer, indicator=weight, on=SEPTEMBER, value=Decimal("800.25"), source="首测")
    recognise(world.officer, technology=technology, kind="first-set", body="省经信厅", on=dt.date(2026, 5, 20))
    resource = registry.get(kind)
    client = signed_in(world.officer)
    data = b"".join(client.get(f"{resource.url('list')}?export=import").streaming_content)
    assert len(read_table(data, "a.xlsx")) == 2
    batch = importing.stage(world.officer, resource, data, "a.xlsx")
    assert (batch.wrong, batch.new_rows, batch.changed_rows, batch.same_rows) == (0, 0, 0, 1)
    assert client.get(resource.url("import")).status_code == 200
    assert client.get(resource.url("import_template")).status_code == 200
