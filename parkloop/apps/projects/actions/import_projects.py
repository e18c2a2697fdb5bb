"""Major projects from a sheet, all or nothing. Stages of known projects are not changed by a sheet: each step has its date and evidence."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, moving, parkdata
from parkloop.apps.projects.models import Blocker, Project
from parkloop.domain.refs import Ref
from parkloop.foundation import clock, journal, policy
from parkloop.foundation.acting import ImportResult, RowErrors, action, require
from parkloop.foundation.models import Person
from parkloop.foundation.watching import changed_many
from parkloop.packs.projects import ProjectRules

NAME = "projects.import_projects"
NAMED = 1000


@action(NAME, label=_("Import major projects"), on=Project, bulk=True, icon="upload")
def import_projects(person: Person, *, rows: Sequence[dict[str, Any]], digest: str = "") -> ImportResult:
    """Make and change projects by their code; one journal entry with the batch's digest.

    Kind, industry and stage may be written as keys or words. RowErrors says what is wrong in which row; then nothing is changed.
    """
    require(person, NAME)
    rules, codes = parkdata.needed(), [row["code"] for row in rows]
    known = {p.code: p for p in Project.objects.filter(code__in=codes)}
    seen = set(policy.rows(person, Project).filter(code__in=codes).values_list("code", flat=True))
    errors: dict[int, str] = {}
    made: list[Project] = []
    changed: list[Project] = []
    for place, row in enumerate(rows):
        project = known.get(row["code"])
        error, taken = _taken(person, project, row, rules, seen)
        if error:
            errors[place] = error
        (made if project is None else changed).append(taken)
    if errors:
        raise RowErrors(errors)
    _write(person, made, changed, codes, digest)
    return ImportResult(made=len(made), changed=len(changed))


def _taken(
    person: Person, project: Project | None, row: dict[str, Any], rules: ProjectRules, seen: set[str]
) -> tuple[str, Project]:
    """(what is wrong or nothing, the project as it will be)."""
    target = project or Project(code=row["code"])
    if project is not None and (project.code not in seen or not policy.may(person, NAME, project)):
        return gettext("you have no right to change this row"), target
    values = dict(row)
    for name, named in (("kind", rules.kinds), ("industry", rules.industries), ("stage", rules.stages.stages)):
        if values.get(name):
            values[name] = parkdata.key_of(named, values[name]) or values[name]
    if project is not None and values.get("stage", project.stage) != project.stage:
        return gettext("the stage of a known project changes step by step on the board, with date and evidence"), target
    for name, value in values.items():
        setattr(target, name, value)
    problem = next(checks.of_major(target, rules), None)
    if problem:
        label = str(Project._meta.get_field(problem[0]).verbose_name)
        return f"{label}: {problem[1]}", target
    if not policy.may(person, NAME, target if target.pk is None else project) or not _is_own(person, target):
        return gettext("you have no right to put a project there"), target
    return "", target


def _is_own(person: Person, target: Project) -> bool:
    rules = policy.rules_of(Project)
    return person.is_system or bool(rules and rules.actions[NAME](person, target))


def _write(person: Person, made: list[Project], changed: list[Project], codes: list[str], digest: str) -> None:
    fields = [f.name for f in Project._meta.local_concrete_fields if f.name not in ("id", "code", "stage")]
    for project in changed:
        project.version += 1
    with transaction.atomic():
        for project in made:
            project.save()
            moving.record(person, project, "", project.stage, on=clock.today())
        Project.objects.bulk_update(changed, fields, 500)
        after = {"made": len(made), "changed": len(changed), "codes": codes[:NAMED]}
        journal.write(person, NAME, Ref("projects.project", "bulk"), after=after, digest=digest)
        changed_many(Project, [p.pk for p in (*made, *changed)])
        changed_many(Blocker, list(Blocker.objects.filter(project__in=changed).values_list("pk", flat=True)))
