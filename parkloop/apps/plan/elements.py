"""Elements of a draft as people type them: texts become values, or an error at the field that says what is expected."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.reviewing import Review
from parkloop.domain.plan.element_fields import FieldError, read_fields
from parkloop.foundation.acting import InvalidInput

SENTENCES = {
    "required": _("This is needed."),
    "number": _("Write a number, such as 80 or 3.2."),
    "value": _("Write a number, or two with a dash between them for a range: 5-8."),
    "range": _("A range needs two numbers and the comparison “between”; everything else one number."),
    "year": _("Write a year with four digits."),
    "level": _("The level is a number from 0 to 5."),
    "choice": _("Choose one of the list."),
    "date": _("Write a date such as 2026-12-31."),
    "long": _("This is too long."),
}


def typed(kind: str, fields: Mapping[str, str], element: Any, paths: set[str]) -> dict[str, Any]:
    """Values of typed texts. InvalidInput at the field; also when there is no heading at the path."""
    try:
        values = read_fields(kind, fields, element)
    except FieldError as error:
        raise InvalidInput(SENTENCES[error.code], field=error.field) from error
    if values.get("path") and values["path"] not in paths:
        raise InvalidInput(_("There is no such heading in the draft."), field="path")
    return values


def heading_paths(review: Review) -> set[str]:
    """Paths of the headings that stand."""
    return {heading.path for heading in review.headings}
