"""Compound (OLE) files are never read: they are a password-protected docx or the old .doc. Says which."""

from __future__ import annotations

import io
from typing import NoReturn

import msoffcrypto

from parkloop.adapters.documents.errors import UnreadableDocument


def refuse_ole(data: bytes, name: str) -> NoReturn:
    """Raise `encrypted`, `legacy-doc` or `damaged` for an OLE file."""
    try:
        encrypted = msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted()
    except Exception:  # the library raises many kinds of errors on damaged files
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument("encrypted", name=name) from None
        raise UnreadableDocument("damaged", name=name, detail="OLE") from None
    raise UnreadableDocument("encrypted" if encrypted else "legacy-doc", name=name)
