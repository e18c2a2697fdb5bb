"""What other rooms may use of the plan: events, facts of tasks, whose people act for which organisation. Never models."""

from dataclasses import dataclass
from typing import ClassVar

from parkloop.apps.plan.offering import TaskFacts as TaskFacts
from parkloop.apps.plan.offering import find_task as find_task
from parkloop.apps.plan.offering import task_choices as task_choices
from parkloop.apps.plan.offering import tasks_by_key as tasks_by_key
from parkloop.apps.plan.people import officers_running as officers_running
from parkloop.apps.plan.people import own_organisations as own_organisations
from parkloop.apps.plan.people import people_of as people_of
from parkloop.domain.events import Event
from parkloop.domain.refs import Ref
from parkloop.foundation.events import event


@event
@dataclass(frozen=True)
class PlanAdopted(Event):
    """A plan was adopted; `addressees` are codes of the organisations that are to sign for it."""

    name: ClassVar[str] = "plan.adopted"
    plan: Ref
    addressees: tuple[str, ...]
    on: str


@event
@dataclass(frozen=True)
class PlanReissued(Event):
    """A new edition took over the running work of the one before. `tasks` are pairs (old key, new key) of tasks that go on."""

    name: ClassVar[str] = "plan.reissued"
    plan: Ref
    follows: Ref
    tasks: tuple[tuple[str, str], ...]


@event
@dataclass(frozen=True)
class DutyAssigned(Event):
    """An organisation was given a duty for a task."""

    name: ClassVar[str] = "plan.duty_assigned"
    duty: Ref
    task: Ref
    organisation: Ref
    role: str
    by: Ref


@event
@dataclass(frozen=True)
class DutyEnded(Event):
    """A duty ended before its task did."""

    name: ClassVar[str] = "plan.duty_ended"
    duty: Ref
    task: Ref
    organisation: Ref
    by: Ref
    reason: str


@event
@dataclass(frozen=True)
class TargetValueRecorded(Event):
    """A value was typed for a target; `corrects` is set when it replaces an older one, `light` is what it left behind."""

    name: ClassVar[str] = "plan.target_value_recorded"
    value: Ref
    target: Ref
    organisation: str
    period_end: str
    corrects: bool
    by: Ref


@event
@dataclass(frozen=True)
class ProgressReported(Event):
    """A lead reported how far its task has come."""

    name: ClassVar[str] = "plan.progress_reported"
    task: Ref
    organisation: Ref
    as_of: str
    completion_pp: str
    by: Ref


@event
@dataclass(frozen=True)
class SignedFor(Event):
    """An addressee signed for a plan."""

    name: ClassVar[str] = "plan.signed_for"
    sign_off: Ref
    plan: Ref
    organisation: Ref
    by: Ref


@event
@dataclass(frozen=True)
class WorkItemChangedTask(Event):
    """An item of the work plan went from the task `was` to another task, with its parts; `version` is the item's since then."""

    name: ClassVar[str] = "plan.work_item_changed_task"
    item: Ref
    was: Ref
    task: Ref
    version: int
    reason: str
    by: Ref


@event
@dataclass(frozen=True)
class WorkItemMoved(Event):
    """An item of the work plan was moved; `shifted` are the Refs of what moved with it."""

    name: ClassVar[str] = "plan.work_item_moved"
    item: Ref
    task: Ref
    was: str
    starts_on: str
    shifted: tuple[str, ...]
    reason: str
    by: Ref


@event
@dataclass(frozen=True)
class MilestoneReported(Event):
    """Somebody reported how far an item of the work plan has come."""

    name: ClassVar[str] = "plan.milestone_reported"
    item: Ref
    task: Ref
    organisation: Ref
    as_of: str
    done_pp: str
    by: Ref


@event
@dataclass(frozen=True)
class LightOverridden(Event):
    """The light of a task was set by hand until a day."""

    name: ClassVar[str] = "plan.light_overridden"
    override: Ref
    task: Ref
    light: str
    until_on: str
    by: Ref


@event
@dataclass(frozen=True)
class ReviewSubmitted(Event):
    """A draft waits for confirmation, by the `confirmer` (a Ref as text) if one was named."""

    name: ClassVar[str] = "plan.review_submitted"
    draft: Ref
    by: Ref
    confirmer: str


@event
@dataclass(frozen=True)
class ReviewReturned(Event):
    """A draft was returned to who submitted it."""

    name: ClassVar[str] = "plan.review_returned"
    draft: Ref
    by: Ref
    reason: str


@event
@dataclass(frozen=True)
class ReviewConfirmed(Event):
    """A draft was confirmed: `plan` is the plan at work, or the re-issue that a new edition has become."""

    name: ClassVar[str] = "plan.review_confirmed"
    draft: Ref
    plan: Ref
    by: Ref
