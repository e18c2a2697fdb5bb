"""Grant a role for an organisation (and all below it) over a span of dates."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal, refs
from parkloop.foundation.acting import InvalidInput, action, check, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Organisation, Person, Role, RoleGrant
from parkloop.foundation.occurrences import RoleGranted
from parkloop.foundation.organisation_checks import refuse_dissolved
from parkloop.foundation.people_checks import hands_of, lock, refuse_absent, refuse_mixture, refuse_own, require_reach
from parkloop.foundation.spans import check_span, overlapping


@action(
    "directory.grant_role",
    label=_("Grant role"),
    on=RoleGrant,
    creates=True,
    icon="key",
    labels={"holder": _("Person")},
)
def grant_role(
    person: Any,
    *,
    holder: Person,
    role: Role,
    organisation: Organisation,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    reason: str = "",
) -> RoleGrant:
    """The security administration grants; never to oneself, never an administration beside another role."""
    require(person, "directory.grant_role", None)
    refuse_own(person, holder)
    require_reach(person, organisation, Role.SECURITY_ADMIN)
    refuse_absent(holder)
    check_span(valid_from, valid_to)
    refuse_dissolved(organisation, field="organisation")
    grant = RoleGrant(
        person=holder,
        role=str(role),
        organisation=organisation,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=None if person.is_system else person,
        reason=reason,
    )
    check(grant)
    with transaction.atomic():
        lock(holder)
        _refuse_double(grant)
        for hand in hands_of(holder, valid_from, valid_to):
            refuse_mixture(hand, {str(role)}, valid_from, valid_to)
        grant.save()
        journal.write(person, "directory.grant_role", grant, reason=reason)
        emit(event_of(grant))
    return grant


def event_of(grant: RoleGrant) -> RoleGranted:
    """What rooms hear of a grant."""
    return RoleGranted(
        grant=refs.ref_of(grant),
        holder=refs.ref_of(grant.person),
        organisation=refs.ref_of(grant.organisation),
        role=grant.role,
        valid_from=grant.valid_from.isoformat(),
    )


def _refuse_double(grant: RoleGrant) -> None:
    rows = RoleGrant.objects.filter(
        overlapping(grant.valid_from, grant.valid_to),
        person=grant.person,
        role=grant.role,
        organisation=grant.organisation,
    )
    if rows.exists():
        raise InvalidInput(
            _("%(name)s holds this role for %(organisation)s already in that time."),
            field="role",
            name=grant.person.name,
            organisation=grant.organisation.name,
        )
