"""How the completion of a task is made of its work plan: the rule, and the weights of its milestones (汇总口径)."""

from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import ItemKind, RollUp, Task, WorkItem
from parkloop.domain.workplan.progress import Part, WeightsDoNotAddUp, check_weights
from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.models import Person

LABELS = {"roll_up": _("Completion counts"), "weights": _("Weights")}
HELP = {
    "weights": _(
        "For “by their weights”: one milestone a line, code and weight, as in “M13-1 30”; together 100. Leave it empty to keep them."
    )
}


@action(
    "plan.choose_roll_up",
    label=_("Roll-up and weights"),
    on=Task,
    icon="adjustments-horizontal",
    labels=LABELS,
    help=HELP,
    long=("weights",),
)
def choose_roll_up(
    person: Person, *, task: Task, roll_up: RollUp, weights: str = "", reason: str, version: int | None = None
) -> Task:
    """Choose the rule of roll-up and, in the same step, the weights of the milestones.

    Errors: NotAllowed; InvalidInput (no reason, an unknown code, no number, weights that are not 100 together); InvalidState when
    the task has nothing that the rule counts; StaleVersion.
    """
    require(person, "plan.choose_roll_up", task)
    if not reason.strip():
        raise InvalidInput(_("Say why it changes."), field="reason")
    items = list(WorkItem.objects.filter(task=task, removed_on__isnull=True))
    wanted = ItemKind.ACTIVITY if roll_up == RollUp.DURATION else ItemKind.MILESTONE
    if not any(item.kind == wanted for item in items):
        raise InvalidState(
            _("The task has no %(kind)s to count. Add one, or choose another rule."), kind=str(wanted.label)
        )
    milestones = {item.code: item for item in items if item.is_milestone}
    before = {"roll_up": task.roll_up, **{code: journal.plain(m.weight) for code, m in milestones.items()}}
    changed = weighed(milestones, weights)
    if roll_up == RollUp.WEIGHT:
        check_sum(milestones)
    with transaction.atomic():
        bump_version(task, version)
        task.roll_up = roll_up
        task.save(update_fields=["roll_up"])
        WorkItem.objects.bulk_update(changed, ["weight"])
        after = {"roll_up": str(roll_up), **{code: journal.plain(m.weight) for code, m in milestones.items()}}
        journal.write(
            person, "plan.choose_roll_up", task, before=before, after=after, reason=reason,
            organisation=task.plan.organisation,
        )  # fmt: skip
    return task


def check_sum(milestones: dict[str, WorkItem], field: str = "weights", task: Task | None = None) -> None:
    """Every milestone has a weight and they are 100 together. Errors: InvalidInput naming the sum, who has none, and the task if given."""
    parts = [Part(code, 0, 0, 0, item.weight) for code, item in milestones.items()]
    try:
        check_weights(parts)
        if any(part.weight is None for part in parts):
            raise WeightsDoNotAddUp(Decimal(0), tuple(part.key for part in parts))
    except WeightsDoNotAddUp as error:
        if error.without:
            text = _("Without a weight: %(codes)s. The others are %(total)s together; all must be 100.")
        else:
            text = _("The weights are %(total)s together, not 100. Correct %(codes)s.")
        codes = ", ".join(error.without or tuple(milestones))
        values = {"total": f"{error.total.normalize():f}", "codes": codes}
        if task is None:
            raise InvalidInput(text, field=field, **values) from error
        named = _("%(task)s: %(problem)s")
        raise InvalidInput(named, field=field, task=str(task), problem=str(text) % values) from error


def weighed(milestones: dict[str, WorkItem], text: str) -> list[WorkItem]:
    """The milestones named in the text with their new weights. Errors: InvalidInput naming the line."""
    changed = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.replace("\uff1a", " ").replace(":", " ").replace("=", " ").split()
        if not words:
            continue
        item = milestones.get(words[0])
        if item is None or len(words) != 2:
            raise InvalidInput(
                _("Line %(number)s: write the code of a milestone of this task and its weight, as in “M13-1 30”."),
                field="weights",
                number=number,
            )
        item.weight = _number(words[1], number)
        changed.append(item)
    return changed


def _number(word: str, line: int) -> Decimal:
    try:
        weight = Decimal(word.rstrip("%"))
        if not weight.is_finite() or not 0 < weight <= 100 or weight != round(weight, 2):
            raise InvalidOperation
    except InvalidOperation as error:
        raise InvalidInput(
            _("Line %(number)s: a weight is more than 0 and at most 100, with at most two decimals."),
            field="weights",
            number=line,
        ) from error
    return weight
