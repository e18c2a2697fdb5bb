"""Screens of targets and the values typed for them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import cells, panels, queries
from parkloop.apps.plan.annotating import with_target_standings
from parkloop.apps.plan.models import Target, TargetValue
from parkloop.apps.plan.resources.lights import LIGHT_FILTER
from parkloop.desk import registry
from parkloop.desk.resource import Column, Filter, Menu, Panel, RelatedTab, Resource, Section
from parkloop.domain import periods
from parkloop.foundation import clock


@registry.register
class TargetResource(Resource):
    """Targets (目标)."""

    model = Target
    kind = "plan.target"
    icon = "target-arrow"
    menu = Menu(
        "execution",
        30,
        label=_("Targets"),
        query=queries.OF_RUNNING,
        count=queries.count_targets,
        late=queries.count_late_targets,
    )
    columns = (
        Column("code", label=_("Code")),
        Column("label", label=_("Target"), kind="link", value=cells.target_link, sort="label_zh", strong=True),
        Column("actual", label=_("Actual"), kind="figure", value=cells.actual_figure, sort="actual"),
        Column("goal", label=_("Goal"), value=cells.goal_text, sort="number"),
        Column("light", label=_("Light"), kind="lamp", value=cells.lamp, sort="light_rank"),
        Column(
            "completion_pp", label=_("Completion / schedule"), kind="bar", value=cells.completion, sort="completion_pp"
        ),
        Column("gap_pp", label=_("Gap in points"), kind="number", places=1, value=cells.gap, sort="gap_pp"),
        Column("kind"),
        Column("due_on"),
        Column("comparator", shown=False),
        Column("number", shown=False),
        Column("unit", shown=False),
        Column("tolerance", shown=False),
        Column("indicator", shown=False),
        Column("plan", shown=False),
    )
    filters = (
        LIGHT_FILTER,
        Filter("kind"),
        Filter("comparator", shown=False),
        Filter("number", shown=False),
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
    search_fields = ("label_zh", "label_en", "indicator", "code")
    order_by = ("plan", "position")
    related = ("plan", "heading", "task")
    panels = (
        Panel(
            _("Actual against schedule"),
            template="plan/parts/target_figures.html",
            build=panels.target_figures,
            icon="target-arrow",
        ),
        Panel(_("By town"), template="plan/parts/target_towns.html", build=panels.target_towns, icon="map-2"),
        Panel(
            _("How it is judged"),
            template="plan/parts/target_formula.html",
            build=panels.target_formula,
            icon="function",
            side=True,
        ),
        Panel(
            _("What the notice says"),
            template="plan/parts/clause.html",
            build=panels.target_clause,
            icon="file-text",
            side=True,
        ),
        Panel(
            _("Newest values"),
            template="plan/parts/target_values.html",
            build=panels.target_values,
            icon="table",
            side=True,
        ),
    )
    tabs = (RelatedTab("plan.value", "target"),)
    sections = (
        Section(_("Names"), ("label_zh", "label_en")),
        Section(_("Judging"), ("decimals", "tolerance")),
        Section(_("What was measured"), ("period_end", "value", "organisation")),
        Section(_("Where it comes from"), ("source", "evidence", "note")),
    )
    edit = "plan.edit_target"
    row_actions = ("plan.record_target_value", "plan.divide_target")
    main_action = "plan.record_target_value"

    def rows(self, person: Any) -> QuerySet[Any]:
        """With standings as columns."""
        return with_target_standings(super().rows(person))

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """The newest closed month."""
        return {"period_end": periods.last_closed(clock.today())}

    def header(self, person: Any, obj: Target) -> dict[str, Any]:
        """Lamp with the gap, kind and unit as tags."""
        return panels.target_header(obj)


@registry.register
class ValueResource(Resource):
    """Values typed for targets."""

    model = TargetValue
    kind = "plan.value"
    icon = "table"
    columns = (
        Column("target", label=_("Target")),
        Column("organisation", label=_("Organisation"), value=cells.organisation_or_park, sort="organisation__code"),
        Column("period_end"),
        Column("value", kind="figure", value=cells.value_figure, sort="value"),
        Column("source"),
        Column("evidence", kind="link", value=cells.evidence_link, sort=False),
        Column("typed_by"),
        Column("recorded_at"),
        Column(
            "is_current",
            label=_("In force"),
            kind="boolean",
            value=lambda row: row.superseded_at is None,
            sort="superseded_at",
        ),
        Column("note", shown=False),
        Column("reason", shown=False),
    )
    filters = (
        Filter("target"),
        Filter("organisation"),
        Filter("period_end"),
        Filter("recorded_at", kind="date", shown=False),
    )
    search_fields = ("target__label_zh", "target__label_en", "source", "organisation__name_zh")
    order_by = ("-period_end", "target__position", "organisation__code", "-pk")
    related = ("target", "target__plan", "organisation", "typed_by", "supersedes")
    panels = (
        Panel(
            _("Value"),
            (
                "target",
                Column("organisation", value=cells.organisation_or_park),
                "period_end",
                Column("value", kind="figure", value=cells.value_figure),
                "note",
            ),
            icon="table",
        ),
        Panel(
            _("Where it comes from"),
            ("source", Column("evidence", kind="link", value=cells.evidence_link), "typed_by", "recorded_at"),
            icon="link",
        ),
        Panel(
            _("Earlier versions"),
            template="plan/parts/value_versions.html",
            build=panels.value_versions,
            icon="history",
        ),
    )
