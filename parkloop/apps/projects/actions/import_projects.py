"""Major projects from a sheet, all or nothing. Stages of known projects are not changed by a sheet: each step has its date and evidence."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, registerrows
from parkloop.apps.projects.models import Blocker, Project
from parkloop.apps.projects.registerrows import Register
from parkloop.foundation.acting import ImportResult, action, require
from parkloop.foundation.models import Person
from parkloop.foundation.watching import changed_many

NAME = "projects.import_projects"
REGISTER = Register(
    Project,
    NAME,
    lambda rules: {"kind": rules.kinds, "industry": rules.industries, "stage": rules.stages.stages},
    checks.of_major,
)


@action(NAME, label=_("Import major projects"), on=Project, bulk=True, icon="upload")
def import_projects(person: Person, *, rows: Sequence[dict[str, Any]], digest: str = "") -> ImportResult:
    """Make and change projects by their code; one journal entry with the batch's digest.

    Kind, industry and stage may be written as keys or words. RowErrors says what is wrong in which row; then nothing is changed.
    """
    require(person, NAME)
    taken = registerrows.take(person, REGISTER, rows)
    with transaction.atomic():
        result = registerrows.write(person, REGISTER, taken, digest)
        changed_many(Blocker, list(Blocker.objects.filter(project__in=taken.changed).values_list("pk", flat=True)))
    return result
