"""Open an account for a person. Nobody signs up by himself."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.accounts import check_password, fresh_password
from parkloop.foundation.acting import InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.models import Person, User
from parkloop.foundation.people_checks import refuse_absent


@action("directory.open_account", label=_("Open account"), on=Person, icon="user-check")
def open_account(
    person: Any,
    *,
    holder: Person,
    username: str,
    password: str = "",
    must_change_password: bool = True,
    version: int | None = None,
) -> Person:
    """`holder` can sign in from now on. Without a password one is made; it stands once in `holder.first_password`."""
    require(person, "directory.open_account", holder)
    refuse_absent(holder)
    if holder.user is not None:
        raise InvalidState(
            _("%(name)s has an account already: %(username)s."), name=holder.name, username=holder.user.username
        )
    username = username.strip().lower()
    if User.objects.filter(username__iexact=username).exists():
        raise InvalidInput(_("The user name %(username)s is taken."), field="username", username=username)
    user = User(username=username, must_change_password=must_change_password)
    check_name(user)
    secret = password or fresh_password()
    check_password(secret, user)
    user.set_password(secret)
    with transaction.atomic():
        bump_version(holder, version)
        user.save()
        holder.user = user
        holder.save(update_fields=["user"])
        journal.write(person, "directory.open_account", holder, after={"username": username})
    holder.first_password = secret  # type: ignore[attr-defined]
    return holder


def check_name(user: User) -> None:
    """InvalidInput unless the user name is well formed."""
    from django.core.exceptions import ValidationError

    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise InvalidInput(next(iter(error.message_dict.values()))[0], field="username") from error
