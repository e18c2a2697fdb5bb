"""Models of the plan: data, constraints and derived properties; they import no actions."""

from parkloop.apps.plan.models.editions import EditionChange, Reissue
from parkloop.apps.plan.models.plans import Finding, HeadingKind, Plan, PlanHeading, Severity
from parkloop.apps.plan.models.targets import Accumulation, Target, TargetValue
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
    "PlanHeading",
    "Reissue",
    "RollUp",
    "Severity",
    "SignOff",
    "Target",
    "TargetValue",
    "Task",
    "TaskProgress",
    "WorkItem",
    "WorkLink",
    "WorkReport",
]
