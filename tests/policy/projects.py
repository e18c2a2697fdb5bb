"""Projects of the matrix' world: in two towns, by two enterprises, with money, blockers, indicators and recognitions."""

import datetime as dt
from decimal import Decimal
from typing import Any

from parkloop.apps.projects.actions import (
    add_indicator,
    add_partner,
    add_project,
    add_technology,
    move_stage,
    plan_year,
    raise_blocker,
    recognise,
    record_reading,
    report_month,
)

SEPTEMBER = dt.date(2026, 9, 30)


def fill(world: Any) -> None:
    """A project per town with everything on it, and one key-technology project per enterprise."""
    for number, town, enterprise, solver in (
        (1, "liuxi", "demo-shanji", "land-bureau"),
        (2, "shiqiao", None, "shiqiao"),
        (3, "qinghe", "demo-linxia", "liuxi"),
    ):
        _major(world, number, town, enterprise, solver)
    for number, town, enterprise in ((1, "liuxi", "demo-shanji"), (2, "qinghe", "demo-linxia")):
        _technology(world, number, town, enterprise)


def _major(world: Any, number: int, town: str, enterprise: str | None, solver: str) -> None:
    found = world.organisations
    project = add_project(
        world.officer,
        code=f"zm-{number}",
        name_zh=f"重点项目{number}",
        kind="major",
        town=found[town],
        enterprise=found[enterprise] if enterprise else None,
        carrier=found["chengchuan-park"] if number == 1 else None,
        stage="land",
        stage_on=dt.date(2026, 3, 2),
        next_on=dt.date(2026, 9, 1),
        investment_fen=30_000_000_000,
        contact_name="联系人",
        contact_phone="13900000000",
    )
    move_stage(world.officer, project=project, stage="started", on=dt.date(2026, 8, 3), next_on=dt.date(2027, 6, 30))
    plan_year(world.officer, project=project, year=2026, total_fen=1_200_000_000, first_month=7)
    report_month(world.officer, project=project, period_end=SEPTEMBER, done_fen=150_000_000, source="月报")
    raise_blocker(
        world.officer,
        project=project,
        what=f"堵点{number}",
        solver=found[solver],
        due_on=dt.date(2026, 10, 9),
        since=dt.date(2026, 9, 1),
    )


def _technology(world: Any, number: int, town: str, enterprise: str) -> None:
    found = world.organisations
    technology = add_technology(
        world.officer,
        code=f"gg-{number}",
        name_zh=f"攻关项目{number}",
        town=found[town],
        enterprise=found[enterprise],
        contact_name="联系人",
    )
    add_partner(world.officer, technology=technology, partner=found["park-company" if number == 1 else "college"])
    indicator = add_indicator(world.officer, technology=technology, name_zh="效率", comparator="ge", goal=Decimal(90))
    record_reading(world.officer, indicator=indicator, on=SEPTEMBER, source="检测报告", value=Decimal(92))
    recognise(world.officer, technology=technology, kind="first-set", body="省工信厅", on=dt.date(2026, 9, 9))
