"""Rename a file or correct its note."""

from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.adapters.sniffing import EXTENSIONS
from parkloop.foundation import files, journal
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.models import Person, StoredFile


@action("documents.rename", label=_("Rename the file"), on=StoredFile, icon="edit")
def rename(person: Person, *, stored: StoredFile, name: str, note: str = "", version: int | None = None) -> StoredFile:
    """Give the file another name and note; the ending stays one of its kind.

    Errors: NotAllowed; InvalidInput (`name`) when it is empty or its ending does not fit; StaleVersion.
    """
    require(person, "documents.rename", stored)
    clean = files.clean_name(name)
    endings = EXTENSIONS.get(stored.media_type, ())
    if PurePath(clean).suffix.lower().lstrip(".") not in endings:
        wanted = " / ".join(f".{ending}" for ending in endings)
        raise InvalidInput(files.REFUSED["mismatch"], field="name", name=clean, wanted=wanted)
    with transaction.atomic():
        bump_version(stored, version)
        before = journal.values_of(stored)
        stored.name, stored.note = clean, note.strip()
        stored.save(update_fields=["name", "note"])
        journal.write(person, "documents.rename", stored, before=before)
    return stored
