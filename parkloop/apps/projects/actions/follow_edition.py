"""Projects serve the same tasks when their plan is issued again: links go from a task to the one that goes on for it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models import Project, Technology
from parkloop.foundation import journal
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Person


@action("projects.follow_edition", label=_("Follow a new edition"), icon="link", by_hand=False)
def follow_edition(person: Person, *, tasks: list[tuple[int, int]]) -> int:
    """Move links along pairs (old task, new task); the number of projects that changed. Doing it again changes nothing.

    A task that was split gives its projects to every part; one that ended keeps them in the old edition. Errors: NotAllowed.
    """
    require(person, "projects.follow_edition")
    successors: dict[int, list[int]] = {}
    for old, new in tasks:
        successors.setdefault(old, []).append(new)
    changed = 0
    with transaction.atomic():
        for model in (Project, Technology):
            for project in model.objects.filter(tasks__in=list(successors)).distinct():
                _move(person, project, successors)
                changed += 1
    return changed


def _move(person: Person, project: Project | Technology, successors: dict[int, list[int]]) -> None:
    held = [pk for pk in project.tasks.values_list("pk", flat=True) if pk in successors]
    following = sorted({new for old in held for new in successors[old]})
    project.tasks.remove(*held)
    project.tasks.add(*following)
    words = {name: [f"plan.task:{pk}" for pk in keys] for name, keys in (("before", held), ("after", following))}
    journal.write(
        person, "projects.follow_edition", project, before={"tasks": words["before"]}, after={"tasks": words["after"]}
    )
