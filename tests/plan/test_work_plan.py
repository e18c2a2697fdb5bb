"""The work plan of the invented park: adding, linking, moving, removing, and every refusal with the place it names."""

import datetime as dt

import pytest
from django.utils import translation

from parkloop.apps.plan.actions import (
    add_work_item,
    edit_work_item,
    link_items,
    load_work_plan,
    move_item,
    remove_work_item,
    report_milestone,
    unlink_items,
)
from parkloop.apps.plan.models import ItemKind, LinkKind, WorkItem, WorkLink
from parkloop.foundation import calendar, journal, refs
from parkloop.foundation.acting import ActionError, AlreadyDone, InvalidInput, InvalidState, NotAllowed, StaleVersion

pytestmark = [pytest.mark.django_db, pytest.mark.db]

STATION = "第二章/四"
NEXT_YEAR = dt.date(2027, 1, 4)


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are looked at in English."""
    with translation.override("en"):
        yield


def item(code: str) -> WorkItem:
    return WorkItem.objects.select_related("plan", "task", "organisation", "parent").get(code=code)


def add(world, code, *, kind=ItemKind.ACTIVITY, duration=10, by=None, task=STATION, **more):
    return add_work_item(
        by or world.officer,
        task=world.task(task),
        kind=kind,
        code=code,
        name_zh=f"事项{code}",
        duration=duration,
        **more,
    )


def refused(call, *args, error=InvalidInput, **more) -> str:
    with pytest.raises(error) as caught:
        call(*args, **more)
    return str(caught.value)


class TestLoading:
    def test_the_proposed_plan_is_scheduled_over_statutory_working_days(self, world):
        first, open_, third, last = (item(code) for code in ("P1", "P2", "P3", "P4"))
        assert (first.starts_on, first.duration) == (dt.date(2026, 2, 2), 60)
        assert calendar.working_days_between(first.starts_on, first.ends_on) == 59
        assert open_.starts_on == open_.ends_on == first.ends_on
        assert calendar.working_days_between(open_.ends_on, third.starts_on) == 11
        assert last.ends_on == third.ends_on
        assert open_.organisation.code == "park-company"

    def test_loading_again_touches_nothing_that_people_changed(self, world):
        move_item(world.officer, item=item("P3"), starts_on=dt.date(2026, 11, 2), reason="设备晚到")
        remove_work_item(world.officer, item=item("P4"), reason="并入上一项")
        assert load_work_plan(world.system, plan=world.plan) == 0
        assert item("P3").not_before == dt.date(2026, 11, 2)
        assert item("P4").removed_on == dt.date(2026, 10, 12)


class TestAdding:
    def test_an_item_gets_its_dates_from_what_binds_it(self, world):
        made = add(world, "Q1", not_before=dt.date(2026, 10, 17))
        assert made.starts_on == dt.date(2026, 10, 19)
        assert calendar.working_days_between(made.starts_on, made.ends_on) == 9

    @pytest.mark.parametrize(
        ("more", "field", "words"),
        [
            ({"code": "P1"}, "code", "taken"),
            ({"code": "一号"}, "code", "letters"),
            ({"duration": 0}, "duration", "Milestone"),
            ({"kind": ItemKind.MILESTONE, "duration": 3}, "duration", "Sub-task"),
            ({"weight": 30}, "weight", "milestones"),
            ({"kind": ItemKind.MILESTONE, "duration": 0, "weight": 130}, "weight", "100"),
            ({"not_before": dt.date(2025, 12, 31)}, "not_before", "2026-01-01"),
            ({"not_before": dt.date(2029, 1, 4)}, "not_before", "2028-12-31"),
            ({"must_start_on": dt.date(2026, 10, 17)}, "must_start_on", "2026-10-16"),
            ({"must_start_on": NEXT_YEAR, "not_before": NEXT_YEAR}, "must_start_on", "not both"),
            ({"must_finish_by": dt.date(2026, 1, 26)}, "", "would end"),
        ],
    )
    def test_bad_input_is_named_and_leaves_nothing_behind(self, world, more, field, words):
        with pytest.raises(InvalidInput) as caught:
            add(world, **{"code": "Q1", "not_before": None, **more})
        assert caught.value.field == field
        assert words in str(caught.value)
        assert not WorkItem.objects.filter(code="Q1").exists()

    def test_a_milestone_outside_the_period_is_named_with_the_period(self, world):
        text = refused(add, world, "Q1", kind=ItemKind.MILESTONE, duration=0, must_start_on=dt.date(2029, 1, 2))
        assert "2029-01-02" in text
        assert "2026-01-01 to 2028-12-31" in text

    def test_an_item_that_would_end_after_its_task_is_refused(self, world):
        text = refused(add, world, "Q1", task="第二章/三", not_before=dt.date(2026, 12, 1), duration=60)
        assert "2026-12-31" in text

    def test_parts_give_the_whole_its_dates(self, world):
        add(world, "W", duration=1)
        add(world, "W1", parent=item("W"), not_before=dt.date(2026, 11, 2), duration=5)
        add(world, "W2", parent=item("W"), not_before=dt.date(2026, 11, 16), duration=5)
        whole = item("W")
        assert (whole.starts_on, whole.ends_on) == (dt.date(2026, 11, 2), dt.date(2026, 11, 20))
        assert whole.duration == 15
        text = refused(link_items, world.officer, item=whole, after=item("P3"))
        assert "parts" in text


class TestLinks:
    def test_a_circle_is_named_by_codes(self, world):
        text = refused(link_items, world.officer, item=item("P4"), after=item("P3"))
        assert text.count("P3") == 2 or text.count("P4") == 2
        assert "circle" in text
        assert WorkLink.objects.count() == 3

    def test_start_to_start_with_lag_moves_what_waits(self, world):
        add(world, "Q1", not_before=dt.date(2026, 11, 2))
        add(world, "Q2")
        link_items(world.officer, item=item("Q1"), after=item("Q2"), kind=LinkKind.SS, lag=3)
        assert item("Q2").starts_on == dt.date(2026, 11, 5)
        unlink_items(world.officer, link=WorkLink.objects.get(after__code="Q2"), reason="不必再等")
        assert item("Q2").starts_on < dt.date(2026, 11, 5)

    def test_a_link_that_breaks_a_fixed_date_names_date_and_chain(self, world):
        add(world, "Q1", not_before=dt.date(2026, 11, 2), duration=20)
        add(world, "F", kind=ItemKind.MILESTONE, duration=0, must_start_on=dt.date(2026, 11, 10))
        text = refused(link_items, world.officer, item=item("Q1"), after=item("F"))
        assert "F 事项F" in text
        assert "2026-11-10" in text
        assert "Q1" in text
        assert item("F").starts_on == dt.date(2026, 11, 10)

    def test_the_same_link_again_and_a_link_to_itself(self, world):
        refused(link_items, world.officer, error=AlreadyDone, item=item("P1"), after=item("P2"))
        refused(link_items, world.officer, item=item("P1"), after=item("P1"))
        refused(link_items, world.officer, item=item("P1"), after=item("P4"), lag=900)


class TestMoving:
    def test_what_waits_moves_with_it_and_is_told(self, world):
        moved = move_item(world.officer, item=item("P3"), starts_on=dt.date(2026, 11, 2), reason="设备晚到")
        by = {s.item.code: s.by for s in moved.shifted}
        assert set(by) == {"P3", "P4"}
        assert by["P3"] == by["P4"] > 0
        assert "P4" in moved.told
        entries = journal.history(refs.ref_of(item("P4")))
        assert entries[0].after["with"] == "P3"
        assert entries[0].reason == "设备晚到"

    def test_a_day_off_means_the_next_working_day(self, world):
        move_item(world.officer, item=item("P4"), starts_on=dt.date(2027, 1, 2), reason="顺延")
        assert calendar.is_workday(item("P4").starts_on)

    def test_a_move_before_what_it_waits_for_names_it(self, world):
        text = refused(move_item, world.officer, item=item("P3"), starts_on=dt.date(2026, 3, 2), reason="提前")
        assert "P2" in text

    def test_a_move_that_breaks_a_date_further_on_names_date_and_chain(self, world):
        before = list(WorkItem.objects.values_list("code", "starts_on", "not_before"))
        text = refused(move_item, world.officer, item=item("P3"), starts_on=dt.date(2027, 3, 1), reason="推迟")
        assert "P4" in text
        assert "2027-06-30" in text
        assert list(WorkItem.objects.values_list("code", "starts_on", "not_before")) == before

    def test_a_fixed_start_does_not_move(self, world):
        add(world, "F", kind=ItemKind.MILESTONE, duration=0, must_start_on=dt.date(2026, 11, 10))
        assert "fixed on 2026-11-10" in refused(
            move_item, world.officer, item=item("F"), starts_on=dt.date(2026, 11, 11), reason="改期"
        )

    @pytest.mark.parametrize("day", [dt.date(2025, 6, 2), dt.date(2029, 6, 4)])
    def test_outside_the_period(self, world, day):
        assert "period" in refused(move_item, world.officer, item=item("P4"), starts_on=day, reason="改期")

    def test_needs_a_reason_and_changes_something(self, world):
        refused(move_item, world.officer, item=item("P3"), starts_on=NEXT_YEAR, reason=" ")
        refused(
            move_item, world.officer, error=AlreadyDone, item=item("P3"), starts_on=item("P3").starts_on, reason="x"
        )

    def test_what_is_finished_stays_and_is_not_pushed(self, world):
        report_milestone(world.operator, item=item("P2"), as_of=dt.date(2026, 9, 30), done_pp=100, note="已挂牌")
        was = item("P2").starts_on
        refused(move_item, world.officer, error=InvalidState, item=item("P2"), starts_on=NEXT_YEAR, reason="x")
        move_item(world.officer, item=item("P1"), starts_on=dt.date(2026, 3, 2), reason="晚开工")
        assert item("P2").starts_on == was

    def test_a_stale_form_is_told(self, world):
        stale = item("P3").version
        edit_work_item(world.officer, item=item("P3"), name_zh="改名", duration=120, reason="更准确", version=stale)
        with pytest.raises(StaleVersion):
            move_item(world.officer, item=item("P3"), starts_on=NEXT_YEAR, reason="x", version=stale)


class TestEditingAndRemoving:
    def test_a_longer_duration_shifts_what_waits(self, world):
        was = item("P4").ends_on
        edit_work_item(world.officer, item=item("P3"), name_zh="首批招募", duration=130, reason="人数增加")
        assert calendar.working_days_between(was, item("P4").ends_on) == 10

    def test_a_removed_item_keeps_its_row_and_frees_what_waited(self, world):
        remove_work_item(world.officer, item=item("P3"), reason="合并")
        assert item("P3").removed_on is not None
        assert not WorkLink.objects.filter(after__code="P4").exists()
        assert str(item("P3")).endswith("(removed)")
        refused(remove_work_item, world.officer, error=InvalidState, item=item("P3"), reason="再删")
        assert "taken" in refused(add, world, "P3")

    def test_reasons_are_asked(self, world):
        refused(remove_work_item, world.officer, item=item("P3"), reason="")
        refused(edit_work_item, world.officer, item=item("P3"), name_zh="x", duration=120, reason="")


class TestRights:
    @pytest.mark.parametrize("who", ["leader", "liuxi", "enterprise", "expert", "auditor", "admin", "stranger"])
    def test_others_change_nothing(self, world, who):
        person = world.people[who]
        for call in (
            lambda: add(world, "Q1", by=person),
            lambda: move_item(person, item=item("P3"), starts_on=NEXT_YEAR, reason="x"),
            lambda: remove_work_item(person, item=item("P3"), reason="x"),
            lambda: link_items(person, item=item("P1"), after=item("P4")),
        ):
            with pytest.raises(NotAllowed):
                call()

    def test_who_leads_the_task_plans_it_and_no_other_one(self, world):
        add(world, "Q1", by=world.operator)
        with pytest.raises(ActionError):
            add(world, "Q2", by=world.operator, task="第二章/一")
