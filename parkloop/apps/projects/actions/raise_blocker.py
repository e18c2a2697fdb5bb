"""Somebody says what holds a project up and who must solve it (堵点上报)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models import Blocker, Project
from parkloop.apps.projects.public import BlockerRaised
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Organisation, Person

LABELS = {
    "what": _("What blocks"),
    "solver": _("Who must solve it"),
    "since": _("Since"),
    "due_on": _("To be solved by"),
}
HELP = {"what": _("One thing in one sentence, so that it can be solved."), "since": _("Empty: today.")}


@action("projects.raise_blocker", label=_("Raise a blocker"), on=Project, icon="alert-triangle", labels=LABELS, help=HELP,
        long=("what",))  # fmt: skip
def raise_blocker(
    person: Person,
    *,
    project: Project,
    what: str,
    solver: Organisation,
    since: dt.date | None = None,
    due_on: dt.date | None = None,
) -> Blocker:
    """Enter an open blocker; the people of the solver are told.

    Errors: NotAllowed; InvalidInput (nothing said, a dissolved solver, dates); AlreadyDone when the same stands open.
    """
    require(person, "projects.raise_blocker", project)
    today = clock.today()
    began, words = since or today, what.strip()
    if not words or len(words) > 300:
        raise InvalidInput(_("Say in a sentence of at most 300 characters what blocks."), field="what")
    if solver.dissolved_on and solver.dissolved_on <= today:
        raise InvalidInput(
            _("%(unit)s was dissolved. Choose the organisation that took over its duties."),
            field="solver",
            unit=solver.name,
        )
    if began > today:
        raise InvalidInput(_("It has begun today or earlier."), field="since")
    if due_on is not None and due_on < began:
        raise InvalidInput(_("It cannot be solved before it began."), field="due_on")
    with transaction.atomic():
        if project.blockers.filter(what=words, solved_on__isnull=True).exists():
            raise AlreadyDone(_("The same blocker stands open."))
        made = Blocker.objects.create(
            project=project,
            what=words,
            solver=solver,
            since=began,
            due_on=due_on,
            raised_by=person,
            raised_at=clock.now(),
        )
        journal.write(person, "projects.raise_blocker", made)
        emit(
            BlockerRaised(
                blocker=refs.ref_of(made),
                project=refs.ref_of(project),
                solver=refs.ref_of(solver),
                by=refs.ref_of(person),
            )
        )
    return made
