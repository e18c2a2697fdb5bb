"""Word documents (docx) as lines of text: paragraphs with their automatic numbers, table rows as tab-separated lines.

Reads the parts of the archive itself, within bounds (a zip bomb is refused before it is unpacked); deleted revisions,
ruby and fallback copies of drawings are left out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from parkloop.adapters.documents.errors import UnreadableDocument
from parkloop.adapters.documents.numbering import Numbering
from parkloop.domain.plan.unit_lists import looks_like_unit

MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIP = {"del", "moveFrom", "rt", "Fallback", "instrText", "delText", "footnoteReference"}
Note = dict[str, str]


def read_docx(data: bytes, name: str) -> tuple[str, list[Note]]:
    """(text, notes) of a docx file. Raises UnreadableDocument `not-docx`, `wps`, `encrypted`, `bomb` or `damaged`."""
    parts = _parts(data, name)
    if "word/document.xml" not in parts:
        raise UnreadableDocument("not-docx", name=name)
    root = _xml(parts["word/document.xml"], name)
    styles = _xml(parts["word/styles.xml"], name) if "word/styles.xml" in parts else None
    numbers = _xml(parts["word/numbering.xml"], name) if "word/numbering.xml" in parts else None
    numbering = Numbering(numbers, styles)
    body = next((child for child in root if _local(child) == "body"), None)
    lines = list(_blocks(body, numbering)) if body is not None else []
    notes: list[Note] = []
    if numbering.resolved:
        count = numbering.resolved
        notes.append({"zh": f"已还原 {count} 处自动编号。", "en": f"{count} automatic numbers were resolved."})
    return "\n".join(lines) + ("\n" if lines else ""), notes


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    wanted = ("word/document.xml", "word/styles.xml", "word/numbering.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if any(info.flag_bits & 1 for info in infos):
                raise UnreadableDocument("encrypted", name=name)
            if any(info.filename == "OFD.xml" for info in infos):
                raise UnreadableDocument("wps", name=name)
            if len(infos) > 20_000:
                raise UnreadableDocument("bomb", name=name)
            return {info.filename: _unpack(archive, info, name) for info in infos if info.filename in wanted}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        raise UnreadableDocument("damaged", name=name, detail="zip") from None


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """One part, reading no more than the bound whatever the archive claims."""
    if info.file_size > MAX_UNPACKED or info.file_size > MAX_RATIO * max(info.compress_size, 1) + 1_048_576:
        raise UnreadableDocument("bomb", name=name)
    with archive.open(info) as part:
        content = part.read(MAX_UNPACKED + 1)
    if len(content) > MAX_UNPACKED:
        raise UnreadableDocument("bomb", name=name)
    return content


def _xml(content: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content.replace(_STRICT[1:-1].encode(), _W[1:-1].encode()), parser)
    except etree.XMLSyntaxError:
        raise UnreadableDocument("damaged", name=name, detail="XML") from None
    return root


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _blocks(parent: etree._Element, numbering: Numbering) -> Iterator[str]:
    for child in parent:
        kind = _local(child)
        if kind == "p":
            yield from _paragraph(child, numbering).split("\n")
        elif kind == "tbl":
            yield from _rows(child, numbering)
        elif kind in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"):
            yield from _blocks(child, numbering)


def _paragraph(paragraph: etree._Element, numbering: Numbering) -> str:
    text = "".join(_pieces(paragraph))
    label = numbering.label(paragraph) if text.strip() else ""
    return label + text


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        kind = _local(child)
        if kind == "t":
            yield child.text or ""
        elif kind == "tab":
            if _local(element) == "r":
                yield "\t"
        elif kind in ("br", "cr"):
            yield "\n"
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind == "txbxContent":
            yield "\n" + "\n".join("".join(_pieces(p)) for p in child if _local(p) == "p") + "\n"
        elif kind not in _SKIP and kind not in ("pPr", "rPr"):
            yield from _pieces(child)


def _rows(table: etree._Element, numbering: Numbering) -> Iterator[str]:
    """Rows with a cell for every column of the grid: a merged cell repeats downwards and leaves empty cells beside it."""
    above: dict[int, str] = {}
    for row in table:
        if _local(row) != "tr":
            continue
        words: list[str] = []
        for cell in (cell for cell in row.iter(f"{_W}tc") if _row_of(cell) is row):
            column = len(words)
            own = _cell_words([line.strip() for line in _blocks(cell, numbering) if line.strip()])
            above[column] = above.get(column, "") if _goes_on(cell) and not own else own
            words += [above[column], *[""] * (_span(cell) - 1)]
        if any(words):
            yield "\t".join(words) if len(words) > 1 else words[0]


def _cell_words(lines: list[str]) -> str:
    """The paragraphs of a cell as one line; a list of units, one a paragraph, is divided by 、."""
    mark = "、" if len(lines) > 1 and all(looks_like_unit(line) for line in lines) else " "
    return mark.join(lines).replace("\t", " ")


def _goes_on(cell: etree._Element) -> bool:
    """Is the cell merged with the one above it?"""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _span(cell: etree._Element) -> int:
    """How many columns of the grid a cell takes, at most 60."""
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return min(int(value), 60) if value.isdigit() and int(value) > 0 else 1


def _row_of(cell: etree._Element) -> etree._Element | None:
    above = cell.getparent()
    while above is not None and _local(above) != "tr":
        above = above.getparent()
    return above
