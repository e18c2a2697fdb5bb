"""Models of the plan: data, constraints and derived properties; they import no actions."""

from parkloop.apps.plan.models.editions import EditionChange, Reissue
from parkloop.apps.plan.models.plans import Finding, HeadingKind, Plan, PlanHeading, Severity
from parkloop.apps.plan.models.targets import Accumulation, Target, TargetValue
from parkloop.apps.plan.models.work import Duty, DutyOrigin, DutyRole, SignOff, Task, TaskProgress

__all__ = [
    "Accumulation",
    "Duty",
    "DutyOrigin",
    "DutyRole",
    "EditionChange",
    "Finding",
    "HeadingKind",
    "Plan",
    "PlanHeading",
    "Reissue",
    "Severity",
    "SignOff",
    "Target",
    "TargetValue",
    "Task",
    "TaskProgress",
]
