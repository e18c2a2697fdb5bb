"""Words of the forms of the work plan, shared by its verbs."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "kind": _("Kind"),
    "code": _("Code"),
    "name_zh": _("Chinese name"),
    "name_en": _("English name"),
    "duration": _("Working days"),
    "parent": _("Part of"),
    "not_before": _("Not before"),
    "must_start_on": _("Fixed start"),
    "must_finish_by": _("To be finished by"),
    "weight": _("Weight"),
    "organisation": _("Responsible organisation"),
    "starts_on": _("New start"),
    "after": _("Then"),
    "lag": _("Lag in working days"),
    "as_of": _("As of"),
    "done_pp": _("Done in percent"),
    "note": _("What was done"),
    "evidence": _("Evidence"),
    "until_on": _("Until"),
    "light": _("Light"),
    "name": _("Name"),
}
HELP = {
    "code": _("Short and lasting, like M13-4; it is never given twice, not even after the item was removed."),
    "duration": _("0 for a milestone. Days off and make-up days of the statutory calendar are taken into account."),
    "not_before": _("It does not start before this day, even if what it waits for is ready."),
    "must_start_on": _("It starts on this working day and no other; a move that breaks it is refused."),
    "must_finish_by": _("Its last day at the latest; a move that breaks it is refused."),
    "weight": _("Of milestones: the weights of a task's milestones are 100 together. Leave it empty otherwise."),
    "organisation": _("Who reports on it; empty: the organisation that leads the task."),
    "lag": _("Working days between the two; negative lets the later one begin earlier."),
    "evidence": _("A file that shows it: minutes, photographs, an acceptance note."),
    "done_pp": _("100 finishes it. Nothing reported is not zero."),
    "until_on": _("The last day on which it holds; then the computed light comes back by itself."),
}
