"""Withdraw a file: its entry stays with the reason, it can be opened no more."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidState, action, bump_version, require
from parkloop.foundation.models import Person, StoredFile


@action("documents.withdraw", label=_("Withdraw the file"), on=StoredFile, danger=True, icon="trash")
def withdraw(person: Person, *, stored: StoredFile, reason: str, version: int | None = None) -> StoredFile:
    """Take the file out of use. Errors: NotAllowed; InvalidState when it is withdrawn already; StaleVersion."""
    require(person, "documents.withdraw", stored)
    if stored.is_withdrawn:
        raise InvalidState(_("“%(name)s” was withdrawn already."), name=stored.name)
    with transaction.atomic():
        bump_version(stored, version)
        before = journal.values_of(stored)
        stored.is_withdrawn = True
        stored.save(update_fields=["is_withdrawn"])
        journal.write(person, "documents.withdraw", stored, before=before, reason=reason)
    return stored
