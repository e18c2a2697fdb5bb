"""The work plan as a sheet: tasks by printed number or path, weights per task, what goes out goes in again."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from parkloop.adapters.sheets import csv_lines, read_table
from parkloop.apps.plan.actions import add_work_item, choose_roll_up
from parkloop.apps.plan.models import ItemKind, RollUp, WorkItem, WorkLink
from parkloop.desk import registry
from parkloop.desk.sheets import importing
from parkloop.foundation.acting import InvalidState, RowErrors

pytestmark = [pytest.mark.django_db]

HEAD = ["code", "task", "kind", "name_zh", "duration", "weight", "not_before"]
STATION, YARD = "第二章/四", "第二章/一"


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are looked at in English."""
    with translation.override("en"):
        yield


def staged(person, *lines, head=HEAD, kind="plan.workitem"):
    return importing.stage(person, registry.get(kind), b"".join(csv_lines(head, lines)), "plan.csv")


def applied(person, batch, **more):
    return importing.apply(person, registry.get(batch.kind), batch, **more)


def errors_of(batch):
    return {row.number: " ".join(row.errors.values()) for row in batch.rows.exclude(errors={})}


def activity(code, task, **more):
    values = {"weight": "", "not_before": ""} | more
    return [code, task, "activity", f"事项{code}", "5", values["weight"], values["not_before"]]


def milestone(code, task, weight=""):
    return [code, task, "milestone", f"节点{code}", "0", weight, ""]


@pytest.mark.parametrize("name", ["四", "4", "任务 四", "任务4", "二/四", "第二章/四", "（四）"])
def test_a_task_is_named_by_its_printed_number_or_path(world, name):
    batch = staged(world.officer, activity("S1", name))
    assert errors_of(batch) == {}
    applied(world.officer, batch)
    assert WorkItem.objects.get(code="S1").task == world.task(STATION)


def test_a_task_that_is_not_there_names_row_and_field_and_the_database_number_is_none(world):
    key = world.task(STATION).pk + 100
    batch = staged(world.officer, activity("S1", "四"), activity("S2", str(key)), activity("S3", "第九章/四"))
    rows = {row.number: row.errors for row in batch.rows.exclude(errors={})}
    assert set(rows) == {3, 4}
    assert "printed number" in rows[3]["task"]
    with pytest.raises(InvalidState):
        applied(world.officer, batch)
    assert not WorkItem.objects.filter(code="S1").exists()


def test_an_ambiguous_number_names_the_paths(world):
    other = world.task(YARD)
    other.number = "四"
    other.save()
    text = errors_of(staged(world.officer, activity("S1", "任务四")))[2]
    assert "several tasks" in text
    assert "第二章/一" in text
    assert "第二章/四" in text
    assert errors_of(staged(world.officer, activity("S1", "二/四"))) == {}


class TestWeights:
    def test_weights_that_are_not_100_are_named_at_their_rows_in_the_preview(self, world):
        batch = staged(
            world.officer,
            milestone("S1", "一", "40"),
            milestone("S2", "一", "50"),
            activity("S3", "一"),
            milestone("S4", "三", "100"),
        )
        found = errors_of(batch)
        assert set(found) == {2, 3}
        assert "90" in found[2]
        assert str(world.task(YARD)) in found[2]
        assert not WorkItem.objects.filter(code="S1").exists()

    def test_the_good_rows_go_in_on_request(self, world):
        batch = staged(world.officer, milestone("S1", "一", "40"), activity("S3", "一"))
        assert applied(world.officer, batch, only_good=True).made == 1
        assert list(WorkItem.objects.filter(code__startswith="S").values_list("code", flat=True)) == ["S3"]

    def test_the_sum_counts_what_stands_already(self, world):
        batch = staged(world.officer, milestone("S1", "一", "40"), milestone("S2", "一", "60"))
        applied(world.officer, batch)
        assert "130" in errors_of(staged(world.officer, milestone("S3", "一", "30")))[2]
        assert "without" in errors_of(staged(world.officer, milestone("S3", "一")))[2].lower()
        better = staged(world.officer, milestone("S1", "一", "10"), milestone("S3", "一", "30"))
        assert errors_of(better) == {}
        applied(world.officer, better)
        assert WorkItem.objects.get(code="S1").weight == 10

    def test_a_task_counted_by_weights_needs_them(self, world):
        add_work_item(
            world.officer, task=world.task(YARD), kind=ItemKind.MILESTONE, code="A", name_zh="节点", weight=Decimal(100)
        )
        choose_roll_up(world.officer, task=world.task(YARD), roll_up=RollUp.WEIGHT, reason="口径")
        assert set(errors_of(staged(world.officer, milestone("S1", "一")))) == {2}
        assert errors_of(staged(world.officer, ["A", "一", "milestone", "改名", "0", "100", ""])) == {}


def test_rows_that_the_verb_refuses_are_named_in_the_preview(world):
    rows = errors_of(staged(world.officer, ["P3", "一", "activity", "招募", "120", "", ""]))
    assert "Move to another task" in rows[2]


def test_a_refusal_of_the_schedule_stands_above_the_preview(client, world):
    head = ["before", "after", "kind", "lag"]
    circle = staged(world.officer, ["P4", "P3", "FS", "0"], head=head, kind="plan.worklink")
    assert "circle" in circle.result["problem"]
    late = staged(world.officer, ["P2", "P3", "FS", "400"], head=head, kind="plan.worklink")
    assert "P3" in late.result["problem"]
    assert not WorkLink.objects.filter(before__code="P4").exists()
    assert WorkLink.objects.get(before__code="P2").lag == 10
    batch = staged(world.officer, activity("S1", "四", not_before="2029-05-08"))
    assert "2028-12-31" in batch.result["problem"]
    client.force_login(world.officer.user)
    page = client.get(reverse("desk:import_batch", kwargs={"kind": "plan.workitem", "batch": batch.pk}))
    assert "2028-12-31" in page.content.decode()


def test_rights_are_named_by_row(world):
    own, other = activity("S1", "四"), activity("S2", "三")
    batch = staged(world.operator, own, other)
    assert set(errors_of(batch)) == {3}
    with pytest.raises((RowErrors, InvalidState)):
        applied(world.operator, batch)


@pytest.mark.parametrize("kind", ["plan.workitem", "plan.worklink"])
def test_what_goes_out_goes_in_again_without_a_change(client, world, kind):
    add_work_item(world.officer, task=world.task(YARD), kind=ItemKind.ACTIVITY, code="Y", name_zh="甲", duration=1)
    part = WorkItem.objects.get(code="Y")
    add_work_item(
        world.officer, task=world.task(YARD), kind=ItemKind.ACTIVITY, code="Y1", name_zh="乙", duration=4, parent=part
    )
    client.force_login(world.officer.user)
    answer = client.get(reverse("desk:list", kwargs={"kind": kind}), {"export": "import"})
    data = b"".join(answer.streaming_content)
    table = read_table(data, "a.xlsx")
    batch = importing.stage(world.officer, registry.get(kind), data, "a.xlsx")
    assert (batch.wrong, batch.new_rows, batch.changed_rows) == (0, 0, 0)
    assert batch.same_rows == len(table) - 1 > 2
    if kind == "plan.workitem":
        assert "第二章/一" in {cell for row in table for cell in row}


def test_the_template_says_how_tasks_are_written(world):
    _header, notes = importing.template_rows(registry.get("plan.workitem"))
    assert any("任务 8" in note for note in notes)
