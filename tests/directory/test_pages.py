"""The directory's pages as people open them."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from parkloop.foundation import clock, contributions
from parkloop.foundation.actions.add_person import add_person
from parkloop.foundation.actions.move_organisation import move_organisation
from parkloop.foundation.actions.rename_organisation import rename_organisation
from parkloop.foundation.actions.seed_calendar import seed_calendar
from parkloop.foundation.models import Organisation, Person, Post, RoleGrant, WorkdayYear
from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = dt.date(2026, 10, 12)
LISTS = ("organisation", "person", "post", "role", "deputy", "calendar")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


def page(person: Person, address: str, status: int = 200, language: str = "zh-hans") -> str:
    """What the person sees at the address."""
    client = Client()
    client.force_login(person.user)
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(person: Person, address: str, values: dict[str, object]) -> object:
    """The answer to a filled-in form."""
    client = Client()
    client.force_login(person.user)
    return client.post(address, values)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_for_every_role(cast: Cast, name: str) -> None:
    for person in (cast.district_officer, cast.town_officer, cast.security_admin, cast.system_admin, cast.stranger):
        page(person, f"/directory/{name}/")


def test_every_detail_page_opens(cast: Cast) -> None:
    seed_calendar(cast.system, first_year=2026)
    held = RoleGrant.objects.get(person=cast.town_officer)
    pages = [
        f"organisation/{cast.park.pk}/",
        f"organisation/{cast.park.pk}/?tab=trace",
        f"organisation/{cast.park.pk}/?tab=directory.post",
        f"organisation/{cast.park.pk}/?tab=history",
        f"person/{cast.town_officer.pk}/",
        f"person/{cast.town_officer.pk}/?tab=directory.role",
        f"post/{Post.objects.get(person=cast.town_officer).pk}/",
        f"role/{held.pk}/",
        f"calendar/{WorkdayYear.objects.get(year=2026).pk}/",
    ]
    for address in pages:
        page(cast.security_admin, f"/directory/{address}")


def test_the_tree_shows_the_organisations_of_the_day_asked(cast: Cast) -> None:
    rename_organisation(cast.system_admin, organisation=cast.town, name_zh="柳桥街道", on=TODAY)
    move_organisation(cast.system_admin, organisation=cast.other_town, parent=cast.town, on=dt.date(2027, 1, 1))
    assert "柳桥街道" in page(cast.town_officer, "/directory/organisation/tree/")
    before = page(cast.town_officer, "/directory/organisation/tree/?on=2026-10-11")
    assert "柳桥街道" not in before.split("org-tree")[1]
    later = page(cast.town_officer, "/directory/organisation/tree/?on=2027-01-01").split("org-tree")[1]
    assert later.index("柳桥街道") < later.index("石塘镇")
    assert later.count("<details") == 2


def test_a_town_officer_sees_no_enterprise_of_others_in_the_tree(cast: Cast) -> None:
    assert "样品科技" not in page(cast.town_officer, "/directory/organisation/tree/")
    assert "样品科技" in page(cast.park_operator, "/directory/organisation/tree/")
    page(cast.town_officer, f"/directory/organisation/{cast.enterprise.pk}/", status=404)


def test_a_day_that_is_none_is_told_and_today_is_shown(cast: Cast) -> None:
    shown = page(cast.town_officer, "/directory/organisation/tree/?on=yesterday")
    assert "yesterday" in shown
    assert "2026-10-12" in shown


def test_the_months_mark_days_off_and_weekend_days_worked(cast: Cast) -> None:
    seed_calendar(cast.system, first_year=2026)
    year = WorkdayYear.objects.get(year=2026)
    shown = page(cast.stranger, f"/directory/calendar/{year.pk}/months/")
    assert shown.count('class="month"') == 12
    assert shown.count("day-worked") >= 6
    assert "day-today" in shown
    assert "国庆节" in shown


def test_contact_data_stand_on_a_colleagues_page_and_on_nobody_elses(cast: Cast) -> None:
    Person.objects.filter(pk=cast.town_officer.pk).update(phone="021-5555 0000")
    address = f"/directory/person/{cast.town_officer.pk}/"
    assert "021-5555 0000" in page(cast.town_officer, address)
    assert "021-5555 0000" in page(cast.security_admin, address)
    for person in (cast.district_leader, cast.other_town_officer, cast.auditor, cast.system_admin):
        assert "5555" not in page(person, address)
        assert "5555" not in page(person, "/directory/person/?columns=name,phone")
        assert "021-5555" not in page(person, f"{address}?tab=history")


def test_a_first_password_is_shown_once(cast: Cast) -> None:
    new = add_person(cast.security_admin, name_zh="丁一")
    address = f"/directory/person/{new.pk}/password/"
    refused = post(cast.security_admin, address, {"username": "town officer"})
    assert refused.status_code == 422  # type: ignore[attr-defined]
    answer = post(cast.security_admin, address, {"username": "dingyi"})
    assert answer.status_code == 200  # type: ignore[attr-defined]
    secret = answer.content.decode().split('<code class="token-text">')[1].split("<")[0]  # type: ignore[attr-defined]
    user = Person.objects.get(pk=new.pk).user
    assert user is not None
    assert user.check_password(secret)
    assert secret not in page(cast.security_admin, address)
    page(cast.district_leader, address, status=403)


def test_an_organisation_is_founded_from_its_form(cast: Cast) -> None:
    values = {
        "code": "new-town",
        "kind": "town",
        "name_zh": "新河镇",
        "parent": cast.district.pk,
        "founded_on": "2026-10-12",
    }
    answer = post(cast.system_admin, "/directory/organisation/new/", {**values, "credit_code": "91110000600037341A"})
    assert answer.status_code == 422  # type: ignore[attr-defined]
    answer = post(cast.system_admin, "/directory/organisation/new/", values)
    new = Organisation.objects.get(code="new-town")
    assert answer.headers["Location"] == f"/directory/organisation/{new.pk}/"  # type: ignore[attr-defined]
    assert new.parent == cast.district
    assert new.credit_code is None


def test_a_role_is_granted_and_revoked_from_its_pages(cast: Cast) -> None:
    shown = page(cast.security_admin, f"/directory/role/new/?person={cast.stranger.pk}")
    assert f'value="{cast.stranger.pk}" selected' in shown
    values = {"holder": cast.stranger.pk, "role": "expert", "organisation": cast.park.pk, "valid_from": "2026-10-12"}
    post(cast.security_admin, "/directory/role/new/", values)
    grant = RoleGrant.objects.get(person=cast.stranger)
    address = f"/directory/role/{grant.pk}/do/directory.revoke_role/"
    page(cast.security_admin, address)
    answer = post(cast.security_admin, address, {"on": "2026-10-12", "reason": "误授", "version": grant.version})
    assert answer.status_code == 302, answer.content.decode()[:3000]  # type: ignore[attr-defined]
    assert not RoleGrant.objects.filter(person=cast.stranger).exists()


def test_an_account_without_an_active_person_stays_outside(cast: Cast) -> None:
    Person.objects.filter(pk=cast.town_officer.pk).update(is_active=False)
    page(cast.town_officer, "/directory/organisation/", status=403)


def test_the_pages_speak_english(cast: Cast) -> None:
    seed_calendar(cast.system, first_year=2026)
    year = WorkdayYear.objects.get(year=2026)
    with translation.override("en"):
        for address in ("organisation/tree/", f"calendar/{year.pk}/months/"):
            shown = page(cast.stranger, f"/directory/{address}", language="en")
            assert "Riverside" in shown or "working days" in shown


def test_a_calendar_year_is_typed_line_by_line(cast: Cast) -> None:
    shown = page(cast.system_admin, "/directory/calendar/new/")
    assert shown.count("<textarea") == 3
    values = {
        "year": "2031",
        "notice": "国办发明电〔2030〕7号",
        "holidays": "2031-01-01 元旦\r\n2031-10-01 2031-10-07 国庆节",
    }
    answer = post(cast.system_admin, "/directory/calendar/new/", values)
    assert answer.status_code == 302, answer.content.decode()[:3000]  # type: ignore[attr-defined]
    assert WorkdayYear.objects.get(year=2031).days.count() == 8


def test_other_rooms_speak_on_an_organisations_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    piece = contributions.Contribution(
        slot="directory.organisation",
        id="tests.lamp",
        label="Lamps there",
        template="directory/day_name.html",
        build=lambda person, organisation: None,
        may=lambda person: person == cast.town_officer,
        queries=0,
        empty="No lamp was ever reported",
    )
    monkeypatch.setattr(contributions, "_slots", {"directory.organisation": {"tests.lamp": piece}})
    address = f"/directory/organisation/{cast.park.pk}/"
    assert "No lamp was ever reported" in page(cast.town_officer, address)
    assert "Lamps there" not in page(cast.other_town_officer, address)
