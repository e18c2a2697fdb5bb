"""The list page: conditions, chips, columns, order, totals, pages, saved views, and what it does with nonsense."""

import re

import pytest
from django.http import QueryDict

from parkloop.desk import registry
from parkloop.desk.models import ListPreference, SavedView
from parkloop.desk.tables.lists import ListQuery
from tests.bulk.models import Parcel

pytestmark = [pytest.mark.django_db, pytest.mark.db]
URL = "/bulk/parcel/"


def ask(person, text=""):
    """The query of an address."""
    return ListQuery.read(registry.get("bulk.parcel"), person, QueryDict(text), 2026)


def codes(query):
    """Codes of the rows of a result."""
    return [p.code for p in query.rows()]


def test_a_town_officer_sees_only_the_rows_of_the_own_town(cast, parcels, signed_in):
    page = signed_in(cast.town_officer).get(f"{URL}?per_page=100&year=all").content.decode()
    assert "C-000003" in page
    assert "C-000101" not in page
    assert ask(cast.town_officer, "year=all").count == 12


def test_conditions_narrow_and_say_themselves_as_chips_that_can_be_removed(cast, parcels):
    query = ask(cast.district_officer, "state=open&amount_min=100&amount_max=300&q=样品&year=2026")
    labels = [chip["label"] for chip in query.chips()]
    assert len(labels) == 4
    assert any("100" in label and "300" in label for label in labels)
    for chip in query.chips():
        wider = ask(cast.district_officer, chip["url"].removeprefix("?"))
        assert wider.count >= query.count
        assert len(wider.chips()) == 3


def test_the_chosen_year_filters_until_all_years_are_asked(cast, parcels):
    Parcel.objects.filter(code="C-000001").update(opened_on="2025-05-05")
    assert ask(cast.district_officer).count == 16
    assert ask(cast.district_officer, "year=all").count == 17
    assert ask(cast.district_officer, "year=2025").count == 1


NONSENSE = (
        "sort=nothing", "sort=-light", "columns=nothing,code", "state=nothing", "organisation=abc", "organisation=99999999999999999999999",
        "opened_on_from=2026-13-40", "amount_min=abc", "amount_min=NaN", "page=abc", "page=0", "page=-1", "per_page=999999999999", "foo=bar",
        "opened_on_from=2026-05-01&opened_on_to=2026-01-01", "is_urgent=perhaps", "year=abc", "year=99999",
)  # fmt: skip


def test_nonsense_in_the_address_is_named_and_left_out(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    for text in NONSENSE:
        answer = client.get(f"{URL}?{text}")
        assert answer.status_code == 200, text
        assert answer.context["query"].problems, text
        assert answer.context["query"].problems[0][:5] in answer.content.decode()


def test_odd_but_harmless_addresses_answer(cast, parcels, signed_in):
    client = signed_in(cast.district_officer)
    for text in ("page=9999", "q=%00", "q=%27%22--", "pk=abc", "density=huge", "view=abc", "q=" + "x" * 5000):
        assert client.get(f"{URL}?{text}").status_code == 200, text


def test_sorting_is_total_and_missing_values_come_last_both_ways(cast, parcels):
    up, down = (list(ask(cast.district_officer, f"year=all&sort={s}").rows()) for s in ("share", "-share"))
    assert up[-1].share is None
    assert down[-1].share is None
    assert codes(ask(cast.district_officer, "year=all&sort=state")) == codes(
        ask(cast.district_officer, "year=all&sort=state")
    )


def test_totals_are_of_the_whole_result_not_of_the_page(cast, parcels):
    query = ask(cast.district_officer, "year=all&per_page=5")
    total = next(cell for cell in query.totals() if cell is not None)
    assert total.value == sum(p.amount for p in parcels)
    assert len(query.page.object_list) == 5


def test_a_hidden_field_is_no_column_no_filter_no_order(cast, parcels, signed_in):
    query = ask(cast.enterprise_user, "year=all&columns=code,secret&sort=secret&secret=secret-200")
    assert [c.name for c in query.columns] == ["code"]
    assert not query.sort
    assert query.count == 2
    page = signed_in(cast.enterprise_user).get(f"{URL}?year=all&columns=code,secret").content.decode()
    assert "secret-200" not in page
    assert "secret" in [c.name for c in ask(cast.district_officer, "columns=code,secret").columns]


def test_a_foreign_organisation_cannot_be_filtered_for(cast, parcels):
    query = ask(cast.enterprise_user, f"organisation={cast.town.pk}&year=all")
    visible = set(registry.get("bulk.parcel").rows(cast.enterprise_user).values_list("pk", flat=True))
    assert {p.pk for p in query.rows()} <= visible


def test_chosen_columns_are_kept_for_the_person_and_can_be_reset(cast, parcels, signed_in):
    client = signed_in(cast.town_officer)
    client.post(f"{URL}columns/", {"column": ["amount", "code", "nothing"], "list": "year=all&columns=code"})
    assert [c.name for c in ask(cast.town_officer).columns] == ["amount", "code"]
    client.post(f"{URL}columns/", {"reset": "1"})
    assert ListPreference.objects.get(person=cast.town_officer).columns == []
    assert len(ask(cast.town_officer).columns) > 2


def test_a_view_shared_with_the_organisation_is_a_starred_tab_of_colleagues_only(cast, parcels, signed_in):
    signed_in(cast.district_officer).post(
        f"{URL}views/", {"name": "大额", "share": "1", "list": "amount_min=1000&page=3"}
    )
    view = SavedView.objects.get()
    assert view.organisation == cast.district
    assert view.query == "amount_min=1000"
    assert "大额" in signed_in(cast.second_officer).get(URL).content.decode()
    assert "大额" not in signed_in(cast.town_officer).get(URL).content.decode()
    answer = signed_in(cast.second_officer).post(f"{URL}views/{view.pk}/drop/")
    assert answer.status_code == 302
    assert SavedView.objects.exists()
    signed_in(cast.district_officer).post(f"{URL}views/{view.pk}/drop/")
    assert not SavedView.objects.exists()


def test_an_empty_result_names_the_conditions_to_drop(cast, parcels, signed_in):
    page = signed_in(cast.district_officer, "en").get(f"{URL}?q=nowhere").content.decode()
    assert "Nothing fits these conditions" in page
    assert re.search(r"Without “[^”]*nowhere”", page)


def test_nobody_and_strangers_do_not_get_the_list(client, cast, parcels, signed_in):
    assert client.get(URL).status_code == 302
    assert client.get(URL, headers={"HX-Request": "true"}).headers["HX-Redirect"].endswith("/login/")
    assert signed_in(cast.stranger).get(URL).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, signed_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.desk.conftest import make_parcels

    client = signed_in(cast.district_officer)
    make_parcels(cast, 3, cast.town)
    client.get(f"{URL}?year=all")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{URL}?year=all&per_page=100&q=样品")
    make_parcels(cast, 27, cast.town, 10)
    with CaptureQueriesContext(connection) as many:
        client.get(f"{URL}?year=all&per_page=100&q=品")
    assert len(few) == len(many)
    assert len(many) < 45


def test_options_are_those_the_person_may_see(cast, parcels, signed_in):
    found = signed_in(cast.town_officer).get("/desk/options/bulk/parcel/?q=样品").json()["options"]
    assert found
    assert all("C-0001" not in option["text"] for option in found)
    assert signed_in(cast.town_officer).get("/desk/options/no/such/").status_code == 404
