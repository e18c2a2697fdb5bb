"""``demo/people.yaml`` (the cast) and ``demo/steps.yaml`` (what they do, day by day). Passwords are never in a file.

The arguments of a step are checked by the action it names, when the demo is loaded; here only their shape.
"""

import datetime
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from parkloop.packs.cursor import Cursor, unique
from parkloop.packs.header import read_header
from parkloop.packs.labels import Label
from parkloop.packs.manifest import Manifest
from parkloop.packs.organisations import Organisation

PEOPLE_PATH = "demo/people.yaml"
STEPS_PATH = "demo/steps.yaml"
ROLES = (
    "district_leader",
    "district_officer",
    "town_officer",
    "park_operator",
    "enterprise_user",
    "expert",
    "auditor",
    "system_admin",
    "security_admin",
    "audit_admin",
)
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
Known = Mapping[str, Set[str]]
"""Argument name -> the values that the park's other files give it (organisation, plan, target, task)."""


@dataclass(frozen=True)
class Post:
    """A post at an organisation from a day on."""

    organisation: str
    title: Label
    valid_from: datetime.date


@dataclass(frozen=True)
class HeldRole:
    """A role held for an organisation between two days (the last is None while it lasts)."""

    role: str
    organisation: str
    valid_from: datetime.date
    valid_to: datetime.date | None


@dataclass(frozen=True)
class CastMember:
    """One person of the cast; ``shown`` marks the one account per role that the start page prints."""

    username: str
    name: Label
    posts: tuple[Post, ...]
    roles: tuple[HeldRole, ...]
    shown: bool


@dataclass(frozen=True)
class Step:
    """One action by one person on one day."""

    on: datetime.date
    by: str
    action: str
    args: dict[str, Any]


def read_people(cursor: Cursor, organisations: tuple[Organisation, ...]) -> tuple[CastMember, ...]:
    """Read the cast; it must be marked synthetic, and its organisations known."""
    header = read_header(cursor)
    if not header.synthetic:
        cursor.fail("演示人物须标明 synthetic: true", "The cast must say synthetic: true", "synthetic")
    rows = cursor.rows("people")
    cursor.finish()
    codes = {o.code for o in organisations}
    people = [_member(row, codes) for row in rows]
    unique(rows, [p.username for p in people], "用户名", "user name")
    return tuple(people)


def _member(cursor: Cursor, codes: set[str]) -> CastMember:
    member = CastMember(
        username=cursor.text("username"),
        name=cursor.label("name"),
        posts=tuple(_post(row, codes) for row in cursor.rows("posts")),
        roles=tuple(_role(row, codes) for row in cursor.rows("roles")),
        shown=cursor.flag("shown", False),
    )
    if member.username and not re.fullmatch(r"[a-z][a-z0-9._-]*", member.username):
        cursor.fail(
            "用户名应为小写字母、数字、点和连字符", "A user name is lower-case letters, digits, . _ -", "username"
        )
    cursor.finish()
    return member


def _organisation(cursor: Cursor, codes: set[str]) -> str:
    code = cursor.text("organisation")
    if code and code not in codes:
        cursor.fail(f"没有单位“{code}”", f"There is no organisation '{code}'", "organisation")
    return code


def _post(cursor: Cursor, codes: set[str]) -> Post:
    post = Post(_organisation(cursor, codes), cursor.label("title"), cursor.date("from"))
    cursor.finish()
    return post


def _role(cursor: Cursor, codes: set[str]) -> HeldRole:
    role = HeldRole(
        cursor.choice("role", ROLES), _organisation(cursor, codes), cursor.date("from"), cursor.maybe_date("to")
    )
    if role.valid_to and role.valid_to < role.valid_from:
        cursor.fail("止期早于起期", "It ends before it begins", "to")
    cursor.finish()
    return role


def read_steps(
    cursor: Cursor, people: tuple[CastMember, ...], manifest: Manifest | None, known: Known
) -> tuple[Step, ...]:
    """Read the steps in order of their dates; each by a member of the cast, none after the demo's today."""
    read_header(cursor)
    rows = cursor.rows("steps")
    cursor.finish()
    names = {p.username for p in people}
    today = manifest.demo.today if manifest and manifest.demo else datetime.date.max
    steps = [_step(row, names, today, known) for row in rows]
    return tuple(sorted(steps, key=lambda step: step.on))


def _step(cursor: Cursor, names: set[str], today: datetime.date, known: Known) -> Step:
    args = cursor.maybe_child("args")
    step = Step(cursor.date("on"), cursor.text("by"), cursor.text("action"), dict(args.value) if args else {})
    if step.by and step.by not in names:
        cursor.fail(f"演示人物中没有“{step.by}”", f"'{step.by}' is not in the cast", "by")
    if step.action and not ACTION.fullmatch(step.action):
        cursor.fail("动作应如 plan.sign_for", "An action is named like plan.sign_for", "action")
    if step.on > today:
        cursor.fail(f"晚于演示日期 {today}", f"Later than the demo's today, {today}", "on")
    if args:
        _check_args(args, known)
    cursor.finish()
    return step


def _check_args(args: Cursor, known: Known) -> None:
    for key, values in known.items():
        if key in args.value and args.value[key] not in values:
            value = args.value[key]
            args.fail(f"“{key}”里的“{value}”在园区数据中找不到", f"'{key}': this park has no '{value}'", key)
