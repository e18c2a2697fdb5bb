"""Give a person a new first password, to be changed at the next sign-in."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.accounts import fresh_password
from parkloop.foundation.acting import InvalidState, action, require
from parkloop.foundation.models import Person
from parkloop.foundation.people_checks import refuse_absent


@action("directory.reset_password", label=_("Reset password"), on=Person, icon="key")
def reset_password(person: Any, *, holder: Person, reason: str = "") -> Person:
    """The new password stands once in `holder.first_password`; open sessions end. InvalidState without an account."""
    require(person, "directory.reset_password", holder)
    refuse_absent(holder)
    user = holder.user
    if user is None:
        raise InvalidState(_("%(name)s has no account yet. Open one first."), name=holder.name)
    secret = fresh_password()
    with transaction.atomic():
        user.set_password(secret)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        journal.write(person, "directory.reset_password", holder, after={}, reason=reason)
    holder.first_password = secret  # type: ignore[attr-defined]
    return holder
