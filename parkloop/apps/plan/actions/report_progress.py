"""The lead reports how far its task has come (反馈办理情况)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import Task, TaskProgress
from parkloop.apps.plan.people import own_organisations
from parkloop.apps.plan.public import ProgressReported
from parkloop.apps.plan.reportchecks import check_against, check_words, leading_bodies
from parkloop.apps.plan.workstandings import rolls_up
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Organisation, Person

LABELS = {
    "as_of": _("As of"),
    "completion_pp": _("Completion in percent"),
    "note": _("What was done"),
    "reason": _("Reason of a correction"),
}
ROLLED_UP = _("The completion of this task is rolled up from its work plan. Report at its milestones and sub-tasks.")
HELP = {"reason": _("Only for correcting an earlier report or admitting that the task fell back.")}


def _is_by_hand(task: Task) -> Any:
    """Whether the completion of the task is reported and not rolled up from its work plan."""
    return ROLLED_UP if rolls_up(task) else True


@action(
    "plan.report_progress",
    label=_("Report progress"),
    on=Task,
    icon="send",
    labels=LABELS,
    help=HELP,
    available=_is_by_hand,
)
def report_progress(
    person: Person,
    *,
    task: Task,
    as_of: dt.date,
    completion_pp: Decimal,
    note: str,
    reason: str = "",
    version: int | None = None,
) -> TaskProgress:
    """Report the completion of a task in percent as of a day, for the leading organisation of the person.

    A report of the same day is corrected, and falling back is admitted, only with a reason; the older row is kept.
    Errors: NotAllowed; InvalidState when nobody leads the task or its work plan rolls up; InvalidInput; AlreadyDone; StaleVersion.
    """
    require(person, "plan.report_progress", task)
    organisation = _leading(person, task)
    if rolls_up(task):
        raise InvalidState(ROLLED_UP)
    check_words(task, as_of, note)
    if not 0 <= completion_pp <= 100:
        raise InvalidInput(_("Completion is a percentage from 0 to 100."), field="completion_pp")
    current = TaskProgress.objects.filter(task=task, superseded_at__isnull=True).select_related("reported_by")
    older = current.filter(as_of=as_of).first()
    earlier = current.filter(as_of__lt=as_of).order_by("-as_of").first()
    check_against(older, earlier, "completion_pp", completion_pp, note, reason)
    with transaction.atomic():
        bump_version(task, version)
        if older is not None:
            TaskProgress.objects.filter(pk=older.pk).update(superseded_at=clock.now())
        made = TaskProgress.objects.create(
            task=task,
            as_of=as_of,
            completion_pp=completion_pp,
            note=note,
            organisation=organisation,
            reported_by=person,
            reported_at=clock.now(),
            supersedes=older,
            reason=reason if older else "",
        )
        _write(person, task, made, older or earlier, reason)
    return made


def _leading(person: Person, task: Task) -> Organisation:
    own = own_organisations(person)
    mine = [body for body in leading_bodies(task) if person.is_system or body.pk in own]
    if not mine:
        raise InvalidState(_("No organisation leads this task. Assign the lead first."))
    return mine[0]


def _write(person: Person, task: Task, made: TaskProgress, before: TaskProgress | None, reason: str) -> None:
    journal.write(
        person,
        "plan.report_progress",
        task,
        before={"completion_pp": journal.plain(before.completion_pp)} if before else {},
        after={"completion_pp": journal.plain(made.completion_pp), "as_of": made.as_of.isoformat(), "note": made.note},
        reason=reason,
        organisation=made.organisation,
    )
    emit(
        ProgressReported(
            task=refs.ref_of(task),
            organisation=refs.ref_of(made.organisation),
            as_of=made.as_of.isoformat(),
            completion_pp=str(made.completion_pp),
            by=refs.ref_of(person),
        )
    )
