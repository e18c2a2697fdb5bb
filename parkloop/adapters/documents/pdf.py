"""PDF as lines of text: lines from the text layer, ruled tables as tab-separated rows where they stand.

The text layer is read by pdfium; a page that has drawn lines is looked at a second time for ruled tables. Nothing is rendered and
nothing is recognised from pictures: a scan is refused with what to do. Bounded in pages and characters.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as raw

from parkloop.adapters.documents.errors import UnreadableDocument

MAX_PAGES = 600
MAX_CHARACTERS = 3_000_000
FEWEST_LINES = 4
TOLERANCE = 2.0
Note = dict[str, str]
Box = tuple[float, float, float, float]


def read_pdf(data: bytes, name: str) -> tuple[str, list[Note]]:
    """(text, notes) of a PDF. Raises UnreadableDocument `encrypted`, `damaged`, `scanned` or `too-long`."""
    pages = _pages(data, name)
    ruled = [number for number, (_, has_lines) in enumerate(pages) if has_lines]
    tables = _tabled(data, ruled) if ruled else {}
    lines: list[str] = []
    for number, (text, _) in enumerate(pages):
        lines += tables.get(number) or text.splitlines()
        lines.append("")
    notes: list[Note] = []
    if tables:
        count = len(tables)
        notes.append({"zh": f"{count} 页有表格，已按行列读出。", "en": f"Tables on {count} page(s) were read by rows."})
    return "\n".join(line.rstrip() for line in lines) + "\n", notes


def _pages(data: bytes, name: str) -> list[tuple[str, bool]]:
    """(text, whether lines are drawn) of each page."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        kind = "encrypted" if "password" in str(error).lower() else "damaged"
        raise UnreadableDocument(kind, name=name, detail="PDF") from None
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableDocument("too-long", name=name, pages=len(document), limit=MAX_PAGES)
        found = [_page(document, number, name) for number in range(len(document))]
    finally:
        document.close()
    if sum(len(text) for text, _ in found) > MAX_CHARACTERS:
        raise UnreadableDocument("too-long", name=name, pages=len(found), limit=MAX_PAGES)
    if not any(text.strip() for text, _ in found):
        raise UnreadableDocument("scanned", name=name)
    return found


def _page(document: Any, number: int, name: str) -> tuple[str, bool]:
    try:
        page = document[number]
        text = page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "")
        drawn = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2))
        return text, drawn >= FEWEST_LINES
    except pypdfium2.PdfiumError:
        raise UnreadableDocument("damaged", name=name, detail=f"PDF, {number + 1}") from None


def _tabled(data: bytes, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Lines of the pages on which there is a ruled table; pages on which none is found are left out."""
    found: dict[int, list[str]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number in numbers:
                page = document.pages[number]
                tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
                if tables:
                    found[number] = list(_merged(page, tables))
                page.close()
    except Exception:  # the library raises many kinds of errors; the text layer was read already
        return found
    return found


def _merged(page: Any, tables: Sequence[Any]) -> Iterator[str]:
    """Lines outside the tables and rows of the tables, from top to bottom."""
    boxes: list[Box] = [table.bbox for table in tables]
    outside = [
        line for line in page.extract_text_lines(return_chars=False) if not any(_inside(line, box) for box in boxes)
    ]
    pieces: list[tuple[float, list[str]]] = [(line["top"], [line["text"]]) for line in outside]
    pieces += [(table.bbox[1], list(_rows(table))) for table in tables]
    for _, lines in sorted(pieces, key=lambda piece: piece[0]):
        yield from lines


def _inside(line: dict[str, Any], box: Box) -> bool:
    middle = (line["top"] + line["bottom"]) / 2
    return bool(box[1] - TOLERANCE <= middle <= box[3] + TOLERANCE and line["x0"] < box[2] and line["x1"] > box[0])


def _rows(table: Any) -> Iterator[str]:
    for cells in table.extract():
        words = ["".join((cell or "").split("\n")).replace("\t", " ").strip() for cell in cells]
        if any(words):
            yield "\t".join(words)
