"""Doors for plan documents: bytes of a txt, docx or pdf file become text, or a refusal a person can act on.

Knows no plan and no database. Pictures are not read: a scanned PDF is refused with what to do.
"""

from parkloop.adapters.documents.errors import UnreadableDocument
from parkloop.adapters.documents.reader import MAX_BYTES, SourceDocument, read_document

__all__ = ["MAX_BYTES", "SourceDocument", "UnreadableDocument", "read_document"]
