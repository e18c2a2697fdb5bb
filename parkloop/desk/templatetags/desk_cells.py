"""Cells of tables. A list page prints hundreds: the plain kinds are written here directly, the others by `desk/parts/cell.html`."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import template
from django.template import loader
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parkloop.desk.templatetags.desk_elements import amount

register = template.Library()


def _number(cell: Any) -> str:
    text = amount(cell.value, cell.places)
    return f"{text} {cell.unit}" if cell.unit else text


PLAIN: dict[str, Callable[[Any], str]] = {
    "text": lambda cell: str(cell.value),
    "number": _number,
    "money": _number,
    "percent": lambda cell: f"{amount(cell.value, cell.places)}%",
    "date": lambda cell: cell.value.strftime("%Y-%m-%d") if isinstance(cell.value, dt.date) else str(cell.value),
    "boolean": lambda cell: _("Yes") if cell.value else _("No"),
    "quote": lambda cell: format_html('<q lang="zh">{}</q>', cell.value),
    "name": lambda cell: format_html('<span lang="zh">{}</span>', cell.value),
    "state": lambda cell: format_html('<span class="tag">{}</span>', cell.value),
}


@register.simple_tag
def print_cell(cell: Any) -> SafeString:
    """A `columns.Cell` as its element."""
    write = None if cell.is_missing or cell.url else PLAIN.get(cell.kind)
    if write is not None:
        return conditional_escape(write(cell))
    return loader.get_template("desk/parts/cell.html").render({"cell": cell})
