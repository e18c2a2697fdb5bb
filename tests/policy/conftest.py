"""One world for all tests of the matrix: built once, every test rolls back to it."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from parkloop.foundation import clock
from tests.plan.conftest import World
from tests.policy.worlds import build


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """The world in a transaction that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> Iterator[World]:
    """The world on Monday 12 October 2026; people are asked anew, so that nothing kept on them lasts."""
    for person in built.people.values():
        person.__dict__.pop("_standing", None)
        person.__dict__.pop("_own_organisations", None)
    with clock.fixed(dt.date(2026, 10, 12)):
        yield built
