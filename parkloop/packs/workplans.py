"""``plan/workplan.yaml``: the work plan that the park proposes (施工图): milestones and sub-tasks per task, links, fixed dates.

Scheduling is ``domain.workplan``; here a file is checked as far as it can be without a calendar: codes, links, circles, weights.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from parkloop.domain.workplan.model import Activity, CyclicLinks, Link, LinkKind, Network
from parkloop.domain.workplan.progress import RULES, Part, WeightsDoNotAddUp, check_weights
from parkloop.domain.workplan.scheduling import in_order
from parkloop.packs.cursor import Cursor, unique
from parkloop.packs.header import Header, read_header
from parkloop.packs.labels import Label
from parkloop.packs.organisations import Organisation

FILE = "workplan.yaml"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
WAITS = re.compile(r"(?P<code>\S+)(?:\s+(?P<kind>FS|SS)?\s*(?P<lag>[+-]\d{1,3})?)?")


@dataclass(frozen=True)
class ItemSetting:
    """One item. ``days`` 0 is a milestone; ``part_of`` names the item it belongs to; ``after`` are the links into it."""

    code: str
    name: Label
    days: int
    part_of: str
    after: tuple[Link, ...]
    not_before: datetime.date | None
    must_start_on: datetime.date | None
    must_finish_by: datetime.date | None
    weight: Decimal | None
    organisation: str


@dataclass(frozen=True)
class TaskWork:
    """The items of one task, and how they roll up."""

    path: str
    roll_up: str
    items: tuple[ItemSetting, ...]


@dataclass(frozen=True)
class WorkPlan:
    """The proposed work plan of one plan folder, in the order of the file."""

    tasks: tuple[TaskWork, ...]
    header: Header

    @property
    def items(self) -> tuple[ItemSetting, ...]:
        """All items."""
        return tuple(item for task in self.tasks for item in task.items)

    @property
    def links(self) -> tuple[Link, ...]:
        """All links."""
        return tuple(link for item in self.items for link in item.after)

    @property
    def divided(self) -> frozenset[str]:
        """Codes of items that have parts."""
        return frozenset(item.part_of for item in self.items if item.part_of)


def read_work_plan(cursor: Cursor, organisations: tuple[Organisation, ...]) -> WorkPlan:
    """Read the file; codes are unique in it, links join items of it and run in no circle, weights of a task are 100 together."""
    header = read_header(cursor)
    places = cursor.rows("tasks")
    cursor.finish()
    found: list[tuple[Cursor, ItemSetting]] = []
    tasks = tuple(_task(place, {o.code for o in organisations}, found) for place in places)
    unique(places, [task.path for task in tasks], "任务", "task")
    rows = [row for row, _item in found]
    unique(rows, [item.code for _row, item in found], "编号", "code")
    plan = WorkPlan(tasks, header)
    _check_ends(found)
    _check_circle(cursor, plan)
    return plan


def _task(cursor: Cursor, codes: set[str], found: list[tuple[Cursor, ItemSetting]]) -> TaskWork:
    path, roll_up = cursor.text("path"), cursor.choice("roll_up", RULES, "count")
    rows = cursor.rows("items")
    cursor.finish()
    items = tuple(_item(row, codes) for row in rows)
    found += zip(rows, items, strict=True)
    _check_weights(cursor, roll_up, items)
    return TaskWork(path, roll_up, items)


def _item(cursor: Cursor, codes: set[str]) -> ItemSetting:
    code, weight = cursor.text("code"), cursor.maybe_number("weight")
    item = ItemSetting(
        code=code,
        name=cursor.label("name"),
        days=cursor.integer("days") if cursor.has("days") else _no_days(cursor),
        part_of=cursor.maybe_text("part_of"),
        after=tuple(_links(cursor, code)),
        not_before=cursor.maybe_date("not_before"),
        must_start_on=cursor.maybe_date("must_start_on"),
        must_finish_by=cursor.maybe_date("must_finish_by"),
        weight=None if weight is None else Decimal(str(weight)),
        organisation=cursor.maybe_text("organisation"),
    )
    if code and not CODE.fullmatch(code):
        cursor.fail(
            "编号用字母、数字、点和连字符，如 M13-4", "A code is made of letters, digits, . _ -, like M13-4", "code"
        )
    if not 0 <= item.days <= 2000:
        cursor.fail("days 应为 0—2000 个工作日", "days is 0 to 2000 working days", "days")
    if item.not_before and item.must_start_on:
        cursor.fail(
            "not_before 与 must_start_on 只能写一个", "Give not_before or must_start_on, not both", "not_before"
        )
    if item.organisation and item.organisation not in codes:
        cursor.fail(f"没有单位“{item.organisation}”", f"There is no organisation '{item.organisation}'", "organisation")
    cursor.finish()
    return item


def _no_days(cursor: Cursor) -> int:
    """Without ``days`` it is a milestone, or takes its days from its parts."""
    cursor.asked.add("days")
    return 0


def _links(cursor: Cursor, code: str) -> Iterator[Link]:
    """``after: [M1, "A2 SS+5", "A3 FS-2"]``: what the item waits for."""
    for words in cursor.texts("after", need=False):
        match = WAITS.fullmatch(words)
        if match is None:
            cursor.fail(f"“{words}”应如 A2、A2 SS+5 或 A2 FS-2", f"'{words}': write A2, A2 SS+5 or A2 FS-2", "after")
            continue
        yield Link(match["code"], code, cast(LinkKind, match["kind"] or "FS"), int(match["lag"] or 0))


def _check_weights(cursor: Cursor, roll_up: str, items: tuple[ItemSetting, ...]) -> None:
    above = {item.part_of for item in items}
    milestones = [i for i in items if i.days == 0 and i.code not in above]
    for item in items:
        if item.weight is not None and item not in milestones:
            zh, en = f"“{item.code}”不是里程碑，不能有权重", f"'{item.code}' is no milestone and has no weight"
            cursor.fail(zh, en, "items")
    parts = [Part(item.code, 0, 0, 0, item.weight) for item in milestones]
    try:
        check_weights(parts)
        if roll_up == "weight" and any(part.weight is None for part in parts):
            raise WeightsDoNotAddUp(Decimal(0), tuple(part.key for part in parts))
    except WeightsDoNotAddUp as error:
        without = "、".join(error.without)
        zh = f"缺少权重：{without}" if without else f"里程碑权重合计 {error.total}，应为 100"
        en = f"Without a weight: {without}" if without else f"The weights are {error.total} together, not 100"
        cursor.fail(zh, en, "items")


def _check_ends(found: list[tuple[Cursor, ItemSetting]]) -> None:
    codes = {item.code for _row, item in found}
    divided = {item.part_of for _row, item in found if item.part_of}
    for row, item in found:
        if item.part_of and (item.part_of not in codes or item.part_of == item.code):
            row.fail(f"没有事项“{item.part_of}”", f"There is no item '{item.part_of}'", "part_of")
        for link in item.after:
            if link.before not in codes or link.before == item.code:
                row.fail(f"没有事项“{link.before}”", f"There is no item '{link.before}'", "after")
            elif link.before in divided or item.code in divided:
                zh, en = "有下级的事项不能连线，请连到下级", "An item with parts has no links: link its parts"
                row.fail(zh, en, "after")


def _check_circle(cursor: Cursor, plan: WorkPlan) -> None:
    codes = [item.code for item in plan.items]
    links = [link for link in plan.links if link.before in codes and link.before != link.after]
    try:
        in_order(Network.of([Activity(code, 1) for code in dict.fromkeys(codes)], links))
    except CyclicLinks as error:
        way = " → ".join(error.cycle)
        cursor.fail(f"先后关系成环：{way}", f"These wait for each other in a circle: {way}", "tasks")
