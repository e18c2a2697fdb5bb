"""Consignments of the cast's organisations, and clients that are signed in as the cast."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from parkloop.desk import frame
from parkloop.desk import resource as declared
from tests.bulk.actions import add_parcel
from tests.bulk.models import Parcel
from tests.support.cast import Cast


def make_parcels(cast: Cast, count: int, organisation: Any, start: int = 0) -> list[Parcel]:
    """`count` consignments of an organisation, made by the district officer."""
    return [
        add_parcel(
            cast.district_officer,
            code=f"C-{n:06d}",
            name_zh=f"样品{n}",
            name_en=f"Sample {n}",
            organisation=organisation,
            amount=Decimal(n) * 10,
            opened_on=dt.date(2026, 1, 1) + dt.timedelta(days=n % 300),
            share=None if n % 5 == 0 else Decimal(n % 100),
            is_urgent=n % 7 == 0,
            secret=f"secret-{n}",
        )
        for n in range(start, start + count)
    ]


@pytest.fixture(autouse=True)
def kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for some seconds is kept for the whole test, however slow the machine."""
    monkeypatch.setattr(frame, "COUNTS_SECONDS", 10_000)
    monkeypatch.setattr(declared, "COUNT_SECONDS", 10_000)
    monkeypatch.setattr(declared, "SEEN_SECONDS", 10**12)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What is kept for some seconds does not reach the next test."""
    cache.clear()
    declared._sees_any.cache_clear()


@pytest.fixture
def parcels(cast: Cast) -> list[Parcel]:
    """Twelve consignments of the town, three of the other town, two of the enterprise."""
    return [
        *make_parcels(cast, 12, cast.town),
        *make_parcels(cast, 3, cast.other_town, 100),
        *make_parcels(cast, 2, cast.enterprise, 200),
    ]


@pytest.fixture
def signed_in(db: None) -> Callable[[Any], Client]:
    """`signed_in(person)` gives a client of that person's account."""

    def enter(person: Any, language: str = "zh-hans") -> Client:
        client = Client()
        client.force_login(person.user)
        person.user.language = language
        person.user.save(update_fields=["language"])
        return client

    return enter
