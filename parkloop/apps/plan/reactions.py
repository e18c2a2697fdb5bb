"""What the plan does when something happened to it: signing is opened, people concerned are told in their language."""

from typing import Any

from django.utils.translation import gettext_noop

from parkloop.apps.plan.actions.open_sign_offs import open_sign_offs
from parkloop.apps.plan.models import Duty, DutyRole, Plan, PlanDraft, SignOff, Target, Task, WorkItem
from parkloop.apps.plan.people import officers_running, people_of
from parkloop.apps.plan.public import (
    DutyAssigned,
    DutyEnded,
    LightOverridden,
    MilestoneReported,
    PlanAdopted,
    ProgressReported,
    ReviewConfirmed,
    ReviewReturned,
    ReviewSubmitted,
    SignedFor,
    TargetValueRecorded,
    WorkItemChangedTask,
    WorkItemMoved,
)
from parkloop.foundation import notices, refs
from parkloop.foundation.events import listens
from parkloop.foundation.models import Person

ASSIGNED = gettext_noop("%(organisation)s was given a duty for %(task)s by %(who)s.")
ENDED = gettext_noop("The duty of %(organisation)s for %(task)s ended: %(reason)s")
SIGNED = gettext_noop("%(organisation)s signed for %(plan)s.")
CORRECTED = gettext_noop("A value of %(target)s for the period to %(period)s was corrected by %(who)s.")
REPORTED = gettext_noop("%(organisation)s reported %(completion)s %% for %(task)s.")
TO_CONFIRM = gettext_noop("%(who)s asks you to confirm the plan %(draft)s.")
RETURNED = gettext_noop("%(who)s returned the plan %(draft)s: %(reason)s")
CONFIRMED = gettext_noop("%(who)s confirmed the plan %(plan)s; it is at work.")
COMPARED = gettext_noop("%(who)s confirmed the text of a new edition; its changes wait for decisions: %(plan)s.")
MOVED = gettext_noop("%(who)s moved %(item)s to %(day)s: %(reason)s")
REHUNG = gettext_noop("%(who)s moved %(item)s from %(was)s to %(task)s: %(reason)s")
DONE_PART = gettext_noop("%(organisation)s reported %(done)s %% for %(item)s.")
BY_HAND = gettext_noop("%(who)s set the light of %(task)s by hand until %(day)s.")


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


@listens(WorkItemChangedTask)
def tell_of_other_task(system: Person, happened: WorkItemChangedTask) -> None:
    """Tell who leads either task and who is responsible for the item."""
    found = [refs.resolve(ref) for ref in (happened.was, happened.task)]
    headings = [task.heading_id for task in found if isinstance(task, Task)]
    leads = Duty.objects.filter(heading__in=headings, role=DutyRole.LEAD, ended_on__isnull=True)
    item, author = refs.resolve(happened.item), refs.resolve(happened.by)
    bodies = set(leads.values_list("organisation", flat=True)) | {getattr(item, "organisation_id", None)}
    people = people_of([pk for pk in bodies if pk is not None])
    values = {"who": happened.by, "item": happened.item, "was": happened.was, "task": happened.task}
    notices.tell(
        people.exclude(pk=author.pk) if author else people,
        message=REHUNG,
        values={**values, "reason": happened.reason},
        ref=happened.item,
        key=f"plan.rehung:{happened.item.key}:{happened.version}",
    )


@listens(WorkItemMoved)
def tell_of_move(system: Person, happened: WorkItemMoved) -> None:
    """Tell the organisations whose items moved with it, and who leads the task."""
    moved = [refs.resolve(refs.Ref.parse(text)) for text in (str(happened.item), *happened.shifted)]
    items = [item for item in moved if isinstance(item, WorkItem)]
    headings = [item.task.heading_id for item in items]
    leads = Duty.objects.filter(heading__in=headings, role=DutyRole.LEAD, ended_on__isnull=True)
    bodies = {item.organisation_id for item in items} | set(leads.values_list("organisation", flat=True))
    author = refs.resolve(happened.by)
    people = people_of([pk for pk in bodies if pk is not None])
    notices.tell(
        people.exclude(pk=author.pk) if author else people,
        message=MOVED,
        values={"who": happened.by, "item": happened.item, "day": happened.starts_on, "reason": happened.reason},
        ref=happened.item,
        key=f"plan.moved:{happened.item.key}:{happened.was}:{happened.starts_on}",
    )


@listens(MilestoneReported)
def tell_of_report(system: Person, happened: MilestoneReported) -> None:
    """Tell the officers who run the plan when something was finished."""
    item = refs.resolve(happened.item)
    if isinstance(item, WorkItem) and item.is_finished:
        values = {"organisation": happened.organisation, "item": happened.item, "done": happened.done_pp}
        key = f"plan.item_report:{happened.item.key}:{happened.as_of}:{happened.done_pp}"
        _tell_runners(item.plan.organisation_id, DONE_PART, values, happened.item, key, happened.by)


@listens(LightOverridden)
def tell_of_override(system: Person, happened: LightOverridden) -> None:
    """Tell who leads the task that its light was set by hand."""
    task = refs.resolve(happened.task)
    if isinstance(task, Task):
        leads = Duty.objects.filter(heading=task.heading_id, role=DutyRole.LEAD, ended_on__isnull=True)
        people = people_of(list(leads.filter(organisation__isnull=False).values_list("organisation", flat=True)))
        values = {"who": happened.by, "task": happened.task, "day": happened.until_on}
        key = f"plan.override:{happened.override.key}"
        notices.tell(people, message=BY_HAND, values=values, ref=happened.task, key=key)


@listens(ReviewSubmitted)
def tell_of_submission(system: Person, happened: ReviewSubmitted) -> None:
    """Tell the person who was named to confirm; when nobody was named, the work desks of all officers show it."""
    draft, confirmer = (
        refs.resolve(happened.draft),
        happened.confirmer and refs.resolve(refs.Ref.parse(happened.confirmer)),
    )
    if isinstance(draft, PlanDraft) and isinstance(confirmer, Person):
        values = {"who": happened.by, "draft": happened.draft}
        _tell_about(draft, [confirmer], TO_CONFIRM, values, f"submitted:{draft.submitted_at}")


@listens(ReviewReturned)
def tell_of_return(system: Person, happened: ReviewReturned) -> None:
    """Tell who began and who submitted the draft."""
    draft = refs.resolve(happened.draft)
    if isinstance(draft, PlanDraft):
        values = {"who": happened.by, "draft": happened.draft, "reason": happened.reason}
        _tell_about(draft, _makers(draft), RETURNED, values, f"returned:{draft.settled_at}")


@listens(ReviewConfirmed)
def tell_of_confirmation(system: Person, happened: ReviewConfirmed) -> None:
    """Tell who began and who submitted the draft."""
    draft = refs.resolve(happened.draft)
    if isinstance(draft, PlanDraft):
        values = {"who": happened.by, "plan": happened.plan}
        told = COMPARED if draft.reissue_id else CONFIRMED
        _tell_about(draft, _makers(draft), told, values, "confirmed")


def _makers(draft: PlanDraft) -> list[Person]:
    return [person for person in (draft.author, draft.submitted_by) if person is not None]


def _tell_about(draft: PlanDraft, people: list[Person], message: str, values: dict[str, Any], key: str) -> None:
    notices.tell(people, message=message, values=values, ref=refs.ref_of(draft), key=f"plan.review:{draft.pk}:{key}")


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
