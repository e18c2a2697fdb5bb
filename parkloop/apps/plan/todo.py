"""Rows of the work desk: signing, reports and values that are due, what was sent, what is red."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.plan import boards, cells, edition_wording, itemcells, policy, queries, review_todo, wording
from parkloop.apps.plan.models import Duty, DutyRole, SignOff, Target, TargetValue, Task, TaskProgress, WorkItem
from parkloop.apps.plan.people import own_organisations
from parkloop.apps.plan.standings import Standings
from parkloop.apps.plan.workstandings import rolled_up
from parkloop.desk.screens.workbench import TodoRow
from parkloop.domain import periods
from parkloop.foundation import clock
from parkloop.foundation import policy as answers
from parkloop.foundation.models import Organisation, Role
from parkloop.foundation.refs import Ref
from parkloop.foundation.standing import has_role

SENT_SHOWN = 12
ALERT_LIGHTS = ("over", "lag", "none")


def rows(person: Any) -> dict[str, list[TodoRow]]:
    """Everything of the plan that waits for the person or was sent by the offices that run it."""
    return {
        "rows": [
            *signings(person),
            *editions(person),
            *review_todo.rows(person),
            *reports(person),
            *milestones(person),
            *values(person),
            *sent(person),
            *alerts(person),
        ]
    }


def signings(person: Any) -> list[TodoRow]:
    """Plans that the person's own organisations have not signed for."""
    return [
        TodoRow(
            ref=Ref("plan.signing", str(row.pk)),
            verb=_("Sign for"),
            matter=row.plan.name,
            origin=" · ".join(filter(None, (row.plan.doc_no, row.organisation.short))),
            due=row.due_on,
            light="" if row.due_on else "near",
            action_url=_do("plan.signing", row.pk, "plan.sign_for"),
            action_label=_("Sign for"),
            tag=_("Signing"),
            url=_page("plan.plan", row.plan_id),
        )
        for row in queries.waiting_signings(person)
    ]


def editions(person: Any) -> list[TodoRow]:
    """New editions that wait for the person: to decide their changes, or to confirm them."""
    return [
        TodoRow(
            ref=Ref("plan.reissue", str(row.pk)),
            verb=_("Decide") if row.undecided else _("Confirm"),
            matter=edition_wording.name(row),
            origin=_("%(count)s changes without a decision") % {"count": row.undecided}
            if row.undecided
            else row.doc_no,
            light="near",
            tag=_("New edition"),
            url=_page("plan.reissue", row.pk) + "changes/",
        )
        for row in queries.open_reissues(person)
        if answers.may(person, "plan.drop_reissue", row)
        or (not row.undecided and answers.may(person, "plan.confirm_reissue", row))
    ]


def reports(person: Any) -> list[TodoRow]:
    """Tasks that the person's own organisations lead and that have no report for the newest closed period."""
    if not has_role(person, *policy.HANDS_ON):
        return []
    led = list(queries.led_by(person))
    if not led:
        return []
    day = Standings()
    rolled = rolled_up(led, {task.plan.folder: day.data_date(task.plan.folder) for task in led}, day.table)
    tasks = [task for task in led if task.pk not in rolled]
    newest = _newest_reports(tasks)
    return [
        _report_row(task, end, due)
        for task in tasks
        if (found := _due(day, task, newest.get(task.pk)))
        for end, due in [found]
    ]


def _newest_reports(tasks: list[Task]) -> dict[int, TaskProgress]:
    current = TaskProgress.objects.filter(task__in=tasks, superseded_at__isnull=True).order_by("as_of", "pk")
    return {row.task_id: row for row in current}


def _due(day: Standings, task: Task, newest: TaskProgress | None) -> tuple[dt.date, dt.date] | None:
    """(period end, due day) of the report that is wanted, or None when it was made, closed or not begun."""
    folder, end = task.plan.folder, periods.last_closed(day.today)
    if (task.starts_on and task.starts_on > end) or (newest and newest.completion_pp >= 100):
        return None
    if newest is not None and newest.as_of >= day.period_start(folder, end):
        return None
    return end, day.report_due(folder, end)


def _report_row(task: Task, end: dt.date, due: dt.date) -> TodoRow:
    return TodoRow(
        ref=Ref("plan.task", str(task.pk)),
        verb=_("Report progress"),
        matter=_("%(task)s: progress of %(period)s") % {"task": str(task), "period": boards.period_name(end)},
        origin=_("Task %(code)s") % {"code": task.code},
        due=due,
        action_url=f"{_do('plan.task', task.pk, 'plan.report_progress')}?as_of={end.isoformat()}",
        action_label=_("Report progress"),
        tag=_("Task"),
        url=_page("plan.task", task.pk),
    )


def milestones(person: Any) -> list[TodoRow]:
    """Milestones and sub-tasks of the person's own organisations, or of the tasks they lead, that are overdue or due in ten working days."""
    if not has_role(person, *policy.HANDS_ON):
        return []
    soon = itemcells.last_soon_day(clock.today())
    own = own_organisations(person)
    leads = Duty.objects.filter(role=DutyRole.LEAD, ended_on__isnull=True, organisation__in=own)
    mine = Q(organisation__in=own) | Q(organisation__isnull=True, task__heading__in=leads.values("heading"))
    rows = answers.rows(person, WorkItem).filter(
        mine, removed_on__isnull=True, finished_on__isnull=True, ends_on__lte=soon, parts__isnull=True
    )
    return [_milestone_row(item) for item in rows.select_related("task", "task__chapter").order_by("ends_on", "code")]


def _milestone_row(item: WorkItem) -> TodoRow:
    return TodoRow(
        ref=Ref("plan.workitem", str(item.pk)),
        verb=_("Report on it"),
        matter=str(item),
        origin=_("Task %(code)s") % {"code": item.task.code},
        due=item.ends_on,
        action_url=_do("plan.workitem", item.pk, "plan.report_milestone"),
        action_label=_("Report on it"),
        tag=str(item.get_kind_display()),
        url=_page("plan.workitem", item.pk),
    )


def values(person: Any) -> list[TodoRow]:
    """Values of the newest closed period that nobody typed: of the own town, or of the whole park for who runs the plan."""
    if not has_role(person, Role.TOWN_OFFICER, Role.DISTRICT_OFFICER):
        return []
    targets, day = list(queries.main_targets(person)), Standings()
    if not targets:
        return []
    end = periods.last_closed(day.today)
    rows = TargetValue.objects.filter(
        target__in=targets, period_end=end, superseded_at__isnull=True, value__isnull=False
    )
    typed = set(rows.values_list("target_id", "organisation__code"))
    found = [
        _value_row(day, t, end, None)
        for t in targets
        if (t.pk, None) not in typed and policy.runs(person, targets[0].plan)
    ]
    towns = Organisation.objects.filter(pk__in=own_organisations(person))
    found += [
        _value_row(day, t, end, o) for o in towns for t in targets if o.code in t.shares and (t.pk, o.code) not in typed
    ]
    return found


def _value_row(day: Standings, target: Target, end: dt.date, town: Organisation | None) -> TodoRow:
    asked = f"?period_end={end.isoformat()}" + (f"&organisation={town.pk}" if town else "")
    return TodoRow(
        ref=Ref("plan.target", str(target.pk)),
        verb=_("Type a value"),
        matter=_("%(target)s: %(period)s") % {"target": target.label, "period": boards.period_name(end)},
        origin=_("Target %(code)s · %(whose)s")
        % {"code": target.code, "whose": town.short if town else _("Whole park")},
        due=day.report_due(target.plan.folder, end),
        action_url=_do("plan.target", target.pk, "plan.record_target_value") + asked,
        action_label=_("Type a value"),
        tag=_("Number"),
        url=_page("plan.target", target.pk),
    )


def sent(person: Any) -> list[TodoRow]:
    """Signings that are still out, for who runs the plan."""
    plan = queries.newest_plan(person)
    if plan is None or not policy.runs(person, plan):
        return []
    waiting = (
        answers.rows(person, SignOff).filter(plan=plan, signed_at__isnull=True).select_related("organisation", "plan")
    )
    return [
        TodoRow(
            ref=Ref("plan.signing", str(row.pk)),
            verb=_("Signing"),
            matter=_("%(plan)s: %(organisation)s") % {"plan": plan.short, "organisation": row.organisation.short},
            origin=_("Signing"),
            due=row.due_on,
            light=cells.signing_lamp(row)["light"],
            lamp_label=cells.signing_lamp(row)["label"],
            tab="sent",
            state=_("To be signed"),
            url=_page("plan.signing", row.pk),
        )
        for row in waiting.order_by("due_on", "organisation__code")[:SENT_SHOWN]
    ]


def alerts(person: Any) -> list[TodoRow]:
    """Targets and tasks that are red, yellow or not reported, for the district; each names the rule that lit it."""
    if not policy.sees_all(person):
        return []
    targets = [s for s in boards.target_stands(person) if s.lamp.light in ALERT_LIGHTS]
    tasks = [s for s in boards.task_stands(person) if s.lamp.light in ("over", "none")]
    found = [
        (
            s.lamp,
            s.target.label,
            _("Target %(code)s") % {"code": s.target.code},
            s.judgement.gap_pp,
            Ref("plan.target", str(s.target.pk)),
        )
        for s in targets
    ]
    found += [
        (s.lamp, s.task.label, _("Task %(code)s") % {"code": s.task.code}, s.gap_pp, Ref("plan.task", str(s.task.pk)))
        for s in tasks
    ]
    return [_alert(*entry) for entry in sorted(found, key=lambda entry: entry[0].rank)]


def _alert(lamp: Any, matter: str, origin: str, gap: Any, ref: Ref) -> TodoRow:
    return TodoRow(
        ref=ref,
        verb=_("Look at"),
        matter=matter,
        origin=" · ".join(filter(None, (origin, wording.gap(gap) or _("no data, not taken as zero")))),
        light=lamp.light,
        lamp_label=lamp.word,
        tab="alerts",
        url=_page(ref.kind, ref.key),
    )


def _do(kind: str, pk: Any, action: str) -> str:
    return reverse("desk:do", kwargs={"kind": kind, "pk": pk, "action": action})


def _page(kind: str, pk: Any) -> str:
    return reverse("desk:detail", kwargs={"kind": kind, "pk": pk})
