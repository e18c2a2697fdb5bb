"""A person accepts what the compiler found, or waives it with a reason."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import Finding
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import InvalidInput, InvalidState, action, require
from parkloop.foundation.models import Person


@action("plan.settle_finding", label=_("Settle the finding"), on=Finding, icon="check")
def settle_finding(person: Person, *, finding: Finding, state: Finding.State, reason: str = "") -> Finding:
    """Accept (read correctly) or waive (stays as it is; needs a reason) an open finding.

    Errors: NotAllowed; InvalidInput (no decision, waived without a reason); InvalidState when it was settled before.
    """
    require(person, "plan.settle_finding", finding)
    if state == Finding.State.OPEN:
        raise InvalidInput(_("Accept the finding or waive it."), field="state")
    if state == Finding.State.WAIVED and not reason.strip():
        raise InvalidInput(_("Say why it may stay as it is."), field="reason")
    before = journal.values_of(finding)
    with transaction.atomic():
        won = Finding.objects.filter(pk=finding.pk, state=Finding.State.OPEN).update(
            state=state, reason=reason, decided_by=person.name_zh, decided_on=clock.today()
        )
        finding.refresh_from_db()
        if not won:
            raise InvalidState(
                _("%(who)s settled this on %(day)s."), who=finding.decided_by, day=str(finding.decided_on)
            )
        journal.write(person, "plan.settle_finding", finding, before=before, reason=reason)
    return finding
