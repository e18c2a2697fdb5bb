"""Key-technology projects: indicators, measured values, recognitions, partners."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.utils import DatabaseError

from parkloop.apps.documents.actions import upload
from parkloop.apps.projects.actions import (
    add_indicator,
    add_partner,
    edit_indicator,
    recognise,
    record_reading,
    remove_partner,
)
from parkloop.apps.projects.annotating import MET, with_actual, with_technology_standings
from parkloop.apps.projects.models import Indicator, Reading, Technology
from parkloop.foundation import policy, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, NotAllowed
from tests.projects.conftest import SEPTEMBER

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def weight(world, technology):
    return add_indicator(
        world.officer,
        technology=technology,
        name_zh="整备质量",
        unit="kg",
        comparator="le",
        goal=Decimal(780),
        baseline=Decimal(960),
    )


def stand(indicator):
    return with_actual(Indicator.objects.all()).get(pk=indicator.pk)


def test_without_a_measured_value_there_is_no_data_and_no_failure(world, technology, weight):
    assert stand(weight).actual is None
    assert weight.is_met(stand(weight).actual) is None
    shown = with_technology_standings(Technology.objects.all()).get()
    assert (shown.indicator_count, shown.measured_count, shown.met_count) == (1, 0, 0)


def test_the_newest_value_counts_and_older_ones_stay(world, weight):
    record_reading(world.enterprise, indicator=weight, on=SEPTEMBER, value=Decimal(800), source="样机称重")
    record_reading(world.enterprise, indicator=weight, on=dt.date(2026, 6, 1), value=Decimal(700), source="补报")
    assert stand(weight).actual == 800
    record_reading(world.enterprise, indicator=weight, on=dt.date(2026, 10, 9), value=Decimal(779), source="样机称重")
    assert weight.is_met(stand(weight).actual) is True
    assert Reading.objects.count() == 3


@pytest.mark.parametrize(
    ("comparator", "high", "actual", "met"),
    [("ge", None, 10, True), ("ge", None, 9, False), ("le", None, 11, False), ("eq", None, 10, True), ("range", 12, 12, True), ("range", 12, 13, False)],
)  # fmt: skip
def test_the_database_judges_like_the_domain(world, technology, comparator, high, actual, met):
    made = add_indicator(
        world.officer,
        technology=technology,
        name_zh="值",
        comparator=comparator,
        goal=Decimal(10),
        goal_high=high and Decimal(high),
    )
    record_reading(world.officer, indicator=made, on=SEPTEMBER, value=Decimal(actual), source="检测")
    assert made.is_met(Decimal(actual)) is met
    assert with_actual(Indicator.objects.all()).filter(MET).exists() is met


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("on", {"on": dt.date(2026, 10, 13), "source": "检测", "value": Decimal(1)}), ("source", {"on": SEPTEMBER, "source": " "}),
        ("value", {"on": SEPTEMBER, "source": "检测", "value": Decimal("1.0000001")}),
        ("value", {"on": SEPTEMBER, "source": "检测", "value": Decimal(10) ** 12}),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(world, weight, field, given):
    with pytest.raises(InvalidInput) as refused:
        record_reading(world.officer, indicator=weight, **given)
    assert refused.value.field == field


def test_a_correction_of_a_day_needs_a_reason_and_keeps_the_older_value(world, weight):
    given = {"indicator": weight, "on": SEPTEMBER, "source": "检测"}
    record_reading(world.officer, value=Decimal(800), **given)
    with pytest.raises(AlreadyDone):
        record_reading(world.officer, value=Decimal(800), **given)
    with pytest.raises(InvalidInput) as refused:
        record_reading(world.officer, value=Decimal(790), **given)
    assert refused.value.field == "reason"
    record_reading(world.officer, value=Decimal(790), reason="笔误", **given)
    assert [r.value for r in weight.readings.order_by("pk")] == [800, 790]
    assert stand(weight).actual == 790


@pytest.mark.parametrize("statement", ["UPDATE projects_reading SET value = 1", "DELETE FROM projects_reading"])
def test_measured_values_are_append_only(world, weight, statement):
    record_reading(world.officer, indicator=weight, on=SEPTEMBER, value=Decimal(800), source="检测")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_range_has_two_ends_and_only_a_range(world, technology, weight):
    for given in (
        {"comparator": "range"},
        {"comparator": "range", "goal_high": Decimal(1)},
        {"comparator": "ge", "goal_high": Decimal(9)},
    ):
        with pytest.raises(InvalidInput) as refused:
            add_indicator(world.officer, technology=technology, name_zh="宽度", goal=Decimal(5), **given)
        assert refused.value.field == "goal_high"
    with pytest.raises(InvalidInput):
        add_indicator(world.officer, technology=technology, name_zh="整备质量", comparator="le", goal=Decimal(1))


def test_a_promise_is_corrected_with_a_reason_by_who_keeps_the_project(world, weight):
    given = {"name_zh": "整备质量", "comparator": "le", "goal": Decimal(800)}
    with pytest.raises(InvalidInput):
        edit_indicator(world.officer, indicator=weight, reason=" ", **given)
    with pytest.raises(NotAllowed):
        edit_indicator(world.enterprise, indicator=weight, reason="放宽", **given)
    edit_indicator(world.officer, indicator=weight, reason="专家论证", **given)
    assert Indicator.objects.get().goal == 800


def test_a_recognition_carries_its_certificate_once(world, technology):
    file = upload(
        world.officer,
        file=ContentFile(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", name="c.pdf"),
        ref=str(refs.ref_of(technology)),
    )
    given = {"technology": technology, "kind": "first-set", "body": "省工信厅", "on": SEPTEMBER}
    made = recognise(world.officer, certificate=file, **given)
    assert made.certificate == str(refs.ref_of(file))
    with pytest.raises(AlreadyDone):
        recognise(world.officer, **given)
    with pytest.raises(InvalidInput) as refused:
        recognise(world.officer, **{**given, "kind": "first-album"})
    assert refused.value.field == "kind"
    with pytest.raises(NotAllowed):
        recognise(world.enterprise, **given)


def test_a_partner_sees_the_project_while_it_takes_part(world, technology):
    assert not policy.rows(world.operator, Technology).exists()
    add_partner(world.officer, technology=technology, partner=world.organisations["park-company"], part="中试")
    assert policy.rows(world.operator, Technology).exists()
    with pytest.raises(AlreadyDone):
        add_partner(world.officer, technology=technology, partner=world.organisations["park-company"])
    with pytest.raises(InvalidInput):
        add_partner(world.officer, technology=technology, partner=world.organisations["demo-shanji"])
    remove_partner(world.officer, technology=technology, partner=world.organisations["park-company"], reason="退出")
    assert not policy.rows(world.operator, Technology).exists()
