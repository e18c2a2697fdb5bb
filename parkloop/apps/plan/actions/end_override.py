"""A light set by hand ends: taken back by the officer who runs the plan, or by itself after its last day (clockwork)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import LightOverride
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.models import Person


@action("plan.end_override", label=_("Return to the computed light"), on=LightOverride, icon="arrow-back-up")
def end_override(person: Person, *, override: LightOverride, reason: str, version: int | None = None) -> LightOverride:
    """End a light set by hand before its expiry. Errors: NotAllowed; InvalidInput; AlreadyDone; StaleVersion."""
    require(person, "plan.end_override", override)
    if not reason.strip():
        raise InvalidInput(_("Say why it is no longer needed."), field="reason")
    return _end(person, "plan.end_override", override, reason, version)


@action(
    "plan.expire_override",
    label=_("Let a light set by hand expire"),
    on=LightOverride,
    icon="arrow-back-up",
    by_hand=False,
)
def expire_override(person: Person, *, override: LightOverride) -> LightOverride:
    """End it after its last day; the clockwork does this. Errors: NotAllowed; InvalidState before that; AlreadyDone."""
    require(person, "plan.expire_override", override)
    if override.until_on >= clock.today():
        raise InvalidState(_("It holds until %(day)s."), day=override.until_on.isoformat())
    return _end(person, "plan.expire_override", override, "", None)


def _end(person: Person, name: str, override: LightOverride, reason: str, version: int | None) -> LightOverride:
    if override.ended_on is not None:
        raise AlreadyDone(_("It ended on %(day)s."), day=override.ended_on.isoformat())
    before, scope = journal.values_of(override), override.task.plan.organisation
    with transaction.atomic():
        bump_version(override, version)
        override.ended_on = clock.today()
        override.save(update_fields=["ended_on"])
        journal.write(person, name, override, before=before, reason=reason, organisation=scope)
        journal.write(
            person, name, override.task, before={"light": override.light}, after={"light": ""}, reason=reason,
            organisation=scope,
        )  # fmt: skip
    return override
