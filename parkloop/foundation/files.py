"""Stored files: type told from the bytes, size bounded, checksum kept. Bytes lie under the var folder by their checksum.

`store` makes the row inside the caller's action, which asks the policy and writes the journal (`apps.documents`). Bytes are written
beside, flushed to disk and renamed before the row is committed, so a row never lacks its bytes; bytes without a row are harmless.
"""

import hashlib
import io
import os
import tempfile
import unicodedata
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parkloop.adapters.sniffing import Sniffed, SniffRefused, sniff
from parkloop.domain.refs import Ref
from parkloop.foundation import clock, policy
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed
from parkloop.foundation.models import Organisation, Person, StoredFile

CHUNK_BYTES = 1 << 20
MAX_NAME = 200
REFUSED: dict[str, str | Promise] = {
    "empty": _("“%(name)s” is empty. Choose the file again."),
    "program": _("“%(name)s” is a program. Programs are not taken; send a document, a table, a picture or plain text."),
    "web": _("“%(name)s” is a web page or an SVG drawing, which can carry scripts. Save it as PDF or PNG."),
    "unknown": _(
        "“%(name)s” is no known kind of file. Use PDF, Word, Excel, PowerPoint, PNG, JPEG, GIF, WebP, text, CSV or ZIP."
    ),
    "damaged": _(
        "“%(name)s” is damaged: its %(kind)s structure cannot be read. Open and save it again, then upload it."
    ),
    "encrypted": _("“%(name)s” is protected by a password. Remove the password, then upload it."),
    "old-office": _("“%(name)s” has an old Office format. Save it as docx, xlsx or pptx."),
    "macro": _("“%(name)s” carries macros. Save it without macros (docx, xlsx or pptx)."),
    "bomb": _("“%(name)s” would unpack to far more than its size. It is not taken."),
    "mismatch": _("The name “%(name)s” does not fit what is in the file. Files of this kind end with %(wanted)s."),
}


def store(
    person: Person | None,
    *,
    data: bytes | BinaryIO | Any,
    name: str,
    ref: Ref | None = None,
    organisation: Organisation | None = None,
    note: str = "",
) -> StoredFile:
    """Keep a file and make its row. `data` is bytes, a binary file or Django's uploaded file.

    Errors: InvalidInput (`file`) when it is empty, too large, of an unknown or unwelcome kind, or its name does not fit.
    """
    content, found, clean = examined(data, name)
    return StoredFile.objects.create(
        name=clean,
        media_type=found.media_type,
        size_bytes=len(content),
        sha256=keep(content),
        ref=str(ref) if ref else "",
        organisation=organisation,
        uploaded_by=person,
        uploaded_at=clock.now(),
        note=note,
    )


def examined(data: bytes | BinaryIO | Any, name: str) -> tuple[bytes, Sniffed, str]:
    """(bytes, kind, clean name) of an upload, or InvalidInput naming the file and the way out."""
    clean = clean_name(name)
    content = _read(data, clean)
    try:
        return content, sniff(content, clean), clean
    except SniffRefused as refused:
        raise InvalidInput(REFUSED[refused.code], field="file", name=clean, **refused.values) from refused


def clean_name(name: str) -> str:
    """A file name without folders, control or direction marks, in composed form, at most 200 characters with its ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip(" .")
    if not kept:
        raise InvalidInput(_("The file has no name. Rename it, then upload it."), field="file")
    stem, dot, ending = kept.rpartition(".")
    return kept if len(kept) <= MAX_NAME else f"{stem[: MAX_NAME - len(ending) - 1]}{dot}{ending}"[-MAX_NAME:]


def keep(content: bytes) -> str:
    """Write bytes under their checksum (SHA-256, hex), once; the checksum."""
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    if target.exists() and target.stat().st_size == len(content):
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".part-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return digest


def path_of(digest: str) -> Path:
    """Where the bytes of a checksum lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def open_for(person: Person, stored: StoredFile) -> BinaryIO:
    """The bytes of a file the person may see. Errors: NotAllowed; InvalidState when withdrawn or when its bytes are lost."""
    if not policy.rows(person, StoredFile).filter(pk=stored.pk).exists():
        raise NotAllowed(_("You have no right to open this file."))
    if stored.is_withdrawn:
        raise InvalidState(_("“%(name)s” was withdrawn."), name=stored.name)
    return open_bytes(stored)


def open_bytes(stored: StoredFile) -> BinaryIO:
    """The bytes of a row, for code that has asked the policy. InvalidState when they are lost."""
    try:
        return path_of(stored.sha256).open("rb")
    except FileNotFoundError as error:
        message = _(
            "The bytes of “%(name)s” are missing on the server. Ask the administrator to restore the files from a backup."
        )
        raise InvalidState(message, name=stored.name) from error


def is_sound(stored: StoredFile) -> bool:
    """Whether the bytes on disk still have the checksum of the row."""
    try:
        with path_of(stored.sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256
    except OSError:
        return False


def _read(data: bytes | BinaryIO | Any, name: str) -> bytes:
    limit = settings.PARKLOOP_MAX_UPLOAD_BYTES
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    content = bytes(source.read(limit + 1))
    if len(content) > limit:
        message = _("“%(name)s” is larger than %(limit)s MB. Make it smaller or split it.")
        raise InvalidInput(message, field="file", name=name, limit=limit // 2**20)
    return content


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system can open folders."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
