"""The browser's way through an import: template, upload, preview, error sheet, apply; and every sheet that cannot be used."""

import base64
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from msoffcrypto.format.ooxml import OOXMLFile

from parkloop.adapters.sheets import csv_lines, read_table, temporary_file, write_xlsx
from parkloop.desk.models import ImportBatch
from parkloop.desk.sheets import importing
from parkloop.foundation.models import Organisation
from tests.bulk.models import Parcel
from tests.support.samples import PDF, office, png

pytestmark = [pytest.mark.django_db]
ROOT = "/bulk/parcel"
HEADER = ["编码", "中文名称", "organisation", "amount", "opened_on"]
KNOWN = ["code", "name_zh", "organisation", "amount", "opened_on"]


@pytest.fixture
def officer(cast):
    client = Client()
    client.force_login(cast.district_officer.user)
    return client


def content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def xlsx(*rows, header=KNOWN):
    path = temporary_file(".xlsx")
    write_xlsx(path, header, rows)
    data = path.read_bytes()
    path.unlink()
    return data


def send(client, data, name="rows.xlsx"):
    return client.post(f"{ROOT}/import/", {"file": SimpleUploadedFile(name, data)})


def row(code, **changed):
    return list(
        {
            "code": code,
            "name_zh": "样品",
            "organisation": "town",
            "amount": 12.5,
            "opened_on": "2026-01-02",
            **changed,
        }.values()
    )


def test_from_template_to_applied_rows(officer):
    template = read_table(content(officer.get(f"{ROOT}/import/template/")), "t.xlsx")
    assert len(template) == 1
    named = dict(
        zip(("code", "name_zh", "name_en", "organisation", "amount", "share", "opened_on"), template[0], strict=False)
    )
    header = [named[name] for name in KNOWN]
    uploaded = send(officer, xlsx(row("000123"), row("=1+1"), header=header))
    assert uploaded.status_code == 302
    preview = officer.get(uploaded.url)
    assert preview.status_code == 200
    assert not Parcel.objects.exists()
    applied = officer.post(f"{uploaded.url}apply/")
    assert (applied.status_code, applied.url) == (302, f"{ROOT}/")
    assert set(Parcel.objects.values_list("code", flat=True)) == {"000123", "=1+1"}


def test_what_a_list_exports_for_import_comes_back_as_the_same_rows(officer):
    officer.post(send(officer, xlsx(row("000123", name_zh="两\n行"), row("b"))).url + "apply/")
    exported = content(officer.get(f"{ROOT}/?export=import&year=all"))
    again = send(officer, exported)
    batch = ImportBatch.objects.latest("pk")
    assert (again.status_code, batch.same_rows, batch.new_rows, batch.changed_rows, batch.wrong) == (302, 2, 0, 0, 0)


def test_wrong_rows_come_back_in_a_sheet_that_can_be_corrected_and_sent_again(officer):
    uploaded = send(officer, xlsx(row("a"), row("b", amount="many"), row("c", organisation="nowhere")))
    page = officer.get(uploaded.url).content.decode()
    assert "many" in page
    assert "nowhere" in page
    assert officer.post(f"{uploaded.url}apply/").status_code == 409
    assert not Parcel.objects.exists()
    sheet = read_table(content(officer.get(f"{uploaded.url}errors/")), "e.xlsx")
    assert [line[0] for line in sheet[1:]] == ["b", "c"]
    assert officer.post(f"{uploaded.url}apply/", {"only_good": "1"}).status_code == 302
    assert list(Parcel.objects.values_list("code", flat=True)) == ["a"]
    corrected = [line[: len(KNOWN)] for line in sheet]
    corrected[1][3], corrected[2][2] = "7", "town"
    second = send(officer, b"".join(csv_lines(corrected[0], corrected[1:])), "again.csv")
    officer.post(f"{second.url}apply/")
    assert Parcel.objects.count() == 3


def test_an_import_applied_twice_says_so(officer):
    uploaded = send(officer, xlsx(row("a")))
    officer.post(f"{uploaded.url}apply/")
    assert officer.post(f"{uploaded.url}apply/").status_code == 409
    assert Parcel.objects.count() == 1


def test_nobody_sees_or_applies_the_import_of_somebody_else(officer, cast):
    uploaded = send(officer, xlsx(row("a")))
    other = Client()
    other.force_login(cast.second_officer.user)
    assert other.get(uploaded.url).status_code == 404
    assert other.get(f"{uploaded.url}errors/").status_code == 404
    assert other.post(f"{uploaded.url}apply/").status_code == 404
    assert not Parcel.objects.exists()


@pytest.mark.parametrize("who", ["auditor", "stranger", "system_admin", "park_operator"])
def test_without_the_right_there_is_no_import(cast, who):
    client = Client()
    client.force_login(getattr(cast, who).user)
    assert send(client, xlsx(row("a"))).status_code == 403
    assert client.get(f"{ROOT}/import/template/").status_code == 403


def test_text_in_gb18030_is_read(officer):
    text = "code,name_zh,organisation,amount,opened_on\na,合成材料,town,1,2026-01-02\n"
    uploaded = send(officer, text.encode("gb18030"), "rows.csv")
    officer.post(f"{uploaded.url}apply/")
    assert Parcel.objects.get().name_zh == "合成材料"


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(300 << 20))
    return out.getvalue()


def locked():
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx(row("a")))).encrypt("secret", out)
    return out.getvalue()


BAD = {
    "empty": (lambda: b"", ""),
    "blank": (lambda: b"  \n", ""),
    "heading only of nothing": (lambda: xlsx(header=[]), ""),
    "zip bomb": (bomb, ""),
    "password": (locked, "密码"),
    "cut off": (lambda: xlsx(row("a"))[:300], ""),
    "pdf": (lambda: PDF, ""),
    "picture": (png, ""),
    "word": (lambda: office("word/document.xml"), ""),
    "noise": (lambda: base64.b64decode("gICAgP//+A==") * 50, ""),
    "unknown heading": (
        lambda: xlsx(row("a"), header=["code", "weight", "organisation", "amount", "opened_on"]),
        "weight",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_sheet_that_cannot_be_used_is_refused_with_a_sentence_and_changes_nothing(officer, case):
    make, word = BAD[case]
    before = Organisation.objects.count()
    response = send(officer, make())
    assert 400 <= response.status_code < 500, case
    page = response.content.decode()
    assert "notice-over" in page
    assert word in page
    assert (Parcel.objects.count(), ImportBatch.objects.count(), Organisation.objects.count()) == (0, 0, before)


def test_sixty_megabytes_are_refused_before_they_are_read(officer, monkeypatch):
    monkeypatch.setattr(importing, "stage", lambda *a: pytest.fail("the file was read"))
    response = send(officer, bytes(60 << 20))
    assert response.status_code == 422
    assert "20" in response.content.decode()


def test_no_file_at_all_is_told(officer):
    assert officer.post(f"{ROOT}/import/", {}).status_code == 422
    assert officer.post(f"{ROOT}/import/", {"file": "text"}).status_code == 422
