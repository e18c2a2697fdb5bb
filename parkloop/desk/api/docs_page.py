"""The API's own page for people: every endpoint the reader can use, read from the same OpenAPI schema that programs read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parkloop.desk import registry
from parkloop.desk.api import endpoints as api
from parkloop.desk.requests import person_of
from parkloop.desk.resource import Resource
from parkloop.desk.signing import signed_in


@signed_in
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """GET /api/."""
    person = person_of(request)
    schema = api.build().get_openapi_schema()
    seen = [resource for resource in registry.resources() if resource.may_see(person)]
    root = request.build_absolute_uri(reverse("api:api-root"))
    context = {
        "page_title": _("The HTTP API"),
        "root": root,
        "schema_url": reverse("api:openapi-json"),
        "groups": [group_of(schema, resource) for resource in seen],
    }
    return render(request, "desk/api_docs.html", context)


def group_of(schema: dict[str, Any], resource: Resource) -> dict[str, Any]:
    """The endpoints of one resource: {label, kind, path, anchor, icon, endpoints}."""
    made = [
        _endpoint(schema, method, path, operation)
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        if resource.kind in operation.get("tags", ())
    ]
    anchor = resource.kind.replace(".", "-")
    path = resource.kind.replace(".", "/")
    return {
        "label": resource.label_plural,
        "kind": resource.kind,
        "path": path,
        "anchor": anchor,
        "icon": resource.icon,
        "endpoints": made,
    }


def _endpoint(schema: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    parameters = [
        {"name": p["name"], "type": type_of(schema, p["schema"]), "required": p.get("required", False)}
        for p in operation.get("parameters", ())
    ]
    return {
        "method": method.upper(),
        "path": path,
        "does": _told(operation["operationId"], method, path),
        "parameters": parameters + (_fields(schema, body) if body else []),
        "statuses": sorted(int(status) for status in operation["responses"]),
    }


def _told(operation: str, method: str, path: str) -> str:
    """What an endpoint does, in the reader's words; an action by its own label."""
    from parkloop.foundation.acting import actions

    plain = {
        ("get", False): _("List, filter, sort"),
        ("get", True): _("One of them"),
        ("post", False): _("Make one"),
        ("patch", True): _("Change one; what you leave out stays"),
    }
    last = path.rstrip("/").rpartition("/")[2]
    if last == "history":
        return _("What happened to it")
    labels = {name.partition(".")[2]: action.label for name, action in actions().items()}
    is_action = method == "post" and last in labels and operation.removesuffix("_many").endswith(f"_{last}")
    return str(labels[last]) if is_action else plain.get((method, last.endswith("}")), last)


def _fields(schema: dict[str, Any], body: dict[str, Any]) -> list[dict[str, Any]]:
    shape = _resolved(schema, body)
    required = shape.get("required", ())
    return [
        {"name": name, "type": type_of(schema, part), "required": name in required}
        for name, part in shape.get("properties", {}).items()
    ]


def type_of(schema: dict[str, Any], part: dict[str, Any]) -> str:
    """A JSON Schema as a few words: `integer`, `date`, `a | b`, `list of integer`."""
    part = _resolved(schema, part)
    if "anyOf" in part:
        kinds = [type_of(schema, p) for p in part["anyOf"] if p.get("type") != "null"]
        return " / ".join(dict.fromkeys(kinds))
    if "enum" in part:
        return " | ".join(str(value) for value in part["enum"])
    if part.get("type") == "array":
        return _("list of %(what)s") % {"what": type_of(schema, part.get("items", {}))}
    return str(part.get("format") or part.get("const") or part.get("type") or _("anything"))


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    name = part.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schema["components"]["schemas"][name] if name else part
    return found
