"""Screens of the work plan: items, links, reports, baselines, lights set by hand."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import itemcells, workpanels
from parkloop.apps.plan.models import Baseline, LightOverride, WorkItem, WorkLink, WorkReport
from parkloop.desk import registry
from parkloop.desk.resource import Column, Filter, Menu, Panel, Resource, Section
from parkloop.domain import periods
from parkloop.foundation import clock


@registry.register
class WorkItemResource(Resource):
    """Milestones and sub-tasks of all tasks (里程碑清单)."""

    model = WorkItem
    kind = "plan.workitem"
    icon = "flag"
    menu = Menu("execution", 25, label=_("Milestones"), count=itemcells.count_items, late=itemcells.count_late_items)
    columns = (
        Column("code", strong=True),
        Column("name", label=_("Milestone or sub-task"), kind="link", value=itemcells.item_link, sort="name_zh"),
        Column("state", label=_("State"), kind="lamp", value=itemcells.lamp, sort="state_rank"),
        Column("kind"),
        Column("task"),
        Column("starts_on"),
        Column("ends_on"),
        Column("done_pp", kind="percent", places=0),
        Column("organisation", value=lambda item: item.organisation.short if item.organisation else None),
        Column("duration", shown=False),
        Column("weight", kind="number", places=0, shown=False),
        Column("parent", shown=False),
        Column("not_before", shown=False),
        Column("must_start_on", shown=False),
        Column("must_finish_by", shown=False),
        Column("name_zh", shown=False),
        Column("name_en", shown=False),
        Column("reported_on", shown=False),
        Column("finished_on", shown=False),
        Column("removed_on", shown=False),
        Column("plan", shown=False),
    )
    filters = (
        itemcells.STATE_FILTER,
        Filter("kind"),
        Filter("task"),
        Filter("organisation"),
        Filter("ends_on"),
        Filter("starts_on", shown=False),
        Filter("plan", shown=False),
    )
    facet = "state"
    search_fields = ("code", "name_zh", "name_en", "task__title")
    order_by = ("state_rank", "ends_on", "code")
    related = ("plan", "task", "task__chapter", "organisation", "parent")
    panels = (
        Panel(_("Plan"), ("kind", "task", "parent", "duration", "starts_on", "ends_on", "weight"), icon="calendar-event"),
        Panel(_("Bound by"), ("not_before", "must_start_on", "must_finish_by", "organisation"), icon="lock"),
        Panel(
            _("Waits for, and who waits for it"),
            template="plan/parts/item_links.html",
            build=workpanels.item_links,
            icon="link",
        ),
        Panel(
            _("Reports"), template="plan/parts/item_reports.html", build=workpanels.item_reports, icon="timeline",
        ),
        Panel(_("Room"), template="plan/parts/item_room.html", build=workpanels.item_room, icon="line-height", side=True),
        Panel(
            _("In baselines"),
            template="plan/parts/item_baselines.html",
            build=workpanels.item_baselines,
            icon="history",
            side=True,
        ),
    )  # fmt: skip
    sections = (
        Section(_("What it is"), ("kind", "code", "name_zh", "name_en", "parent", "organisation")),
        Section(_("When"), ("duration", "not_before", "must_start_on", "must_finish_by", "starts_on")),
        Section(_("What it counts"), ("weight",)),
    )
    edit = "plan.edit_work_item"
    main_action = "plan.report_milestone"
    row_actions = (
        "plan.report_milestone",
        "plan.move_item",
        "plan.link_items",
        "plan.move_to_task",
        "plan.remove_work_item",
    )
    import_action = "plan.import_work_items"
    import_keys = ("code",)
    import_fields = (
        "task", "kind", "name_zh", "name_en", "parent", "duration", "not_before", "must_start_on", "must_finish_by",
        "weight", "organisation",
    )  # fmt: skip
    import_rehearsal = True
    empty_why = _("No task has a work plan yet. Open a task and add milestones, or import a sheet.")

    def rows(self, person: Any) -> QuerySet[Any]:
        """With `state` and `state_rank` as of today."""
        return itemcells.with_states(super().rows(person))

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """The newest closed month."""
        return {"as_of": periods.last_closed(clock.today())}

    def header(self, person: Any, obj: WorkItem) -> dict[str, Any]:
        """State as a lamp; kind and fixed dates as tags."""
        return workpanels.item_header(obj)


@registry.register
class WorkLinkResource(Resource):
    """Links between items (先后关系)."""

    model = WorkLink
    kind = "plan.worklink"
    icon = "link"
    columns = (Column("before"), Column("after"), Column("kind"), Column("lag"))
    filters = (Filter("before"), Filter("after"), Filter("kind"))
    search_fields = ("before__code", "before__name_zh", "after__code", "after__name_zh")
    order_by = ("before__code", "after__code")
    related = ("before", "after", "before__plan", "after__plan", "after__task")
    panels = (Panel(_("Link"), ("before", "after", "kind", "lag"), icon="link"),)
    main_action = "plan.unlink_items"
    row_actions = ("plan.unlink_items",)
    import_action = "plan.import_work_links"
    import_keys = ("before", "after")
    import_fields = ("kind", "lag")
    import_rehearsal = True
    files = False


@registry.register
class WorkReportResource(Resource):
    """Reports on items."""

    model = WorkReport
    kind = "plan.workreport"
    icon = "timeline"
    columns = (
        Column("item"),
        Column("as_of"),
        Column("done_pp", kind="percent", places=0),
        Column("note", strong=True),
        Column("evidence", kind="link", value=itemcells.evidence_link, sort=False),
        Column("organisation"),
        Column("reported_by"),
        Column("reported_at"),
    )
    filters = (Filter("item"), Filter("organisation"), Filter("as_of"))
    search_fields = ("note", "item__code", "item__name_zh", "organisation__name_zh")
    order_by = ("-as_of", "-pk")
    related = ("item", "organisation", "reported_by")
    panels = (
        Panel(
            _("Report"),
            (
                "item", "as_of", "done_pp", "note", Column("evidence", kind="link", value=itemcells.evidence_link),
                "organisation", "reported_by", "reported_at", "reason",
            ),
            icon="timeline",
        ),
    )  # fmt: skip
    history = False


@registry.register
class BaselineResource(Resource):
    """Baselines of work plans (基线)."""

    model = Baseline
    kind = "plan.baseline"
    icon = "stack-2"
    columns = (
        Column("name", strong=True),
        Column("plan"),
        Column("taken_on"),
        Column("taken_by"),
        Column("reason"),
    )
    filters = (Filter("plan"), Filter("taken_on"))
    search_fields = ("name", "reason")
    order_by = ("-taken_at", "-pk")
    related = ("plan", "taken_by")
    panels = (
        Panel(_("What was frozen"), ("plan", "name", "taken_on", "taken_by", "reason"), icon="stack-2"),
        Panel(
            _("What stood in it"),
            template="plan/parts/baseline_items.html",
            build=workpanels.baseline_items,
            icon="list-check",
        ),
    )
    files = False


@registry.register
class OverrideResource(Resource):
    """Lights set by hand."""

    model = LightOverride
    kind = "plan.override"
    icon = "sun"
    columns = (
        Column("task"),
        Column("shown", label=_("Light"), kind="lamp", value=itemcells.override_lamp, sort="light"),
        Column("from_on"),
        Column("until_on"),
        Column("set_by"),
        Column("reason"),
        Column("ended_on"),
    )
    filters = (Filter("task"), Filter("light"), Filter("until_on"), Filter("ended_on", shown=False))
    search_fields = ("reason", "task__title")
    order_by = ("-pk",)
    related = ("task", "task__chapter", "task__plan", "set_by")
    panels = (
        Panel(
            _("Light"), ("task", "light", "computed", "from_on", "until_on", "set_by", "reason", "ended_on"), icon="sun"
        ),
    )
    main_action = "plan.end_override"
    row_actions = ("plan.end_override",)
    files = False
