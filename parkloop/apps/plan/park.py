"""Loading a park: every plan folder is adopted, its settings renewed when only those changed, its new text held against the old."""

from collections.abc import Iterator

from parkloop.apps.plan import parkdata
from parkloop.apps.plan.actions.adopt_plan import adopt_plan, edition_in_force, was_adopted
from parkloop.apps.plan.actions.load_work_plan import load_work_plan
from parkloop.apps.plan.actions.renew_settings import renew_settings
from parkloop.apps.plan.actions.start_reissue import start_reissue
from parkloop.apps.plan.compiling import compile_folder
from parkloop.apps.plan.models import Plan
from parkloop.foundation.acting import AlreadyDone
from parkloop.foundation.models import Person
from parkloop.foundation.park_loading import loader
from parkloop.packs import Pack

AFTER_ORGANISATIONS = 50


@loader(AFTER_ORGANISATIONS)
def load_plans(person: Person, pack: Pack) -> Iterator[str]:
    """Adopt each plan of the park whose decisions are new; a changed text waits as a re-issue for people to decide. Repeatable."""
    for folder in (plan.folder for plan in pack.plans):
        compilation = compile_folder(folder)
        newest, known = edition_in_force(compilation), was_adopted(compilation)
        if known is not None:
            yield _renewed(person, known)
        elif newest is not None and newest.source_text != compilation.text:
            yield _reissued(person, newest, folder)
        else:
            made = adopt_plan(person, folder=folder)
            counts = f"{made.headings.count()} headings, {made.tasks.count()} tasks, {made.targets.count()} targets"
            added = load_work_plan(person, plan=made)
            yield f"plan {made.code}: edition {made.edition} adopted, {counts}, {made.duties.count()} duties, {added} work items"


def _renewed(person: Person, plan: Plan) -> str:
    if hasattr(plan, "followed_by"):
        return f"plan {plan.code}: edition {plan.edition} was followed by a re-issue, left as it is"
    changed = renew_settings(person, plan=plan)
    added = load_work_plan(person, plan=plan)
    return f"plan {plan.code}: edition {plan.edition} unchanged, {changed} settings renewed, {added} work items added"


def _reissued(person: Person, newest: Plan, folder: str) -> str:
    """Start the re-issue of a changed notice unless one is under decision already."""
    name, data = parkdata.notice_bytes(folder) or ("", b"")
    try:
        reissue = start_reissue(person, plan=newest, file=data, name=name)
    except AlreadyDone:
        return f"plan {newest.code}: a re-issue of edition {newest.edition} is under decision already"
    return f"plan {newest.code}: the notice changed; {reissue.changes.count()} changes wait for a decision"
