"""The invented park with a major and a key-technology project, entered by the officer who runs the park."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from parkloop.apps.projects.actions import add_project, add_technology
from parkloop.apps.projects.models import Project, Technology
from tests.plan.conftest import example, world

__all__ = ["example", "world"]

AUGUST, SEPTEMBER = dt.date(2026, 8, 31), dt.date(2026, 9, 30)
WAN = 1_000_000
"""Fen of 万元."""


def enter(world: Any, code: str = "xm-1", town: str = "liuxi", **more: Any) -> Project:
    """A project that has started in March, entered by the officer."""
    usual = {
        "name_zh": "山地农机总装厂",
        "name_en": "Hill machine works",
        "kind": "major",
        "industry": "machines",
        "stage": "started",
        "stage_on": dt.date(2026, 3, 2),
        "next_on": dt.date(2026, 12, 31),
        "investment_fen": 36_000 * WAN,
        "starts_on": dt.date(2026, 1, 5),
        "ends_on": dt.date(2027, 6, 30),
        "enterprise": world.organisations["demo-shanji"] if town == "liuxi" else None,
        "contact_name": "韦联",
        "contact_phone": "13900000001",
    }
    return add_project(world.officer, code=code, town=world.organisations[town], **{**usual, **more})


@pytest.fixture
def project(world: Any) -> Project:
    """A started project of Shanji in Liuxi."""
    return enter(world)


@pytest.fixture
def technology(world: Any) -> Technology:
    """A key-technology project that Shanji leads."""
    return add_technology(
        world.officer,
        code="gg-1",
        name_zh="履带底盘轻量化",
        town=world.organisations["liuxi"],
        enterprise=world.organisations["demo-shanji"],
        result="machine",
        stage_on=dt.date(2026, 3, 1),
        next_on=dt.date(2026, 9, 30),
    )


@pytest.fixture
def signed_in(db: None) -> Any:
    """`signed_in(person)` gives a client of that person's account."""

    def enter_as(person: Any, language: str = "zh-hans") -> Client:
        person.user.language = language
        person.user.save(update_fields=["language"])
        client = Client()
        client.force_login(person.user)
        return client

    return enter_as
