"""The park's proposed work plan is put into the plan: what is new is added, what stands there already is never touched."""

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import parkdata
from parkloop.apps.plan.models import ItemKind, Plan, Task, WorkItem, WorkLink
from parkloop.apps.plan.rescheduling import changing
from parkloop.apps.plan.timetables import first_day_of
from parkloop.foundation import journal, watching
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Organisation, Person
from parkloop.packs.workplans import ItemSetting, TaskWork, WorkPlan


@action("plan.load_work_plan", label=_("Load the proposed work plan"), on=Plan, icon="refresh", by_hand=False)
def load_work_plan(person: Person, *, plan: Plan) -> int:
    """Add the items of `plan/workplan.yaml` whose codes are new, with the links into them; the number added.

    Items that people changed or removed at the desk stay as they are. Errors: NotAllowed; InvalidInput when a date cannot be kept.
    """
    require(person, "plan.load_work_plan", plan)
    proposed = parkdata.work_plan_of(plan.folder)
    if proposed is None:
        return 0
    known = set(WorkItem.objects.filter(code__in=[i.code for i in proposed.items]).values_list("code", flat=True))
    if all(item.code in known for item in proposed.items):
        return 0
    with changing(plan):
        made = _Loading(plan, proposed).load(known)
        journal.write(
            person, "plan.load_work_plan", plan, after={"added": [i.code for i in made]}, basis=proposed.header.source
        )
        watching.changed_many(WorkItem, [item.pk for item in made])
    return len(made)


class _Loading:
    """Makes the rows of one proposed work plan inside the action's transaction."""

    def __init__(self, plan: Plan, proposed: WorkPlan) -> None:
        self.plan, self.proposed = plan, proposed
        self.tasks = {task.heading.path: task for task in Task.objects.filter(plan=plan).select_related("heading")}
        self.organisations = {o.code: o for o in Organisation.objects.filter(code__in=self._codes())}

    def load(self, known: set[str]) -> list[WorkItem]:
        """The items that were made."""
        made: dict[str, WorkItem] = {}
        for work in self.proposed.tasks:
            task = self._task(work)
            for position, setting in enumerate(work.items):
                if setting.code not in known:
                    made[setting.code] = self._item(task, position, setting)
        everything = {i.code: i for i in WorkItem.objects.filter(code__in=[i.code for i in self.proposed.items])}
        self._join(made, everything)
        return list(made.values())

    def _codes(self) -> set[str]:
        return {item.organisation for item in self.proposed.items if item.organisation}

    def _task(self, work: TaskWork) -> Task:
        task = self.tasks.get(work.path)
        if task is None:
            raise InvalidInput(
                _("The work plan names the task “%(path)s”, which this plan does not have."), path=work.path
            )
        if not WorkItem.objects.filter(task=task).exists() and task.roll_up != work.roll_up:
            task.roll_up = work.roll_up
            task.save(update_fields=["roll_up"])
        return task

    def _item(self, task: Task, position: int, setting: ItemSetting) -> WorkItem:
        takes_time = setting.days > 0 or setting.code in self.proposed.divided
        first = first_day_of(self.plan)
        return WorkItem.objects.create(
            plan=self.plan,
            task=task,
            code=setting.code,
            position=position,
            kind=ItemKind.ACTIVITY if takes_time else ItemKind.MILESTONE,
            name_zh=setting.name.zh,
            name_en=setting.name.en,
            duration=max(setting.days, int(takes_time)),
            starts_on=first,
            ends_on=first,
            not_before=setting.not_before,
            must_start_on=setting.must_start_on,
            must_finish_by=setting.must_finish_by,
            weight=setting.weight,
            organisation=self.organisations.get(setting.organisation),
        )

    def _join(self, made: dict[str, WorkItem], everything: dict[str, WorkItem]) -> None:
        """Parts to what they belong to, and the links into new items."""
        settings = {item.code: item for item in self.proposed.items}
        for code, item in made.items():
            if settings[code].part_of:
                item.parent = everything[settings[code].part_of]
                item.save(update_fields=["parent"])
        WorkLink.objects.bulk_create(
            WorkLink(before=everything[link.before], after=made[link.after], kind=link.kind, lag=link.lag)
            for link in self.proposed.links
            if link.after in made and everything[link.before].removed_on is None
        )
