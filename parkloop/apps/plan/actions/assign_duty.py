"""The park assigns a duty that the notice does not state."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import Duty, DutyOrigin, DutyRole, Task
from parkloop.apps.plan.public import DutyAssigned
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Organisation, Person

LABELS = {"organisation": _("Organisation"), "role": _("Role")}


@action("plan.assign_duty", label=_("Assign a duty"), on=Task, icon="user-check", labels=LABELS)
def assign_duty(
    person: Person, *, task: Task, organisation: Organisation, role: DutyRole, reason: str, version: int | None = None
) -> Duty:
    """Bind an organisation to a task in a role, from today; one lead at a time.

    Errors: NotAllowed; InvalidInput (no reason, a dissolved organisation, a second lead); AlreadyDone; StaleVersion.
    """
    require(person, "plan.assign_duty", task)
    if not reason.strip():
        raise InvalidInput(_("Say why, for example the minutes that decided it."), field="reason")
    if organisation.dissolved_on and organisation.dissolved_on <= clock.today():
        raise InvalidInput(
            _("%(unit)s was dissolved. Choose the organisation that took over its duties."),
            field="organisation",
            unit=organisation.name,
        )
    with transaction.atomic():
        bump_version(task, version)
        _check_free(task, organisation, DutyRole(role))
        duty = Duty.objects.create(
            plan_id=task.plan_id,
            heading_id=task.heading_id,
            role=role,
            organisation=organisation,
            surface=organisation.short_zh or organisation.name_zh,
            origin=DutyOrigin.ASSIGNED,
            assigned_by=person,
            assigned_by_name=person.name_zh,
            from_on=clock.today(),
            reason=reason,
        )
        journal.write(person, "plan.assign_duty", duty, reason=reason)
        journal.write(
            person,
            "plan.assign_duty",
            task,
            after={"duty": str(refs.ref_of(duty))},
            reason=reason,
            organisation=organisation,
        )
        emit(
            DutyAssigned(
                duty=refs.ref_of(duty),
                task=refs.ref_of(task),
                organisation=refs.ref_of(organisation),
                role=str(role),
                by=refs.ref_of(person),
            )
        )
    return duty


def _check_free(task: Task, organisation: Organisation, role: DutyRole) -> None:
    running = Duty.objects.filter(heading=task.heading_id, ended_on__isnull=True).select_related("organisation")
    for duty in running:
        if duty.organisation_id == organisation.pk and duty.role == role:
            raise AlreadyDone(_("%(unit)s holds this duty already."), field="organisation", unit=organisation.short)
        if role == DutyRole.LEAD and duty.role == DutyRole.LEAD:
            raise InvalidInput(
                _("%(unit)s leads this task. End that duty first, or assign the new unit as co-operating."),
                field="role",
                unit=duty.unit,
            )
