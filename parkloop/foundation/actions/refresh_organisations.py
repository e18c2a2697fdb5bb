"""Let names and moves that were recorded for today take effect on the organisation rows; called by clockwork as the system person."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal, present, tree
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Organisation


@action("directory.refresh_organisations", label=_("Refresh organisations"), on=Organisation, bulk=True)
def refresh_organisations(person: Any, *, organisations: Sequence[int]) -> int:
    """Bring rows up to date with what is in force today; doing it again changes nothing. Returns how many rows changed."""
    require(person, "directory.refresh_organisations", None)
    today = clock.today()
    with transaction.atomic():
        old = {o.pk: journal.values_of(o) for o in Organisation.objects.filter(pk__in=organisations)}
        changed = present.bring_up_to_date(organisations, today)
        for organisation in Organisation.objects.filter(pk__in=organisations) if changed else ():
            journal.write(
                person,
                "directory.refresh_organisations",
                organisation,
                before=old[organisation.pk],
                organisation=organisation,
            )
        tree.report(organisations)
    return changed
