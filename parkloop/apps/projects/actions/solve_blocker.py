"""A blocker is solved, or given more time."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models import Blocker
from parkloop.apps.projects.public import BlockerSolved
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


def _is_open(blocker: Blocker) -> bool | str:
    """Whether it can still be solved; else the sentence why not."""
    return blocker.solved_on is None or str(_("It is solved already."))


@action("projects.solve_blocker", label=_("Solve the blocker"), on=Blocker, icon="check", available=_is_open,
        labels={"how": _("Solved how"), "on": _("Solved on")}, long=("how",))  # fmt: skip
def solve_blocker(
    person: Person, *, blocker: Blocker, how: str, on: dt.date | None = None, version: int | None = None
) -> Blocker:
    """Say how and when it was solved, once.

    Errors: NotAllowed; AlreadyDone naming who solved it; InvalidInput (no words, a day to come or before it began); StaleVersion.
    """
    require(person, "projects.solve_blocker", blocker)
    day = on or clock.today()
    if blocker.solved_on is not None:
        raise AlreadyDone(
            _("%(who)s solved it on %(day)s."),
            who=blocker.solved_by.name if blocker.solved_by else "",
            day=blocker.solved_on.isoformat(),
        )
    if not how.strip() or len(how) > 500:
        raise InvalidInput(_("Say in at most 500 characters how it was solved."), field="how")
    if day > clock.today() or day < blocker.since:
        raise InvalidInput(_("It was solved between %(since)s and today."), field="on", since=blocker.since.isoformat())
    before = journal.values_of(blocker)
    with transaction.atomic():
        bump_version(blocker, version)
        blocker.solved_on, blocker.how, blocker.solved_by = day, how.strip(), person
        blocker.save(update_fields=["solved_on", "how", "solved_by"])
        journal.write(person, "projects.solve_blocker", blocker, before=before)
        emit(
            BlockerSolved(
                blocker=refs.ref_of(blocker),
                project=refs.ref_of(blocker.project),
                how=blocker.how,
                by=refs.ref_of(person),
            )
        )
    return blocker


@action("projects.postpone_blocker", label=_("Set another day"), on=Blocker, icon="clock", available=_is_open)
def postpone_blocker(
    person: Person, *, blocker: Blocker, due_on: dt.date, reason: str, version: int | None = None
) -> Blocker:
    """Give a blocker another day. Errors: NotAllowed; AlreadyDone when it is solved; InvalidInput; StaleVersion."""
    require(person, "projects.postpone_blocker", blocker)
    if blocker.solved_on is not None:
        raise AlreadyDone(_("It is solved already."))
    if due_on < clock.today():
        raise InvalidInput(_("The new day is today or later."), field="due_on")
    if not reason.strip():
        raise InvalidInput(_("Say why."), field="reason")
    before = journal.values_of(blocker)
    with transaction.atomic():
        bump_version(blocker, version)
        blocker.due_on = due_on
        blocker.save(update_fields=["due_on"])
        journal.write(person, "projects.postpone_blocker", blocker, before=before, reason=reason)
    return blocker
