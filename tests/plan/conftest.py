"""The invented park of `parks/example`, loaded for real: definitions, organisations, a few people, its plan."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from parkloop.adapters.park_folder import read_folder
from parkloop.apps.plan.models import Plan, Target, Task
from parkloop.foundation import clock, delivery, standing, tree
from parkloop.foundation.models import Organisation, Person, Post, Role, RoleGrant, User
from parkloop.foundation.park_loading import load, loaders
from parkloop.packs import Pack, read_pack

ROOT = Path(__file__).parents[2]
ADOPTED = dt.date(2026, 1, 26)
TODAY = dt.date(2026, 10, 12)
SEPTEMBER = dt.date(2026, 9, 30)
SINCE = dt.date(2020, 1, 1)
PASSWORD = "walk-home-before-rain"

PEOPLE = (
    ("officer", "江澄", Role.DISTRICT_OFFICER, "county-government", "science-bureau"),
    ("leader", "周远", Role.DISTRICT_LEADER, "county-government", None),
    ("bureau", "桂芳", Role.DISTRICT_OFFICER, "industry-bureau", "industry-bureau"),
    ("science", "柯宁", Role.DISTRICT_OFFICER, "science-bureau", "science-bureau"),
    ("liuxi", "柳青", Role.TOWN_OFFICER, "liuxi", "liuxi"),
    ("shiqiao", "石磊", Role.TOWN_OFFICER, "shiqiao", "shiqiao"),
    ("operator", "袁园", Role.PARK_OPERATOR, "chengchuan-park", "park-company"),
    ("enterprise", "齐企", Role.ENTERPRISE_USER, "demo-shanji", None),
    ("expert", "詹专", Role.EXPERT, "county-government", None),
    ("auditor", "沈审", Role.AUDITOR, "county-government", None),
    ("admin", "席管", Role.SYSTEM_ADMIN, "county-government", None),
    ("stranger", "莫名", None, None, None),
)


@dataclass
class World:
    """The loaded park: people and organisations by code, and the adopted plan."""

    system: Person
    pack: Pack
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name in self.people:
            return self.people[name]
        raise AttributeError(name)

    @property
    def plan(self) -> Plan:
        return Plan.objects.get()

    def target(self, code: str) -> Target:
        return Target.objects.select_related("plan", "heading").get(code=code)

    def task(self, path: str) -> Task:
        return Task.objects.select_related("plan", "heading").get(heading__path=path)


@lru_cache(maxsize=4)
def pack_of(name: str) -> Pack:
    """A park folder of the repository, read once."""
    return read_pack(read_folder(ROOT / "parks" / name))


def load_world(name: str, people: Any = PEOPLE, on: dt.date = ADOPTED) -> World:
    """Load a park folder on a day, deliver what it set off, and add the people that the folder's loaders did not make."""
    pack = pack_of(name)
    system = standing.system_person()
    with clock.fixed(on):
        make_organisations(pack)
        load(system, pack)
        world = World(system, pack, {}, {o.code: o for o in Organisation.objects.all()})
        world.people = {
            code: make_person(code, zh, role, world.organisations, at, post) for code, zh, role, at, post in people
        }
        delivery.deliver_waiting()
    return world


def make_organisations(pack: Pack) -> None:
    """The organisations of the pack, parents first, unless the park's own loaders make them."""
    if any(function.__module__.startswith("parkloop.apps.directory") for function in loaders()):
        return
    made: dict[str, Organisation] = {}
    waiting = list(pack.organisations)
    while waiting:
        ready = [o for o in waiting if not o.parent or o.parent in made]
        for o in ready:
            made[o.code] = Organisation.objects.create(
                code=o.code, kind=o.kind, name_zh=o.name.zh, name_en=o.name.en, short_zh=o.short.zh, short_en=o.short.en,
                parent=made.get(o.parent), founded_on=o.valid_from,
            )  # fmt: skip
            tree.plant([made[o.code]])
            waiting.remove(o)


def make_person(
    code: str, zh: str, role: Any, organisations: dict[str, Organisation], at: str | None, post: str | None
) -> Person:
    """One person with an account, a role and perhaps a post."""
    user = User.objects.create_user(f"t{code}", password=PASSWORD)
    person = Person.objects.create(code=f"t-{code}", name_zh=zh, name_en=code.title(), user=user, is_synthetic=True)
    if post:
        Post.objects.create(person=person, organisation=organisations[post], title_zh="职员", valid_from=SINCE)
    if role and at:
        RoleGrant.objects.create(person=person, role=role, organisation=organisations[at], valid_from=SINCE)
    return person


def module_world(blocker: Any, name: str, **more: Any) -> Iterator[World]:
    """A park loaded once for all tests of a module, inside a transaction that is rolled back after the last of them.

    Every test runs in a savepoint of it, so what one test does no other sees.
    """
    with blocker.unblock(), transaction.atomic():
        yield load_world(name, **more)
        transaction.set_rollback(True)


def renewed(made: World) -> World:
    """The same world with rows read anew: nothing that a test left on an object is seen by the next."""
    by_code = {p.code: p for p in Person.objects.all()}
    people = {code: by_code[person.code] for code, person in made.people.items()}
    return World(standing.system_person(), made.pack, people, {o.code: o for o in Organisation.objects.all()})


MERGED = (
    "（一）建设中试基地并开放应用场景。建成一批共用生产线，为中小企业提供打样、检测和小批量试制服务。每年发布一批场景需求，"
    "组织企业与乡镇对接。（牵头单位：县科技局，配合单位：县工信局、柳溪镇、各乡镇）"
)


def second_edition(world: World) -> str:
    """The running notice with tasks 1 and 2 merged, one target raised, one dropped, a unit replaced."""
    text = world.plan.source_text
    start, end = text.index("（一）建设山地"), text.index("（三）盘活")
    text = text[:start] + MERGED + "\n\n" + text[end:]
    text = text.replace("（三）盘活", "（二）盘活").replace("（四）设立", "（三）设立")
    text = text.replace("突破12亿元，规模以上企业研发投入强度不低于3.2%", "突破15亿元")
    text = text.replace("县自然资源局", "县住建局").replace("2026年1月20日", "2026年9月20日")
    return text.replace("〔2026〕3号", "〔2026〕31号")


@pytest.fixture(scope="module")
def example(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The invented park, loaded once for the module."""
    yield from module_world(django_db_blocker, "example")


@pytest.fixture
def world(example: World, db: None) -> Any:
    """The invented park on Monday 12 October 2026."""
    with clock.fixed(TODAY):
        yield renewed(example)
