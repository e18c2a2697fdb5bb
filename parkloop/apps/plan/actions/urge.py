"""The officer who runs the plan urges the leads of tasks (催办)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from parkloop.apps.plan.models import Duty, DutyRole, Task
from parkloop.apps.plan.people import people_of
from parkloop.foundation import clock, journal, notices, refs
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Person

MESSAGE = gettext_noop("%(who)s urges: %(task)s. %(reason)s")


@action("plan.urge", label=_("Urge"), on=Task, bulk=True, icon="bell-ringing")
def urge(person: Person, *, tasks: list[Task], reason: str) -> int:
    """Tell the people of every leading organisation, once a day per task; the number of notices.

    Errors: NotAllowed for the first task that is not the person's to urge; InvalidInput (no reason, a task that nobody leads).
    """
    if not reason.strip():
        raise InvalidInput(_("Say what is asked for and by when."), field="reason")
    leads = _leads([task.heading_id for task in tasks])
    for task in tasks:
        require(person, "plan.urge", task)
        if task.heading_id not in leads:
            raise InvalidInput(
                _("Nobody leads “%(task)s”, so nobody can be urged. Assign the lead first."), task=str(task)
            )
    told = 0
    with transaction.atomic():
        for task in tasks:
            told += notices.tell(
                people_of(leads[task.heading_id]),
                message=MESSAGE,
                values={"who": refs.ref_of(person), "task": refs.ref_of(task), "reason": reason},
                ref=refs.ref_of(task),
                key=f"plan.urge:{task.pk}:{clock.today().isoformat()}",
            )
            journal.write(person, "plan.urge", task, after={"urged": clock.today().isoformat()}, reason=reason)
    return told


def _leads(headings: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    duties = Duty.objects.filter(
        heading__in=headings, role=DutyRole.LEAD, ended_on__isnull=True, organisation__isnull=False
    )
    for heading, organisation in duties.values_list("heading_id", "organisation_id"):
        found.setdefault(heading, []).append(organisation)
    return found
