"""Columns as a person sees them: labels, kinds, order paths, and the cells they make of an object."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from parkloop.desk.parts import Column
from parkloop.desk.resource import Resource
from parkloop.desk.tables import paths
from parkloop.desk.templatetags.desk_elements import lamp_word
from parkloop.domain.figures import Figure
from parkloop.domain.money import wan_of
from parkloop.foundation import clock, policy
from parkloop.foundation.models import FenField

NUMERIC = frozenset({"number", "percent", "money"})
RIGHT = NUMERIC | {"date", "datetime"}
COMPUTED = frozenset({"lamp", "bar", "figure", "ring", "link"})


@dataclass(frozen=True)
class Cell:
    """What one field of a table or panel prints: `kind` selects the element, `value` is what it takes."""

    kind: str
    value: Any
    url: str = ""
    places: int | None = None
    unit: str = ""
    strong: bool = False
    label: str = ""
    missing: str = ""

    @property
    def css(self) -> str:
        """Classes of the table cell."""
        return " ".join(
            filter(None, (f"cell-{self.kind}", "num" if self.kind in NUMERIC else "", "strong" if self.strong else ""))
        )

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to print."""
        return self.value is None or self.value == ""


@dataclass(frozen=True)
class BoundColumn:
    """A column resolved against its model for one person."""

    column: Column
    label: str
    kind: str
    path: paths.Path | None
    order: str
    needs: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """Name in addresses."""
        return self.column.name

    @property
    def is_number(self) -> bool:
        """Whether it stands at the right."""
        return self.kind in NUMERIC

    def raw(self, obj: Any) -> Any:
        """The value before it is made a cell."""
        if self.column.value is not None:
            return self.column.value(obj)
        if self.column.annotate is not None or self.path is None:
            return getattr(obj, self.name)
        value = paths.value(obj, self.path)
        return in_wan(value) if self.is_fen else value

    @property
    def is_fen(self) -> bool:
        """Whether the database holds fen where people read 万元."""
        return self.column.value is None and self.path is not None and isinstance(self.path.field, FenField)

    def cell(self, obj: Any) -> Cell:
        """The printable cell of an object."""
        value, url = self.raw(obj), ""
        if self.kind == "link" and isinstance(value, tuple):
            value, url = value
        if self.kind == "lamp" and isinstance(value, str) and value:
            value = {"light": value, "label": "", "detail": ""}
        return Cell(
            self.kind,
            value,
            url,
            self.column.places,
            str(self.column.unit),
            self.column.strong,
            self.label,
            str(self.column.missing),
        )

    def plain(self, obj: Any) -> Any:
        """The value for a sheet or a program: number, date, text or None; never markup."""
        return plain_value(self.raw(obj), self.kind)


def in_wan(fen: Any) -> Decimal | None:
    """Fen as 万元; None stays None."""
    return None if fen is None else wan_of(int(fen))


def plain_value(value: Any, kind: str) -> Any:
    """A cell's value without its element: lamp → word, bar → completion, figure → number, link → text."""
    if value is None:
        return None
    if isinstance(value, Figure):
        return value.value
    if kind == "link" and isinstance(value, tuple):
        return value[0]
    if kind == "lamp":
        found = value if isinstance(value, dict) else {"light": value}
        return str(found.get("label") or lamp_word(found.get("light") or "none"))
    if kind == "bar" and isinstance(value, dict):
        return value.get("completion")
    if kind == "ring" and isinstance(value, dict):
        return str(value.get("label", ""))
    if isinstance(value, dt.datetime):
        return value.astimezone(clock.zone())
    if isinstance(value, (bool, int, float, Decimal, dt.date)):
        return value
    return str(value)


def bind(resource: Resource, person: Any, column: Column) -> BoundColumn | None:
    """The column for the person, or None when it shows what is withheld. LookupError when the declaration is wrong."""
    path = _path(resource, person, column)
    if path is not None and column.value is None and not paths.is_visible(person, resource.model, path):
        return None
    if column.personal and _withholds(person, resource.model):
        return None
    text = str(column.label) if column.label is not None else str(paths.label(path) if path else column.name)
    return BoundColumn(
        column, _sentence(text), column.kind or _kind(path), path, _order(resource, person, column, path)
    )


def bound(resource: Resource, person: Any, columns: Iterable[Column] | None = None) -> list[BoundColumn]:
    """All declared columns that the person may see, in declared order."""
    found = (bind(resource, person, c) for c in (resource.columns if columns is None else columns))
    return [c for c in found if c is not None]


def _withholds(person: Any, model: type[models.Model]) -> bool:
    rules = policy.rules_of(model)
    return bool(rules and rules.hidden and rules.hidden(person))


def _path(resource: Resource, person: Any, column: Column) -> paths.Path | None:
    """The model path of a column; None for one that is computed, annotated by itself or by the resource's rows."""
    try:
        path = paths.resolve(resource.model, column.name)
    except (FieldDoesNotExist, AttributeError):
        path = None
    if path is not None and path.has_attribute:
        return path
    if column.value is None and column.annotate is None and not _is_annotated(resource, person, column.name):
        raise LookupError(f"{resource.model.__name__} has no {column.name!r}, and the column gives no value")
    return None


def _is_annotated(resource: Resource, person: Any, name: str) -> bool:
    return name in resource.rows(person).query.annotations


def _order(resource: Resource, person: Any, column: Column, path: paths.Path | None) -> str:
    if column.sort is False:
        return ""
    if isinstance(column.sort, str):
        wanted = paths.resolve(resource.model, column.sort) if not column.annotate else None
        return "" if wanted and not paths.is_visible(person, resource.model, wanted) else column.sort
    if column.annotate is not None or (path is None and column.value is None):
        return column.name
    return paths.sort_path(path) if path is not None else ""


def _kind(path: paths.Path | None) -> str:
    if path is None or path.field is None:
        return "text"
    if path.field.choices:
        return "state"
    return next((kind for types, kind in FIELD_KINDS if isinstance(path.field, types)), "text")


FIELD_KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((models.ForeignKey,), "text"),
    ((models.BooleanField,), "boolean"),
    ((FenField,), "money"),
    ((models.DateTimeField,), "datetime"),
    ((models.DateField,), "date"),
    ((models.IntegerField, models.DecimalField, models.FloatField), "number"),
)


def _sentence(text: str) -> str:
    """Labels begin with a capital where the language has them."""
    return text[:1].upper() + text[1:]


def cell_of(value: Any) -> Cell:
    """A cell for a value of unknown kind (history, comparison)."""
    if isinstance(value, bool):
        return Cell("boolean", value)
    if isinstance(value, dt.datetime):
        return Cell("datetime", value)
    if isinstance(value, dt.date):
        return Cell("date", value)
    return Cell("number" if isinstance(value, (int, float, Decimal)) else "text", value)


def yes_no(value: Any) -> str:
    """The words of a truth value."""
    return _("Yes") if value else _("No")
