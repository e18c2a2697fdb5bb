"""The register's entry of a major project is corrected. Its stage changes by `move_stage` only."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, parkdata
from parkloop.apps.projects.actions.add_project import CHOICES, HELP
from parkloop.apps.projects.models import Blocker, Project
from parkloop.foundation import journal
from parkloop.foundation.acting import action, bump_version, require
from parkloop.foundation.models import Organisation, Person
from parkloop.foundation.watching import changed_many

FIELDS = (
    "name_zh", "name_en", "kind", "industry", "town", "carrier", "enterprise", "leader", "leader_post", "next_on",
    "investment_fen", "starts_on", "ends_on", "contents", "contact_name", "contact_phone", "source",
)  # fmt: skip


@action("projects.edit_project", label=_("Edit the project"), on=Project, icon="edit", help=HELP, choices=CHOICES)
def edit_project(
    person: Person,
    *,
    project: Project,
    name_zh: str,
    kind: str,
    town: Organisation,
    name_en: str = "",
    industry: str = "",
    carrier: Organisation | None = None,
    enterprise: Organisation | None = None,
    leader: Person | None = None,
    leader_post: str = "",
    next_on: dt.date | None = None,
    investment_fen: int | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    contents: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    source: str = "",
    reason: str = "",
    version: int | None = None,
) -> Project:
    """Change what the register says of a project.

    Errors: NotAllowed, also when it would go to a town or carrier that is not the person's; InvalidInput; StaleVersion.
    """
    given = dict(locals())
    require(person, "projects.edit_project", project)
    before = journal.values_of(project)
    for name in FIELDS:
        setattr(project, name, given[name])
    require(person, "projects.edit_project", project)
    checks.refuse(checks.of_major(project, parkdata.needed()))
    with transaction.atomic():
        bump_version(project, version)
        project.save(update_fields=list(FIELDS))
        changed_many(Blocker, list(project.blockers.values_list("pk", flat=True)))
        journal.write(person, "projects.edit_project", project, before=before, reason=reason)
    return project
