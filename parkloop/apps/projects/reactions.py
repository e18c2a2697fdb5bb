"""What follows when something happened to a project: people concerned are told, in their language."""

from typing import Any

from django.utils.translation import gettext_noop

from parkloop.apps.plan.public import PlanReissued, people_of
from parkloop.apps.projects.actions.follow_edition import follow_edition
from parkloop.apps.projects.models import Blocker
from parkloop.apps.projects.public import BlockerRaised, BlockerSolved, StageMoved
from parkloop.foundation import notices, refs
from parkloop.foundation.events import listens
from parkloop.foundation.models import Person

RAISED = gettext_noop("%(who)s raised a blocker of %(project)s for %(solver)s to solve: %(blocker)s")
SOLVED = gettext_noop("The blocker %(blocker)s of %(project)s was solved: %(how)s")
BACK = gettext_noop("%(project)s went back a stage: %(reason)s")


@listens(PlanReissued)
def follow_tasks(system: Person, happened: PlanReissued) -> None:
    """Links to tasks go over to the new edition."""
    follow_edition(system, tasks=[(int(old), int(new)) for old, new in happened.tasks])


@listens(BlockerRaised)
def tell_solver(system: Person, happened: BlockerRaised) -> None:
    """Tell the people of the organisation that must solve it."""
    solver = refs.resolve(happened.solver)
    if solver is not None:
        values = {
            "who": happened.by,
            "project": happened.project,
            "solver": happened.solver,
            "blocker": happened.blocker,
        }
        _tell([solver.pk], RAISED, values, happened.blocker, f"projects.raised:{happened.blocker.key}", happened.by)


@listens(BlockerSolved)
def tell_raiser(system: Person, happened: BlockerSolved) -> None:
    """Tell who raised it, unless he solved it himself."""
    blocker = refs.resolve(happened.blocker)
    if isinstance(blocker, Blocker) and refs.ref_of(blocker.raised_by) != happened.by:
        values = {"blocker": happened.blocker, "project": happened.project, "how": happened.how}
        key = f"projects.solved:{happened.blocker.key}"
        notices.tell([blocker.raised_by], message=SOLVED, values=values, ref=happened.blocker, key=key)


@listens(StageMoved)
def tell_of_falling_back(system: Person, happened: StageMoved) -> None:
    """Tell the people of the town when a project went back; steps forward make no notice."""
    town = refs.resolve(happened.town)
    if happened.is_back and town is not None:
        values = {"project": happened.project, "reason": happened.reason}
        key = f"projects.back:{happened.project.key}:{happened.on}:{happened.stage}"
        _tell([town.pk], BACK, values, happened.project, key, happened.by)


def _tell(
    organisations: list[int], message: str, values: dict[str, Any], ref: refs.Ref, key: str, but: refs.Ref
) -> None:
    author = refs.resolve(but)
    people = people_of(organisations)
    notices.tell(people.exclude(pk=author.pk) if author else people, message=message, values=values, ref=ref, key=key)
