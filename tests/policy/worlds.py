"""The world of the matrix: the invented park with its plan, one person for every role, and rows of own, foreign and parent bodies."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from parkloop.apps.documents.actions import upload
from parkloop.apps.plan.actions import (
    decide_change,
    override_light,
    record_target_value,
    report_milestone,
    report_progress,
    start_reissue,
    take_baseline,
)
from parkloop.apps.plan.models import EditionChange, WorkItem
from parkloop.desk.finding import search_index
from parkloop.foundation import calendar, clock, refs
from parkloop.foundation.actions.appoint_deputy import appoint_deputy
from parkloop.foundation.models import Role
from tests.bulk.actions import add_parcel
from tests.bulk.models import Parcel
from tests.plan.conftest import PEOPLE, SEPTEMBER, World, load_world, second_edition
from tests.plan.reviews import begun
from tests.policy import projects

MORE = (
    ("security", "安管", Role.SECURITY_ADMIN, "county-government", None),
    ("audits", "审管", Role.AUDIT_ADMIN, "county-government", None),
)
OWNERS = ("county-government", "science-bureau", "liuxi", "shiqiao", "chengchuan-park", "demo-shanji")
PLAN_VALUES = (("liuxi", "liuxi"), ("shiqiao", "shiqiao"), ("officer", None))


def build() -> World:
    """Load and fill; everything by the actions that people use."""
    world = load_world("example", (*PEOPLE, *MORE))
    with clock.fixed(dt.date(2026, 10, 12)):
        parcels = [_parcel(world, code, number) for number, code in enumerate(OWNERS)]
        _plan_values(world)
        _work_plan(world)
        _reissue(world)
        _files(world, parcels)
        projects.fill(world)
        begun(world.officer)
        day = clock.today()
        appoint_deputy(world.liuxi, **_deputy(world, day))
        calendar.table()
        search_index.rebuild()
    return world


def _parcel(world: World, code: str, number: int) -> Parcel:
    return add_parcel(
        world.officer,
        code=f"Z-{number}",
        name_zh=f"样品{number}",
        organisation=world.organisations[code],
        amount=Decimal(number),
        opened_on=dt.date(2026, 5, 1),
        secret="quiet",
    )


def _plan_values(world: World) -> None:
    target = world.target("C1")
    for who, town in PLAN_VALUES:
        organisation = world.organisations[town] if town else None
        record_target_value(
            world.people[who],
            target=world.target("C1"),
            period_end=SEPTEMBER,
            value=target.number / 3,
            organisation=organisation,
            source="季报",
        )
    report_progress(world.science, task=world.task("第二章/一"), as_of=SEPTEMBER, completion_pp=36, note="厂房已腾空")


def _work_plan(world: World) -> None:
    """Two reports, a baseline, and a light set by hand on the task with milestones."""
    for code, done in (("P2", 100), ("P4", 60)):
        item = WorkItem.objects.get(code=code)
        report_milestone(world.operator, item=item, as_of=SEPTEMBER, done_pp=Decimal(done), note="按期")
    take_baseline(world.officer, plan=world.plan, name="三季度", reason="小结")
    override_light(
        world.officer, task=world.task("第二章/四"), light="lag", until_on=dt.date(2026, 10, 30), reason="暂缓"
    )


def _reissue(world: World) -> None:
    """A new edition under decision, one change decided."""
    reissue = start_reissue(world.officer, plan=world.plan, text=second_edition(world))
    decide_change(world.officer, change=reissue.changes.get(kind="merged"), option=EditionChange.Option.CARRY_MEAN)


def _files(world: World, parcels: list[Parcel]) -> None:
    for who, code in (
        ("officer", "county-government"),
        ("liuxi", "liuxi"),
        ("shiqiao", "shiqiao"),
        ("operator", "chengchuan-park"),
    ):
        file = ContentFile(f"{code}\n".encode(), name=f"{code}.txt")
        upload(world.people[who], file=file, organisation=world.organisations[code], note="季报附件")
    for parcel in parcels[2:4]:
        upload(world.officer, file=ContentFile(b"a\n", name=f"{parcel.code}.txt"), ref=str(refs.ref_of(parcel)))


def _deputy(world: World, day: dt.date) -> dict[str, Any]:
    return {
        "holder": world.liuxi,
        "deputy": world.operator,
        "valid_from": day,
        "valid_to": day + dt.timedelta(days=5),
        "reason": "出差",
    }
