"""The plan's screens, declared: plans, tasks, targets, duties, values, progress reports, signings, findings, work plans."""

from parkloop.apps.plan.resources.drafts import DraftResource
from parkloop.apps.plan.resources.editions import ChangeResource, ReissueResource
from parkloop.apps.plan.resources.plans import FindingResource, HeadingResource, PlanResource
from parkloop.apps.plan.resources.targets import TargetResource, ValueResource
from parkloop.apps.plan.resources.work import DutyResource, ProgressResource, SigningResource, TaskResource
from parkloop.apps.plan.resources.workplan import (
    BaselineResource,
    OverrideResource,
    WorkItemResource,
    WorkLinkResource,
    WorkReportResource,
)

__all__ = [
    "BaselineResource",
    "ChangeResource",
    "DraftResource",
    "DutyResource",
    "FindingResource",
    "HeadingResource",
    "OverrideResource",
    "PlanResource",
    "ProgressResource",
    "ReissueResource",
    "SigningResource",
    "TargetResource",
    "TaskResource",
    "ValueResource",
    "WorkItemResource",
    "WorkLinkResource",
    "WorkReportResource",
]
