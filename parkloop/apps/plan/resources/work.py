"""Screens of the work: tasks, duties, progress reports, signings."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import cells, panels, queries, workpanels
from parkloop.apps.plan.annotating import with_task_standings
from parkloop.apps.plan.models import Duty, SignOff, Task, TaskProgress
from parkloop.apps.plan.resources.lights import LIGHT_FILTER
from parkloop.apps.plan.sheetnames import TASK_NAMES
from parkloop.desk import contributed, registry
from parkloop.desk.resource import Column, Filter, Menu, Panel, RelatedTab, Resource
from parkloop.domain import periods
from parkloop.foundation import clock


@registry.register
class TaskResource(Resource):
    """The list of tasks (任务清单)."""

    model = Task
    kind = "plan.task"
    icon = "list-check"
    menu = Menu(
        "execution",
        20,
        label=_("Task list"),
        query=queries.OF_RUNNING,
        count=queries.count_tasks,
        late=queries.count_late_tasks,
    )
    columns = (
        Column("code", label=_("Code"), sort="position"),
        Column("title", label=_("Task"), kind="link", value=cells.task_link, sort="position", strong=True),
        Column("light", label=_("Light"), kind="lamp", value=cells.lamp, sort="light_rank"),
        Column(
            "completion_pp",
            label=_("Completion / schedule"),
            kind="bar",
            value=cells.completion,
            sort="completion_pp",
            total="avg",
        ),
        Column("lead", label=_("Lead"), value=cells.lead_units, sort=False),
        Column("coop", label=_("Co-operating"), value=cells.coop_units, sort=False),
        Column("due_on", label=_("Due")),
        Column("days_left", label=_("Working days left"), kind="number", sort="days_left"),
        Column("chapter__title", label=_("Chapter"), shown=False),
        Column("plan", shown=False),
        Column("starts_on", shown=False),
        Column(
            "gap_pp", label=_("Gap in points"), kind="number", places=1, shown=False, value=cells.gap, sort="gap_pp"
        ),
    )
    filters = (
        Filter(
            "chapter", kind="choices", label=_("Chapter"), choices=queries.chapter_choices, apply=queries.by_chapter
        ),
        Filter("lead", kind="choices", label=_("Lead"), choices=queries.lead_choices, apply=queries.by_lead),
        LIGHT_FILTER,
        Filter("due_on", shown=False),
        Filter("plan", shown=False),
        Filter(
            "edition",
            kind="choices",
            label=_("Edition"),
            choices=queries.edition_choices,
            apply=queries.by_edition,
            shown=False,
        ),
    )
    facet = "light"
    search_fields = ("title", "label_zh", "label_en", "number")
    order_by = ("light_rank", "due_on", "position")
    related = ("plan", "heading", "chapter")
    sheet_names = TASK_NAMES
    panels = (
        Panel(_("Progress"), template="plan/parts/task_progress.html", build=panels.task_progress, icon="chart-line"),
        Panel(
            _("Milestones"),
            template="plan/parts/task_milestones.html",
            build=workpanels.task_milestones,
            icon="flag",
        ),
        Panel(_("What the notice says"), template="plan/parts/clause.html", build=panels.task_clause, icon="file-text"),
        Panel(
            _("Light set by hand"),
            template="plan/parts/task_overrides.html",
            build=workpanels.task_overrides,
            icon="sun",
            side=True,
        ),
        Panel(
            _("Linked target"),
            template="plan/parts/task_targets.html",
            build=panels.task_targets,
            icon="link",
            side=True,
        ),
        Panel(_("Duties"), template="plan/parts/duties.html", build=panels.task_duties, icon="users", side=True),
        Panel(
            _("In other areas"),
            template="desk/parts/contributed.html",
            build=contributed.panel("plan.task", "task"),
            icon="hexagons",
            side=True,
        ),
    )
    tabs = (
        RelatedTab("plan.workitem", "task", _("Work plan")),
        RelatedTab("plan.progress", "task"),
        RelatedTab("plan.target", "task"),
    )
    main_action = "plan.report_progress"
    row_actions = (
        "plan.report_progress",
        "plan.assign_duty",
        "plan.add_work_item",
        "plan.choose_roll_up",
        "plan.override_light",
    )
    bulk_actions = ("plan.urge",)
    per_page = 20

    def rows(self, person: Any) -> QuerySet[Any]:
        """With standings as columns, and the duties that the person may see."""
        return queries.with_duties(person, with_task_standings(super().rows(person)))

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """The newest closed month."""
        return {"as_of": periods.last_closed(clock.today())}

    def header(self, person: Any, obj: Task) -> dict[str, Any]:
        """Lamp with the working days, chapter word, completion against schedule."""
        return panels.task_header(obj)


@registry.register
class DutyResource(Resource):
    """The list of duties (责任清单)."""

    model = Duty
    kind = "plan.duty"
    icon = "user-check"
    menu = Menu("execution", 40, label=_("Duty list"), query=queries.OF_RUNNING, count=queries.count_duties)
    columns = (
        Column(
            "unit", label=_("Organisation"), value=lambda duty: duty.unit, sort="organisation__short_zh", strong=True
        ),
        Column("role"),
        Column(
            "heading", label=_("Task or safeguard"), kind="link", value=cells.heading_link, sort="heading__position"
        ),
        Column("origin"),
        Column("surface", kind="quote"),
        Column("assigned_by_name", label=_("Assigned by"), kind="name"),
        Column("from_on"),
        Column("ended_on", shown=False),
        Column("reason", shown=False),
        Column("plan", shown=False),
    )
    filters = (
        Filter("organisation"),
        Filter("role"),
        Filter("origin"),
        Filter("from_on", shown=False),
        Filter("plan", shown=False),
        Filter(
            "edition",
            kind="choices",
            label=_("Edition"),
            choices=queries.edition_choices,
            apply=queries.by_edition,
            shown=False,
        ),
    )
    search_fields = (
        "surface",
        "organisation__name_zh",
        "organisation__short_zh",
        "organisation__name_en",
        "heading__title",
    )
    order_by = ("heading__position", "role_order", "organisation__code")
    related = ("plan", "organisation", "heading", "heading__task", "assigned_by")
    panels = (
        Panel(
            _("Duty"),
            (Column("unit", label=_("Organisation"), value=lambda d: d.unit), "role", "heading", "origin", "surface"),
            icon="user-check",
        ),
        Panel(_("Since when and why"), ("from_on", "ended_on", "assigned_by_name", "reason"), icon="history"),
        Panel(_("What the notice says"), template="plan/parts/clause.html", build=panels.duty_clause, icon="file-text"),
    )
    row_actions = ("plan.end_duty",)
    files = False

    def rows(self, person: Any) -> QuerySet[Any]:
        """With the order of roles: lead first."""
        return queries.with_role_order(super().rows(person))


@registry.register
class ProgressResource(Resource):
    """Reports of progress."""

    model = TaskProgress
    kind = "plan.progress"
    icon = "timeline"
    columns = (
        Column("task"),
        Column("as_of"),
        Column("completion_pp", kind="percent", places=0),
        Column("note", strong=True),
        Column("organisation"),
        Column("reported_by"),
        Column("reported_at"),
    )
    filters = (Filter("task"), Filter("organisation"), Filter("as_of"))
    search_fields = ("note", "task__title", "organisation__name_zh")
    order_by = ("-as_of", "-pk")
    related = ("task", "task__chapter", "organisation", "reported_by")
    panels = (
        Panel(
            _("Report"),
            ("task", "as_of", "completion_pp", "note", "organisation", "reported_by", "reported_at", "reason"),
            icon="timeline",
        ),
    )
    history = False


@registry.register
class SigningResource(Resource):
    """Signing for plans (签收)."""

    model = SignOff
    kind = "plan.signing"
    icon = "signature"
    menu = Menu(
        "execution",
        50,
        label=_("Signing"),
        query=queries.OF_RUNNING,
        count=queries.count_unsigned,
        late=queries.count_late_signings,
    )
    columns = (
        Column("organisation", strong=True),
        Column("plan"),
        Column("light", label=_("State"), kind="lamp", value=cells.signing_lamp, sort="signed_at"),
        Column("due_on"),
        Column("signed_at"),
        Column("signed_by"),
        Column("opened_at", shown=False),
        Column("note", shown=False),
    )
    filters = (
        Filter("plan"),
        Filter(
            "edition",
            kind="choices",
            label=_("Edition"),
            choices=queries.edition_choices,
            apply=queries.by_edition,
            shown=False,
        ),
        Filter("organisation"),
        Filter("due_on", shown=False),
        Filter("signed_at", kind="date", shown=False),
    )
    search_fields = ("organisation__name_zh", "organisation__short_zh", "organisation__name_en", "plan__label_zh")
    order_by = ("-plan__adopted_on", "organisation__code")
    related = ("plan", "organisation", "signed_by")
    panels = (
        Panel(_("Signing"), ("plan", "organisation", "opened_at", "due_on"), icon="signature"),
        Panel(_("Signed"), ("signed_at", "signed_by", "note"), icon="check"),
    )
    main_action = "plan.sign_for"
    row_actions = ("plan.sign_for",)

    def header(self, person: Any, obj: SignOff) -> dict[str, Any]:
        """Signed, waiting or late."""
        return {"lamp": cells.signing_lamp(obj)}
