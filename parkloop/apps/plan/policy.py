"""Who may see and do what with plans.

The plan, its headings, tasks, targets and findings are open to every business role; so are values of the whole park.
Duties, values of single towns, progress reports and signings are seen whole by the district and the auditor, and by towns
and park operators for their own organisations only. Administrators see none of it. Plans under review are the district officers'
alone until they are confirmed.
"""

from typing import Any

from django.db.models import Q, QuerySet

from parkloop.apps.plan import models
from parkloop.apps.plan.people import HANDS_ON, own_organisations
from parkloop.foundation import scopes
from parkloop.foundation.models import Role
from parkloop.foundation.policy import Rules, register
from parkloop.foundation.standing import has_role, reach, reaches

WIDE = (Role.DISTRICT_LEADER, Role.DISTRICT_OFFICER, Role.AUDITOR)
NARROW = (Role.TOWN_OFFICER, Role.PARK_OPERATOR)
BUSINESS = (*WIDE, *NARROW, Role.ENTERPRISE_USER, Role.EXPERT)


def is_business(person: Any) -> bool:
    """Whether the person holds a business role."""
    return has_role(person, *BUSINESS)


def sees_all(person: Any) -> bool:
    """Whether the person sees duties, town values, progress and signings of everybody."""
    return has_role(person, *WIDE)


def acts_for(person: Any, organisation_id: int | None) -> bool:
    """Whether the person acts for the organisation: holds a hands-on role for it, or has a post there and such a role above it."""
    return organisation_id in own_organisations(person)


def runs(person: Any, plan: models.Plan) -> bool:
    """Whether the person runs the plan: a district officer whose reach holds the body the plan is for."""
    return reaches(person, plan.organisation_id, Role.DISTRICT_OFFICER)


def _open(person: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset if is_business(person) else queryset.none()


def _by_organisation(person: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    if sees_all(person):
        return queryset
    if has_role(person, *NARROW):
        return queryset.filter(organisation__in=reach(person, *NARROW))
    return queryset.none()


def _values(person: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    if sees_all(person) or not is_business(person):
        return _by_organisation(person, queryset)
    return queryset.filter(Q(organisation__isnull=True) | Q(organisation__in=reach(person, *NARROW)))


def _may_record(person: Any, obj: Any) -> bool:
    return has_role(person, Role.DISTRICT_OFFICER, Role.TOWN_OFFICER)


def _may_report(person: Any, task: Any) -> bool:
    if task is None or not has_role(person, *HANDS_ON):
        return has_role(person, *HANDS_ON) and task is None
    leads = models.Duty.objects.filter(heading=task.heading_id, role=models.DutyRole.LEAD, ended_on__isnull=True)
    return leads.filter(organisation__in=own_organisations(person)).exists()


def _runs_its_plan(person: Any, obj: Any) -> bool:
    if obj is None:
        return has_role(person, Role.DISTRICT_OFFICER)
    return runs(person, obj.plan)


def _runs_this(person: Any, plan: Any) -> bool:
    return has_role(person, Role.DISTRICT_OFFICER) if plan is None else runs(person, plan)


def _runs_its_reissue(person: Any, change: Any) -> bool:
    return has_role(person, Role.DISTRICT_OFFICER) if change is None else runs(person, change.reissue.plan)


def _confirms(person: Any, reissue: Any) -> bool:
    """Officers who run the plan, and the leader above it."""
    if reissue is None:
        return has_role(person, Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER)
    return reaches(person, reissue.plan.organisation_id, Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER)


def _wide(person: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset if sees_all(person) else queryset.none()


def _wide_roles(obj: Any) -> frozenset[str]:
    return frozenset(f"role:{role}" for role in WIDE)


def leads(person: Any, task: models.Task) -> bool:
    """Whether the person acts for an organisation that leads the task."""
    duties = models.Duty.objects.filter(heading=task.heading_id, role=models.DutyRole.LEAD, ended_on__isnull=True)
    return has_role(person, *HANDS_ON) and duties.filter(organisation__in=own_organisations(person)).exists()


def _may_plan(person: Any, obj: Any) -> bool:
    """Who runs the plan, and who leads the task, draw up its work plan."""
    if obj is None:
        return has_role(person, *HANDS_ON)
    task = obj if isinstance(obj, models.Task) else obj.task
    return runs(person, task.plan) or leads(person, task)


def _may_link(person: Any, link: Any) -> bool:
    """Of a link decides who plans the item that waits."""
    return _may_plan(person, None if link is None else link.after)


def _may_report_item(person: Any, item: Any) -> bool:
    """The organisation that is responsible for the item, else who leads its task."""
    if item is None or not has_role(person, *HANDS_ON):
        return item is None and has_role(person, *HANDS_ON)
    own = item.organisation_id is not None and acts_for(person, item.organisation_id)
    return own or leads(person, item.task)


def _may_end_override(person: Any, override: Any) -> bool:
    return _runs_its_plan(person, None if override is None else override.task)


def _may_adopt(person: Any, obj: Any) -> bool:
    return has_role(person, Role.DISTRICT_OFFICER)


def _drafts(person: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset if has_role(person, Role.DISTRICT_OFFICER) else queryset.none()


def _may_take_back(person: Any, draft: Any) -> bool:
    return _may_adopt(person, draft) and (draft is None or person.pk in (draft.author_id, draft.submitted_by_id))


def _may_settle(person: Any, draft: Any) -> bool:
    """The second person: an officer who neither began nor submitted it, and the named one where one was named."""
    if draft is None or not _may_adopt(person, draft):
        return _may_adopt(person, draft)
    is_second = person.pk not in (draft.author_id, draft.submitted_by_id)
    return is_second and draft.confirmer_id in (None, person.pk)


def _may_sign(person: Any, sign_off: Any) -> bool:
    if sign_off is None:
        return has_role(person, *HANDS_ON)
    return has_role(person, *HANDS_ON) and acts_for(person, sign_off.organisation_id)


def _never(person: Any, obj: Any) -> bool:
    """Only the system person, whom the policy lets through before it asks."""
    return False


def _everybody(obj: Any) -> frozenset[str]:
    return frozenset({"business"})


def _wide_and(organisation_id: int | None) -> frozenset[str]:
    return frozenset(f"role:{role}" for role in WIDE) | scopes.held_for(organisation_id, *NARROW)


register(
    models.Plan,
    Rules(
        rows=_open,
        actions={
            "plan.adopt_plan": _may_adopt,
            "plan.renew_settings": _never,
            "plan.start_reissue": _runs_this,
            "plan.load_work_plan": _never,
            "plan.take_baseline": _runs_this,
        },
        scopes=_everybody,
    ),
)
REVIEWING = (
    "start_review", "decide_element", "edit_fact", "add_element", "settle_draft_finding", "accept_rest", "undo_decision",
)  # fmt: skip
register(
    models.PlanDraft,
    Rules(
        rows=_drafts,
        actions={
            **{f"plan.{name}": _may_adopt for name in (*REVIEWING, "submit_review", "drop_review")},
            "plan.take_back_review": _may_take_back,
            "plan.return_review": _may_settle,
            "plan.confirm_review": _may_settle,
        },
        scopes=lambda draft: frozenset({f"role:{Role.DISTRICT_OFFICER}"}),
    ),
)
register(models.DraftDecision, Rules(rows=_drafts))
register(models.PlanHeading, Rules(rows=_open, scopes=_everybody))
register(models.Finding, Rules(rows=_open, actions={"plan.settle_finding": _runs_its_plan}, scopes=_everybody))
register(
    models.Task,
    Rules(
        rows=_open,
        actions={
            "plan.assign_duty": _runs_its_plan,
            "plan.report_progress": _may_report,
            "plan.urge": _runs_its_plan,
            "plan.add_work_item": _may_plan,
            "plan.choose_roll_up": _may_plan,
            "plan.override_light": _runs_its_plan,
        },
        scopes=_everybody,
    ),
)
register(
    models.Target,
    Rules(
        rows=_open,
        actions={
            "plan.record_target_value": _may_record,
            "plan.edit_target": _runs_its_plan,
            "plan.divide_target": _runs_its_plan,
        },
        scopes=_everybody,
    ),
)
register(
    models.Duty,
    Rules(
        rows=_by_organisation,
        actions={"plan.end_duty": _runs_its_plan},
        scopes=lambda duty: _wide_and(duty.organisation_id),
    ),
)
register(
    models.TargetValue,
    Rules(rows=_values, scopes=lambda v: _wide_and(v.organisation_id) if v.organisation_id else _everybody(v)),
)
register(models.TaskProgress, Rules(rows=_by_organisation, scopes=lambda row: _wide_and(row.organisation_id)))
register(
    models.SignOff,
    Rules(
        rows=_by_organisation,
        actions={"plan.sign_for": _may_sign, "plan.open_sign_offs": _never, "plan.remind_signing": _never},
        scopes=lambda row: _wide_and(row.organisation_id),
    ),
)
register(
    models.Reissue,
    Rules(
        rows=_wide,
        actions={"plan.confirm_reissue": _confirms, "plan.drop_reissue": _runs_its_plan},
        scopes=_wide_roles,
    ),
)
register(
    models.EditionChange,
    Rules(
        rows=_wide,
        actions={"plan.decide_change": _runs_its_reissue, "plan.take_back_decision": _runs_its_reissue},
        scopes=_wide_roles,
    ),
)
register(
    models.WorkItem,
    Rules(
        rows=_open,
        actions={
            "plan.edit_work_item": _may_plan,
            "plan.remove_work_item": _may_plan,
            "plan.link_items": _may_plan,
            "plan.move_item": _may_plan,
            "plan.move_to_task": _may_plan,
            "plan.report_milestone": _may_report_item,
            "plan.import_work_items": _may_plan,
        },
        scopes=_everybody,
    ),
)
register(
    models.WorkLink,
    Rules(
        rows=_open,
        actions={"plan.unlink_items": _may_link, "plan.import_work_links": _may_link},
        scopes=_everybody,
    ),
)
register(models.WorkReport, Rules(rows=_by_organisation, scopes=lambda row: _wide_and(row.organisation_id)))
register(models.Baseline, Rules(rows=_open, scopes=_everybody))
register(models.BaselineItem, Rules(rows=_open, scopes=_everybody))
register(
    models.LightOverride,
    Rules(
        rows=_open,
        actions={"plan.end_override": _may_end_override, "plan.expire_override": _never},
        scopes=_everybody,
    ),
)
