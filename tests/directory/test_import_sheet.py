"""Organisations through a sheet: staged, checked, applied by the bulk verb; wrong rows are named, empty cells are empty."""

import datetime as dt
from collections.abc import Iterator

import pytest

from parkloop.apps.directory.resources import OrganisationResource
from parkloop.desk.sheets import importing
from parkloop.foundation import clock
from parkloop.foundation.acting import InvalidState, NotAllowed, RowErrors
from parkloop.foundation.models import Organisation
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
HEAD = "code,kind,name_zh,parent,founded_on,credit_code,seat\n"
GOOD = "000123,enterprise,=1+1 公司,park,2024-05-01,91110000600037341L,科技路 1 号\n"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(dt.date(2026, 10, 12)):
        yield


def stage(cast: Cast, lines: str) -> importing.ImportBatch:
    """The sheet as the system administrator uploads it."""
    return importing.stage(cast.system_admin, OrganisationResource(), (HEAD + lines).encode(), "organisations.csv")


def test_a_sheet_makes_and_changes_organisations(cast: Cast) -> None:
    batch = stage(cast, GOOD + "enterprise,enterprise,临江样品科技有限公司,town,2020-01-01,,新址\n")
    done = importing.apply(cast.system_admin, OrganisationResource(), batch)
    assert (done.made, done.changed) == (1, 1)
    new = Organisation.objects.get(code="000123")
    assert (new.name_zh, new.parent, new.founded_on) == ("=1+1 公司", cast.park, dt.date(2024, 5, 1))
    moved = Organisation.objects.get(code="enterprise")
    assert (moved.parent, moved.seat) == (cast.town, "新址")


def test_a_sheet_is_applied_once(cast: Cast) -> None:
    batch = stage(cast, GOOD)
    importing.apply(cast.system_admin, OrganisationResource(), batch)
    with pytest.raises(InvalidState):
        importing.apply(cast.system_admin, OrganisationResource(), batch)


def test_what_only_the_verb_can_see_is_named_row_by_row(cast: Cast) -> None:
    batch = stage(cast, GOOD.replace("41L", "41A") + "fine,enterprise,好公司,park,2024-05-01,,\n")
    with pytest.raises(RowErrors):
        importing.apply(cast.system_admin, OrganisationResource(), batch)
    batch.refresh_from_db()
    assert batch.wrong == 1
    assert not Organisation.objects.filter(code__in=["000123", "fine"]).exists()
    done = importing.apply(cast.system_admin, OrganisationResource(), batch, only_good=True)
    assert done.made == 1


def test_only_the_system_administration_uploads(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        importing.stage(cast.district_officer, OrganisationResource(), (HEAD + GOOD).encode(), "organisations.csv")
