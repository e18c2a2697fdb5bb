"""The plan's screens, declared: plans, tasks, targets, duties, values, progress reports, signings, findings."""

from parkloop.apps.plan.resources.editions import ChangeResource, ReissueResource
from parkloop.apps.plan.resources.plans import FindingResource, HeadingResource, PlanResource
from parkloop.apps.plan.resources.targets import TargetResource, ValueResource
from parkloop.apps.plan.resources.work import DutyResource, ProgressResource, SigningResource, TaskResource

__all__ = [
    "ChangeResource",
    "DutyResource",
    "FindingResource",
    "HeadingResource",
    "PlanResource",
    "ProgressResource",
    "ReissueResource",
    "SigningResource",
    "TargetResource",
    "TaskResource",
    "ValueResource",
]
