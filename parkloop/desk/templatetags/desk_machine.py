"""Tags of the desk's own pages: drawing a template that a room names, with the context that the room built."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str, values: dict[str, Any] | None = None) -> SafeString:
    """The template `name` inside the page's context, with `values` on top."""
    found = context.template.engine.get_template(name)  # type: ignore[union-attr]
    with context.push(**(values or {})):
        return SafeString(found.render(context))
