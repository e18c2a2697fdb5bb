"""A key-technology project comes to another stage."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import moving, parkdata
from parkloop.apps.projects.actions.move_stage import HELP, LABELS
from parkloop.apps.projects.models import Technology
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Person, StoredFile


@action("projects.move_technology", label=_("Move to another stage"), on=Technology, icon="arrow-right",
        labels=LABELS, help=HELP, choices={"stage": parkdata.technology_stages})  # fmt: skip
def move_technology(
    person: Person,
    *,
    technology: Technology,
    stage: str,
    on: dt.date,
    next_on: dt.date | None = None,
    evidence: StoredFile | None = None,
    reason: str = "",
    version: int | None = None,
) -> Technology:
    """Bring the project to a stage reached on a day; going back needs a reason. Errors as of `move_stage`."""
    require(person, "projects.move_technology", technology)
    line = parkdata.needed().technology_stages
    with transaction.atomic():
        moving.move(
            person, "projects.move_technology", technology, line, stage=stage, on=on, next_on=next_on, evidence=evidence,
            reason=reason, version=version,
        )  # fmt: skip
    return technology
