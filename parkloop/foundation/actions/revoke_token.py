"""Revoke an access token at once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import InvalidState, action, require
from parkloop.foundation.models import ApiToken


@action("directory.revoke_token", label=_("Revoke token"), on=ApiToken, danger=True, icon="trash")
def revoke_token(person: Any, *, token: ApiToken, reason: str = "") -> ApiToken:
    """The token opens nothing any more."""
    require(person, "directory.revoke_token", token)
    with transaction.atomic():
        revoked = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=clock.now())
        if not revoked:
            raise InvalidState(_("This token was revoked before."))
        journal.write(
            person, "directory.revoke_token", refs.ref_of(token.person), after={"token": token.prefix}, reason=reason
        )
    token.refresh_from_db()
    return token
