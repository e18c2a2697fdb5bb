"""Projects and months from sheets: all or nothing, errors by row, nothing past the policy, exports go in again."""

import datetime as dt

import pytest

from parkloop.adapters.sheets import csv_lines, read_table
from parkloop.apps.projects.models import InvestmentMonth, Project
from parkloop.desk import registry
from parkloop.desk.sheets import importing
from parkloop.foundation.acting import InvalidState, NotAllowed
from parkloop.foundation.models import JournalEntry
from tests.projects.conftest import AUGUST, SEPTEMBER, WAN

pytestmark = [pytest.mark.django_db]
HEAD = ["code", "name_zh", "kind", "industry", "stage", "town", "investment_fen"]
MONTHS = ["project", "period_end", "planned_fen", "done_fen", "source", "missing_why"]


def staged(person, kind, head, lines):
    return importing.stage(person, registry.get(kind), b"".join(csv_lines(head, lines)), "a.csv")


def imported(person, kind, head, lines, only_good=False):
    batch = staged(person, kind, head, lines)
    return batch, importing.apply(person, registry.get(kind), batch, only_good=only_good)


def errors_of(batch):
    return {row.number: " ".join(row.errors.values()) for row in batch.rows.exclude(errors={})}


def test_a_sheet_of_projects_is_read_with_the_parks_words(world, project):
    lines = [
        ["n-1", "药材库", "县重点项目", "林下药材", "签约", "qinghe", "1200.5"],
        ["n-2", "冷库", "major", "", "planned", "liuxi", ""],
        ["xm-1", "总装一厂", "major", "machines", "started", "liuxi", "36000"],
    ]
    _batch, result = imported(world.officer, "projects.project", HEAD, lines)
    assert (result.made, result.changed) == (2, 1)
    made = Project.objects.get(code="n-1")
    assert (made.stage, made.industry, made.investment_fen) == ("signed", "herbs", 1_200_500_000)
    assert made.changes.get().to_stage == "signed"
    assert Project.objects.get(code="n-2").investment_fen is None
    assert Project.objects.get(code="xm-1").name_zh == "总装一厂"
    assert JournalEntry.objects.filter(ref="projects.project:bulk").count() == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["n-1", "库", "castle", "", "planned", "liuxi", ""], "castle"),
        (["n-1", "库", "major", "", "sold", "liuxi", ""], "sold"),
        (["n-1", "库", "major", "", "planned", "science-bureau", ""], "县科技局|街镇|town"),
        (["xm-1", "库", "major", "", "completed", "liuxi", ""], "看板|board"),
        (["n-1", "库", "major", "", "planned", "liuxi", "-1"], "零|zero|负"),
    ],
)  # fmt: skip
def test_one_wrong_row_stops_the_whole_sheet_and_is_named(world, project, line, words):
    import re

    good = ["n-9", "好项目", "major", "", "planned", "liuxi", ""]
    with pytest.raises(InvalidState):
        imported(world.officer, "projects.project", HEAD, [good, line])
    found = errors_of(staged(world.officer, "projects.project", HEAD, [good, line]))
    assert set(found) == {3}
    assert re.search(words, found[3]), found
    assert not Project.objects.filter(code="n-9").exists()


@pytest.mark.parametrize(("amount", "town"), [("1.2345678", "liuxi"), ("viel", "liuxi"), ("1", "nowhere")])
def test_cells_that_cannot_be_read_are_named_before_anything_is_done(world, amount, town):
    with pytest.raises(InvalidState):
        imported(world.officer, "projects.project", HEAD, [["n-1", "库", "major", "", "planned", town, amount]])
    assert not Project.objects.exists()


def test_a_town_officer_imports_only_into_the_own_town(world, project):
    with pytest.raises(InvalidState):
        imported(world.liuxi, "projects.project", HEAD, [["n-1", "库", "major", "", "planned", "shiqiao", ""]])
    _batch, result = imported(
        world.liuxi, "projects.project", HEAD, [["n-1", "库", "major", "", "planned", "liuxi", ""]]
    )
    assert result.made == 1
    with pytest.raises(NotAllowed):
        imported(world.auditor, "projects.project", HEAD, [["n-2", "库", "major", "", "planned", "liuxi", ""]])


def test_months_are_planned_and_reported_from_a_sheet(world, project):
    lines = [
        ["xm-1", "2026-08-31", "100", "90", "月报", ""], ["xm-1", "2026-09-30", "100", "", "", "企业未报"], ["xm-1", "2026-10-31", "100.25", "", "", ""],
    ]  # fmt: skip
    _batch, result = imported(world.officer, "projects.month", MONTHS, lines)
    assert result.made == 3
    rows = {m.period_end: (m.planned_fen, m.done_fen, m.missing_why) for m in InvestmentMonth.objects.all()}
    assert rows[AUGUST] == (100 * WAN, 90 * WAN, "")
    assert rows[SEPTEMBER] == (100 * WAN, None, "企业未报")
    assert rows[dt.date(2026, 10, 31)] == (100_250_000, None, "")


def test_a_corrected_month_keeps_what_stood_in_the_journal(world, project):
    imported(world.officer, "projects.month", MONTHS, [["xm-1", "2026-08-31", "100", "90", "月报", ""]])
    imported(world.officer, "projects.month", MONTHS, [["xm-1", "2026-08-31", "100", "95", "月报", ""]])
    month = InvestmentMonth.objects.get()
    entry = JournalEntry.objects.get(ref=f"projects.month:{month.pk}")
    assert (entry.before["done_fen"], entry.after["done_fen"]) == (90 * WAN, 95 * WAN)


@pytest.mark.parametrize(
    "line",
    [
        ["xm-1", "2026-08-30", "100", "", "", ""], ["xm-1", "2026-10-31", "", "5", "月报", ""], ["xm-1", "2026-08-31", "", "5", "", ""],
        ["xm-1", "2026-08-31", "", "5", "月报", "未报"], ["xm-1", "2026-08-31", "-5", "", "", ""],
    ],
)  # fmt: skip
def test_a_month_that_cannot_be_is_named_and_nothing_is_done(world, project, line):
    with pytest.raises(InvalidState):
        imported(world.officer, "projects.month", MONTHS, [["xm-1", "2026-07-31", "1", "", "", ""], line])
    assert not InvestmentMonth.objects.exists()


def test_an_enterprise_reports_its_months_but_does_not_plan_them(world, project):
    imported(world.officer, "projects.month", MONTHS, [["xm-1", "2026-08-31", "100", "", "", ""]])
    _batch, result = imported(
        world.enterprise, "projects.month", MONTHS, [["xm-1", "2026-08-31", "100", "90", "月报", ""]]
    )
    assert result.changed == 1
    with pytest.raises(InvalidState):
        imported(world.enterprise, "projects.month", MONTHS, [["xm-1", "2026-09-30", "100", "", "", ""]])


@pytest.mark.parametrize("kind", ["projects.project", "projects.month"])
def test_what_is_exported_for_import_goes_in_again_unchanged(world, project, signed_in, kind):
    imported(world.officer, "projects.month", MONTHS, [["xm-1", "2026-08-31", "100.000001", "90", "月报", ""]])
    resource = registry.get(kind)
    client = signed_in(world.officer)
    data = b"".join(client.get(f"{resource.url('list')}?export=import").streaming_content)
    table = read_table(data, "a.xlsx")
    assert len(table) == 2
    batch = importing.stage(world.officer, resource, data, "a.xlsx")
    assert (batch.wrong, batch.new_rows, batch.changed_rows, batch.same_rows) == (0, 0, 0, 1)
    assert client.get(f"{resource.url('import')}").status_code == 200
