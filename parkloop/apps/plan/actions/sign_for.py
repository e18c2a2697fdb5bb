"""An addressee signs for the plan (签收)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import SignOff
from parkloop.apps.plan.public import SignedFor
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


@action("plan.sign_for", label=_("Sign for the plan"), on=SignOff, icon="signature", labels={"note": _("Remark")})
def sign_for(person: Person, *, sign_off: SignOff, note: str = "", version: int | None = None) -> SignOff:
    """Sign for the plan on behalf of the addressed organisation, once.

    Errors: NotAllowed; AlreadyDone, naming who signed and when; StaleVersion.
    """
    require(person, "plan.sign_for", sign_off)
    if sign_off.signed_at is not None:
        raise AlreadyDone(
            _("%(who)s signed on %(day)s."),
            who=sign_off.signed_by.name if sign_off.signed_by else "",
            day=sign_off.signed_at.astimezone(clock.zone()).date().isoformat(),
        )
    before = journal.values_of(sign_off)
    with transaction.atomic():
        bump_version(sign_off, version)
        sign_off.signed_at, sign_off.signed_by, sign_off.note = clock.now(), person, note
        sign_off.save(update_fields=["signed_at", "signed_by", "note"])
        journal.write(person, "plan.sign_for", sign_off, before=before)
        emit(
            SignedFor(
                sign_off=refs.ref_of(sign_off),
                plan=refs.ref_of(sign_off.plan),
                organisation=refs.ref_of(sign_off.organisation),
                by=refs.ref_of(person),
            )
        )
    return sign_off
