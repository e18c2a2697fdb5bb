"""The HTTP API: every resource at /api/v1/<app>/<model>, its actions as endpoints typed from their signatures.

Endpoints only translate: lists go through `lists.ListQuery`, changes through the same actions as pages. Every status is declared.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from parkloop import __version__
from parkloop.desk import registry
from parkloop.desk.api import schemas
from parkloop.desk.api.auth import BrowserAuth, TokenAuth
from parkloop.desk.api.parameters import accepted, described
from parkloop.desk.entry.calling import inputs, subject_name
from parkloop.desk.resource import Resource
from parkloop.desk.sheets.cells import natural_key
from parkloop.desk.tables.columns import bound, plain_value
from parkloop.desk.tables.lists import ListQuery
from parkloop.foundation import journal, policy, refs
from parkloop.foundation.acting import Action, ActionError, InvalidInput, RowErrors, actions
from parkloop.foundation.models import JournalEntry

MOST_AT_ONCE = 500
ERRORS = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 429), schemas.Error)


class Api(NinjaAPI):
    """Keeps its OpenAPI schema: it is the same for everybody and takes a second to make."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The schema, made on first asking."""
        kept = getattr(self, "_kept_schema", None)
        if kept is None:
            kept = self._kept_schema = super().get_openapi_schema(**options)
        return kept


@cache
def build() -> NinjaAPI:
    """The API over every registered resource, made once; ask for it when all rooms are loaded."""
    api = Api(
        title="Parkloop",
        version=__version__,
        auth=[TokenAuth(), BrowserAuth()],
        docs_url=None,
        openapi_url="/openapi.json",
        urls_namespace="api",
    )
    for resource in registry.resources():
        api.add_router(f"/{resource.kind.replace('.', '/')}", _router(resource), tags=[resource.kind])
    _handle_errors(api)
    return api


def _router(resource: Resource) -> Router:
    router = Router()
    item = schemas.output_schema(resource)
    page = schemas.page_schema(resource, item)
    name = resource.kind.replace(".", "_")
    listed: dict[str, Any] = {"response": {200: page, **ERRORS}, "operation_id": f"{name}_list", "exclude_unset": True}
    router.get("", **listed, openapi_extra={"parameters": described(resource)})(_lister(resource))
    router.get("/{int:pk}", response={200: item, **ERRORS}, operation_id=f"{name}_get", exclude_unset=True)(
        _getter(resource)
    )
    router.get("/{int:pk}/history", response={200: list[schemas.Change], **ERRORS}, operation_id=f"{name}_history")(
        _historian(resource)
    )
    _add_changes(router, resource, item, name)
    return router


def _add_changes(router: Router, resource: Resource, item: Any, name: str) -> None:
    """Create, edit and the row and bulk actions of the resource as endpoints."""
    known = actions()
    if resource.create in known:
        endpoint = _creator(resource, known[resource.create])
        router.post("", response={201: item, **ERRORS}, operation_id=f"{name}_create", exclude_unset=True)(endpoint)
    if resource.edit in known:
        endpoint = _changer(resource, known[resource.edit], partial=True)
        router.patch("/{int:pk}", response={200: item, **ERRORS}, operation_id=f"{name}_edit", exclude_unset=True)(
            endpoint
        )
    for action_name in dict.fromkeys([*resource.row_actions, resource.main_action]):
        action = known.get(action_name)
        if action is not None and not action.bulk and action.on is resource.model:
            verb = action_name.partition(".")[2]
            endpoint = _changer(resource, action, partial=False)
            router.post(
                f"/{{int:pk}}/{verb}", response={200: item, **ERRORS}, operation_id=f"{name}_{verb}", exclude_unset=True
            )(endpoint)
    for action_name in resource.bulk_actions:
        action = known.get(action_name)
        if action is not None and action.bulk and action.on is resource.model:
            verb = action_name.partition(".")[2]
            router.post(f"/{verb}", response={200: schemas.Done, **ERRORS}, operation_id=f"{name}_{verb}_many")(
                _bulk_changer(resource, action)
            )


def _lister(resource: Resource) -> Callable[..., Any]:
    def endpoint(request: HttpRequest) -> Any:
        query = ListQuery.read(resource, request.person, request.GET)  # type: ignore[attr-defined]
        known = accepted(query)
        if unknown := next((name for name in request.GET if name not in known), None):
            text = _("There is no parameter “%(name)s” here. Known are: %(known)s.")
            raise InvalidInput(text, field=unknown[:60], name=unknown[:60], known=", ".join(sorted(known)))
        if query.problems:
            raise InvalidInput(" ".join(query.problems), field="query")
        page = query.page
        following = query.address(page=page.next_page_number()) if page.has_next() else None
        return 200, {
            "count": query.count,
            "page": page.number,
            "per_page": query.per_page,
            "next": f"{request.path}{following}" if following else None,
            "results": items(resource, request.person, list(page.object_list)),  # type: ignore[attr-defined]
        }

    endpoint.__doc__ = f"{resource.label_plural}: filters, `q`, `sort`, `page`, `per_page` as in the list's address."
    return endpoint


def _getter(resource: Resource) -> Callable[..., Any]:
    def endpoint(request: HttpRequest, pk: int) -> Any:
        person = request.person  # type: ignore[attr-defined]
        return 200, _answer(resource, person, resource.get(person, pk))

    return endpoint


def _historian(resource: Resource) -> Callable[..., Any]:
    def endpoint(request: HttpRequest, pk: int) -> Any:
        person = request.person  # type: ignore[attr-defined]
        obj = resource.get(person, pk)
        entries = policy.rows(person, JournalEntry).filter(pk__in=journal.history(refs.ref_of(obj)).values("pk"))
        seen = policy.fields(person, resource.model)
        return 200, [_change(resource, entry, seen) for entry in entries.select_related("person").order_by("-pk")[:200]]

    return endpoint


def _change(resource: Resource, entry: Any, seen: frozenset[str]) -> dict[str, Any]:
    names = {f.attname for f in resource.model._meta.concrete_fields if f.name in seen}
    return {
        "at": entry.at,
        "action": entry.action,
        "person": entry.person.name if entry.person else "",
        "before": {k: v for k, v in entry.before.items() if k in names},
        "after": {k: v for k, v in entry.after.items() if k in names},
        "reason": entry.reason,
        "basis": entry.basis,
    }


def _creator(resource: Resource, action: Action) -> Callable[..., Any]:
    payload_type = schemas.input_schema(action)

    def endpoint(request: HttpRequest, payload: payload_type) -> Any:  # type: ignore[valid-type]
        person = request.person  # type: ignore[attr-defined]
        made = action.function(person, **{**nothing_said(action), **arguments(person, action, payload)})
        return 201, _answer(resource, person, made)

    return endpoint


def _changer(resource: Resource, action: Action, *, partial: bool) -> Callable[..., Any]:
    payload_type = schemas.input_schema(action, partial=partial)
    subject = subject_name(action)

    def endpoint(request: HttpRequest, pk: int, payload: payload_type) -> Any:  # type: ignore[valid-type]
        person = request.person  # type: ignore[attr-defined]
        obj = resource.get(person, pk)
        known = current_values(action, obj) if partial else {}
        given = {**nothing_said(action), **known, **arguments(person, action, payload)}
        action.function(person, **{subject: obj, **given})
        return 200, _answer(resource, person, obj)

    return endpoint


def _bulk_changer(resource: Resource, action: Action) -> Callable[..., Any]:
    payload_type = schemas.input_schema(action, many=True)

    def endpoint(request: HttpRequest, payload: payload_type) -> Any:  # type: ignore[valid-type]
        person = request.person  # type: ignore[attr-defined]
        keys = set(payload.ids)
        if len(keys) > MOST_AT_ONCE:
            raise InvalidInput(
                _("More than %(most)s rows are chosen. Narrow the list first."), field="ids", most=MOST_AT_ONCE
            )
        chosen = list(resource.rows(person).filter(pk__in=keys).order_by("pk"))
        if missing := sorted(keys - {obj.pk for obj in chosen}):
            raise Http404(_("There is no such %(label)s: %(keys)s.") % {"label": resource.label, "keys": missing[:5]})
        given = {k: v for k, v in arguments(person, action, payload).items() if k != "ids"}
        action.function(person, **{subject_name(action): chosen, **nothing_said(action), **given})
        return 200, {"done": len(chosen)}

    return endpoint


def current_values(action: Action, obj: Any) -> dict[str, Any]:
    """The object's own values for the inputs of an edit, so that what is left out stays as it is."""
    names = {field.name for field in obj._meta.concrete_fields}
    return {entry.name: getattr(obj, entry.name) for entry in inputs(action) if entry.name in names}


def nothing_said(action: Action) -> dict[str, None]:
    """None for what may be left out of a body although the action names no default."""
    return {entry.name: None for entry in inputs(action) if entry.is_optional and not entry.has_default}


def arguments(person: Any, action: Action, payload: BaseModel) -> dict[str, Any]:
    """The payload as the action's keywords: things found within what the person may see."""
    given = {name: getattr(payload, name) for name in payload.model_fields_set}
    for entry in inputs(action):
        value = given.get(entry.name)
        if isinstance(value, schemas.FileInput):
            given[entry.name] = value.as_file()
        if entry.is_model and value is not None:
            given[entry.name] = _thing(person, entry.base, entry.name, value)
    return given


def _thing(person: Any, model: Any, name: str, key: int | str) -> Any:
    field = "pk" if isinstance(key, int) else natural_key(model)
    try:
        found = policy.rows(person, model).filter(**{field: key}).first()
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise InvalidInput(_("“%(text)s” is not known here"), field=name, text=key)
    return found


def _answer(resource: Resource, person: Any, obj: Any) -> dict[str, Any]:
    """The thing as it stands now; only its id when the person may not see it (any more)."""
    shown = _shown(resource, person, obj.pk) if isinstance(obj, resource.model) else None
    if shown is None:
        pk = getattr(obj, "pk", 0) or 0
        return {"id": pk, "kind": resource.kind, "url": "", "title": ""}
    return items(resource, person, [shown])[0]


def _shown(resource: Resource, person: Any, pk: Any) -> Any:
    """The row with the columns that the database computes, or None."""
    computed = {c.name: c.column.annotate(person) for c in bound(resource, person) if c.column.annotate}
    return resource.rows(person).annotate(**computed).filter(pk=pk).first()


def items(resource: Resource, person: Any, objects: list[Any]) -> list[dict[str, Any]]:
    """Objects as plain data: visible fields, computed columns; related things as links the person may see."""
    seen = policy.fields(person, resource.model)
    fields = [f for f in resource.model._meta.concrete_fields if f.name in seen and not f.primary_key]
    computed = [c for c in bound(resource, person) if "__" not in c.name and not any(f.name == c.name for f in fields)]
    links = _Links(person, [f for f in fields if f.is_relation], objects)
    return [
        {
            "id": obj.pk,
            "kind": resource.kind,
            "url": resource.url("detail", obj.pk),
            "title": resource.title(obj),
            **{f.name: links.of(f, obj) if f.is_relation else f.value_from_object(obj) for f in fields},
            **{
                c.name: plain_value(c.raw(obj), c.kind)
                for c in computed
                if c.name not in ("id", "kind", "url", "title")
            },
        }
        for obj in objects
    ]


class _Links:
    """Related things of a page of objects: one query per foreign key, narrowed by the policy."""

    def __init__(self, person: Any, fields: list[Any], objects: list[Any]) -> None:
        self.found = {}
        for field in fields:
            keys = {key for obj in objects if (key := getattr(obj, field.attname)) is not None}
            rows = policy.rows(person, field.related_model).filter(pk__in=keys) if keys else ()
            self.found[field.name] = {thing.pk: thing for thing in rows}

    def of(self, field: Any, obj: Any) -> dict[str, Any] | None:
        """The link, or None when empty or out of sight."""
        thing = self.found[field.name].get(getattr(obj, field.attname))
        kind = refs.kind_of_model(field.related_model)
        return None if thing is None else {"id": thing.pk, "label": str(thing), "kind": kind.name if kind else ""}


def _handle_errors(api: NinjaAPI) -> None:
    def refuse(
        request: HttpRequest, status: int, code: str, message: str, field: str = "", rows: Any = None
    ) -> HttpResponse:
        body = {"error": {"code": code, "message": message, "field": field, "rows": rows or {}}}
        return api.create_response(request, body, status=status)

    def on_action(request: HttpRequest, error: Any) -> HttpResponse:
        rows = {str(k): v for k, v in error.rows.items()} if isinstance(error, RowErrors) else None
        return refuse(request, error.status, error.code, str(error), error.field, rows)

    def on_validation(request: HttpRequest, error: Any) -> HttpResponse:
        first = error.errors[0] if error.errors else {}
        place = [str(part) for part in first.get("loc", ()) if part not in ("body", "payload", "query", "path")]
        return refuse(request, 422, "invalid", str(first.get("msg", "")), ".".join(place))

    def on_missing(request: HttpRequest, error: Any) -> HttpResponse:
        return refuse(request, 404, "not_found", str(error.args[0]) if error.args else _("There is no such thing."))

    api.exception_handler(ActionError)(on_action)
    api.exception_handler(ValidationError)(on_validation)
    api.exception_handler(Http404)(on_missing)
    api.exception_handler(DjangoValidationError)(lambda r, e: refuse(r, 422, "invalid", " ".join(e.messages)))
    api.exception_handler(HttpError)(
        lambda r, e: refuse(r, e.status_code, "unreadable", _("The body is no readable JSON."))
    )
    api.exception_handler(AuthenticationError)(
        lambda r, e: refuse(
            r, 401, "not_signed_in", _("Sign in, or send a personal token as “Authorization: Bearer …”.")
        )
    )
