"""The measured value of a technical indicator on a day, append-only; the newest one counts."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models import Indicator, Reading
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, require
from parkloop.foundation.models import Person, StoredFile

LABELS = {
    "value": _("Measured value"),
    "on": _("Measured on"),
    "source": _("Source"),
    "evidence": _("Evidence"),
    "reason": _("Reason of a correction"),
}
HELP = {
    "value": _("Leave it empty to state that it was not measured; that is never taken as a failure."),
    "source": _("Test report, who measured, or why it was not measured."),
    "reason": _("Only for correcting a value of the same day; the older value is kept."),
}
MOST = Decimal(10) ** 12
NAME = "projects.record_reading"


@action(NAME, label=_("Type a measured value"), on=Indicator, icon="edit", labels=LABELS, help=HELP)
def record_reading(
    person: Person,
    *,
    indicator: Indicator,
    on: dt.date,
    source: str,
    value: Decimal | None = None,
    evidence: StoredFile | None = None,
    reason: str = "",
) -> Reading:
    """Record a value in the indicator's unit, or state with its source that there is none.

    Errors: NotAllowed; InvalidInput (a day to come, no source, digits, no reason for a correction); AlreadyDone for the same again.
    """
    require(person, NAME, indicator)
    check_reading(on, source, value)
    older = newest_of(indicator, on)
    if older is not None and (older.value, older.source) == (value, source):
        raise AlreadyDone(_("%(who)s typed the same value already."), who=older.typed_by.name)
    if older is not None and not reason.strip():
        raise InvalidInput(
            _("A value of this day stands. To correct it, give the reason; the older value is kept."), field="reason"
        )
    with transaction.atomic():
        made = put_reading(
            person, indicator, older, value=value, on=on, source=source, reason=reason,
            evidence=str(refs.ref_of(evidence)) if evidence else "",
        )  # fmt: skip
        journal.write(person, NAME, made, reason=reason)
    return made


def put_reading(
    person: Person, indicator: Indicator, older: Reading | None, *, value: Decimal | None, on: dt.date, source: str,
    reason: str = "", evidence: str = "", action_name: str = NAME, digest: str = "",
) -> Reading:  # fmt: skip
    """The row and the entry in the indicator's journal, inside the caller's transaction. `older` is what stood for the day."""
    made = Reading.objects.create(
        indicator=indicator, value=value, on=on, source=source.strip(), reason=reason, evidence=evidence,
        typed_by=person, recorded_at=clock.now(),
    )  # fmt: skip
    old = {on.isoformat(): journal.plain(older.value)} if older else {}
    journal.write(
        person, action_name, indicator, before=old, after={on.isoformat(): journal.plain(value)}, reason=reason,
        basis=made.source, digest=digest,
    )  # fmt: skip
    return made


def check_reading(on: dt.date, source: str, value: Decimal | None) -> None:
    """Day, source and digits of a measured value. Errors: InvalidInput naming the field."""
    if on > clock.today():
        raise InvalidInput(_("It was measured today or earlier."), field="on")
    if not source.strip() or len(source) > 200:
        raise InvalidInput(
            _("Say in at most 200 characters where the value comes from, or why there is none."), field="source"
        )
    if value is not None and (value != round(value, 6) or abs(value) >= MOST):
        raise InvalidInput(_("At most 12 digits before the point and 6 after it."), field="value")


def newest_of(indicator: Indicator, on: dt.date) -> Reading | None:
    """The reading of a day that counts: the newest one."""
    return indicator.readings.filter(on=on).order_by("-pk").first()
