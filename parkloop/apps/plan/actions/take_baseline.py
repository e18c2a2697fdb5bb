"""The work plan is frozen as it stands today, with progress and with what was removed (基线)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import workwords
from parkloop.apps.plan.models import Baseline, BaselineItem, Plan, WorkItem
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, action, require
from parkloop.foundation.models import Person

FROZEN = ("code", "kind", "name_zh", "name_en", "duration", "starts_on", "ends_on", "weight", "done_pp", "finished_on")


@action("plan.take_baseline", label=_("Take a baseline"), on=Plan, icon="stack-2", labels=workwords.LABELS)
def take_baseline(person: Person, *, plan: Plan, name: str, reason: str) -> Baseline:
    """Freeze every item of the plan, removed ones included, under a name.

    Errors: NotAllowed; InvalidInput (no name, no occasion); AlreadyDone when the name is taken; InvalidState without any item.
    """
    require(person, "plan.take_baseline", plan)
    if not name.strip():
        raise InvalidInput(_("Give it a name, for example “2026 Q3”."), field="name")
    if not reason.strip():
        raise InvalidInput(_("Say on which occasion it is taken."), field="reason")
    items = list(WorkItem.objects.filter(plan=plan).select_related("task"))
    if not items:
        raise InvalidState(_("There is no work plan yet. Add milestones first."))
    try:
        with transaction.atomic():
            made = Baseline.objects.create(
                plan=plan,
                name=name.strip(),
                taken_on=clock.today(),
                taken_at=clock.now(),
                taken_by=person,
                reason=reason.strip(),
            )
            BaselineItem.objects.bulk_create([_frozen(made, item) for item in items], batch_size=200)
            after = {"name": made.name, "items": len(items)}
            journal.write(
                person, "plan.take_baseline", made, after=after, reason=reason, organisation=plan.organisation
            )
    except IntegrityError as error:
        raise AlreadyDone(_("There is a baseline of this name already."), field="name") from error
    return made


def _frozen(baseline: Baseline, item: WorkItem) -> BaselineItem:
    values = {name: getattr(item, name) for name in FROZEN}
    return BaselineItem(
        baseline=baseline,
        item=item,
        task=item.task,
        task_title=f"{item.task.number}. {item.task.title}",
        removed_on=item.removed_on,
        **values,
    )
