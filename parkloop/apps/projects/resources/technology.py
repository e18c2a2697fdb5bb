"""Screens of key-technology projects: the register, technical indicators, measured values, recognitions."""

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import cells, panels, parkdata, queries
from parkloop.apps.projects.annotating import with_actual, with_recognition_words, with_technology_standings
from parkloop.apps.projects.models import Indicator, Reading, Recognition, Technology
from parkloop.apps.projects.resources.lights import PROJECT_LIGHT
from parkloop.desk import registry
from parkloop.desk.parts import SheetColumn
from parkloop.desk.resource import Column, Filter, Menu, Panel, RelatedTab, Resource, Section
from parkloop.foundation import clock

DIGITS = {"max_digits": 18, "decimal_places": 6}
ACTUAL_COLUMNS = (
    SheetColumn("actual", models.DecimalField(_("actual value"), null=True, **DIGITS), lambda row: row.actual),
    SheetColumn("measured_on", models.DateField(_("measured on"), null=True), lambda row: row.measured_on),
    SheetColumn(
        "measured_source",
        models.CharField(_("source of the actual value"), max_length=200, blank=True),
        lambda row: row.measured_source or "",
    ),
    SheetColumn("reason", models.CharField(_("reason of a correction"), max_length=300, blank=True), lambda row: ""),
)
"""What an indicator's sheet says beside its promise: its newest measured value."""


@registry.register
class TechnologyResource(Resource):
    """The register of key-technology projects (攻关项目库)."""

    model = Technology
    kind = "projects.technology"
    icon = "flask"
    menu = Menu(
        "execution",
        64,
        label=_("Key-technology projects"),
        count=queries.count_technologies,
        late=queries.count_late_technologies,
    )
    columns = (
        Column("code", label=_("Code")),
        Column("name", label=_("Project"), strong=True, sort="name_zh"),
        Column("light", label=_("Next stage"), kind="lamp", value=cells.lamp, sort="next_on"),
        Column("stage_word", value=cells.attribute("stage_word"), label=_("Stage"), kind="state", sort="stage_order"),
        Column("enterprise__short", label=_("Lead enterprise"), sort="enterprise__code"),
        Column("result_word", value=cells.attribute("result_word"), label=_("Kind of result"), sort="result"),
        Column("indicators", label=_("Technical indicators"), value=cells.indicators_met, sort="met_count"),
        Column(
            "recognition_count",
            value=cells.attribute("recognition_count"),
            label=_("Recognitions"),
            kind="number",
            total="sum",
            sort="recognition_count",
        ),
        Column("ends_on"),
        Column(
            "industry_word", value=cells.attribute("industry_word"), label=_("Industry"), sort="industry", shown=False
        ),
        Column("town__short", label=_("Town or sub-district"), sort="town__code", shown=False),
        Column("next_on", shown=False),
        Column("starts_on", shown=False),
        Column("contact_name", shown=False),
        Column("source", shown=False),
    )
    filters = (
        Filter(
            "stage",
            kind="choices",
            label=_("Stage"),
            choices=parkdata.technology_stages,
            apply=queries.by_keys("stage"),
        ),
        Filter(
            "result",
            kind="choices",
            label=_("Kind of result"),
            choices=parkdata.results,
            apply=queries.by_keys("result"),
        ),
        Filter(
            "industry",
            kind="choices",
            label=_("Industry"),
            choices=parkdata.industries,
            apply=queries.by_keys("industry"),
        ),
        Filter(
            "town",
            kind="choices",
            label=_("Town or sub-district"),
            choices=queries.town_choices(Technology),
            apply=queries.by_keys("town"),
        ),
        PROJECT_LIGHT,
        Filter("enterprise", shown=False),
        Filter("ends_on", shown=False),
    )
    facet = "light"
    search_fields = ("code", "name_zh", "name_en", "enterprise__name_zh")
    order_by = ("light_rank", "next_on", "code")
    related = ("town", "enterprise")
    panels = (
        Panel(_("Technical indicators"), template="projects/parts/indicators.html", build=panels.indicators, icon="target-arrow"),
        Panel(_("Stages"), template="projects/parts/stages.html", build=panels.stages, icon="route"),
        Panel(
            _("First-of-kind recognitions"), template="projects/parts/recognitions.html", build=panels.recognitions, icon="award", side=True
        ),
        Panel(_("Partners"), template="projects/parts/partners.html", build=panels.partners, icon="users", side=True),
        Panel(_("Serves these tasks"), template="projects/parts/tasks.html", build=panels.tasks, icon="link", side=True),
        Panel(
            _("The project"),
            ("code", "industry_word", "result_word", "town", "enterprise", "starts_on", "ends_on", "contents", "contact_name",
             "contact_phone", "source"),
            icon="flask",
        ),
    )  # fmt: skip
    tabs = (
        RelatedTab("projects.indicator", "technology"),
        RelatedTab("projects.recognition", "technology"),
        RelatedTab("projects.change", "technology"),
    )
    sections = (
        Section(_("Names"), ("code", "name_zh", "name_en", "industry", "result")),
        Section(_("Where and who"), ("town", "enterprise")),
        Section(_("Stage and dates"), ("stage", "stage_on", "next_on", "starts_on", "ends_on")),
        Section(_("Contents"), ("contents", "source")),
        Section(_("Contact"), ("contact_name", "contact_phone")),
    )
    words = {"stage": parkdata.technology_stages, "result": parkdata.results, "industry": parkdata.industries}
    create = "projects.add_technology"
    edit = "projects.edit_technology"
    main_action = "projects.move_technology"
    row_actions = (
        "projects.move_technology",
        "projects.add_indicator",
        "projects.recognise",
        "projects.add_partner",
        "projects.remove_partner",
        "projects.link_technology",
        "projects.unlink_technology",
    )
    import_action = "projects.import_technologies"
    import_keys = ("code",)
    import_rehearsal = True
    empty_why = _("Add the first project, or import a sheet of them.")

    def rows(self, person: Any) -> QuerySet[Any]:
        """With light, words and counts as columns."""
        return with_technology_standings(super().rows(person))

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """Today."""
        return {"on": clock.today()}

    def header(self, person: Any, obj: Any) -> dict[str, Any]:
        """Lamp of the next stage, stage and result as tags."""
        return panels.technology_header(obj)


@registry.register
class IndicatorResource(Resource):
    """Technical indicators with target and actual."""

    model = Indicator
    kind = "projects.indicator"
    icon = "target-arrow"
    columns = (
        Column("name", label=_("Indicator"), strong=True, sort="name_zh"),
        Column("technology"),
        Column("promise", label=_("Target"), value=cells.promise, sort="goal"),
        Column("actual", label=_("Actual"), kind="figure", value=cells.actual, sort="actual"),
        Column("met", label=_("Light"), kind="lamp", value=cells.met_lamp, sort=False),
        Column(
            "measured_on", value=cells.attribute("measured_on"), label=_("Measured on"), kind="date", sort="measured_on"
        ),
        Column("baseline"),
        Column("unit", shown=False),
        Column("comparator", shown=False),
    )
    filters = (Filter("technology"), Filter("comparator", shown=False))
    search_fields = ("name_zh", "name_en", "technology__name_zh")
    order_by = ("technology__code", "pk")
    related = ("technology", "technology__enterprise")
    panels = (
        Panel(
            _("The indicator"),
            ("technology", "name", "promise", "baseline", Column("actual", label=_("Actual"), kind="figure", value=cells.actual),
             "measured_on"),
            icon="target-arrow",
        ),
    )  # fmt: skip
    tabs = (RelatedTab("projects.reading", "indicator"),)
    parent_label = _("Key-technology projects")
    edit = "projects.edit_indicator"
    main_action = "projects.record_reading"
    row_actions = ("projects.record_reading", "projects.edit_indicator")
    import_action = "projects.import_indicators"
    import_keys = ("technology", "name_zh")
    import_fields = ("name_en", "unit", "comparator", "baseline", "goal", "goal_high")
    import_extra = ACTUAL_COLUMNS
    import_rehearsal = True

    def rows(self, person: Any) -> QuerySet[Any]:
        """With the newest measured value."""
        return with_actual(super().rows(person))

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """Measured today."""
        return {"on": clock.today()}

    def header(self, person: Any, obj: Any) -> dict[str, Any]:
        """Met or not."""
        return {"lamp": cells.met_lamp(obj)}


@registry.register
class ReadingResource(Resource):
    """Measured values, append-only."""

    model = Reading
    kind = "projects.reading"
    icon = "table"
    columns = (
        Column("indicator", strong=True),
        Column("on"),
        Column("value", places=None),
        Column("source"),
        Column("evidence", kind="link", value=cells.evidence("evidence"), sort=False),
        Column("typed_by"),
        Column("recorded_at"),
        Column("reason", shown=False),
    )
    filters = (Filter("indicator"), Filter("on"))
    search_fields = ("indicator__name_zh", "source")
    parent_label = _("Key-technology projects")
    order_by = ("-on", "-pk")
    related = ("indicator", "indicator__technology", "indicator__technology__enterprise", "typed_by")
    panels = (
        Panel(
            _("Measured value"),
            ("indicator", "value", "on", "source", "evidence", "typed_by", "recorded_at", "reason"),
            icon="table",
        ),
    )


@registry.register
class RecognitionResource(Resource):
    """First-of-kind recognitions (首台套、首批次、首版次)."""

    model = Recognition
    kind = "projects.recognition"
    icon = "award"
    columns = (
        Column("technology", strong=True),
        Column(
            "kind_word", value=cells.attribute("kind_word"), label=_("Kind of recognition"), kind="state", sort="kind"
        ),
        Column("body"),
        Column("on"),
        Column("number"),
        Column("certificate", kind="link", value=cells.evidence("certificate"), sort=False),
        Column("recorded_by", shown=False),
        Column("recorded_at", shown=False),
    )
    filters = (
        Filter("kind", kind="choices", label=_("Kind of recognition"), choices=parkdata.recognitions, apply=queries.by_keys("kind")),
        Filter("technology"),
        Filter("on", shown=False),
    )  # fmt: skip
    search_fields = ("technology__name_zh", "body", "number")
    parent_label = _("Key-technology projects")
    order_by = ("-on", "-pk")
    related = ("technology", "technology__enterprise", "recorded_by")
    words = {"kind": parkdata.recognitions}
    import_action = "projects.import_recognitions"
    import_keys = ("technology", "kind", "body", "on")
    import_fields = ("number",)
    import_rehearsal = True
    panels = (
        Panel(
            _("Recognition"),
            ("technology", "kind_word", "body", "on", "number", "certificate", "recorded_by", "recorded_at"),
            icon="award",
        ),
    )

    def rows(self, person: Any) -> QuerySet[Any]:
        """With the word of its kind."""
        return with_recognition_words(super().rows(person))
