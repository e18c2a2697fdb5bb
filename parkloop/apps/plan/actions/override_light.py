"""The officer who runs the plan sets the light of a task by hand, with a reason and an expiry."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import parkdata, workwords
from parkloop.apps.plan.models import LightChoice, LightOverride, Task
from parkloop.apps.plan.public import LightOverridden
from parkloop.apps.plan.standings import Standings
from parkloop.foundation import calendar, clock, journal, refs
from parkloop.foundation.acting import InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


@action(
    "plan.override_light", label=_("Set the light by hand"), on=Task, icon="sun", labels=workwords.LABELS,
    help=workwords.HELP,
)  # fmt: skip
def override_light(
    person: Person, *, task: Task, light: LightChoice, until_on: dt.date, reason: str, version: int | None = None
) -> LightOverride:
    """Show this light instead of the computed one, from today up to and with a day; boards say by whom and until when.

    Errors: NotAllowed; InvalidInput (no reason, an expiry in the past or beyond the park's term, the computed light itself);
    InvalidState when one is in force or nothing was reported; StaleVersion.
    """
    require(person, "plan.override_light", task)
    today = clock.today()
    if not reason.strip():
        raise InvalidInput(_("Say why the computed light misleads; the reason stands beside it."), field="reason")
    if until_on < today:
        raise InvalidInput(_("It must hold until today or a later day."), field="until_on")
    _check_term(task, until_on)
    computed = Standings().of_tasks([task])[task.pk].computed.light
    if computed == "none":
        raise InvalidState(
            _("Nothing was reported, and a light set by hand would hide that. Ask for the report first.")
        )
    if computed == light:
        raise InvalidInput(_("That is the computed light already."), field="light")
    try:
        with transaction.atomic():
            bump_version(task, version)
            made = LightOverride.objects.create(
                task=task,
                light=light,
                computed=computed,
                reason=reason.strip(),
                from_on=today,
                until_on=until_on,
                set_by=person,
                set_at=clock.now(),
            )
            _write(person, made, reason)
    except IntegrityError as error:
        raise InvalidState(_("A light is set by hand for this task already. End that one first.")) from error
    return made


def _check_term(task: Task, until_on: dt.date) -> None:
    """The park may say for how many working days a light is set by hand at most (`plan/clocks.yaml`)."""
    clocks = parkdata.clocks_of(task.plan.folder)
    if clocks is None or clocks.overrides is None:
        return
    last = calendar.add_working_days(clock.today(), clocks.overrides.working_days)
    if until_on > last:
        raise InvalidInput(
            _("A light is set by hand for %(days)s working days at most, until %(day)s. After that, set it anew."),
            field="until_on",
            days=clocks.overrides.working_days,
            day=last.isoformat(),
        )


def _write(person: Person, made: LightOverride, reason: str) -> None:
    scope = made.task.plan.organisation
    journal.write(person, "plan.override_light", made, reason=reason, organisation=scope)
    values = {"light": made.light, "until_on": made.until_on.isoformat()}
    journal.write(
        person, "plan.override_light", made.task, before={"light": made.computed}, after=values, reason=reason,
        organisation=scope,
    )  # fmt: skip
    emit(
        LightOverridden(
            override=refs.ref_of(made),
            task=refs.ref_of(made.task),
            light=str(made.light),
            until_on=made.until_on.isoformat(),
            by=refs.ref_of(person),
        )
    )
