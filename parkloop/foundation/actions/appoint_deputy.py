"""Let somebody deputise: he holds the same roles meanwhile, acting under his own name."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Deputy, Person
from parkloop.foundation.people_checks import lock, refuse_absent, refuse_mixture, refuse_own, roles_of
from parkloop.foundation.spans import check_span, overlapping


@action(
    "directory.appoint_deputy",
    label=_("Appoint deputy"),
    on=Deputy,
    creates=True,
    icon="users",
    labels={"holder": _("For")},
)
def appoint_deputy(
    person: Any, *, holder: Person, deputy: Person, valid_from: dt.date, valid_to: dt.date | None, reason: str = ""
) -> Deputy:
    """`deputy` acts for `holder`. A person appoints his own deputy; the security administration anybody's, but not itself."""
    require(person, "directory.appoint_deputy", holder)
    refuse_own(person, deputy)
    refuse_absent(holder)
    refuse_absent(deputy)
    check_span(valid_from, valid_to)
    if holder.pk == deputy.pk:
        raise InvalidInput(_("Nobody is his own deputy."), field="deputy")
    with transaction.atomic():
        lock(holder, deputy)
        rows = Deputy.objects.filter(overlapping(valid_from, valid_to), person=holder, deputy=deputy)
        if rows.exists():
            raise InvalidInput(_("%(name)s is the deputy already in that time."), field="deputy", name=deputy.name)
        refuse_mixture(deputy, roles_of(holder, valid_from, valid_to), valid_from, valid_to)
        row = Deputy.objects.create(
            person=holder, deputy=deputy, valid_from=valid_from, valid_to=valid_to, reason=reason
        )
        journal.write(person, "directory.appoint_deputy", row, reason=reason)
    return row
