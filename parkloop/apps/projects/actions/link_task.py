"""A project of either sort serves a task of the plan: linking and unlinking."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.public import find_task, task_choices
from parkloop.apps.projects.models import Project, Technology
from parkloop.foundation import journal
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, require
from parkloop.foundation.models import Person

LABELS = {"task": _("Task of the plan")}
CHOICES = {"task": task_choices}


@action("projects.link_task", label=_("Link a task"), on=Project, icon="link", labels=LABELS, choices=CHOICES)
def link_task(person: Person, *, project: Project, task: str) -> Project:
    """Say that the project serves a task, named by key or path. Errors: NotAllowed; InvalidInput; AlreadyDone."""
    require(person, "projects.link_task", project)
    _link(person, "projects.link_task", project, task)
    return project


@action("projects.unlink_task", label=_("Unlink a task"), on=Project, icon="x", labels=LABELS, choices=CHOICES)
def unlink_task(person: Person, *, project: Project, task: str, reason: str = "") -> Project:
    """Take the link back. Errors: NotAllowed; InvalidInput; AlreadyDone when it was not linked."""
    require(person, "projects.unlink_task", project)
    _unlink(person, "projects.unlink_task", project, task, reason)
    return project


@action("projects.link_technology", label=_("Link a task"), on=Technology, icon="link", labels=LABELS, choices=CHOICES)
def link_technology(person: Person, *, technology: Technology, task: str) -> Technology:
    """Say that the key-technology project serves a task. Errors as of `link_task`."""
    require(person, "projects.link_technology", technology)
    _link(person, "projects.link_technology", technology, task)
    return technology


@action("projects.unlink_technology", label=_("Unlink a task"), on=Technology, icon="x", labels=LABELS, choices=CHOICES)
def unlink_technology(person: Person, *, technology: Technology, task: str, reason: str = "") -> Technology:
    """Take the link back. Errors as of `unlink_task`."""
    require(person, "projects.unlink_technology", technology)
    _unlink(person, "projects.unlink_technology", technology, task, reason)
    return technology


def _link(person: Person, name: str, project: Any, word: str) -> None:
    key = _key(person, word)
    with transaction.atomic():
        if project.tasks.filter(pk=key).exists():
            raise AlreadyDone(_("The project is linked to this task already."))
        project.tasks.add(key)
        journal.write(person, name, project, after={"task": f"plan.task:{key}"})


def _unlink(person: Person, name: str, project: Any, word: str, reason: str) -> None:
    key = _key(person, word)
    with transaction.atomic():
        if not project.tasks.filter(pk=key).exists():
            raise AlreadyDone(_("The project is not linked to this task."))
        project.tasks.remove(key)
        journal.write(person, name, project, before={"task": f"plan.task:{key}"}, after={"task": None}, reason=reason)


def _key(person: Person, word: str) -> int:
    key = find_task(person, word)
    if key is None:
        raise InvalidInput(_("There is no task “%(word)s”. Choose one of the list."), field="task", word=word)
    return key
