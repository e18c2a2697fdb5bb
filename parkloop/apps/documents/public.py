"""What other rooms may use of files: the files of a thing, as values."""

import datetime as dt
from dataclasses import dataclass

from parkloop.foundation import policy
from parkloop.foundation.models import Person, StoredFile
from parkloop.foundation.refs import Ref


@dataclass(frozen=True)
class FileOf:
    """A file attached to a thing."""

    pk: int
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    uploaded_at: dt.datetime


def files_of(person: Person, ref: Ref) -> list[FileOf]:
    """The files in use that are attached to a thing and that the person may see, newest first."""
    rows = policy.rows(person, StoredFile).filter(ref=str(ref), is_withdrawn=False).order_by("-uploaded_at", "-pk")
    return [FileOf(f.pk, f.name, f.media_type, f.size_bytes, f.sha256, f.uploaded_at) for f in rows]
