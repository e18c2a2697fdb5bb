"""What the plan does when something happened to it: signing is opened, people concerned are told in their language."""

from typing import Any

from django.utils.translation import gettext_noop

from parkloop.apps.plan.actions.open_sign_offs import open_sign_offs
from parkloop.apps.plan.models import Plan, SignOff, Target
from parkloop.apps.plan.people import officers_running, people_of
from parkloop.apps.plan.public import (
    DutyAssigned,
    DutyEnded,
    PlanAdopted,
    ProgressReported,
    SignedFor,
    TargetValueRecorded,
)
from parkloop.foundation import notices, refs
from parkloop.foundation.events import listens
from parkloop.foundation.models import Person

ASSIGNED = gettext_noop("%(organisation)s was given a duty for %(task)s by %(who)s.")
ENDED = gettext_noop("The duty of %(organisation)s for %(task)s ended: %(reason)s")
SIGNED = gettext_noop("%(organisation)s signed for %(plan)s.")
CORRECTED = gettext_noop("A value of %(target)s for the period to %(period)s was corrected by %(who)s.")
REPORTED = gettext_noop("%(organisation)s reported %(completion)s %% for %(task)s.")


@listens(PlanAdopted)
def open_signing(system: Person, happened: PlanAdopted) -> None:
    """Open signing for the addressees; organisations that have one already are left alone."""
    plan = refs.resolve(happened.plan)
    if isinstance(plan, Plan):
        open_sign_offs(system, plan=plan, addressees=list(happened.addressees))


@listens(DutyAssigned)
def tell_of_duty(system: Person, happened: DutyAssigned) -> None:
    """Tell the people of the organisation that has a new duty."""
    values = {"organisation": happened.organisation, "task": happened.task, "who": happened.by}
    _tell_organisation(happened.organisation, ASSIGNED, values, happened.task, f"plan.duty:{happened.duty.key}")


@listens(DutyEnded)
def tell_of_ended_duty(system: Person, happened: DutyEnded) -> None:
    """Tell the people of the organisation whose duty ended."""
    values = {"organisation": happened.organisation, "task": happened.task, "reason": happened.reason}
    _tell_organisation(happened.organisation, ENDED, values, happened.task, f"plan.duty_ended:{happened.duty.key}")


@listens(SignedFor)
def tell_of_signing(system: Person, happened: SignedFor) -> None:
    """Tell the officers who run the plan."""
    sign_off = refs.resolve(happened.sign_off)
    if isinstance(sign_off, SignOff):
        _tell_runners(
            sign_off.plan.organisation_id,
            SIGNED,
            {"organisation": happened.organisation, "plan": happened.plan},
            happened.sign_off,
            f"plan.signed:{happened.sign_off.key}",
        )


@listens(TargetValueRecorded)
def tell_of_correction(system: Person, happened: TargetValueRecorded) -> None:
    """Tell the officers who run the plan when a value was corrected; first values make no notice."""
    target = refs.resolve(happened.target)
    if happened.corrects and isinstance(target, Target):
        values = {"target": happened.target, "period": happened.period_end, "who": happened.by}
        _tell_runners(
            target.plan.organisation_id,
            CORRECTED,
            values,
            happened.target,
            f"plan.corrected:{happened.value.key}",
            happened.by,
        )


@listens(ProgressReported)
def tell_of_progress(system: Person, happened: ProgressReported) -> None:
    """Tell the officers who run the plan that a lead reported."""
    task = refs.resolve(happened.task)
    values = {"organisation": happened.organisation, "task": happened.task, "completion": happened.completion_pp}
    if task is not None:
        organisation = task.plan.organisation_id  # type: ignore[attr-defined]
        key = f"plan.progress:{happened.task.key}:{happened.as_of}:{happened.completion_pp}"
        _tell_runners(organisation, REPORTED, values, happened.task, key, happened.by)


def _tell_organisation(organisation: refs.Ref, message: str, values: dict[str, Any], ref: refs.Ref, key: str) -> None:
    found = refs.resolve(organisation)
    if found is not None:
        notices.tell(people_of([found.pk]), message=message, values=values, ref=ref, key=key)


def _tell_runners(
    organisation_id: int | None,
    message: str,
    values: dict[str, Any],
    ref: refs.Ref,
    key: str,
    but: refs.Ref | None = None,
) -> None:
    people = officers_running(organisation_id)
    author = refs.resolve(but) if but else None
    notices.tell(people.exclude(pk=author.pk) if author else people, message=message, values=values, ref=ref, key=key)
