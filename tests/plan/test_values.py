"""Typing values of targets: right, period, number, correction; missing is stated, never zero."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from parkloop.apps.plan.actions import edit_target, record_target_value
from parkloop.apps.plan.models import TargetValue
from parkloop.apps.plan.standings import Standings
from parkloop.foundation import clock, delivery
from parkloop.foundation.acting import AlreadyDone, InvalidInput, NotAllowed, StaleVersion
from parkloop.foundation.models import JournalEntry, Notice
from tests.plan.conftest import SEPTEMBER, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.db]
JUNE = dt.date(2026, 6, 30)


def typed(world, value, who=None, town=None, on=SEPTEMBER, target="C1", source="季报", **more):
    return record_target_value(
        who or world.officer,
        target=world.target(target),
        period_end=on,
        value=None if value is None else D(value),
        organisation=world.organisations[town] if town else None,
        source=source,
        **more,
    )


def stand_of(world, code="C1"):
    target = world.target(code)
    return Standings(TODAY).of_targets([target])[target.pk]


def test_a_typed_value_keeps_source_person_and_instant(world):
    row = typed(world, "5.2")
    assert (row.value, row.source, row.typed_by) == (D("5.2"), "季报", world.officer)
    assert row.recorded_at == clock.now()


def test_without_a_value_the_light_says_no_data(world):
    stand = stand_of(world)
    assert (stand.value, stand.lamp.light, stand.judgement.gap_pp) == (None, "none", None)


def test_a_value_typed_today_changes_the_light(world):
    typed(world, "3.3")
    assert stand_of(world).lamp.light == "over"
    typed(world, "12.5", reason="漏报三份合同")
    assert stand_of(world).lamp.light == "ok"


def test_a_value_stated_as_missing_is_no_zero(world):
    typed(world, None, source="尚未统计")
    stand = stand_of(world)
    assert stand.row is not None
    assert (stand.value, stand.lamp.light) == (None, "none")


def test_zero_is_judged(world):
    typed(world, "0")
    assert stand_of(world).lamp.light == "over"


def test_a_correction_needs_a_reason_and_keeps_the_older_row(world):
    older = typed(world, "5.2")
    with pytest.raises(InvalidInput) as refused:
        typed(world, "5.4")
    assert refused.value.field == "reason"
    newer = typed(world, "5.4", reason="漏报一份合同")
    older.refresh_from_db()
    assert newer.supersedes == older
    assert older.superseded_at is not None
    assert TargetValue.objects.filter(target=newer.target, superseded_at__isnull=True).count() == 1


def test_the_same_value_again_is_told_so(world):
    typed(world, "5.2")
    with pytest.raises(AlreadyDone):
        typed(world, "5.2")


def test_a_correction_is_told_to_who_runs_the_plan(world):
    typed(world, "1.1", who=world.liuxi, town="liuxi")
    typed(world, "1.2", who=world.liuxi, town="liuxi", reason="更正")
    delivery.deliver_waiting()
    assert Notice.objects.filter(person=world.officer, key__startswith="plan.corrected").count() == 1


def test_a_period_ends_with_its_month(world):
    with pytest.raises(InvalidInput, match="2026-09-30"):
        typed(world, "5.2", on=dt.date(2026, 9, 29))


def test_a_period_that_is_not_over_has_no_value(world):
    with pytest.raises(InvalidInput):
        typed(world, "5.2", on=dt.date(2026, 10, 31))


def test_a_count_is_never_below_zero(world):
    with pytest.raises(InvalidInput) as refused:
        typed(world, "-1")
    assert refused.value.field == "value"


def test_a_value_has_a_source(world):
    with pytest.raises(InvalidInput) as refused:
        typed(world, "5.2", source=" ")
    assert refused.value.field == "source"


def test_another_unit_is_guessed_and_may_be_insisted_on(world):
    typed(world, "3.1", on=JUNE)
    with pytest.raises(InvalidInput, match=r"times|倍"):
        typed(world, "52000")
    assert typed(world, "52000", reason="确为此数").value == 52000


def test_a_count_since_january_does_not_fall(world):
    typed(world, "3.1", on=JUNE)
    with pytest.raises(InvalidInput):
        typed(world, "2.9")


def test_a_new_year_counts_from_the_beginning(world):
    with clock.fixed(dt.date(2027, 2, 8)):
        typed(world, "9", on=dt.date(2026, 12, 31))
        assert typed(world, "0.5", on=dt.date(2027, 1, 31)).value == D("0.5")


def test_a_town_officer_types_for_the_own_town_only(world):
    assert typed(world, "1", who=world.liuxi, town="liuxi").organisation.code == "liuxi"
    for town in ("shiqiao", None):
        with pytest.raises(NotAllowed):
            typed(world, "1", who=world.liuxi, town=town)


@pytest.mark.parametrize("who", ["operator", "enterprise", "expert", "auditor", "leader", "admin", "stranger"])
def test_others_type_no_values(world, who):
    with pytest.raises(NotAllowed):
        typed(world, "1", who=world.people[who], town="liuxi")


def test_a_refused_value_leaves_nothing_behind(world):
    before = JournalEntry.objects.count()
    with pytest.raises(InvalidInput):
        typed(world, "5.2", on=dt.date(2026, 9, 29))
    assert TargetValue.objects.count() == 0
    assert JournalEntry.objects.count() == before


def test_a_stale_form_is_told_what_changed(world):
    seen = world.target("C1").version
    typed(world, "5.2", version=seen)
    with pytest.raises(StaleVersion):
        typed(world, "5.3", reason="更正", version=seen)


def test_the_database_holds_one_current_value_per_town_and_period(world):
    row = typed(world, "1", who=world.liuxi, town="liuxi")
    for organisation in (row.organisation, None):
        copies = [
            TargetValue(target=row.target, organisation=organisation, period_end=SEPTEMBER, value=2, source="x",
                        typed_by=world.officer, recorded_at=clock.now())
            for _ in range(2)
        ]  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            TargetValue.objects.bulk_create(copies)


def test_the_journal_of_the_target_shows_before_and_after(world):
    typed(world, "5.2")
    typed(world, "5.4", reason="更正")
    entry = JournalEntry.objects.filter(action="plan.record_target_value", ref__startswith="plan.target:").last()
    assert (entry.before, entry.after, entry.reason) == ({"2026-09-30": "5.2000"}, {"2026-09-30": "5.4"}, "更正")


def test_tolerance_belongs_to_about_n_only(world):
    with pytest.raises(InvalidInput) as refused:
        edit_target(world.officer, target=world.target("C1"), label_zh="技术合同", tolerance=D(1), reason="试")
    assert refused.value.field == "tolerance"


def test_the_park_renames_its_target_and_the_printed_words_stay(world):
    printed = world.target("C1").indicator
    edit_target(world.officer, target=world.target("C1"), label_zh="技术合同", decimals=1, reason="短一些")
    assert (world.target("C1").label_zh, world.target("C1").indicator) == ("技术合同", printed)
