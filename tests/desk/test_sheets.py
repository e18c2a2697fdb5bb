"""Sheets come back as they went out: nothing turns into a number, a formula or a date by itself."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.adapters.sheets import UnreadableSheet, as_number, csv_lines, read_table, temporary_file, write_xlsx

AWKWARD = ["000123", "=1+1", "+86", "-5", "@cmd", "'quoted", "line\nbreak", 'comma, and "quotes"', "中文", " blank "]


def through_csv(rows: list[list[object]]) -> list[list[str]]:
    return read_table(b"".join(csv_lines(["a", "b"], rows)), "t.csv")[1:]


def through_xlsx(rows: list[list[object]]) -> list[list[str]]:
    path = temporary_file(".xlsx")
    write_xlsx(path, ["a", "b"], rows)
    data = path.read_bytes()
    path.unlink()
    return read_table(data, "t.xlsx")[1:]


@pytest.mark.parametrize("text", AWKWARD)
@pytest.mark.parametrize("through", [through_csv, through_xlsx])
def test_awkward_text_comes_back_unchanged(text, through):
    assert through([[text, "x"]]) == [[text, "x"]]


@pytest.mark.parametrize("through", [through_csv, through_xlsx])
def test_numbers_dates_and_missing_values_come_back(through):
    row = [[Decimal("12345.60"), dt.date(2026, 10, 12)], [None, "x"]]
    found = through(row)
    assert as_number(found[0][0]) == Decimal("12345.60")
    assert found[0][1] == "2026-10-12"
    assert found[1] == ["", "x"]


def test_a_csv_cell_that_a_spreadsheet_would_run_is_guarded():
    assert b"'=1+1" in b"".join(csv_lines(["a"], [["=1+1"]]))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), min_size=1), min_size=1, max_size=5))
def test_any_text_survives_csv(texts):
    row = [*texts, "end"]
    assert read_table(b"".join(csv_lines(["h"] * len(row), [row])), "t.csv")[1:] == [row]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\x00\x01\x02\x03", "damaged"),
        (b"\xff\xff\xff\x81", "encoding"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(data, code):
    with pytest.raises(UnreadableSheet) as refused:
        read_table(data, "t.xlsx")
    assert refused.value.code == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(UnreadableSheet) as refused:
        read_table(buffer.getvalue(), "t.xlsx")
    assert refused.value.code == "too_big"


def test_a_sheet_in_gb18030_is_read():
    assert read_table("编号,名称\n1,园区\n".encode("gb18030"), "t.csv") == [["编号", "名称"], ["1", "园区"]]


@pytest.mark.parametrize(("text", "number"), [("1,234.5", "1234.5"), ("１２３", "123"), (" 7 ", "7"), ("-0.5", "-0.5")])
def test_numbers_are_read_as_people_write_them(text, number):
    assert as_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1e999999999"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        as_number(text)
