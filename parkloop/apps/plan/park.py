"""Loading a park: every plan folder is adopted, or its settings renewed when only those changed."""

from collections.abc import Iterator

from parkloop.apps.plan.actions.adopt_plan import adopt_plan, edition_in_force
from parkloop.apps.plan.actions.renew_settings import renew_settings
from parkloop.apps.plan.compiling import compile_folder
from parkloop.foundation.models import Person
from parkloop.foundation.park_loading import loader
from parkloop.packs import Pack

AFTER_ORGANISATIONS = 50


@loader(AFTER_ORGANISATIONS)
def load_plans(person: Person, pack: Pack) -> Iterator[str]:
    """Adopt each plan of the park whose text or decisions are new; repeatable."""
    for folder in (plan.folder for plan in pack.plans):
        compilation = compile_folder(folder)
        known = edition_in_force(compilation)
        if known is not None and known.stats.get("sha256") == compilation.sha256:
            changed = renew_settings(person, plan=known)
            yield f"plan {known.code}: edition {known.edition} unchanged, {changed} settings renewed"
            continue
        made = adopt_plan(person, folder=folder)
        counts = f"{made.headings.count()} headings, {made.tasks.count()} tasks, {made.targets.count()} targets"
        yield f"plan {made.code}: edition {made.edition} adopted, {counts}, {made.duties.count()} duties"
