"""People of an organisation that has not signed are reminded; after the due date the officers who run the plan hear of it too."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from parkloop.apps.plan.models import SignOff
from parkloop.apps.plan.people import officers_running, people_of
from parkloop.foundation import notices, refs
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Person

BEFORE = gettext_noop("%(plan)s is to be signed for by %(due)s.")
LATE = gettext_noop("%(plan)s was to be signed for by %(due)s and is late.")
TO_RUNNERS = gettext_noop("%(organisation)s has not signed for %(plan)s, due on %(due)s.")


@action("plan.remind_signing", label=_("Remind of signing"), icon="bell-ringing", by_hand=False)
def remind_signing(person: Person, *, sign_off: SignOff, working_days: int) -> int:
    """Tell those concerned once per reminder; `working_days` from the due date, negative before it. The number told.

    Nothing happens when the plan was signed for meanwhile.
    """
    require(person, "plan.remind_signing")
    if sign_off.signed_at is not None or sign_off.due_on is None:
        return 0
    values = {
        "plan": refs.ref_of(sign_off.plan),
        "organisation": refs.ref_of(sign_off.organisation),
        "due": sign_off.due_on,
    }
    key = f"plan.remind:{sign_off.pk}:{working_days}"
    own = people_of([sign_off.organisation_id])
    ref = refs.ref_of(sign_off)
    told = notices.tell(own, message=LATE if working_days > 0 else BEFORE, values=values, ref=ref, key=key)
    if working_days > 0:
        runners = officers_running(sign_off.plan.organisation_id).exclude(pk__in=own.values("pk"))
        told += notices.tell(runners, message=TO_RUNNERS, values=values, ref=ref, key=key)
    return told
