"""End a deputyship on a day."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import action, bump_version, require
from parkloop.foundation.models import Deputy
from parkloop.foundation.spans import end_row


@action("directory.end_deputy", label=_("End deputyship"), on=Deputy, danger=True, icon="x", labels={"on": _("From")})
def end_deputy(person: Any, *, deputyship: Deputy, on: dt.date, reason: str = "", version: int | None = None) -> Deputy:
    """The deputy acts until the day before `on`."""
    require(person, "directory.end_deputy", deputyship)
    with transaction.atomic():
        bump_version(deputyship, version)
        journal.write(
            person,
            "directory.end_deputy",
            deputyship,
            before={"valid_to": journal.plain(deputyship.valid_to)},
            after={"valid_to": on.isoformat()},
            reason=reason,
        )
        end_row(deputyship, on)
    return deputyship
