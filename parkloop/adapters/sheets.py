"""Tables out and in: xlsx and csv, written row by row with bounded memory, read back to the same values.

Text is never turned into a formula or a number (`=1+1`, `000123` stay text); a missing value is an empty cell, an empty text in a
column that knows both is `""`. In csv a text that a spreadsheet would run gets a leading apostrophe, which reading takes away again.
"""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile, ZipFile

import python_calamine
import xlsxwriter

MAX_ROWS = 200_000
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_RATIO = 200
EMPTY_TEXT = '""'
RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
BOM = "﻿"
EXCEL_MAX_DIGITS = 15
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
MAX_EXPONENT = 30

Cell = str | int | Decimal | float | bool | dt.date | dt.datetime | None


class UnreadableSheet(Exception):
    """The bytes are no table that can be read; `code` says why: damaged, empty, too_big, encoding, encrypted."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code} {detail}".strip())


class Writes(Protocol):
    """Somewhere text can be written."""

    def write(self, text: str, /) -> Any:
        """Take the text."""


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """UTF-8 csv with byte order mark, a chunk for about every 500 rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([_csv_text(cell) for cell in header])
    for number, row in enumerate(rows, 1):
        writer.writerow([_csv_text(cell) for cell in row])
        if number % 500 == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _csv_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(RISKY) else cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def write_xlsx(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    sheet: str = "Sheet1",
    notes: Sequence[str] = (),
) -> int:
    """Write one sheet to `path` with constant memory and give the number of rows; `notes` go to a second sheet."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    written = 0
    with xlsxwriter.Workbook(str(path), {**options, "tmpdir": str(path.parent)}) as book:
        formats = _formats(book)
        page = book.add_worksheet(sheet[:31])
        page.freeze_panes(1, 0)
        for column, title in enumerate(header):
            page.write_string(0, column, title, formats["head"])
        for written, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write_cell(page, written, column, cell, formats)
        if notes:
            _write_notes(book, notes)
    return written


def _formats(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bg_color": "#F3F5F7", "bottom": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "text": book.add_format({"num_format": "@"}),
    }


def _write_cell(page: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        page.write_string(row, column, cell, formats["text"])
    elif isinstance(cell, dt.datetime):
        page.write_datetime(row, column, cell.replace(tzinfo=None), formats["moment"])
    elif isinstance(cell, dt.date):
        page.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), formats["day"])
    elif len(str(cell).replace(".", "").lstrip("-0")) > EXCEL_MAX_DIGITS:
        page.write_string(row, column, str(cell), formats["text"])
    else:
        page.write_number(row, column, cell)


def _write_notes(book: Any, notes: Sequence[str]) -> None:
    page = book.add_worksheet("README")
    page.set_column(0, 0, 100)
    for number, note in enumerate(notes):
        page.write_string(number, 0, note)


def read_table(data: bytes, name: str) -> list[list[str]]:
    """Rows of the first sheet (xlsx, xls, ods by content) or of a csv, every cell as text; raises UnreadableSheet."""
    if not data.strip():
        raise UnreadableSheet("empty")
    if data[:4] == b"PK\x03\x04":
        _guard_zip(data)
        return _read_book(data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if ENCRYPTED_PART in data:
            raise UnreadableSheet("encrypted")
        return _read_book(data)
    return _read_csv(data)


def _guard_zip(data: bytes) -> None:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except BadZipFile as error:
        raise UnreadableSheet("damaged", str(error)) from error
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * max(len(data), 10_000):
        raise UnreadableSheet("too_big", f"{unpacked} bytes unpacked")


def _read_book(data: bytes) -> list[list[str]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except python_calamine.PasswordError as error:
        raise UnreadableSheet("encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise UnreadableSheet("damaged", str(error)) from error
    return _bounded([[_cell_text(cell) for cell in row] for row in rows])


def _cell_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.strftime("%Y-%m-%d %H:%M:%S")
    return cell.isoformat() if isinstance(cell, (dt.date, dt.time)) else str(cell)


def _read_csv(data: bytes) -> list[list[str]]:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableSheet("damaged", "not text")
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableSheet("encoding")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise UnreadableSheet("damaged", str(error)) from error
    return _bounded([[_unguarded(cell) for cell in row] for row in rows])


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(RISKY) else cell


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnreadableSheet("empty")
    if len(rows) > MAX_ROWS + 1:
        raise UnreadableSheet("too_big", f"{len(rows)} rows")
    return rows


def temporary_file(suffix: str) -> Path:
    """A fresh file path in the system's temporary folder; the caller deletes it."""
    handle = tempfile.NamedTemporaryFile(suffix=suffix, delete=False)  # noqa: SIM115 - outlives this function
    handle.close()
    return Path(handle.name)


def as_number(text: str) -> Decimal:
    """A Decimal from a cell: blanks inside, thousands separators and full-width digits are taken; ValueError otherwise."""
    plain = text.translate({0xFF10 + d: 0x30 + d for d in range(10)} | {0xFF0E: 0x2E, 0xFF0C: 0x2C, 0xFF0D: 0x2D})
    plain = plain.replace(",", "").replace(" ", "").replace(" ", "")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite() or abs(number.adjusted()) > MAX_EXPONENT:
        raise ValueError(text)
    return number
