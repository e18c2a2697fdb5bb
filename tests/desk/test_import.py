"""Import of sheets: nothing is changed before the preview, all or nothing, every error names its row and field."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parkloop.adapters.sheets import csv_lines, read_table
from parkloop.desk import registry
from parkloop.desk.sheets import exporting, importing
from parkloop.foundation import policy
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed, RowErrors
from parkloop.foundation.models import JournalEntry
from tests.bulk.models import Parcel

pytestmark = [pytest.mark.django_db]
HEADER = ["code", "name_zh", "organisation", "amount", "opened_on"]


@pytest.fixture
def resource():
    return registry.get("bulk.parcel")


def sheet(*rows, header=HEADER):
    return b"".join(csv_lines(header, rows))


def stage(cast, resource, *rows, who="district_officer", header=HEADER):
    return importing.stage(getattr(cast, who), resource, sheet(*rows, header=header), "t.csv")


def test_staging_changes_nothing_and_counts_what_would_happen(cast, resource):
    batch = stage(
        cast, resource, ["000123", "甲", "town", "1,000", "2026-01-02"], ["b", "=1+1", "town", "2", "2026/1/3"]
    )
    assert (batch.new_rows, batch.changed_rows, batch.wrong) == (2, 0, 0)
    assert not Parcel.objects.exists()


def test_applying_makes_the_rows_with_one_journal_entry(cast, resource):
    batch = stage(
        cast, resource, ["000123", "甲", "town", "1,000", "2026-01-02"], ["b", "=1+1", "town", "2", "2026/1/3"]
    )
    result = importing.apply(cast.district_officer, resource, batch)
    assert result.made == 2
    assert set(Parcel.objects.values_list("code", "name_zh", "amount")) == {
        ("000123", "甲", Decimal(1000)),
        ("b", "=1+1", Decimal(2)),
    }
    entry = JournalEntry.objects.get(action="bulk.import_parcels")
    assert entry.digest == batch.digest


def test_every_error_names_its_row_and_field(cast, resource):
    batch = stage(
        cast,
        resource,
        ["a", "甲", "nowhere", "1", "2026-01-02"],
        ["b", "乙", "town", "many", "2026-01-02"],
        ["c", "丙", "town", "1", "31.12"],
        ["", "丁", "town", "1", "2026-01-02"],
        ["e", "戊", "town", "1", "2026-01-02"],
        ["e", "己", "town", "1", "2026-01-02"],
    )
    found = {row.number: set(row.errors) for row in batch.rows.exclude(errors={})}
    assert found == {2: {"organisation"}, 3: {"amount"}, 4: {"opened_on"}, 5: {"code"}, 7: {"code"}}


def test_a_sheet_with_a_wrong_row_imports_nothing_unless_asked_for_the_good_rows(cast, resource):
    batch = stage(cast, resource, ["a", "甲", "town", "1", "2026-01-02"], ["b", "乙", "town", "x", "2026-01-02"])
    with pytest.raises(InvalidState):
        importing.apply(cast.district_officer, resource, batch)
    assert not Parcel.objects.exists()
    importing.apply(cast.district_officer, resource, batch, only_good=True)
    assert list(Parcel.objects.values_list("code", flat=True)) == ["a"]
    assert [row[0] for row in importing.error_rows(batch)] == ["b"]


def test_a_sheet_is_applied_once(cast, resource):
    batch = stage(cast, resource, ["a", "甲", "town", "1", "2026-01-02"])
    importing.apply(cast.district_officer, resource, batch)
    with pytest.raises(InvalidState):
        importing.apply(cast.district_officer, resource, batch)


def test_a_town_officer_cannot_import_rows_of_another_town(cast, resource):
    batch = stage(cast, resource, ["a", "甲", "other-town", "1", "2026-01-02"], who="town_officer")
    with pytest.raises(RowErrors):
        importing.apply(cast.town_officer, resource, batch)
    batch.refresh_from_db()
    assert batch.wrong == 1
    assert batch.applied_at is None
    assert not Parcel.objects.exists()


def test_a_town_officer_cannot_overwrite_a_row_he_does_not_see(cast, resource):
    batch = stage(cast, resource, ["a", "甲", "other-town", "1", "2026-01-02"])
    importing.apply(cast.district_officer, resource, batch)
    stolen = stage(cast, resource, ["a", "盗", "town", "1", "2026-01-02"], who="town_officer")
    assert stolen.wrong == 1
    assert Parcel.objects.get().name_zh == "甲"


def test_an_auditor_cannot_import(cast, resource):
    with pytest.raises(NotAllowed):
        stage(cast, resource, ["a", "甲", "town", "1", "2026-01-02"], who="auditor")


@pytest.mark.parametrize("header", [["code", "weight"], ["name_zh", "amount"], ["code", "code"]])
def test_wrong_headings_are_refused_by_name(cast, resource, header):
    with pytest.raises(InvalidInput):
        stage(cast, resource, ["a", "b"], header=header)


def test_columns_left_out_stay_as_they_are(cast, resource):
    importing.apply(cast.district_officer, resource, stage(cast, resource, ["a", "甲", "town", "5", "2026-01-02"]))
    batch = stage(cast, resource, ["a", "乙"], header=["code", "name_zh"])
    importing.apply(cast.district_officer, resource, batch)
    parcel = Parcel.objects.get()
    assert (parcel.name_zh, parcel.amount, parcel.version) == ("乙", Decimal(5), 2)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_imports_again_as_the_same_rows(cast, resource, format):
    rows = [["000123", "=1+1", "town", "1", "2026-01-02"], ["b", "两\n行", "town", "2.50", "2026-01-03"]]
    importing.apply(cast.district_officer, resource, stage(cast, resource, *rows))
    seen = policy.rows(cast.district_officer, Parcel)
    response = exporting.export_for_import(resource, cast.district_officer, seen, format=format)
    data = b"".join(response.streaming_content)
    assert read_table(data, f"t.{format}")[1][0] == "000123"
    batch = importing.stage(cast.district_officer, resource, data, f"t.{format}")
    assert (batch.same_rows, batch.new_rows, batch.changed_rows, batch.wrong) == (2, 0, 0, 0)


def test_checking_asks_as_many_queries_for_three_rows_as_for_thirty(cast, resource):
    def queries(count):
        rows = [[f"q{count}-{n}", "甲", "town", "1", "2026-01-02"] for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            stage(cast, resource, *rows)
        return len(asked)

    queries(2)
    assert queries(3) == queries(30)
