"""People who must solve a blocker, and the officers of the town, are reminded when its day has passed."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from parkloop.apps.plan.public import people_of
from parkloop.apps.projects.models import Blocker
from parkloop.foundation import clock, notices, refs
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Person

LATE = gettext_noop("%(blocker)s of %(project)s was to be solved by %(solver)s by %(due)s.")


@action("projects.remind_blocker", label=_("Remind of a blocker"), icon="bell-ringing", by_hand=False)
def remind_blocker(person: Person, *, blocker: Blocker) -> int:
    """Tell those concerned once per due day; the number told. Nothing when it was solved or given more time meanwhile."""
    require(person, "projects.remind_blocker")
    if blocker.solved_on is not None or blocker.due_on is None or blocker.due_on >= clock.today():
        return 0
    values = {
        "blocker": refs.ref_of(blocker),
        "project": refs.ref_of(blocker.project),
        "solver": refs.ref_of(blocker.solver),
        "due": blocker.due_on,
    }
    key = f"projects.blocker_late:{blocker.pk}:{blocker.due_on.isoformat()}"
    people = people_of({blocker.solver_id, blocker.project.town_id})
    return notices.tell(people, message=LATE, values=values, ref=refs.ref_of(blocker), key=key)
