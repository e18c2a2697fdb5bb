"""Readers of documents: encodings, Word numbering and tables, and refusals that say what to do."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from parkloop.adapters.documents import MAX_BYTES, UnreadableDocument, read_document
from parkloop.domain.plan import compile_plan
from tests.compiler.test_notice import RAW


@pytest.mark.parametrize(
    ("encoding", "detected"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)  # fmt: skip
def test_the_encoding_is_detected(encoding, detected):
    text = RAW if encoding != "gbk" else RAW.encode("gbk", "ignore").decode("gbk")
    source = read_document(text.encode(encoding), "notice.txt")
    assert (source.text, source.encoding, source.format) == (text, detected, "txt")


def test_half_a_character_at_the_end_is_left_out_and_said():
    source = read_document(RAW.encode("gb18030")[:2001], "notice.txt")
    assert RAW.startswith(source.text)
    assert source.notes[0]["zh"]


def test_a_few_lost_bytes_are_noted_and_become_a_finding():
    data = bytearray(RAW.encode("utf-8"))
    data[9000] = 0xFF
    source = read_document(bytes(data), "notice.txt")
    assert source.notes
    assert "MOJIBAKE" in {finding.code for finding in compile_plan(source.text).findings}


def refused(data: bytes, name: str = "plan.docx") -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, name)
    assert caught.value.message["zh"]
    assert name in caught.value.message["en"]
    return caught.value


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xef\xbb\xbf", b"\xff\xfe", "\u3000\n".encode()])
def test_an_empty_file_is_refused(data):
    assert refused(data, "plan.txt").code == "empty"


def test_a_file_of_sixty_megabytes_is_refused():
    assert refused(b"a" * (60 * 1024 * 1024)).code == "too-large"
    assert MAX_BYTES < 60 * 1024 * 1024


def test_a_zip_bomb_named_docx_is_refused_before_it_is_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b"0" * (80 * 1024 * 1024))
    assert refused(stream.getvalue()).code == "bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (30 * 1024 * 1024))
    data = stream.getvalue().replace((30 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert refused(data).code in ("bomb", "damaged")


def test_a_password_protected_document_is_refused():
    office = pytest.importorskip("msoffcrypto.format.ooxml")
    plain = io.BytesIO()
    docx.Document().save(plain)
    protected = io.BytesIO()
    office.OOXMLFile(io.BytesIO(plain.getvalue())).encrypt("secret", protected)
    assert refused(protected.getvalue()).code == "encrypted"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"), (b"%PDF-1.7 x", "damaged"), (b"PK\x03\x04 broken", "damaged"),
     (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"), (bytes(range(128, 256)) * 30, "encoding")],
)  # fmt: skip
def test_what_is_no_document_is_refused_by_name(data, code):
    assert (
        refused(data).code in (code, "binary", "encoding")
        if code in ("binary", "encoding")
        else refused(data).code == code
    )


def test_a_cut_docx_is_refused_as_damaged():
    stream = io.BytesIO()
    docx.Document().save(stream)
    assert refused(stream.getvalue()[:-200]).code == "damaged"


def test_an_archive_that_is_no_word_document_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "a")
    assert refused(stream.getvalue()).code == "not-docx"


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_merged_cells_of_a_docx_keep_every_column_in_its_place():
    document = docx.Document()
    document.add_paragraph("青川市建设行动方案（2024—2026年）")
    document.add_paragraph("一、任务清单")
    table = document.add_table(rows=4, cols=5)
    rows = [
        ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "建设平台", "市数据局", "市公安局", "2024年12月底"],
        ["", "", "", "市财政局", "2025年6月底"],
        ["2", "推进服务", "市政务办", "", "2025年12月底"],
    ]
    for row, words in zip(table.rows, rows, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    for column in range(3):
        table.cell(1, column).merge(table.cell(2, column))
    table.cell(3, 2).merge(table.cell(3, 3))
    table.cell(1, 3).text = ""
    table.cell(1, 3).paragraphs[0].text = "市公安局"
    table.cell(1, 3).add_paragraph("市交通局")
    lines = read_document(saved(document), "plan.docx").text.splitlines()
    assert lines[3:] == [
        "1\t建设平台\t市数据局\t市公安局、市交通局\t2024年12月底",
        "1\t建设平台\t市数据局\t市财政局\t2025年6月底",
        "2\t推进服务\t市政务办\t\t2025年12月底",
    ]
    plan = compile_plan("\n".join(lines))
    assert [(duty.path, duty.role, duty.unit) for duty in plan.duties] == [
        ("一/1", "lead", "市数据局"), ("一/1", "coop", "市公安局"), ("一/1", "coop", "市交通局"),
        ("一/1", "coop", "市财政局"), ("一/2", "lead", "市政务办"),
    ]  # fmt: skip


def test_paragraphs_and_tables_of_a_docx_become_lines():
    document = docx.Document()
    document.add_paragraph("一、主要任务")
    table = document.add_table(2, 3)
    for cell, words in zip(table._cells, ["序号", "任务", "牵头单位", "1", "建园", "市科技局"], strict=True):
        cell.text = words
    document.add_paragraph("第一行\n第二行")
    text = read_document(saved(document), "plan.docx").text
    assert text == "一、主要任务\n序号\t任务\t牵头单位\n1\t建园\t市科技局\n第一行\n第二行\n"


def numbering_xml(levels: str) -> str:
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'


def level(at: int, form: str, text: str, start: int = 1) -> str:
    return (f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>')  # fmt: skip


def numbered_document(lines: list[tuple[int, str]]):
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = (
        level(0, "chineseCounting", "%1、") + level(1, "chineseCountingThousand", "（%2）") + level(2, "decimal", "%3.")
    )
    numbering.insert(0, parse_xml(numbering_xml(levels)))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for at, words in lines:
        paragraph = document.add_paragraph(words)
        if at >= 0:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{at}"/><w:numId w:val="77"/></w:numPr>')
            )
    return document


def test_automatic_numbers_of_word_are_resolved():
    lines = [
        (0, "目标"),
        (0, "任务"),
        (1, "创新"),
        (2, "平台"),
        (2, "人才"),
        (1, "空间"),
        (2, "园区"),
        (-1, "正文"),
        (0, "保障"),
    ]
    source = read_document(saved(numbered_document(lines)), "plan.docx")
    assert source.text.split() == [
        "一、目标",
        "二、任务",
        "（一）创新",
        "1.平台",
        "2.人才",
        "（二）空间",
        "1.园区",
        "正文",
        "三、保障",
    ]
    assert "8" in source.notes[0]["en"]


def test_a_docx_with_automatic_numbers_compiles_like_typed_ones():
    lines = [
        (-1, "青川市行动方案（2025—2026年）"),
        (0, "目标"),
        (-1, "到2026年，新增企业20家。"),
        (0, "任务"),
        (1, "创新"),
    ]
    plan = compile_plan(read_document(saved(numbered_document(lines)), "plan.docx").text)
    assert [heading.path for heading in plan.headings] == ["一", "二", "二/一"]
    assert [(target.path, target.value) for target in plan.targets] == [("一", 20)]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [(1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (21, "chineseCountingThousand", "二十一"), (3, "decimalEnclosedCircle", "③"),
     (27, "upperLetter", "AA"), (4, "lowerRoman", "iv"), (7, "decimalZero", "07"), (12, "ideographDigital", "一二"), (105, "chineseCounting", "一百〇五")],
)  # fmt: skip
def test_number_formats_of_word(number, form, printed):
    from parkloop.adapters.documents.numbering import print_number

    assert print_number(number, form) == printed


def test_deleted_revisions_are_left_out_and_inserted_ones_kept():
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    for tag, words, inner in (("del", "乙", "delText"), ("ins", "丙", "t")):
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{inner}>{words}</w:{inner}></w:r></w:{tag}>'
            )
        )
    assert read_document(saved(document), "plan.docx").text == "甲丙\n"
