"""Found an organisation: it enters the tree with its first name."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal, tree
from parkloop.foundation.acting import action, check, require
from parkloop.foundation.models import Organisation, OrganisationKind, OrganisationName, OrganisationTrace
from parkloop.foundation.organisation_checks import checked_code, checked_credit_code, refuse_dissolved
from parkloop.foundation.present import NAMES, pinyin_of


@action("directory.found_organisation", label=_("Add organisation"), on=Organisation, creates=True, icon="plus")
def found_organisation(
    person: Any,
    *,
    code: str,
    kind: OrganisationKind,
    name_zh: str,
    founded_on: dt.date,
    parent: Organisation | None = None,
    name_en: str = "",
    short_zh: str = "",
    short_en: str = "",
    credit_code: str | None = None,
    seat: str = "",
    source: str = "",
    is_verified: bool = False,
    is_synthetic: bool = False,
    reason: str = "",
) -> Organisation:
    """Add an organisation from `founded_on` on, under `parent` (None = at the top). InvalidInput names a wrong field."""
    require(person, "directory.found_organisation", parent)
    if parent is not None:
        refuse_dissolved(parent, field="parent")
    organisation = Organisation(
        code=checked_code(code),
        kind=str(kind),
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        short_zh=short_zh.strip(),
        short_en=short_en.strip(),
        credit_code=checked_credit_code(credit_code),
        seat=seat,
        parent=parent,
        founded_on=founded_on,
        source=source,
        is_verified=is_verified,
        is_synthetic=is_synthetic,
    )
    organisation.pinyin = pinyin_of(organisation)
    check(organisation)
    with transaction.atomic():
        tree.lock()
        organisation.save()
        record_founding([organisation], reason)
        journal.write(person, "directory.found_organisation", organisation, reason=reason, organisation=organisation)
    return organisation


def record_founding(organisations: list[Organisation], basis: str) -> None:
    """First name, place in the tree and trace of new organisations (parents before children), set-based."""
    OrganisationName.objects.bulk_create(
        (
            OrganisationName(organisation=o, valid_from=o.founded_on, basis=basis, **{n: getattr(o, n) for n in NAMES})
            for o in organisations
        ),
        500,
    )
    tree.plant(organisations, basis)
    OrganisationTrace.objects.bulk_create(
        (
            OrganisationTrace(
                organisation=o,
                happened=OrganisationTrace.Happened.FOUNDED,
                on=o.founded_on,
                other_id=o.parent_id,
                after={"name_zh": o.name_zh, "credit_code": o.credit_code},
                basis=basis,
            )
            for o in organisations
        ),
        500,
    )
