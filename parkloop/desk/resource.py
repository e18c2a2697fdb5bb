"""Resource: one model as people work with it, declared once. Lists, details, forms, export, import, API and search come from it.

Three ways to be special: replace a part by attribute; override one method; hang a page on it (`desk.pages.page`).
"""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.desk.parts import Column, Filter, Menu, Panel, RelatedTab, Section, SheetColumn, SheetNames, Tab, Text
from parkloop.desk.tables import paths
from parkloop.foundation import policy
from parkloop.foundation.standing import Standing, standing_of

__all__ = ["Column", "Filter", "Menu", "Panel", "RelatedTab", "Resource", "Section", "Tab"]

COUNT_SECONDS = 15
SEEN_SECONDS = 20


@lru_cache(maxsize=2048)
def _sees_any(person: Any, standing: Standing, model: type[Model], slot: int) -> bool:
    """Asked for every entry of the menu on every page: kept for some seconds, and anew when the person's roles change."""
    return not policy.rows(person, model).query.is_empty()


def _key_of(rows: QuerySet[Any], totals: dict[str, Any]) -> str:
    """Cache key of a question; empty for rows that are known to be none."""
    try:
        text = f"{rows.query}|{sorted(totals)}"
    except EmptyResultSet:
        return ""
    return "count:" + hashlib.sha256(text.encode()).hexdigest()


class KeyFirst:
    """Slices of ordered rows in two small queries: keys in order, then the rows of those keys."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows
        self.ordered = True

    def __getitem__(self, part: slice) -> list[Any]:
        """The rows of a slice."""
        keys = list(self.rows.values_list("pk", flat=True)[part])
        found = self.rows.model._default_manager.none() if not keys else self.rows.order_by().filter(pk__in=keys)
        by_key = {obj.pk: obj for obj in found}
        return [by_key[key] for key in keys if key in by_key]


class Resource:
    """Declare subclasses in a room's `resources.py` and hand them to `registry.register`."""

    model: ClassVar[type[Model]]
    kind: ClassVar[str]
    icon: ClassVar[str] = "table"
    menu: ClassVar[Menu | None] = None
    columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    facet: ClassVar[str] = ""
    """Name of a choices filter with lights as values, printed as counts above the list."""
    search_fields: ClassVar[Sequence[str]] = ()
    order_by: ClassVar[Sequence[str]] = ("pk",)
    related: ClassVar[Sequence[str]] = ()
    panels: ClassVar[Sequence[Panel]] = ()
    tabs: ClassVar[Sequence[Tab | RelatedTab]] = ()
    sections: ClassVar[Sequence[Section]] = ()
    words: ClassVar[Mapping[str, Callable[[Any], Sequence[tuple[str, Text]]]]] = {}
    """Field → choices(person) whose words stand for the stored keys in histories, where the park's data name them."""
    help: ClassVar[Mapping[str, Text]] = {}
    basis: ClassVar[Mapping[str, Text]] = {}
    create: ClassVar[str] = ""
    edit: ClassVar[str] = ""
    row_actions: ClassVar[Sequence[str]] = ()
    main_action: ClassVar[str] = ""
    bulk_actions: ClassVar[Sequence[str]] = ()
    import_action: ClassVar[str | None] = None
    import_keys: ClassVar[Sequence[str]] = ()
    import_fields: ClassVar[Sequence[str]] = ()
    """Columns of the import sheet beside the keys; where none are named, the fields of the form's sections."""
    import_extra: ClassVar[Sequence[SheetColumn]] = ()
    """Columns of the import sheet that are no fields of the model."""
    import_rehearsal: ClassVar[bool] = False
    """Whether a sheet is tried through the bulk verb and taken back, so that its preview shows what the verb would refuse."""
    sheet_names: ClassVar[SheetNames | None] = None
    """How one of them is written in sheets, where that is no single field."""
    export: ClassVar[bool] = True
    history: ClassVar[bool] = True
    files: ClassVar[bool] = True
    large: ClassVar[bool] = False
    """True for a hundred thousand rows and more: pages are fetched by key, counts are kept for some seconds."""
    list_fields: ClassVar[Sequence[str]] = ()
    """Fields to load for a list (`only`), where rows are heavy; must cover what its columns read."""
    heavy: ClassVar[Sequence[str]] = ()
    """Fields left unread until somebody asks for them, by lists, details and the search alike (`defer`)."""
    per_page: ClassVar[int] = 20
    key_field: ClassVar[str] = "pk"
    empty_why: ClassVar[Text] = ""
    parent_label: ClassVar[Text] = ""

    @property
    def app(self) -> str:
        """First half of the kind."""
        return self.kind.partition(".")[0]

    @property
    def label(self) -> str:
        """What one of them is called."""
        return str(self.model._meta.verbose_name)

    @property
    def label_plural(self) -> str:
        """What the list is called: the menu's word if it has one."""
        own = self.menu.label if self.menu else None
        text = str(own or self.model._meta.verbose_name_plural)
        return text[:1].upper() + text[1:]

    def url(self, name: str = "list", pk: Any = None, **more: Any) -> str:
        """Address of a page of this resource: list, new, bulk, import; with `pk` detail, edit, tab, act."""
        given = {"kind": self.kind, **more}
        if pk is not None:
            given["pk"] = pk
        return reverse(f"desk:{name}", kwargs=given)

    def rows(self, person: Any) -> QuerySet[Any]:
        """The rows the person may see, with what their columns need. Override to annotate."""
        rows = policy.rows(person, self.model).defer(*self.heavy)
        return rows.select_related(*self.related) if self.related else rows

    def may_see(self, person: Any) -> bool:
        """Whether the list is anything to this person: the policy did not answer with an empty set by rule."""
        slot = int(time.monotonic() // SEEN_SECONDS)
        return _sees_any(person, standing_of(person), self.model, slot)

    def get(self, person: Any, pk: Any) -> Any:
        """One row by primary key; Http404 for what is not there, not visible, or no key at all."""
        try:
            found = self.rows(person).filter(pk=pk).first()
        except (ValueError, TypeError, OverflowError):
            found = None
        if found is None:
            raise Http404(
                _(
                    "There is no such %(label)s, or you have no right to see it. Go back to the list and open it from there."
                )
                % {"label": self.label}
            )
        return found

    def title(self, obj: Any) -> str:
        """What people call the thing."""
        return str(obj)

    def header(self, person: Any, obj: Any) -> dict[str, Any]:
        """Of a detail's header: lamp {light, label, detail}, tags [(text, kind)], note, nodes, blocked {label, count, url}."""
        return {}

    def initial(self, person: Any, request: Any) -> dict[str, Any]:
        """Values with which a new form opens; the query string's values of the form's fields are added by the desk."""
        return {}

    def search(self, person: Any, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Rows that hold every word of `text` in one of the search fields that the person may see."""
        seen = [n for n in self.search_fields if paths.is_visible(person, self.model, paths.resolve(self.model, n))]
        if not seen:
            return rows.none()
        for word in text.split()[:8]:
            condition = Q()
            for name in seen:
                condition |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(condition)
        return rows

    def summarise(self, rows: QuerySet[Any], totals: dict[str, Any]) -> dict[str, Any]:
        """`rows` (their number) and the totals, in one query; kept for some seconds where `large`."""
        key = _key_of(rows, totals) if self.large else ""
        kept: dict[str, Any] | None = cache.get(key) if key else None
        if kept is None:
            kept = rows.aggregate(rows=Count("pk"), **totals)
            if key:
                cache.set(key, kept, COUNT_SECONDS)
        return kept

    def by_key(self, rows: QuerySet[Any]) -> Any:
        """The rows to be sliced; where `large`, a slice is found by key first, so that sorting carries no wide rows."""
        return KeyFirst(rows) if self.large else rows

    def facet_counts(self, person: Any, rows: QuerySet[Any], facet: Any) -> dict[str, int]:
        """Number of rows per value of the facet filter. Override when the value is not a column of the database."""
        counted = rows.order_by().values(facet.orm).annotate(facet_rows=Count("pk"))
        return {str(row[facet.orm]): row["facet_rows"] for row in counted}

    def column(self, name: str) -> Column | None:
        """The declared column of that name."""
        return next((c for c in self.columns if c.name == name), None)
