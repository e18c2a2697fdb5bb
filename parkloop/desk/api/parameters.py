"""Query parameters of the API's lists: those of the list's address that make sense to a program, described for OpenAPI."""

from typing import Any

from parkloop.desk.resource import Resource
from parkloop.desk.tables.filters import BoundFilter
from parkloop.desk.tables.lists import MOST_PER_PAGE, ListQuery

WHOLE = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
GENERAL: dict[str, tuple[dict[str, Any], str]] = {
    "q": ({"type": "string", "maxLength": 200}, "Words that must stand in the searched fields."),
    "sort": ({"type": "string"}, "Names of columns, separated by commas; a minus before a name turns the order round."),
    "page": (WHOLE, "Number of the page, from 1; one beyond the end is the last page."),
    "per_page": ({**WHOLE, "maximum": MOST_PER_PAGE}, "Items on a page."),
    "pk": ({**WHOLE, "maximum": 2**63 - 1}, "Only the things with these keys; may be repeated."),
}
BY_KIND: dict[str, dict[str, Any]] = {
    "boolean": {"type": "string", "enum": ["1", "0"]},
    "date": {"type": "string", "format": "date"},
    "number": {"type": "number"},
    "fk": {"type": "integer", "minimum": 1},
}


def accepted(query: ListQuery) -> frozenset[str]:
    """Names of the parameters that this person's query may have."""
    return frozenset(GENERAL).union(*(f.parameters for f in query.filters))


def described(resource: Resource) -> list[dict[str, Any]]:
    """OpenAPI parameters of the resource's list."""
    found = [_parameter(name, schema, text) for name, (schema, text) in GENERAL.items()]
    for declared in resource.filters:
        bound = BoundFilter(resource, None, declared)
        found += [_parameter(name, _schema(bound), f"Filter: {bound.orm}") for name in bound.parameters]
    return found


def _schema(bound: BoundFilter) -> dict[str, Any]:
    if bound.kind == "choices" and not bound.declared.choices:
        return {"type": "string", "enum": [value for value, _label in bound.choices()]}
    return BY_KIND.get(bound.kind, {"type": "string"})


def _parameter(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
