"""Models of the plan: data, constraints and derived properties; they import no actions."""

from parkloop.apps.plan.models.drafts import DraftDecision, PlanDraft
from parkloop.apps.plan.models.editions import EditionChange, Reissue
from parkloop.apps.plan.models.plans import Finding, HeadingKind, Plan, PlanHeading, Severity
from parkloop.apps.plan.models.targets import Accumulation, Comparator, Target, TargetKind, TargetValue
from parkloop.apps.plan.models.work import Duty, DutyOrigin, DutyRole, RollUp, SignOff, Task, TaskProgress
from parkloop.apps.plan.models.workplan import (
    Baseline,
    BaselineItem,
    ItemKind,
    LightChoice,
    LightOverride,
    LinkKind,
    WorkItem,
    WorkLink,
    WorkReport,
)

__all__ = [
    "Accumulation",
    "Baseline",
    "BaselineItem",
    "Comparator",
    "DraftDecision",
    "Duty",
    "DutyOrigin",
    "DutyRole",
    "EditionChange",
    "Finding",
    "HeadingKind",
    "ItemKind",
    "LightChoice",
    "LightOverride",
    "LinkKind",
    "Plan",
    "PlanDraft",
    "PlanHeading",
    "Reissue",
    "RollUp",
    "Severity",
    "SignOff",
    "Target",
    "TargetKind",
    "TargetValue",
    "Task",
    "TaskProgress",
    "WorkItem",
    "WorkLink",
    "WorkReport",
]
