"""A duty ends before its task does. What the notice states is ended only by the notice."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import Duty, DutyOrigin, Task
from parkloop.apps.plan.public import DutyEnded
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


@action("plan.end_duty", label=_("End the duty"), on=Duty, danger=True, icon="x")
def end_duty(person: Person, *, duty: Duty, reason: str, version: int | None = None) -> Duty:
    """End an assigned duty today; the row stays as history.

    Errors: NotAllowed; InvalidInput without a reason; InvalidState when it ended before or the notice states it; StaleVersion.
    """
    require(person, "plan.end_duty", duty)
    if not reason.strip():
        raise InvalidInput(_("Say why the duty ends."), field="reason")
    if duty.ended_on is not None:
        raise InvalidState(_("This duty ended on %(day)s."), day=duty.ended_on.isoformat())
    if duty.origin == DutyOrigin.STATED:
        raise InvalidState(_("The notice states this duty; it ends only when a new notice says so."))
    before = journal.values_of(duty)
    with transaction.atomic():
        bump_version(duty, version)
        duty.ended_on = clock.today()
        duty.save(update_fields=["ended_on"])
        journal.write(person, "plan.end_duty", duty, before=before, reason=reason)
        _tell(person, duty, reason)
    return duty


def _tell(person: Person, duty: Duty, reason: str) -> None:
    task = Task.objects.filter(heading=duty.heading_id).first()
    if task is None or duty.organisation is None:
        return
    emit(
        DutyEnded(
            duty=refs.ref_of(duty),
            task=refs.ref_of(task),
            organisation=refs.ref_of(duty.organisation),
            by=refs.ref_of(person),
            reason=reason,
        )
    )
