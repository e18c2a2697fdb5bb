"""Screens of major projects: the register, monthly investment, blockers."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkloop.apps.projects import cells, panels, parkdata, queries
from parkloop.apps.projects.annotating import with_blocker_standings, with_month_standings, with_project_standings
from parkloop.apps.projects.models import Blocker, InvestmentMonth, Project
from parkloop.apps.projects.reporting import Reporting
from parkloop.apps.projects.resources.lights import BLOCKER_LIGHT, PROJECT_LIGHT, REPORT_LIGHT
from parkloop.desk import registry
from parkloop.desk.resource import Column, Filter, Menu, Panel, RelatedTab, Resource, Section
from parkloop.foundation import clock


@registry.register
class ProjectResource(Resource):
    """The register of major projects (重大项目库)."""

    model = Project
    kind = "projects.project"
    icon = "building-factory-2"
    menu = Menu(
        "execution",
        60,
        label=_("Major projects"),
        count=queries.count_projects,
        late=queries.count_late_projects,
    )
    columns = (
        Column("code", label=_("Code")),
        Column("name", label=_("Project"), strong=True, sort="name_zh"),
        Column("light", label=_("Next stage"), kind="lamp", value=cells.lamp, sort="next_on"),
        Column("stage_word", value=cells.attribute("stage_word"), label=_("Stage"), kind="state", sort="stage_order"),
        Column("town__short", label=_("Town or sub-district"), sort="town__code"),
        Column("industry_word", value=cells.attribute("industry_word"), label=_("Industry"), sort="industry"),
        Column("investment_fen", label=_("Total investment (10,000 yuan)"), total="sum"),
        Column(
            "year_planned_fen",
            label=_("Year's plan (10,000 yuan)"),
            kind="money",
            value=cells.money("year_planned_fen"),
            sort="year_planned_fen",
            missing=_("Not planned"),
        ),
        Column(
            "year_done_fen",
            label=_("Done this year (10,000 yuan)"),
            kind="money",
            value=cells.money("year_done_fen"),
            sort="year_done_fen",
            missing="—",
        ),
        Column("year_bar", label=_("Done / planned so far"), kind="bar", value=cells.year_bar, sort=False, missing="—"),
        Column(
            "open_blockers",
            value=cells.attribute("open_blockers"),
            label=_("Open blockers"),
            kind="number",
            total="sum",
            sort="open_blockers",
        ),
        Column("kind_word", value=cells.attribute("kind_word"), label=_("Sort of project"), sort="kind", shown=False),
        Column("carrier__short", label=_("Carrier"), sort="carrier__code", shown=False),
        Column("enterprise__short", label=_("Enterprise"), sort="enterprise__code", shown=False),
        Column("leader", label=_("Responsible leader"), value=cells.leader, sort="leader__name_zh", shown=False),
        Column("next_on", shown=False),
        Column("starts_on", shown=False),
        Column("ends_on", shown=False),
        Column(
            "done_fen",
            label=_("Done in all (10,000 yuan)"),
            kind="money",
            value=cells.money("done_fen"),
            sort="done_fen",
            shown=False,
        ),
        Column("contact_name", shown=False),
        Column("source", shown=False),
    )
    filters = (
        Filter("stage", kind="choices", label=_("Stage"), choices=parkdata.stages, apply=queries.by_keys("stage")),
        Filter(
            "town",
            kind="choices",
            label=_("Town or sub-district"),
            choices=queries.town_choices(Project),
            apply=queries.by_keys("town"),
        ),
        Filter(
            "industry",
            kind="choices",
            label=_("Industry"),
            choices=parkdata.industries,
            apply=queries.by_keys("industry"),
        ),
        Filter(
            "kind", kind="choices", label=_("Sort of project"), choices=parkdata.kinds, apply=queries.by_keys("kind")
        ),
        PROJECT_LIGHT,
        Filter("enterprise", shown=False),
        Filter("carrier", shown=False),
        Filter("next_on", shown=False),
        Filter("investment_fen", shown=False),
    )
    facet = "light"
    search_fields = ("code", "name_zh", "name_en", "enterprise__name_zh", "town__name_zh")
    order_by = ("light_rank", "next_on", "code")
    related = ("town", "carrier", "enterprise", "leader")
    panels = (
        Panel(_("Investment"), template="projects/parts/investment.html", build=panels.investment, icon="chart-line"),
        Panel(_("Stages"), template="projects/parts/stages.html", build=panels.stages, icon="route"),
        Panel(_("Blockers"), template="projects/parts/blockers.html", build=panels.blockers, icon="alert-triangle", side=True),
        Panel(_("Serves these tasks"), template="projects/parts/tasks.html", build=panels.tasks, icon="link", side=True),
        Panel(
            _("The project"),
            ("code", "kind_word", "industry_word", "town", "carrier", "enterprise", "leader", "investment_fen", "starts_on", "ends_on",
             "contents", "contact_name", "contact_phone", "source"),
            icon="building-factory-2",
        ),
    )  # fmt: skip
    tabs = (
        RelatedTab("projects.month", "project"),
        RelatedTab("projects.blocker", "project"),
        RelatedTab("projects.change", "project"),
    )
    sections = (
        Section(_("Names"), ("code", "name_zh", "name_en", "kind", "industry")),
        Section(_("Where and who"), ("town", "carrier", "enterprise", "leader", "leader_post")),
        Section(_("Stage and dates"), ("stage", "stage_on", "next_on", "starts_on", "ends_on")),
        Section(_("Money and contents"), ("investment_fen", "contents", "source")),
        Section(_("Contact"), ("contact_name", "contact_phone")),
    )
    words = {"stage": parkdata.stages, "kind": parkdata.kinds, "industry": parkdata.industries}
    create = "projects.add_project"
    edit = "projects.edit_project"
    main_action = "projects.move_stage"
    row_actions = (
        "projects.move_stage",
        "projects.report_month",
        "projects.plan_month",
        "projects.plan_year",
        "projects.raise_blocker",
        "projects.link_task",
        "projects.unlink_task",
    )
    import_action = "projects.import_projects"
    import_keys = ("code",)
    import_rehearsal = True
    empty_why = _("Add the first project, or import a sheet of them.")

    def rows(self, person: Any) -> QuerySet[Any]:
        """With light, words and sums as columns."""
        return with_project_standings(super().rows(person))

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """Today, the newest closed month and the present year."""
        terms = Reporting.now()
        return {"on": clock.today(), "period_end": terms.newest_month, "year": clock.today().year}

    def header(self, person: Any, obj: Any) -> dict[str, Any]:
        """Lamp of the next stage, stage and kind as tags, the way through the stages."""
        return panels.project_header(obj)


@registry.register
class MonthResource(Resource):
    """Planned and done investment, month by month."""

    model = InvestmentMonth
    kind = "projects.month"
    icon = "chart-line"
    columns = (
        Column("project", label=_("Project"), strong=True),
        Column("period_end"),
        Column("planned_fen", total="sum", missing=_("Not planned")),
        Column("done_fen", total="sum"),
        Column(
            "report", label=pgettext_lazy("investment", "Report"), kind="lamp", value=cells.report_lamp, sort="report"
        ),
        Column("source"),
        Column("missing_why"),
        Column("reported_by"),
        Column("reported_at"),
    )
    filters = (
        Filter("project"),
        Filter("period_end"),
        REPORT_LIGHT,
        Filter("planned_fen", shown=False),
        Filter("done_fen", shown=False),
    )
    search_fields = ("project__code", "project__name_zh", "project__name_en", "source")
    order_by = ("project__code", "period_end")
    related = ("project", "project__enterprise", "project__town", "reported_by")
    panels = (
        Panel(_("The month"), ("project", "period_end", "planned_fen", "done_fen"), icon="chart-line"),
        Panel(_("Where it comes from"), ("source", "missing_why", "reported_by", "reported_at"), icon="link"),
    )
    sections = (
        Section(_("The month"), ("project", "period_end", "planned_fen", "done_fen")),
        Section(_("Where it comes from"), ("source", "missing_why")),
    )
    parent_label = _("Major projects")
    import_action = "projects.import_months"
    import_keys = ("project", "period_end")
    import_rehearsal = True
    files = False

    def rows(self, person: Any) -> QuerySet[Any]:
        """With the state of the report as a column."""
        return with_month_standings(super().rows(person))


@registry.register
class BlockerResource(Resource):
    """Blockers of projects (堵点)."""

    model = Blocker
    kind = "projects.blocker"
    icon = "alert-triangle"
    menu = Menu(
        "execution", 62, label=_("Blockers"), count=queries.count_open_blockers, late=queries.count_late_blockers
    )
    columns = (
        Column("what", strong=True),
        Column("light", label=_("State"), kind="lamp", value=cells.blocker_lamp, sort="light_rank"),
        Column("project"),
        Column("solver__short", label=_("Who must solve it"), sort="solver__code"),
        Column("since"),
        Column("due_on"),
        Column("solved_on"),
        Column("how", shown=False),
        Column("raised_by", shown=False),
        Column("solved_by", shown=False),
    )
    filters = (
        BLOCKER_LIGHT,
        Filter("project"),
        Filter("solver"),
        Filter("due_on", shown=False),
        Filter("since", shown=False),
    )
    facet = "light"
    search_fields = ("what", "how", "project__name_zh", "solver__name_zh", "solver__short_zh")
    order_by = ("light_rank", "due_on", "-pk")
    related = ("project", "project__town", "project__enterprise", "solver", "raised_by", "solved_by")
    panels = (
        Panel(_("What blocks"), ("what", "project", "since", "raised_by", "raised_at"), icon="alert-triangle"),
        Panel(_("Who solves it"), ("solver", "due_on", "solved_on", "how", "solved_by"), icon="check"),
    )
    main_action = "projects.solve_blocker"
    row_actions = ("projects.solve_blocker", "projects.postpone_blocker")
    empty_why = _("A blocker is raised on the page of its project.")

    def rows(self, person: Any) -> QuerySet[Any]:
        """With the light as a column."""
        return with_blocker_standings(super().rows(person))

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """Solved today."""
        return {"on": clock.today()}

    def header(self, person: Any, obj: Blocker) -> dict[str, Any]:
        """Open, late or solved."""
        return {"lamp": cells.blocker_lamp(obj)}
