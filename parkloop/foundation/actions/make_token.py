"""Make a personal access token for the API; its clear text is handed out once."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal, refs, tokens
from parkloop.foundation.acting import InvalidInput, action, check, require
from parkloop.foundation.models import ApiToken

LONGEST = dt.timedelta(days=366)


@action("directory.make_token", label=_("New access token"), on=ApiToken, creates=True, icon="key")
def make_token(person: Any, *, name: str, expires_on: dt.date, can_write: bool = False) -> ApiToken:
    """A token of the acting person, valid until the day before `expires_on`; `token.clear_text` is there this once only."""
    require(person, "directory.make_token", None)
    today = clock.today()
    if not today < expires_on <= today + LONGEST:
        raise InvalidInput(
            _("Choose a day after today and at most a year ahead, until %(day)s."),
            field="expires_on",
            day=(today + LONGEST).isoformat(),
        )
    fresh = tokens.fresh()
    token = ApiToken(
        person=person,
        name=name.strip(),
        prefix=fresh.prefix,
        digest=fresh.digest,
        can_write=can_write,
        created_at=clock.now(),
        expires_on=expires_on,
    )
    check(token)
    with transaction.atomic():
        token.save()
        facts = {
            "token": token.prefix,
            "name": token.name,
            "expires_on": expires_on.isoformat(),
            "can_write": can_write,
        }
        journal.write(person, "directory.make_token", refs.ref_of(person), after=facts)
    token.clear_text = fresh.text  # type: ignore[attr-defined]
    return token
