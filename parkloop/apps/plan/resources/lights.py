"""The filter by light that lists of tasks and targets share."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.desk.resource import Filter

LIGHTS = (
    ("over", _("Overdue or far behind")),
    ("lag", _("Behind")),
    ("near", _("Due soon")),
    ("none", _("Not reported")),
    ("ok", _("On track")),
    ("done", _("Reached or closed")),
)


def _by_light(rows: QuerySet[Any], values: list[str], person: Any) -> QuerySet[Any]:
    return rows.filter(light__in=values) if values else rows


LIGHT_FILTER = Filter("light", label=_("Light"), kind="choices", choices=lambda person: LIGHTS, apply=_by_light)
