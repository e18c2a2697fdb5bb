"""The words in which a resource is declared: columns, filters, panels, tabs, form sections, its place in the menu.

Plain frozen dataclasses; what they mean is done in `columns`, `filters`, `details` and `forms`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
Written = Callable[[Any], str]
GROUPS = ("home", "execution", "enterprise", "assessment", "system")


@dataclass(frozen=True)
class Menu:
    """A place in the left menu. `count(person)` is printed beside it; `late(person)` in red when above zero.

    `query` (`?edition=running`) is what the list is asked when it is opened from here.
    """

    group: str
    order: int = 100
    label: Text | None = None
    icon: str = ""
    count: Callable[[Any], int | None] | None = None
    late: Callable[[Any], int | None] | None = None
    may: Callable[[Any], bool] | None = None
    query: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a list, also one row of an attribute panel.

    `name` is a field, a path (`owner__name_zh`), a property, or a free name when `value(obj)` or `annotate(person)` is given.
    `kind`: text, number, percent, money, date, datetime, state, link, lamp, bar, figure, boolean, ring,
    quote (words of a document), name (as written, in one language); "" = from the field.
    `value` gives for lamp a light or {light, label, detail}; for bar {completion, schedule, light}; for ring
    {position, label}; for figure a Figure; for link (text, url); else a plain value.
    `sort`: True (by the path), False, or an ORM path. `total`: "sum", "avg", "count" or None. `personal`: hidden from whoever
    has hidden fields on the model. `missing`: the word printed where there is nothing, instead of the kind's own.
    """

    name: str
    label: Text | None = None
    kind: str = ""
    shown: bool = True
    sort: bool | str = True
    value: Callable[[Any], Any] | None = None
    annotate: Callable[[Any], Any] | None = None
    total: str | None = None
    personal: bool = False
    places: int | None = None
    unit: Text = ""
    help: Text = ""
    strong: bool = False
    missing: Text = ""


@dataclass(frozen=True)
class Filter:
    """One condition of the search form, derived from the model field `field` (default: `name`).

    `kind`: choices, fk, boolean, date, number, text, year; "" = from the field. `choices(person)` lists (value, label);
    `apply(queryset, values, person)` replaces the usual condition. `shown=False` starts folded away.
    """

    name: str
    label: Text | None = None
    kind: str = ""
    field: str = ""
    choices: Callable[[Any], Sequence[tuple[str, Text]]] | None = None
    apply: Callable[[Any, list[str], Any], Any] | None = None
    shown: bool = True
    multiple: bool = True
    lookup: str = ""


@dataclass(frozen=True)
class Panel:
    """A titled card of a detail page: attribute rows (`fields`: names or Columns), or a template with its own context."""

    label: Text
    fields: Sequence[str | Column] = ()
    template: str = ""
    build: Callable[[Any, Any], dict[str, Any] | None] | None = None
    icon: str = ""
    side: bool = False


@dataclass(frozen=True)
class Tab:
    """A tab of a detail page with a template of its own; `count(person, obj)` is printed beside its label."""

    name: str
    label: Text
    template: str
    build: Callable[[Any, Any], dict[str, Any] | None]
    count: Callable[[Any, Any], int | None] | None = None
    may: Callable[[Any, Any], bool] | None = None


@dataclass(frozen=True)
class RelatedTab:
    """A tab listing the rows of another resource whose `field` points at this object."""

    kind: str
    field: str
    label: Text | None = None


@dataclass(frozen=True)
class Section:
    """A section of a form, with an anchor."""

    label: Text
    fields: Sequence[str]
    help: Text = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetNames:
    """How people write one thing in a sheet where no single field names it: a task by its printed number.

    `find(person, texts)` gives a primary key for each text, or a sentence that says why it is none; a text it leaves out is not known.
    `writer(person)` gives the function that writes a thing so that `find` reads it back; `related` are the paths it reads.
    """

    find: Callable[[Any, set[str]], Mapping[str, int | str]]
    writer: Callable[[Any], Written]
    help: Text
    related: Sequence[str] = ()


@dataclass(frozen=True)
class SheetColumn:
    """A column of the import sheet that is no field of the model: its name, a field that says how it is read, and what stands now.

    `value(obj)` gets a row of `Resource.rows`, with what that annotates.
    """

    name: str
    field: Any
    value: Callable[[Any], Any]
