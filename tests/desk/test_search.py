"""Search: by name, code and pinyin; counts and facets within the person's scopes; kept in the changing transaction."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from parkloop.desk.finding import search
from tests.bulk.actions import add_parcel, edit_parcel
from tests.bulk.models import Parcel

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def parcels(cast):
    def make(code, name, organisation):
        return add_parcel(
            cast.district_officer,
            code=code,
            name_zh=name,
            name_en=f"Thing {code}",
            organisation=organisation,
            amount=Decimal(1),
            opened_on=dt.date(2026, 1, 1),
        )

    return [make("K-100", "合成材料样品", cast.town), make("K-200", "机器人部件", cast.other_town)]


def found(person, text):
    return {hit.title.split()[0] for hit in search.find(person, text, kind="bulk.parcel").hits}


@pytest.mark.parametrize("text", ["材料", "合成材料", "料", "K-100", "k", "thing 100", "１００"])
def test_a_thing_is_found_by_any_part_of_its_name_or_code(cast, parcels, text):
    assert "K-100" in found(cast.district_officer, text)


@pytest.mark.parametrize("text", ["", "  ", "!!!", "材器", "zzz", '"', "* OR *", "org:1", "ω"])
def test_what_stands_nowhere_is_not_found_and_signs_do_no_harm(cast, parcels, text):
    assert found(cast.district_officer, text) == set()


def test_a_town_officer_finds_only_the_own_town_counts_included(cast, parcels):
    result = search.find(cast.town_officer, "k", kind="bulk.parcel")
    assert [hit.title for hit in result.hits] == [str(parcels[0])]
    assert result.total == 1
    assert [facet[2] for facet in result.facets if facet[0] == "bulk.parcel"] == [1]


@pytest.mark.parametrize("who", ["stranger", "system_admin", "security_admin", "expert"])
def test_who_has_no_business_right_finds_nothing(cast, parcels, who):
    assert search.find(getattr(cast, who), "k", kind="bulk.parcel").total == 0


def test_a_changed_name_is_found_at_once_and_the_old_one_no_more(cast, parcels):
    edit_parcel(cast.district_officer, parcel=parcels[0], name_zh="碳纤维", amount=Decimal(1))
    assert found(cast.district_officer, "碳纤维") == {"K-100"}
    assert found(cast.district_officer, "合成") == set()


@pytest.mark.django_db(transaction=True)
def test_an_undone_change_leaves_no_trace_in_the_index(cast, parcels):
    with transaction.atomic():
        edit_parcel(cast.district_officer, parcel=parcels[0], name_zh="碳纤维", amount=Decimal(1))
        transaction.set_rollback(True)
    assert found(cast.district_officer, "碳纤维") == set()
    assert found(cast.district_officer, "合成") == {"K-100"}


def test_a_removed_row_is_not_shown_even_before_the_index_knows(cast, parcels):
    Parcel.objects.filter(pk=parcels[0].pk).delete()
    assert found(cast.district_officer, "合成") == set()
