"""From an upload or a pasted text to a draft's content, and from a decided draft to what is adopted. Writes nothing.

An upload is bounded and sniffed before it is read; what cannot be read is refused with the way out.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from parkloop.adapters.plans import MAX_BYTES, SourceDocument, UnreadableDocument, read_plan
from parkloop.apps.plan import parkdata
from parkloop.apps.plan.compiling import Compilation, gazetteer_of
from parkloop.apps.plan.models.drafts import MOST_CHARACTERS, PASTED
from parkloop.apps.plan.reviewing import Review
from parkloop.domain.plan import CompiledPlan, as_dict
from parkloop.domain.plan.compiler import Step
from parkloop.domain.plan.model import ELEMENT_FIELDS, Document
from parkloop.foundation import clock, files
from parkloop.foundation.acting import InvalidInput
from parkloop.foundation.models.base import in_language
from parkloop.packs import Label, Pack
from parkloop.packs.header import Header
from parkloop.packs.plans import Plan as PlanFolder
from parkloop.packs.plans import Provenance

AT_ONCE_BYTES = 300_000
"""Sources up to this size are read while the person waits; longer ones by a job."""


@dataclass(frozen=True)
class Source:
    """What was handed in: bytes under a name; `is_file` when it was a file, which is kept."""

    name: str
    data: bytes
    is_file: bool

    @property
    def sha256(self) -> str:
        """Digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def is_long(self) -> bool:
        """Whether reading it is work for a job."""
        return len(self.data) > AT_ONCE_BYTES


def handed_in(file: "File[Any] | None", text: str) -> Source:
    """The one source of a form with a file and a text. InvalidInput when there is none, both, too much, or an unwelcome file."""
    if file is not None and text.strip():
        raise InvalidInput(_("Choose a file or paste the text, not both."), field="source_text")
    if file is not None:
        return _of_file(file)
    if not text.strip():
        raise InvalidInput(_("Choose a file, or paste the text of the plan."), field="file")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    check_length(plain, field="source_text")
    return Source(PASTED, plain.encode("utf-8", "replace"), is_file=False)


def _of_file(file: "File[Any]") -> Source:
    name = files.clean_name(file.name or "")
    if (file.size or 0) > MAX_BYTES:
        raise refused(
            UnreadableDocument("too-large", name=name, size=round(file.size / 2**20, 1), limit=MAX_BYTES // 2**20)
        )
    data, _kind, clean = files.examined(file, name)
    return Source(clean, data, is_file=True)


def check_length(text: str, *, field: str) -> None:
    """InvalidInput when the text is longer than a page can review."""
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput(
            _(
                "The text has %(count)s characters; at most %(limit)s can be reviewed. Hand in the plan alone, without annexes."
            ),
            field=field,
            count=len(text),
            limit=MOST_CHARACTERS,
        )


def read(
    source: Source, tell: Callable[[Step], None] = lambda step: None, *, pack: Pack | None = None
) -> dict[str, Any]:
    """Columns of a draft: text, format, notes of the reader, what was compiled; `tell` is called with each step of compiling.

    Names are those of `pack`, else of the park.

    InvalidInput when it cannot be read, is too long, or holds no plan.
    """
    field = "file" if source.is_file else "source_text"

    def when_read(document: SourceDocument) -> None:
        check_length(document.text, field=field)

    gazetteer = gazetteer_of(pack or parkdata.park_itself())
    try:
        document, compiled = read_plan(source.data, source.name, gazetteer=gazetteer, when_read=when_read, tell=tell)
    except UnreadableDocument as error:
        raise refused(error) from error
    if not compiled.headings:
        raise InvalidInput(
            _("There is no plan in “%(name)s”: it has no numbered heading. Is it the right text?"),
            field=field,
            name=source.name,
        )
    return {
        "source_text": document.text,
        "source_format": document.format,
        "notes": list(document.notes),
        **compiled_columns(once(compiled), document.text),
    }


def compiled_columns(compiled: CompiledPlan, text: str) -> dict[str, Any]:
    """What was compiled, and the digest by which it is remembered."""
    stored = as_dict(compiled)
    digest = hashlib.sha256(json.dumps([stored, text], ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return {"compiled": stored, "compiled_sha256": digest}


def refused(error: UnreadableDocument) -> InvalidInput:
    """The reader's refusal as that of an action, in the reader's language."""
    return InvalidInput(in_language(error.message["zh"], error.message["en"]), field="file")


def once(compiled: CompiledPlan) -> CompiledPlan:
    """Elements that are the same in every field are one, so that a decision meets exactly one."""
    kept = {name: tuple(dict.fromkeys(getattr(compiled, name))) for name in ELEMENT_FIELDS.values()}
    return CompiledPlan(compiled.document, **kept, findings=compiled.findings)


def uploaded_folder(
    code: str, name: Label, document: Document, file: str, sha256: str, text: str, decisions: dict[str, Any]
) -> PlanFolder:
    """A plan that was uploaded, in the shape of a plan of the park's folder: it has none, and so no settings of the park."""
    provenance = Provenance(
        id=code,
        name=name,
        short=Label("", ""),
        file=file,
        sha256=sha256,
        issuer=Label(document.issuer or "", ""),
        number=document.doc_no or "",
        obtained_on=clock.today(),
        licence=Label("", ""),
        header=Header("", clock.today(), "unverified", False),
    )
    return PlanFolder("", provenance, b"", text, decisions, (), None, None)


def compilation_of(review: Review) -> Compilation:
    """What `adopt_plan` makes rows of, from a decided draft. A plan that was uploaded has no folder and so no settings of the park."""
    draft, document = review.draft, review.confirmed.document
    read, label = review.compiled.document.title or "", draft.label_zh
    is_own = (
        bool(label) and label != read[:200]
    )  # else the name is the title that was read, and a corrected title replaces it
    name = Label(label if is_own else (document.title or draft.source_name)[:200], draft.label_en)
    folder = uploaded_folder(
        draft.code, name, document, draft.source_name, draft.source_sha256, draft.source_text, review.entries
    )
    return Compilation(
        parkdata.park_itself(),
        folder,
        draft.source_name,
        draft.source_text,
        review.confirmed,
        draft.organisation,
        draft.source_file,
    )
