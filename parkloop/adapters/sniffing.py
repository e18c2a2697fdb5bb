"""What a file really is, told from its bytes, and whether its name agrees. Opens nothing but the file's own structure.

Only kinds that people exchange are known; programs, web pages and SVG (which can carry scripts), damaged and unknown files are
refused. A refusal carries a code and values; the sentence is made by the caller.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

HEAD_BYTES = 8192
MAX_ZIP_ENTRIES = 20_000
MAX_UNPACKED_BYTES = 1 << 30
MAX_RATIO = 500
"""Unpacked size against packed size above which an archive is taken for a bomb."""
SMALL_BYTES = 50 * 1024 * 1024

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    PPTX: ("pptx",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "text/plain": ("txt", "md", "log", "yaml", "yml", "json"),
    "text/csv": ("csv", "tsv"),
    "application/zip": ("zip",),
}
"""Known kinds with the endings a name may have."""

_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "xl/workbook.bin": XLSX, "ppt/presentation.xml": PPTX}
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"#!",
    b"\x00asm",
    b"dex\n",
)
_WEB = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?php", b"<body", b"<head", b"<iframe")
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Sniffed:
    """A known kind: its media type and, for text, its encoding."""

    media_type: str
    encoding: str = ""


class SniffRefused(Exception):
    """The file is not taken. `code`: empty, program, web, unknown, damaged, encrypted, bomb, mismatch; `values` name the facts."""

    def __init__(self, code: str, **values: str) -> None:
        self.code, self.values = code, values
        super().__init__(code)


def sniff(data: bytes, name: str) -> Sniffed:
    """The kind of a whole file's bytes under its name. Errors: SniffRefused."""
    if not data:
        raise SniffRefused("empty")
    found = kind_of(data)
    ending = PurePath(name).suffix.lower().lstrip(".")
    if found.media_type == "text/plain" and ending in EXTENSIONS["text/csv"]:
        found = Sniffed("text/csv", found.encoding)
    if ending not in EXTENSIONS[found.media_type]:
        wanted = " / ".join(f".{e}" for e in EXTENSIONS[found.media_type])
        raise SniffRefused("mismatch", ending=f".{ending}" if ending else "", wanted=wanted)
    return found


def kind_of(data: bytes) -> Sniffed:
    """The kind told from bytes alone. Errors: SniffRefused."""
    head = data[:HEAD_BYTES]
    _refuse_programs(head)
    if head.startswith(b"%PDF-"):
        return _pdf(data)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise SniffRefused("encrypted" if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in data else "old-office")
    return _image(head) or _text(data)


def _refuse_programs(head: bytes) -> None:
    if head.startswith(_PROGRAMS):
        raise SniffRefused("program")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_WEB) or (start.startswith((b"<?xml", b"<!--")) and any(mark in start for mark in _WEB)):
        raise SniffRefused("web")


def _pdf(data: bytes) -> Sniffed:
    if b"%%EOF" not in data[-2048:]:
        raise SniffRefused("damaged", kind="PDF")
    return Sniffed("application/pdf")


def _image(head: bytes) -> Sniffed | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Sniffed("image/png")
    if head.startswith(b"\xff\xd8\xff"):
        return Sniffed("image/jpeg")
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Sniffed("image/gif")
    return Sniffed("image/webp") if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _archive(data: bytes) -> Sniffed:
    """A zip by its directory: an office document when it has that document's main part. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SniffRefused("damaged", kind="ZIP") from error
    _refuse_bomb(entries, len(data))
    names = {e.filename for e in entries}
    office = next((kind for part, kind in _PARTS.items() if part in names), None)
    if office is None:
        if any(e.flag_bits & 0x1 for e in entries):
            raise SniffRefused("encrypted")
        return Sniffed("application/zip")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise SniffRefused("macro")
    if "[Content_Types].xml" not in names:
        raise SniffRefused("damaged", kind="Office")
    return Sniffed(office)


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(e.file_size for e in entries)
    too_many = len(entries) > MAX_ZIP_ENTRIES or unpacked > MAX_UNPACKED_BYTES
    if too_many or (unpacked > SMALL_BYTES and unpacked > packed * MAX_RATIO):
        raise SniffRefused("bomb")


def _text(data: bytes) -> Sniffed:
    """Text in UTF-8, UTF-16 with its mark, or GB18030; control characters mean that it is something else."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(c) < 32 and c not in "\t\n\r\f\v" for c in text):
            break
        return Sniffed("text/plain", encoding.removesuffix("-sig"))
    raise SniffRefused("unknown")
