"""Typed schemas of the HTTP API, made from models (what comes out) and from action signatures (what goes in)."""

import datetime as dt
import enum
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.core.files.base import ContentFile, File
from django.db import models
from ninja import Schema
from pydantic import Base64Bytes, ConfigDict, Field, create_model

from parkloop.desk.entry.calling import Input, inputs, takes_version
from parkloop.desk.resource import Resource
from parkloop.foundation.acting import Action

BIGGEST_KEY = 2**63 - 1


class ErrorBody(Schema):
    """What was refused: a code for programs, a sentence for people, the field or parameter if one is to blame."""

    code: str
    message: str
    field: str = ""
    rows: dict[str, str] = {}


class Error(Schema):
    """Every answer of 400 and above."""

    error: ErrorBody


class Link(Schema):
    """A thing pointed at: its key, what people call it, its kind if it can be opened."""

    id: int
    label: str
    kind: str = ""


class FileInput(Schema):
    """A file inside a JSON body: its name with ending, its bytes in base64."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(..., min_length=1, max_length=255)
    data: Base64Bytes

    def as_file(self) -> "ContentFile[bytes]":
        """As actions take it."""
        return ContentFile(self.data, name=self.name)


class Done(Schema):
    """How many things a bulk action was done to."""

    done: int


class Change(Schema):
    """One journal entry of a thing."""

    at: dt.datetime
    action: str
    person: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    basis: str


FIELD_TYPES: tuple[tuple[type, Any], ...] = (
    (models.BooleanField, bool),
    (models.DecimalField, Decimal),
    (models.IntegerField, int),
    (models.FloatField, float),
    (models.DateTimeField, dt.datetime),
    (models.DateField, dt.date),
    (models.JSONField, Any),
)


def output_schema(resource: Resource) -> type[Schema]:
    """One item: the model's fields (absent when withheld), its computed columns, `id`, `kind`, `url`."""
    fields: dict[str, Any] = {"id": (int, ...), "kind": (str, ...), "url": (str, ...), "title": (str, ...)}
    for field in resource.model._meta.concrete_fields:
        if not field.primary_key:
            fields[field.name] = (_field_type(field) | None, None)
    for column in resource.columns:
        if "__" not in column.name and column.name not in fields:
            fields[column.name] = (Any, None)
    return create_model(f"{_camel(resource.kind)}Item", __base__=Schema, **fields)


def page_schema(resource: Resource, item: type[Schema]) -> type[Schema]:
    """A page of items."""
    fields: dict[str, Any] = {
        "count": (int, ...),
        "page": (int, ...),
        "per_page": (int, ...),
        "next": (str | None, None),
        "results": (list[item], ...),  # type: ignore[valid-type]
    }
    return create_model(f"{_camel(resource.kind)}Page", __base__=Schema, **fields)


def input_schema(action: Action, *, partial: bool = False, many: bool = False) -> type[Schema]:
    """The body of an action. `partial`: an edit, where fields left out stay as they are; `many`: a bulk verb with its `ids`."""
    fields: dict[str, Any] = {entry.name: _input_field(entry, partial) for entry in inputs(action)}
    if many:
        fields["ids"] = (list[Annotated[int, Field(ge=1, le=BIGGEST_KEY)]], Field(..., min_length=1))
    elif takes_version(action):
        required = ... if partial else None
        hint = "The version you saw; refused with 409 when the thing was changed since."
        fields["version"] = (int if partial else int | None, Field(required, description=hint, ge=1, le=2**31 - 1))
    return create_model(f"{_camel(action.name)}Input", __base__=_Strict, **fields)


class _Strict(Schema):
    """Unknown names are refused instead of ignored."""

    model_config = ConfigDict(extra="forbid")


def _input_field(entry: Input, partial: bool) -> tuple[Any, Any]:
    kind = _input_type(entry)
    accepted = kind | None if entry.can_be_none else kind
    return (accepted, Field(None) if partial or entry.is_optional else Field(...))


def _input_type(entry: Input) -> Any:
    base = entry.base
    if entry.is_model:
        return int | str
    if isinstance(base, type) and issubclass(base, models.Choices):
        return Literal[tuple(base.values)]
    if base is bytes:
        return Base64Bytes
    if isinstance(base, type) and issubclass(base, File):
        return FileInput
    if isinstance(base, type) and issubclass(base, enum.Enum):
        return base
    return base if base in (str, int, bool, float, Decimal, dt.date, dt.datetime) else Any


def _field_type(field: Any) -> Any:
    if field.is_relation:
        return Link
    return next((kind for django_type, kind in FIELD_TYPES if isinstance(field, django_type)), str)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace("_", ".").split("."))
