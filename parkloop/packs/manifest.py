"""``pack.toml``: which park this is, its format and the dates of its demo. Nothing about plans or places."""

import datetime
import re
from dataclasses import dataclass

from parkloop.packs.cursor import NO_DATE, Cursor
from parkloop.packs.labels import Label

PATH = "pack.toml"
LANGUAGES = ("zh-hans", "en")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Demo:
    """The stated present of the demo and the day its data reach to."""

    today: datetime.date
    data_date: datetime.date


@dataclass(frozen=True)
class Manifest:
    """The park as a whole. ``organisation`` is the code of the park's own body in the tree."""

    format: int
    id: str
    name: Label
    short: Label
    period: tuple[int, int]
    language: str
    synthetic: bool
    organisation: str
    valid_from: datetime.date
    demo: Demo | None


_NOTHING = Label("", "")
UNREAD = Manifest(0, "", _NOTHING, _NOTHING, (0, 0), "", False, "", NO_DATE, None)
"""Stands in for an unreadable ``pack.toml`` while the other files are still checked."""


def read_manifest(cursor: Cursor) -> Manifest:
    """Read ``pack.toml``; faults go to the cursor's errors."""
    period = cursor.child("period")
    years = period.integer("first"), period.integer("last")
    if years[0] > years[1]:
        period.fail("起始年份晚于结束年份", "The first year is after the last")
    period.finish()
    manifest = Manifest(
        format=cursor.integer("format"),
        id=slug(cursor, "id"),
        name=cursor.label("name"),
        short=cursor.label("short"),
        period=years,
        language=cursor.choice("language", LANGUAGES),
        synthetic=cursor.flag("synthetic", False),
        organisation=cursor.text("organisation"),
        valid_from=cursor.date("valid_from"),
        demo=_demo(cursor.maybe_child("demo")),
    )
    cursor.finish()
    return manifest


def _demo(cursor: Cursor | None) -> Demo | None:
    if cursor is None:
        return None
    demo = Demo(cursor.date("today"), cursor.date("data_date"))
    if demo.data_date > demo.today:
        cursor.fail("数据日期晚于演示日期", "The data date is after the demo's today", "data_date")
    cursor.finish()
    return demo


def slug(cursor: Cursor, key: str) -> str:
    """A required code of lower-case letters, digits and hyphens."""
    value = cursor.text(key)
    if value and not SLUG.fullmatch(value):
        zh, en = "只能用小写字母、数字和连字符", "use lower-case letters, digits and hyphens only"
        cursor.fail(f"“{value}”{zh}", f"'{value}': {en}", key)
    return value
