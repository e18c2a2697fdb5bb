"""Revoke a role from a day on."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidState, action, bump_version, require
from parkloop.foundation.models import Role, RoleGrant
from parkloop.foundation.people_checks import report_holding, require_reach
from parkloop.foundation.spans import end_row, overlapping


@action("directory.revoke_role", label=_("Revoke role"), on=RoleGrant, danger=True, icon="x", labels={"on": _("From")})
def revoke_role(person: Any, *, grant: RoleGrant, on: dt.date, reason: str, version: int | None = None) -> RoleGrant:
    """The role is held until the day before `on`. The last security administrator of the installation cannot be taken away."""
    require(person, "directory.revoke_role", grant)
    require_reach(person, grant.organisation, Role.SECURITY_ADMIN)
    with transaction.atomic():
        bump_version(grant, version)
        _refuse_last(grant, on)
        journal.write(
            person,
            "directory.revoke_role",
            grant,
            before={"valid_to": journal.plain(grant.valid_to)},
            after={"valid_to": on.isoformat()},
            reason=reason,
        )
        end_row(grant, on)
        report_holding(grant.person_id, grant.organisation_id)
    return grant


def _refuse_last(grant: RoleGrant, on: dt.date) -> None:
    if grant.role != Role.SECURITY_ADMIN:
        return
    others = RoleGrant.objects.filter(overlapping(on, None), role=Role.SECURITY_ADMIN, person__is_active=True)
    if not others.exclude(pk=grant.pk).exists():
        raise InvalidState(
            _("This is the last security administrator; nobody could give rights any more. Grant another one first.")
        )
