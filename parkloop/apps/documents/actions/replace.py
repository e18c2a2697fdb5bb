"""Replace a file's bytes by a newer version; the journal keeps the earlier checksum and the earlier bytes stay on disk."""

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, files, journal
from parkloop.foundation.acting import InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.models import Person, StoredFile


@action("documents.replace", label=_("Replace the file"), on=StoredFile, icon="refresh")
def replace(
    person: Person,
    *,
    stored: StoredFile,
    file: File,  # type: ignore[type-arg]
    reason: str = "",
    version: int | None = None,
) -> StoredFile:
    """Put new bytes under the same entry; its name becomes that of the new file.

    Errors: NotAllowed; InvalidState when withdrawn; InvalidInput (`file`), also when the bytes are the same; StaleVersion.
    """
    require(person, "documents.replace", stored)
    if stored.is_withdrawn:
        raise InvalidState(
            _("“%(name)s” was withdrawn. Upload the new version as a file of its own."), name=stored.name
        )
    content, found, name = files.examined(file, file.name or stored.name)
    digest = files.keep(content)
    if digest == stored.sha256:
        raise InvalidInput(_("This is the same file, byte for byte. Choose the new version."), field="file")
    with transaction.atomic():
        bump_version(stored, version)
        before = journal.values_of(stored)
        stored.name, stored.media_type, stored.size_bytes, stored.sha256 = name, found.media_type, len(content), digest
        stored.uploaded_by, stored.uploaded_at = person, clock.now()
        stored.save()
        journal.write(person, "documents.replace", stored, before=before, reason=reason)
    return stored
