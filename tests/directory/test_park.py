"""A park's organisations and calendar are loaded by the actions; loading again changes nothing, what the desk changed stays."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings

from parkloop.adapters.park_folder import read_folder
from parkloop.apps.directory.park import load_calendar, load_organisations
from parkloop.foundation import calendar, clock, standing
from parkloop.foundation.actions.add_calendar_year import add_calendar_year
from parkloop.foundation.actions.rename_organisation import rename_organisation
from parkloop.foundation.directory import organisations_as_of
from parkloop.foundation.models import JournalEntry, Organisation, WorkdayYear
from parkloop.packs import Pack, read_pack

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = dt.date(2026, 10, 12)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The second park of the repository."""
    return read_pack(read_folder(settings.HOME / "parks" / "example"))


def load(pack: Pack) -> list[str]:
    """Load both as the system person."""
    system = standing.system_person()
    return [*load_organisations(system, pack), *load_calendar(system, pack)]


def test_all_organisations_stand_in_their_tree(pack: Pack) -> None:
    load(pack)
    rows = {o.code: o for o in Organisation.objects.select_related("parent")}
    assert set(rows) == {o.code for o in pack.organisations}
    assert all((rows[o.code].parent.code if o.parent else "") == o.parent for o in pack.organisations)


def test_former_names_hold_on_their_days(pack: Pack) -> None:
    load(pack)
    renamed = next(o for o in pack.organisations if o.names)
    former = renamed.names[0]
    then = {o.code: o.name_zh for o in organisations_as_of(former.until - dt.timedelta(1))}
    assert then[renamed.code] == former.name.zh
    assert Organisation.objects.get(code=renamed.code).name_zh == renamed.name.zh


def test_loading_twice_does_nothing_more_and_keeps_what_the_desk_changed(pack: Pack) -> None:
    load(pack)
    system = standing.system_person()
    code = pack.organisations[-1].code
    rename_organisation(system, organisation=Organisation.objects.get(code=code), name_zh="改了的名字", on=TODAY)
    entries = JournalEntry.objects.count()
    load(pack)
    assert JournalEntry.objects.count() == entries
    assert Organisation.objects.get(code=code).name_zh == "改了的名字"


def test_the_parks_year_is_known_by_its_notice_and_seeded_years_by_their_source(pack: Pack) -> None:
    load(pack)
    added = pack.calendar[0]
    year = WorkdayYear.objects.get(year=added.year)
    assert (year.notice, year.origin, year.is_provisional) == (added.notice, "park", False)
    assert not calendar.is_workday(added.holidays[0].first)
    assert WorkdayYear.objects.get(year=2026).origin.startswith("chinesecalendar")
    assert calendar.table().is_provisional(dt.date(added.year + 1, 1, 4))


def test_a_year_changed_on_the_desk_is_not_overwritten(pack: Pack) -> None:
    load(pack)
    year = pack.calendar[0].year
    add_calendar_year(standing.system_person(), year=year, holidays=f"{year}-01-01 元旦", notice="更正〔1〕号")
    load(pack)
    assert WorkdayYear.objects.get(year=year).notice == "更正〔1〕号"
