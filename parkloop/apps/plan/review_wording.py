"""The words of the review: kinds, fields, what an element says in one line, what was decided about it, in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parkloop.apps.plan.actions.add_element import ElementKind
from parkloop.apps.plan.models import Comparator, DutyRole, TargetKind
from parkloop.apps.plan.reviewing import Item
from parkloop.desk.templatetags.desk_elements import amount

GROUPS = {
    "target": gettext_lazy("Targets"),
    "qualitative": gettext_lazy("Goals without a number"),
    "heading": gettext_lazy("Headings and tasks"),
    "duty": gettext_lazy("Duties"),
    "deadline": gettext_lazy("Deadlines"),
    "entity": gettext_lazy("Named things"),
}
COLOURS = {
    "target": "target",
    "qualitative": "target",
    "heading": "task",
    "duty": "unit",
    "deadline": "deadline",
    "entity": "name",
}
"""Kind of element → colour of its span."""
FIELD_LABELS = {
    "indicator": gettext_lazy("Indicator as printed"),
    "comparator": gettext_lazy("Comparison"),
    "value": pgettext_lazy("element", "Number"),
    "unit": gettext_lazy("Unit"),
    "kind": gettext_lazy("Kind"),
    "year": gettext_lazy("Year"),
    "year_source": gettext_lazy("Year from"),
    "scale": gettext_lazy("Factor of the unit"),
    "ambition": gettext_lazy("Word of ambition"),
    "qualifier": gettext_lazy("Qualifier"),
    "path": gettext_lazy("Stands at"),
    "word": gettext_lazy("Word of the goal"),
    "role": gettext_lazy("Role"),
    "text": gettext_lazy("Words of the deadline"),
    "due": gettext_lazy("Due on"),
    "every": gettext_lazy("Recurs"),
    "name": gettext_lazy("Name"),
    "same_as": gettext_lazy("Stands for"),
    "number": gettext_lazy("Number of the heading"),
    "title": gettext_lazy("Title"),
    "level": gettext_lazy("Level"),
}
YEAR_SOURCES = {
    "own": gettext_lazy("stated there"),
    "lead": gettext_lazy("from the lead sentence"),
    "period": gettext_lazy("inferred from the plan's period"),
    "none": gettext_lazy("no year"),
}
DEADLINE_KINDS = {
    "year": gettext_lazy("End of a year"),
    "month": gettext_lazy("End of a month"),
    "day": gettext_lazy("A day"),
    "relative": gettext_lazy("Counted from an event"),
    "recurring": gettext_lazy("Recurring"),
}
ENTITY_KINDS = {
    "organisation": gettext_lazy("Organisation"),
    "platform": gettext_lazy("Platform"),
    "mechanism": gettext_lazy("Mechanism"),
    "programme": gettext_lazy("Programme"),
    "place": gettext_lazy("Place"),
    "event": gettext_lazy("Event"),
    "fund": gettext_lazy("Fund"),
    "artefact": gettext_lazy("Artefact"),
    "document": gettext_lazy("Document"),
}
NOT_ONE = {
    "heading": gettext_lazy("No heading"),
    "target": gettext_lazy("No target"),
    "qualitative": gettext_lazy("No goal"),
    "duty": gettext_lazy("No duty"),
    "deadline": gettext_lazy("No deadline"),
    "entity": gettext_lazy("No named thing"),
}
"""The usual reason for rejecting, offered and changeable."""
STATES = {
    "open": (pgettext_lazy("element", "To decide"), "circle-dashed"),
    "accept": (pgettext_lazy("element", "Accepted"), "check"),
    "edit": (pgettext_lazy("element", "Edited"), "edit"),
    "reject": (pgettext_lazy("element", "Rejected"), "x"),
    "add": (pgettext_lazy("element", "Added"), "plus"),
    "assign": (pgettext_lazy("element", "Assigned"), "user-check"),
}
CHOICES: dict[tuple[str, str], dict[str, Any]] = {
    ("target", "comparator"): {str(value): label for value, label in Comparator.choices},
    ("target", "kind"): {str(value): label for value, label in TargetKind.choices},
    ("target", "year_source"): YEAR_SOURCES,
    ("duty", "role"): {str(value): label for value, label in DutyRole.choices},
    ("deadline", "kind"): DEADLINE_KINDS,
    ("entity", "kind"): ENTITY_KINDS,
}
MAIN = {
    "heading": "title",
    "target": "indicator",
    "qualitative": "indicator",
    "duty": "unit",
    "deadline": "text",
    "entity": "name",
}
"""The field that names an element of a kind."""


def kind_label(kind: str) -> str:
    """One of the kind, in words."""
    return str(ElementKind(kind).label)


def title(item: Item) -> str:
    """What the element is called."""
    return str(getattr(item.element, MAIN[item.kind]) or item.decided.element.path)


def facts(item: Item) -> str:
    """What the element says beside its name, in one line."""
    element = item.element
    parts = {
        "heading": lambda: [_("level %(n)s") % {"n": element.level}],
        "target": lambda: [_goal(element), TargetKind(element.kind).label, _year(element)],
        "qualitative": lambda: [element.word, _year(element)],
        "duty": lambda: [DutyRole(element.role).label],
        "deadline": lambda: [DEADLINE_KINDS[element.kind], element.due or element.every],
        "entity": lambda: [ENTITY_KINDS[element.kind], element.same_as],
    }[item.kind]()
    return " · ".join(str(part) for part in parts if part)


def _goal(target: Any) -> str:
    value = target.value
    shown = (
        "—".join(amount(v, None) for v in value)
        if isinstance(value, tuple)
        else ("" if value is None else amount(value, None))
    )
    return f"{Comparator(target.comparator).label} {shown} {target.unit or ''}".strip()


def _year(element: Any) -> str:
    if element.year is None:
        return ""
    return _("%(year)s, %(source)s") % {"year": element.year, "source": YEAR_SOURCES[element.year_source]}
