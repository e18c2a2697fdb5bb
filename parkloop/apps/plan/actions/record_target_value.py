"""Somebody types the value of a target for a period, for the whole park or for one town. Corrections keep what was typed before."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import policy as rules
from parkloop.apps.plan.models import Accumulation, Target, TargetValue
from parkloop.apps.plan.public import TargetValueRecorded
from parkloop.domain import periods
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, NotAllowed, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Organisation, Person, StoredFile

MAY_BE_NEGATIVE = ("growth",)
SLIP_FACTOR = 1000
"""A value this many times the last one is most likely typed in another unit (平方米 for 万方)."""


LABELS = {
    "period_end": _("Period ending"),
    "value": _("Value"),
    "organisation": _("Organisation (empty: the whole park)"),
    "source": _("Source"),
    "evidence": _("Evidence"),
    "note": _("Remark"),
    "reason": _("Reason of a correction"),
}
HELP = {
    "period_end": _("The last day of the month. Counted since 1 January where the target says so."),
    "value": _("In the printed unit. Leave it empty to state that the number is missing; it is never taken as zero."),
    "source": _("Where the number comes from, or why it is missing."),
    "reason": _("Only for correcting a value typed before; the older value is kept."),
}


@action("plan.record_target_value", label=_("Type a value"), on=Target, icon="edit", labels=LABELS, help=HELP)
def record_target_value(
    person: Person,
    *,
    target: Target,
    period_end: dt.date,
    value: Decimal | None = None,
    organisation: Organisation | None = None,
    source: str = "",
    evidence: StoredFile | None = None,
    note: str = "",
    reason: str = "",
    version: int | None = None,
) -> TargetValue:
    """Record a value in the target's printed unit; without a value it is stated as missing, and `source` says why.

    A value typed before for the same period and organisation is corrected: that needs a reason and keeps the older row.
    Errors: NotAllowed; InvalidInput (period, number, source, likely slip); AlreadyDone for the same value again; StaleVersion.
    """
    require(person, "plan.record_target_value", target)
    _check_right(person, target, organisation)
    _check_period(target, period_end)
    _check_words(value, source)
    older = _current(target, organisation).filter(period_end=period_end).select_related("typed_by").first()
    _check_number(target, value, organisation, period_end, reason)
    _check_correction(older, value, source, reason)
    with transaction.atomic():
        bump_version(target, version)
        if older is not None:
            TargetValue.objects.filter(pk=older.pk).update(superseded_at=clock.now())
        made = TargetValue.objects.create(
            target=target,
            organisation=organisation,
            period_end=period_end,
            value=value,
            source=source,
            evidence=str(refs.ref_of(evidence)) if evidence else "",
            note=note,
            typed_by=person,
            recorded_at=clock.now(),
            supersedes=older,
            reason=reason,
        )
        _write(person, target, made, older, reason)
    return made


def _check_right(person: Person, target: Target, organisation: Organisation | None) -> None:
    """The officer who runs the plan types for everybody, a town's own officer for the town."""
    if person.is_system or rules.runs(person, target.plan):
        return
    if organisation is None or not rules.acts_for(person, organisation.pk):
        raise NotAllowed(
            _("You may type values of your own organisation only. Choose it, or ask the officer who runs the plan."),
            field="organisation",
        )


def _check_period(target: Target, period_end: dt.date) -> None:
    if not periods.is_period_end(period_end):
        raise InvalidInput(
            _("A period ends on the last day of a month; did you mean %(day)s?"),
            field="period_end",
            day=periods.end_of_period(period_end).isoformat(),
        )
    if period_end > clock.today():
        raise InvalidInput(_("This period is not over yet."), field="period_end")
    if target.baseline_on and period_end < target.baseline_on:
        raise InvalidInput(
            _("The target counts from %(day)s; earlier periods do not belong to it."),
            field="period_end",
            day=target.baseline_on.isoformat(),
        )


def _check_words(value: Decimal | None, source: str) -> None:
    if source.strip():
        return
    if value is None:
        raise InvalidInput(_("Without a number, say why it is missing or who did not report it."), field="source")
    raise InvalidInput(_("Say where the number comes from."), field="source")


def _check_number(
    target: Target, value: Decimal | None, organisation: Organisation | None, period_end: dt.date, reason: str
) -> None:
    if value is None:
        return
    if value < 0 and target.kind not in MAY_BE_NEGATIVE:
        raise InvalidInput(_("This target counts things; the number cannot be below zero."), field="value")
    if value != round(value, 4) or abs(value) >= Decimal(10) ** 14:
        raise InvalidInput(_("At most 14 digits before the point and 4 after it."), field="value")
    last = (
        _current(target, organisation)
        .filter(period_end__lt=period_end, value__isnull=False)
        .order_by("-period_end")
        .first()
    )
    if last is None or last.value is None or reason.strip():
        return
    if last.value > 0 and value >= last.value * SLIP_FACTOR:
        raise InvalidInput(
            _(
                "This is %(times)s times the last value (%(last)s %(unit)s). Another unit? If it is right, give the reason."
            ),
            field="value",
            times=f"{value / last.value:,.0f}",
            last=f"{last.value.normalize():f}",
            unit=target.unit_label,
        )
    counts_on = target.accumulates == Accumulation.YEAR and last.period_end.year == period_end.year
    if counts_on and value < last.value:
        raise InvalidInput(
            _(
                "It counts since 1 January and was %(last)s on %(day)s, so it cannot be less. If it is right, give the reason."
            ),
            field="value",
            last=f"{last.value.normalize():f}",
            day=last.period_end.isoformat(),
        )


def _check_correction(older: TargetValue | None, value: Decimal | None, source: str, reason: str) -> None:
    if older is None:
        return
    if older.value == value and older.source == source:
        raise AlreadyDone(_("%(who)s typed the same value already."), who=older.typed_by.name)
    if not reason.strip():
        raise InvalidInput(
            _("%(who)s typed %(value)s for this period. To correct it, give the reason; the older value is kept."),
            field="reason",
            who=older.typed_by.name,
            value="—" if older.value is None else f"{older.value.normalize():f}",
        )


def _current(target: Target, organisation: Organisation | None) -> QuerySet[TargetValue]:
    return TargetValue.objects.filter(target=target, organisation=organisation, superseded_at__isnull=True)


def _write(person: Person, target: Target, made: TargetValue, older: TargetValue | None, reason: str) -> None:
    before = journal.values_of(older) if older else {}
    journal.write(person, "plan.record_target_value", made, before=before, reason=reason)
    key = f"{made.period_end.isoformat()} {made.organisation.short_zh if made.organisation else ''}".strip()
    journal.write(
        person,
        "plan.record_target_value",
        target,
        before={key: journal.plain(older.value)} if older else {},
        after={key: journal.plain(made.value)},
        reason=reason,
        basis=made.source,
        organisation=made.organisation,
    )
    emit(
        TargetValueRecorded(
            value=refs.ref_of(made),
            target=refs.ref_of(target),
            organisation=made.organisation.code if made.organisation else "",
            period_end=made.period_end.isoformat(),
            corrects=older is not None,
            by=refs.ref_of(person),
        )
    )
