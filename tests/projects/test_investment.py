"""Planning and reporting investment: exact to the fen, missing is not zero, corrections keep what stood, lateness is seen."""

import datetime as dt

import pytest

from parkloop.apps.projects.actions import plan_month, plan_year, report_month
from parkloop.apps.projects.annotating import with_month_standings, with_project_standings
from parkloop.apps.projects.models import InvestmentMonth, Project
from parkloop.apps.projects.panels import investment
from parkloop.apps.projects.queries import to_report
from parkloop.foundation import clock, journal, policy, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, NotAllowed
from tests.projects.conftest import AUGUST, SEPTEMBER, WAN, enter

pytestmark = [pytest.mark.django_db]


def test_a_year_is_spread_over_its_months_down_to_the_fen(world, project):
    plan_year(world.officer, project=project, year=2026, total_fen=1_000_000_007)
    shares = list(
        InvestmentMonth.objects.filter(project=project).order_by("period_end").values_list("planned_fen", flat=True)
    )
    assert len(shares) == 12
    assert sum(shares) == 1_000_000_007


def test_planning_anew_needs_a_reason(world, project):
    plan_year(world.officer, project=project, year=2026, total_fen=12 * WAN)
    with pytest.raises(InvalidInput) as refused:
        plan_year(world.officer, project=project, year=2026, total_fen=24 * WAN)
    assert refused.value.field == "reason"
    plan_year(world.officer, project=project, year=2026, total_fen=24 * WAN, reason="调整概算")
    assert InvestmentMonth.objects.get(project=project, period_end=AUGUST).planned_fen == 2 * WAN


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("year", {"year": 1999, "total_fen": 1}), ("last_month", {"year": 2026, "total_fen": 1, "first_month": 8, "last_month": 7}),
        ("last_month", {"year": 2026, "total_fen": 1, "last_month": 13}), ("total_fen", {"year": 2026, "total_fen": -1}),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(world, project, field, given):
    with pytest.raises(InvalidInput) as refused:
        plan_year(world.officer, project=project, **given)
    assert refused.value.field == field


def test_a_month_is_reported_by_the_enterprise_itself_and_by_nobody_elses(world, project):
    row = report_month(world.enterprise, project=project, period_end=SEPTEMBER, done_fen=3 * WAN, source="月报")
    assert (row.done_fen, row.reported_by) == (3 * WAN, world.enterprise)
    for who in (world.shiqiao, world.auditor, world.leader, world.expert, world.stranger):
        with pytest.raises(NotAllowed):
            report_month(who, project=project, period_end=AUGUST, done_fen=1, source="月报")
    with pytest.raises(NotAllowed):
        plan_month(world.enterprise, project=project, period_end=SEPTEMBER, planned_fen=1)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("period_end", {"period_end": dt.date(2026, 9, 29), "done_fen": 1, "source": "月报"}),
        ("period_end", {"period_end": dt.date(2026, 10, 31), "done_fen": 1, "source": "月报"}),
        ("period_end", {"period_end": dt.date(1999, 12, 31), "done_fen": 1, "source": "月报"}),
        ("done_fen", {"period_end": SEPTEMBER, "done_fen": -1, "source": "月报"}),
        ("source", {"period_end": SEPTEMBER, "done_fen": 1}),
        ("missing_why", {"period_end": SEPTEMBER}),
        ("missing_why", {"period_end": SEPTEMBER, "done_fen": 1, "source": "月报", "missing_why": "未报"}),
    ],
)
def test_a_report_that_cannot_be_is_refused_at_its_field(world, project, field, given):
    with pytest.raises(InvalidInput) as refused:
        report_month(world.officer, project=project, **given)
    assert refused.value.field == field


def test_zero_is_a_number_and_missing_is_not(world, project):
    report_month(world.officer, project=project, period_end=AUGUST, done_fen=0, source="停工")
    report_month(world.officer, project=project, period_end=SEPTEMBER, missing_why="企业未报")
    rows = dict(InvestmentMonth.objects.values_list("period_end", "done_fen"))
    assert rows == {AUGUST: 0, SEPTEMBER: None}


def test_a_correction_needs_a_reason_and_the_journal_keeps_what_stood(world, project):
    row = report_month(world.officer, project=project, period_end=SEPTEMBER, done_fen=3 * WAN, source="月报")
    with pytest.raises(AlreadyDone):
        report_month(world.officer, project=project, period_end=SEPTEMBER, done_fen=3 * WAN, source="月报")
    with pytest.raises(InvalidInput) as refused:
        report_month(world.officer, project=project, period_end=SEPTEMBER, done_fen=4 * WAN, source="月报")
    assert refused.value.field == "reason"
    report_month(world.officer, project=project, period_end=SEPTEMBER, done_fen=4 * WAN, source="月报", reason="漏计")
    entry = journal.history(refs.ref_of(row)).first()
    assert (entry.before["done_fen"], entry.after["done_fen"], entry.reason) == (3 * WAN, 4 * WAN, "漏计")


def standing(project):
    return with_project_standings(Project.objects.all()).get(pk=project.pk)


def test_sums_of_the_year_stop_at_the_data_month_and_empty_is_not_zero(world, project):
    assert (standing(project).year_planned_fen, standing(project).year_done_fen) == (None, None)
    plan_year(world.officer, project=project, year=2026, total_fen=1200 * WAN)
    report_month(world.officer, project=project, period_end=dt.date(2025, 12, 31), done_fen=50 * WAN, source="年报")
    report_month(world.officer, project=project, period_end=AUGUST, done_fen=90 * WAN, source="月报")
    report_month(world.officer, project=project, period_end=SEPTEMBER, done_fen=70 * WAN, source="月报")
    with clock.fixed(dt.date(2026, 10, 9)):
        before_due = standing(project)
    assert (before_due.year_done_fen, before_due.due_planned_fen, before_due.done_fen) == (
        90 * WAN,
        800 * WAN,
        140 * WAN,
    )
    after_due = standing(project)
    assert (after_due.year_done_fen, after_due.due_planned_fen) == (160 * WAN, 900 * WAN)


def test_the_panel_shows_the_same_sums_and_names_what_is_missing(world, project):
    plan_year(world.officer, project=project, year=2026, total_fen=1200 * WAN)
    report_month(world.officer, project=project, period_end=AUGUST, done_fen=90 * WAN, source="月报")
    shown = investment(world.officer, project)
    done, plan, *_rest = shown["figures"]
    assert (done.value, plan.value) == (90, 1200)
    assert done.notes
    assert f"project={project.pk}" in done.rows
    assert shown["report"]["light"] == "over"
    assert len(shown["chart"]["rows"]) == 12


def test_a_late_report_stays_seen_and_one_that_is_due_too(world, project):
    plan_year(world.officer, project=project, year=2026, total_fen=1200 * WAN)
    with clock.fixed(dt.date(2026, 9, 10)):
        report_month(world.officer, project=project, period_end=AUGUST, done_fen=1, source="月报")
    report_month(world.officer, project=project, period_end=dt.date(2026, 7, 31), done_fen=1, source="月报")
    report_month(world.officer, project=project, period_end=dt.date(2026, 6, 30), missing_why="企业未报")
    rows = InvestmentMonth.objects.filter(project=project)
    found = {row.period_end.month: row.report for row in with_month_standings(rows)}
    assert (found[8], found[7], found[6], found[5], found[9], found[10]) == ("ok", "lag", "none", "over", "over", "")
    with clock.fixed(dt.date(2026, 10, 9)):
        assert with_month_standings(rows).get(period_end=SEPTEMBER).report == "near"


def test_only_projects_in_a_spending_stage_are_to_report(world, project):
    idle = enter(world, "xm-2", stage="signed")
    rows = policy.rows(world.officer, Project)
    assert set(to_report(world.officer, rows)) == {project}
    report_month(world.officer, project=project, period_end=SEPTEMBER, missing_why="企业未报")
    assert not to_report(world.officer, rows).exists()
    assert idle in rows
