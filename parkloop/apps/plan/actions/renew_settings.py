"""The park changed its own settings of a plan (labels, tolerances, schedules): they are put on its tasks and targets."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.compiling import compile_folder
from parkloop.apps.plan.models import Plan
from parkloop.apps.plan.settings import apply_settings
from parkloop.foundation import journal
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Person


@action("plan.renew_settings", label=_("Renew the park's settings"), on=Plan, icon="refresh", by_hand=False)
def renew_settings(person: Person, *, plan: Plan) -> int:
    """Put the settings in force on the plan's headings, tasks and targets; the number of rows that changed.

    What the notice states is never touched. Errors: NotAllowed; InvalidInput when the park's data do not fit together.
    """
    require(person, "plan.renew_settings", plan)
    folder = compile_folder(plan.folder).folder
    with transaction.atomic():
        changed = apply_settings(plan, folder)
        if changed:
            journal.write(person, "plan.renew_settings", plan, after={"changed": changed})
    return changed
