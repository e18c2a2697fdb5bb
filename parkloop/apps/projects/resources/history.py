"""The screen of changes of stage, of both sorts of projects."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import cells
from parkloop.apps.projects.annotating import with_change_words
from parkloop.apps.projects.models import StageChange
from parkloop.desk import registry
from parkloop.desk.resource import Column, Filter, Panel, Resource


@registry.register
class StageChangeResource(Resource):
    """When which project reached which stage (append-only)."""

    model = StageChange
    kind = "projects.change"
    icon = "route"
    columns = (
        Column("subject", label=_("Project"), kind="link", value=cells.change_subject, sort=False, strong=True),
        Column("from_word", value=cells.attribute("from_word"), label=_("From stage"), sort="from_word"),
        Column("to_word", value=cells.attribute("to_word"), label=_("To stage"), sort="to_word"),
        Column("on"),
        Column("planned_on"),
        Column("is_back"),
        Column("reason"),
        Column("evidence", kind="link", value=cells.evidence("evidence"), sort=False),
        Column("moved_by"),
        Column("recorded_at", shown=False),
    )
    filters = (Filter("project"), Filter("technology"), Filter("on"), Filter("is_back", shown=False))
    search_fields = ("project__name_zh", "technology__name_zh", "reason")
    order_by = ("-on", "-pk")
    related = (
        "project", "project__town", "project__enterprise", "technology", "technology__town", "technology__enterprise", "moved_by",
    )  # fmt: skip
    panels = (
        Panel(
            _("Change of stage"),
            (
                Column("subject", label=_("Project"), kind="link", value=cells.change_subject),
                "from_word",
                "to_word",
                "on",
                "planned_on",
                "is_back",
                "reason",
                "evidence",
                "moved_by",
                "recorded_at",
            ),
            icon="route",
        ),
    )
    parent_label = _("Projects")
    history = False
    files = False

    def rows(self, person: Any) -> QuerySet[Any]:
        """With the words of the stages."""
        return with_change_words(super().rows(person))
