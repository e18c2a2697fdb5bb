"""PDF: text and ruled tables become lines that compile like typed ones; scans, passwords, damage and giants are refused with what to do."""

from __future__ import annotations

import io

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from parkloop.adapters.documents import UnreadableDocument, read_document
from parkloop.adapters.documents import pdf as reader
from parkloop.domain.plan import compile_plan
from tests.compiler import support

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
TEXT = """青川市创新发展行动方案（2025—2027年）
一、主要目标
到2027年，高新技术企业数量达到300家，研发投入占比达到4.5%以上。
二、重点任务
（一）强化创新策源
1.建设重点实验室。由市科技局牵头，市财政局配合。
"""


def printed(text: str, *, encrypt: str = "", lines_a_page: int = 40) -> bytes:
    """A PDF with the text, one line under the other."""
    stream = io.BytesIO()
    page = canvas.Canvas(stream, pagesize=A4, encrypt=StandardEncryption(encrypt) if encrypt else None)
    lines = text.splitlines()
    for start in range(0, max(len(lines), 1), lines_a_page):
        page.setFont(FONT, 12)
        for at, line in enumerate(lines[start : start + lines_a_page]):
            page.drawString(60, 780 - at * 18, line)
        page.showPage()
    page.save()
    return stream.getvalue()


def with_table(rows: list[list[str]]) -> bytes:
    """A PDF that is one ruled table."""
    stream = io.BytesIO()
    table = Table(rows)
    table.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), FONT, 11), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    SimpleDocTemplate(stream, pagesize=A4).build([table])
    return stream.getvalue()


def refused(data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, "notice.pdf")
    assert caught.value.message["zh"]
    assert "notice.pdf" in caught.value.message["en"]
    return caught.value


def test_the_text_of_a_pdf_is_read_in_lines():
    document = read_document(printed(TEXT), "notice.pdf")
    assert document.format == "pdf"
    assert [line for line in document.text.splitlines() if line] == TEXT.splitlines()


def test_a_pdf_compiles_like_the_typed_text():
    assert support.without_spans(compile_plan(read_document(printed(TEXT), "x.pdf").text)) == support.without_spans(
        compile_plan(TEXT)
    )


@pytest.mark.parametrize("name", ["boxes-and-circles", "leads-and-lists"])
def test_page_breaks_of_a_pdf_change_only_findings(name):
    text = (support.NOTICES / f"{name}.txt").read_text(encoding="utf-8")
    short = "\n".join(line for line in text.splitlines() if len(line) < 400)
    compiled = compile_plan(read_document(printed(short, lines_a_page=7), "x.pdf").text)
    assert [h.path for h in compiled.headings] == [h.path for h in compile_plan(short).headings]


def test_a_ruled_table_becomes_rows():
    rows = [["指标", "单位", "2027年目标"], ["高新技术企业", "家", "300"], ["研发投入占比", "%", "4.5"]]
    document = read_document(with_table(rows), "x.pdf")
    assert ["\t".join(row) for row in rows] == [line for line in document.text.splitlines() if line]
    assert "表格" in document.notes[0]["zh"]


def test_a_pdf_with_a_password_is_refused():
    assert refused(printed(TEXT, encrypt="secret")).code == "encrypted"


def test_a_scan_is_refused_with_what_to_do():
    found = refused(printed(""))
    assert found.code == "scanned"
    assert "扫描" in found.message["zh"]


@pytest.mark.parametrize("keep", [20, 300, 900])
def test_a_cut_pdf_never_gives_a_traceback(keep):
    assert refused(printed(TEXT)[:keep]).code in ("damaged", "scanned")


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "MAX_PAGES", 2)
    assert refused(printed(TEXT * 3, lines_a_page=5)).code == "too-long"


def test_an_ofd_file_is_refused_by_name():
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("OFD.xml", "<x/>")
    assert refused(stream.getvalue()).code == "wps"
