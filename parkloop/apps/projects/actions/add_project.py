"""A major project enters the register."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, moving, parkdata
from parkloop.apps.projects.models import Project
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Organisation, Person

LABELS = {"stage": _("Stage it stands at"), "stage_on": _("Stage reached on")}
HELP = {
    "stage_on": _("Empty: today."),
    "next_on": _("The light is judged by this date; without it the project has no light."),
    "carrier": _("The park or platform where it stands."),
    "leader_post": _("The post that answers for it, as printed: it stays when the person changes."),
    "investment_fen": _("In 10,000 yuan."),
}
CHOICES = {"kind": parkdata.kinds, "industry": parkdata.industries, "stage": parkdata.stages}


@action("projects.add_project", label=_("Add a major project"), on=Project, creates=True, icon="plus",
        labels=LABELS, help=HELP, choices=CHOICES)  # fmt: skip
def add_project(
    person: Person,
    *,
    code: str,
    name_zh: str,
    kind: str,
    town: Organisation,
    name_en: str = "",
    industry: str = "",
    carrier: Organisation | None = None,
    enterprise: Organisation | None = None,
    leader: Person | None = None,
    leader_post: str = "",
    stage: str = "",
    stage_on: dt.date | None = None,
    next_on: dt.date | None = None,
    investment_fen: int | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    contents: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    source: str = "",
    is_synthetic: bool = False,
) -> Project:
    """Enter a project at a stage (the first one unless said); its history begins with the day it reached it.

    Errors: NotAllowed, also for a town, carrier or enterprise that is not the person's; InvalidInput naming the field.
    """
    require(person, "projects.add_project")
    rules, day = parkdata.needed(), stage_on or clock.today()
    project = Project(
        code=code, name_zh=name_zh, name_en=name_en, kind=kind, industry=industry, stage=stage or rules.stages.keys[0],
        next_on=next_on, town=town, carrier=carrier, enterprise=enterprise, leader=leader, leader_post=leader_post,
        investment_fen=investment_fen, starts_on=starts_on, ends_on=ends_on, contents=contents, contact_name=contact_name,
        contact_phone=contact_phone, source=source, is_synthetic=is_synthetic,
    )  # fmt: skip
    require(person, "projects.add_project", project)
    checks.refuse(checks.of_major(project, rules))
    if day > clock.today():
        raise InvalidInput(_("A stage is reached today or earlier."), field="stage_on")
    if Project.objects.filter(code=code).exists():
        raise InvalidInput(_("The code “%(code)s” is taken. Choose another one."), field="code", code=code)
    with transaction.atomic():
        project.save()
        moving.record(person, project, "", project.stage, on=day)
        journal.write(person, "projects.add_project", project)
    return project
