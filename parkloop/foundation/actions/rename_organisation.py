"""Rename an organisation from a day on; the old name stays in its history. A future name takes effect on its day by clockwork."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal, present
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.models import Organisation, OrganisationName, OrganisationTrace
from parkloop.foundation.organisation_checks import refuse_before_founding, refuse_dissolved
from parkloop.foundation.spans import clear_from, refuse_later_rows


@action("directory.rename_organisation", label=_("Rename"), on=Organisation, icon="edit", labels={"on": _("From")})
def rename_organisation(
    person: Any,
    *,
    organisation: Organisation,
    name_zh: str,
    on: dt.date,
    name_en: str = "",
    short_zh: str = "",
    short_en: str = "",
    reason: str = "",
    version: int | None = None,
) -> Organisation:
    """The four names hold from `on` on. Naming the day of the last change corrects it."""
    require(person, "directory.rename_organisation", organisation)
    refuse_before_founding(organisation, on)
    refuse_dissolved(organisation, on)
    given = {"name_zh": name_zh, "name_en": name_en, "short_zh": short_zh, "short_en": short_en}
    names = {name: text.strip() for name, text in given.items()}
    if not names["name_zh"]:
        raise InvalidInput(_("A name is needed."), field="name_zh")
    with transaction.atomic():
        bump_version(organisation, version)
        old = _write_name(organisation, names, on, reason)
        present.bring_up_to_date([organisation.pk], clock.today())
        journal.write(
            person,
            "directory.rename_organisation",
            organisation,
            before=old,
            after={**names, "on": on.isoformat()},
            reason=reason,
            organisation=organisation,
        )
    organisation.refresh_from_db()
    return organisation


def _write_name(organisation: Organisation, names: dict[str, str], on: dt.date, basis: str) -> dict[str, str]:
    rows = OrganisationName.objects.filter(organisation=organisation)
    refuse_later_rows(rows, on, organisation.name)
    last = rows.order_by("valid_from").last()
    old = {name: getattr(last, name) for name in present.NAMES} if last else {}
    if old == names:
        raise InvalidInput(_("This is its name already."), field="name_zh")
    clear_from(rows, on)
    OrganisationName.objects.create(organisation=organisation, valid_from=on, basis=basis, **names)
    OrganisationTrace.objects.create(
        organisation=organisation,
        happened=OrganisationTrace.Happened.RENAMED,
        on=on,
        before=old,
        after=names,
        basis=basis,
    )
    return old
