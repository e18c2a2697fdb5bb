"""The light filters of projects, months and blockers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkloop.apps.projects.queries import by_keys
from parkloop.desk.resource import Filter


def _choices(pairs: tuple[tuple[str, object], ...]):  # type: ignore[no-untyped-def]
    return lambda person: [(key, str(text)) for key, text in pairs]


PROJECT_LIGHTS = (
    ("over", _("Next stage late")),
    ("near", pgettext_lazy("project", "Next stage near")),
    ("ok", pgettext_lazy("project", "In time")),
    ("none", _("No date planned")),
    ("done", _("Last stage reached")),
)
REPORT_LIGHTS = (
    ("over", _("Not reported, late")),
    ("near", _("To be reported")),
    ("lag", _("Reported late")),
    ("ok", _("Reported in time")),
    ("none", _("Stated as missing")),
)
BLOCKER_LIGHTS = (
    ("over", _("Overdue")),
    ("near", _("Due soon")),
    ("ok", pgettext_lazy("blocker", "Open")),
    ("none", _("Open, no day set")),
    ("done", _("Solved")),
)
PROJECT_LIGHT = Filter(
    "light", kind="choices", label=_("Light"), field="light", choices=_choices(PROJECT_LIGHTS), apply=by_keys("light")
)
REPORT_LIGHT = Filter(
    "report",
    kind="choices",
    label=pgettext_lazy("investment", "Report"),
    field="report",
    choices=_choices(REPORT_LIGHTS),
    apply=by_keys("report"),
)
BLOCKER_LIGHT = Filter(
    "light", kind="choices", label=_("Light"), field="light", choices=_choices(BLOCKER_LIGHTS), apply=by_keys("light")
)
