"""Correct what is not dated about an organisation: kind, credit code, seat, source. Names and parents change by their own verbs."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import action, bump_version, check, require
from parkloop.foundation.models import Organisation, OrganisationKind
from parkloop.foundation.organisation_checks import checked_credit_code


@action("directory.edit_organisation", label=_("Edit organisation"), on=Organisation, icon="edit")
def edit_organisation(
    person: Any,
    *,
    organisation: Organisation,
    kind: OrganisationKind,
    credit_code: str | None = None,
    seat: str = "",
    source: str = "",
    is_verified: bool = False,
    reason: str = "",
    version: int | None = None,
) -> Organisation:
    """Set all of these fields. StaleVersion when somebody changed the organisation meanwhile."""
    require(person, "directory.edit_organisation", organisation)
    with transaction.atomic():
        before = journal.values_of(organisation)
        bump_version(organisation, version)
        organisation.kind = str(kind)
        organisation.credit_code = checked_credit_code(credit_code, organisation)
        organisation.seat, organisation.source, organisation.is_verified = seat.strip(), source.strip(), is_verified
        check(organisation)
        organisation.save(update_fields=["kind", "credit_code", "seat", "source", "is_verified"])
        journal.write(
            person, "directory.edit_organisation", organisation, before=before, reason=reason, organisation=organisation
        )
    return organisation
