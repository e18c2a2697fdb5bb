"""Bar a person from the site, or let him in again. Posts and roles stay as they are dated."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal
from parkloop.foundation.acting import InvalidState, NotAllowed, action, bump_version, require
from parkloop.foundation.models import Person


@action("directory.close_account", label=_("Close account"), on=Person, danger=True, icon="lock")
def close_account(person: Any, *, holder: Person, reason: str, version: int | None = None) -> Person:
    """The person cannot sign in any more; access tokens are revoked. Not to oneself."""
    require(person, "directory.close_account", holder)
    if person.pk == holder.pk:
        raise NotAllowed(_("Nobody closes his own account. Ask another security administrator."))
    if not holder.is_active:
        raise InvalidState(_("%(name)s is not active any more."), name=holder.name)
    with transaction.atomic():
        _set(person, holder, False, "directory.close_account", reason, version)
        holder.tokens.filter(revoked_at__isnull=True).update(revoked_at=clock.now())
    return holder


@action("directory.reopen_account", label=_("Reopen account"), on=Person, icon="check")
def reopen_account(person: Any, *, holder: Person, reason: str, version: int | None = None) -> Person:
    """The person can sign in again. An erased one cannot."""
    require(person, "directory.reopen_account", holder)
    if holder.is_active or holder.code.startswith("erased-"):
        raise InvalidState(_("This account cannot be reopened: it is open, or the person was erased."))
    with transaction.atomic():
        _set(person, holder, True, "directory.reopen_account", reason, version)
    return holder


def _set(person: Any, holder: Person, is_active: bool, name: str, reason: str, version: int | None) -> None:
    bump_version(holder, version)
    holder.is_active = is_active
    holder.save(update_fields=["is_active"])
    journal.write(
        person, name, holder, before={"is_active": not is_active}, after={"is_active": is_active}, reason=reason
    )
