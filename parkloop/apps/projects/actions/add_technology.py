"""A key-technology project enters the register, and its entry is corrected. Its stage changes by `move_technology` only."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, moving, parkdata
from parkloop.apps.projects.models import Technology
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.models import Organisation, Person

LABELS = {"stage": _("Stage it stands at"), "stage_on": _("Stage reached on")}
HELP = {
    "stage_on": _("Empty: today."),
    "next_on": _("The light is judged by this date; without it the project has no light."),
}
CHOICES = {"industry": parkdata.industries, "stage": parkdata.technology_stages, "result": parkdata.results}
FIELDS = (
    "name_zh", "name_en", "industry", "town", "enterprise", "result", "next_on", "starts_on", "ends_on", "contents",
    "contact_name", "contact_phone", "source",
)  # fmt: skip


@action("projects.add_technology", label=_("Add a key-technology project"), on=Technology, creates=True, icon="plus",
        labels=LABELS, help=HELP, choices=CHOICES)  # fmt: skip
def add_technology(
    person: Person,
    *,
    code: str,
    name_zh: str,
    town: Organisation,
    enterprise: Organisation,
    name_en: str = "",
    industry: str = "",
    result: str = "",
    stage: str = "",
    stage_on: dt.date | None = None,
    next_on: dt.date | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    contents: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    source: str = "",
    is_synthetic: bool = False,
) -> Technology:
    """Enter a project at a stage (the first one unless said). Errors: NotAllowed; InvalidInput naming the field."""
    require(person, "projects.add_technology")
    rules, day = parkdata.needed(), stage_on or clock.today()
    made = Technology(
        code=code, name_zh=name_zh, name_en=name_en, industry=industry, town=town, enterprise=enterprise, result=result,
        stage=stage or rules.technology_stages.keys[0], next_on=next_on, starts_on=starts_on, ends_on=ends_on,
        contents=contents, contact_name=contact_name, contact_phone=contact_phone, source=source, is_synthetic=is_synthetic,
    )  # fmt: skip
    require(person, "projects.add_technology", made)
    checks.refuse(checks.of_technology(made, rules))
    if day > clock.today():
        raise InvalidInput(_("A stage is reached today or earlier."), field="stage_on")
    if Technology.objects.filter(code=code).exists():
        raise InvalidInput(_("The code “%(code)s” is taken. Choose another one."), field="code", code=code)
    with transaction.atomic():
        made.save()
        moving.record(person, made, "", made.stage, on=day)
        journal.write(person, "projects.add_technology", made)
    return made


@action("projects.edit_technology", label=_("Edit the project"), on=Technology, icon="edit", help=HELP, choices=CHOICES)
def edit_technology(
    person: Person,
    *,
    technology: Technology,
    name_zh: str,
    town: Organisation,
    enterprise: Organisation,
    name_en: str = "",
    industry: str = "",
    result: str = "",
    next_on: dt.date | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    contents: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    source: str = "",
    reason: str = "",
    version: int | None = None,
) -> Technology:
    """Change what the register says of a project. Errors: NotAllowed; InvalidInput; StaleVersion."""
    given = dict(locals())
    require(person, "projects.edit_technology", technology)
    before = journal.values_of(technology)
    for name in FIELDS:
        setattr(technology, name, given[name])
    require(person, "projects.edit_technology", technology)
    checks.refuse(checks.of_technology(technology, parkdata.needed()))
    with transaction.atomic():
        bump_version(technology, version)
        technology.save(update_fields=list(FIELDS))
        journal.write(person, "projects.edit_technology", technology, before=before, reason=reason)
    return technology
