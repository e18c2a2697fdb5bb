"""A major project comes to another stage: board, form, keyboard and programs all call this."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import moving, parkdata
from parkloop.apps.projects.models import Project
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Person, StoredFile

LABELS = {
    "stage": _("New stage"),
    "on": _("Reached on"),
    "next_on": _("Next stage planned for"),
    "evidence": _("Evidence"),
    "reason": _("Reason of going back"),
}
HELP = {
    "evidence": _("The contract, the land deed, the permit: upload it to the project's files, then choose it."),
    "reason": _("Only for a step back to an earlier stage."),
}


@action("projects.move_stage", label=_("Move to another stage"), on=Project, icon="arrow-right",
        labels=LABELS, help=HELP, choices={"stage": parkdata.stages})  # fmt: skip
def move_stage(
    person: Person,
    *,
    project: Project,
    stage: str,
    on: dt.date,
    next_on: dt.date | None = None,
    evidence: StoredFile | None = None,
    reason: str = "",
    version: int | None = None,
) -> Project:
    """Bring the project to a stage reached on a day; `next_on` plans the stage after it. Going back needs a reason.

    Errors: NotAllowed; AlreadyDone at that stage; InvalidInput (step, dates, no reason); StaleVersion.
    """
    require(person, "projects.move_stage", project)
    line = parkdata.needed().stages
    with transaction.atomic():
        moving.move(
            person, "projects.move_stage", project, line, stage=stage, on=on, next_on=next_on, evidence=evidence,
            reason=reason, version=version,
        )  # fmt: skip
    return project
