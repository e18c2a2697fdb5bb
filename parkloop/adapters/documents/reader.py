"""Decides by content what a file is (never by its name) and hands it to the right reader; bounds its size."""

from __future__ import annotations

from dataclasses import dataclass

from parkloop.adapters.documents.docx import read_docx
from parkloop.adapters.documents.errors import UnreadableDocument
from parkloop.adapters.documents.ole import refuse_ole
from parkloop.adapters.documents.pdf import read_pdf
from parkloop.adapters.documents.plain import decode_text

MAX_BYTES = 20 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """Text of a document: ``format`` txt, docx or pdf, ``encoding`` as detected, ``notes`` {zh, en} about the reading."""

    text: str
    format: str
    encoding: str
    notes: tuple[dict[str, str], ...] = ()


def read_document(data: bytes, name: str) -> SourceDocument:
    """Text of a txt, docx or pdf file given as bytes; ``name`` appears in messages only. Raises UnreadableDocument."""
    if len(data) > MAX_BYTES:
        size, limit = round(len(data) / 1048576, 1), MAX_BYTES // 1048576
        raise UnreadableDocument("too-large", name=name, size=size, limit=limit)
    if data.startswith(_OLE):
        refuse_ole(data, name)
    if data.lstrip()[:5] == b"%PDF-":
        text, notes = read_pdf(data, name)
        return _filled(SourceDocument(text, "pdf", "utf-8", tuple(notes)), name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        text, notes = read_docx(data, name)
        document = SourceDocument(text, "docx", "utf-8", tuple(notes))
    else:
        text, encoding, notes = decode_text(data, name)
        document = SourceDocument(text, "txt", encoding, tuple(notes))
    return _filled(document, name)


def _filled(document: SourceDocument, name: str) -> SourceDocument:
    """The document, refused when it holds no text."""
    if not document.text.strip():
        raise UnreadableDocument("empty", name=name)
    return document
