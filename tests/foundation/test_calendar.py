"""The workday table of the installation: seeded, extended by notices, provisional beyond, kept until it changes."""

import datetime as dt

import pytest

from parkloop.adapters import official_holidays
from parkloop.foundation import calendar, journal, refs
from parkloop.foundation.acting import InvalidInput, NotAllowed
from parkloop.foundation.actions.add_calendar_year import add_calendar_year
from parkloop.foundation.actions.seed_calendar import seed_calendar
from parkloop.foundation.models import JournalEntry, WorkdayYear
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
NOTICE = "国办发明电〔2030〕7号"
HOLIDAYS = "2031-01-01 元旦 / New Year's Day\n2031-10-01 2031-10-07 国庆节 / National Day"


def test_an_empty_table_counts_weekdays_and_says_it_is_provisional(cast: Cast) -> None:
    due = calendar.deadline(dt.date(2026, 9, 30), 1)
    assert (due.day, due.is_provisional) == (dt.date(2026, 10, 1), True)


def test_the_seed_brings_the_published_years(cast: Cast) -> None:
    years = seed_calendar(cast.system, first_year=2025)
    assert years[0] == 2025
    assert calendar.add_working_days(dt.date(2025, 9, 30), 1) == dt.date(2025, 10, 9)
    assert not calendar.deadline(dt.date(2025, 9, 30), 1).is_provisional
    assert calendar.is_workday(dt.date(2025, 10, 11))
    beyond = max(official_holidays.known_years()) + 1
    assert calendar.table().is_provisional(dt.date(beyond, 1, 1))


def test_seeding_again_changes_nothing_and_leaves_years_of_the_park_alone(cast: Cast) -> None:
    own = add_calendar_year(
        cast.system_admin, year=2025, holidays="2025-05-01 劳动节 / Labour Day", notice="园区〔2024〕1号"
    )
    seed_calendar(cast.system, first_year=2024)
    entries = JournalEntry.objects.count()
    assert 2025 not in seed_calendar(cast.system, first_year=2024)
    assert JournalEntry.objects.count() == entries
    assert WorkdayYear.objects.get(year=2025).days.count() == own.days.count() == 1


def test_a_year_added_on_the_desk_keeps_the_notices_number(cast: Cast) -> None:
    table = calendar.table()
    year = add_calendar_year(cast.system_admin, year=2031, holidays=HOLIDAYS, make_up_days="2031-09-28", notice=NOTICE)
    assert calendar.table() is not table
    assert calendar.add_working_days(dt.date(2031, 9, 30), 1) == dt.date(2031, 10, 8)
    assert calendar.is_workday(dt.date(2031, 9, 28))
    assert not calendar.table().is_provisional(dt.date(2031, 1, 1))
    assert year.days.get(day=dt.date(2031, 10, 3)).name_en == "National Day"
    assert journal.history(refs.ref_of(year)).get().basis == NOTICE


def test_a_year_without_a_notice_stays_provisional_until_the_notice_is_known(cast: Cast) -> None:
    add_calendar_year(cast.system_admin, year=2031, holidays=HOLIDAYS)
    assert calendar.table().is_provisional(dt.date(2031, 5, 1))
    add_calendar_year(cast.system_admin, year=2031, holidays=HOLIDAYS, notice=NOTICE)
    assert not calendar.table().is_provisional(dt.date(2031, 5, 1))
    assert WorkdayYear.objects.get(year=2031).version == 2


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("holidays", {"holidays": "1 October"}),
        ("holidays", {"holidays": "2031-02-30 元旦"}),
        ("holidays", {"holidays": "2030-10-01 国庆节"}),
        ("holidays", {"holidays": "2031-10-07 2031-10-01 国庆节"}),
        ("holidays", {"holidays": HOLIDAYS, "make_up_days": "2031-10-02"}),
        ("make_up_days", {"holidays": HOLIDAYS, "make_up_days": "sometime"}),
        ("year", {"year": 1066, "holidays": ""}),
    ],
)
def test_lines_that_cannot_be_read_are_named(cast: Cast, field: str, values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_calendar_year(cast.system_admin, **{"year": 2031, **values})
    assert refused.value.field == field
    assert WorkdayYear.objects.count() == 0


def test_only_the_system_administration_keeps_the_calendar(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_calendar_year(cast.district_officer, year=2031, holidays=HOLIDAYS, notice=NOTICE)


def test_counting_asks_one_small_query_when_nothing_changed(cast: Cast, django_assert_num_queries: object) -> None:
    seed_calendar(cast.system, first_year=2026)
    calendar.table()
    with django_assert_num_queries(1):  # type: ignore[operator]
        calendar.add_working_days(dt.date(2026, 9, 30), 10)
