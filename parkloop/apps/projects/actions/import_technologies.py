"""Key-technology projects from a sheet, all or nothing. Stages of known projects are not changed by a sheet."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, registerrows
from parkloop.apps.projects.models import Technology
from parkloop.apps.projects.registerrows import Register
from parkloop.foundation.acting import ImportResult, action, require
from parkloop.foundation.models import Person

NAME = "projects.import_technologies"
REGISTER = Register(
    Technology,
    NAME,
    lambda rules: {"industry": rules.industries, "result": rules.results, "stage": rules.technology_stages.stages},
    checks.of_technology,
)


@action(NAME, label=_("Import key-technology projects"), on=Technology, bulk=True, icon="upload")
def import_technologies(person: Person, *, rows: Sequence[dict[str, Any]], digest: str = "") -> ImportResult:
    """Make and change projects by their code; one journal entry with the batch's digest.

    Industry, kind of result and stage may be written as keys or words. RowErrors says what is wrong in which row.
    """
    require(person, NAME)
    return registerrows.write(person, REGISTER, registerrows.take(person, REGISTER, rows), digest)
