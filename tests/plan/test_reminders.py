"""Reminders of signing: so many working days before and after the due date, once each, by the park's clock."""

import datetime as dt

import pytest

from parkloop.apps.plan.actions import sign_for
from parkloop.apps.plan.models import SignOff
from parkloop.foundation import clock, definitions, standing, ticking
from parkloop.foundation.models import Notice
from tests.plan.conftest import ADOPTED, load_world

pytestmark = [pytest.mark.django_db, pytest.mark.db]
CLOCKS = {
    "source": "试", "valid_from": "2026-01-20", "status": "unverified",
    "signing": {"working_days": 5, "remind": [-1, 1]}, "reporting": {"every": "month", "due_day": 5},
}  # fmt: skip


@pytest.fixture
def clocked(db):
    """The invented park with clocks: five working days to sign."""
    system = standing.system_person()
    with clock.fixed(ADOPTED):
        row = definitions.add_version(system, "clocks", "plan", CLOCKS, dt.date(2026, 1, 20), origin="desk")
        definitions.put_in_force(system, row)
        yield load_world("example")


def signing(world, code):
    return SignOff.objects.select_related("plan", "organisation").get(organisation__code=code)


def test_the_due_date_counts_working_days(clocked):
    assert signing(clocked, "liuxi").due_on == dt.date(2026, 2, 2)


def reminded(world, who):
    return Notice.objects.filter(person=world.people[who], key__startswith="plan.remind").count()


def test_reminders_come_a_day_before_and_a_day_after(clocked):
    for day, count in (
        (dt.date(2026, 1, 29), 0),
        (dt.date(2026, 1, 30), 1),
        (dt.date(2026, 2, 2), 1),
        (dt.date(2026, 2, 3), 2),
    ):
        with clock.fixed(day):
            ticking.tick()
            assert reminded(clocked, "liuxi") == count, day
    assert reminded(clocked, "officer") >= 1


def test_ticking_twice_or_late_reminds_once(clocked):
    for day in (dt.date(2026, 2, 9), dt.date(2026, 2, 9), dt.date(2026, 2, 10)):
        with clock.fixed(day):
            ticking.tick()
    assert reminded(clocked, "liuxi") == 2


def test_who_signed_is_not_reminded(clocked):
    with clock.fixed(dt.date(2026, 1, 28)):
        sign_for(clocked.liuxi, sign_off=signing(clocked, "liuxi"))
    with clock.fixed(dt.date(2026, 2, 9)):
        ticking.tick()
    assert reminded(clocked, "liuxi") == 0
