"""A list as a query: read from the address, asked of the database, told back. Shared by page, export and API.

`ListQuery.read(resource, person, params)` never fails on what people write into an address: what it cannot use is left out and
named in `problems`. All state is in the address; `address(**changes)` makes the next one.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.http import QueryDict
from django.utils.translation import gettext as _

from parkloop.desk.models import ListPreference
from parkloop.desk.resource import Resource
from parkloop.desk.tables import paths
from parkloop.desk.tables.columns import BoundColumn, Cell, in_wan
from parkloop.desk.tables.columns import bound as bound_columns
from parkloop.desk.tables.filters import Applied, BoundFilter, bound_filters
from parkloop.desk.tables.planning import MANY, WhileWalking

SIZES = (13, 20, 50, 100)
MOST_PER_PAGE = 200
RESERVED = frozenset(
    {"q", "sort", "page", "per_page", "columns", "density", "view", "pk", "export", "at", "list", "open", "full"}
)
TOTALS = {"sum": Sum, "avg": Avg, "count": Count}


@dataclass(frozen=True)
class Sort:
    """One order: a column and its direction."""

    column: BoundColumn
    descending: bool

    @property
    def text(self) -> str:
        """As the address says it."""
        return f"-{self.column.name}" if self.descending else self.column.name


@dataclass
class ListQuery:
    """What a person asks of a list. `rows()` are all rows of the result in order; `page` one page of them."""

    resource: Resource
    person: Any
    params: QueryDict
    q: str = ""
    filters: list[BoundFilter] = field(default_factory=list)
    applied: list[Applied] = field(default_factory=list)
    conditions: list[tuple[BoundFilter, Q | None, list[str]]] = field(default_factory=list)
    columns: list[BoundColumn] = field(default_factory=list)
    all_columns: list[BoundColumn] = field(default_factory=list)
    sort: list[Sort] = field(default_factory=list)
    pks: list[int] = field(default_factory=list)
    page_number: int = 1
    per_page: int = 20
    density: str = ""
    problems: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, resource: Resource, person: Any, params: QueryDict, year: int | None = None) -> "ListQuery":
        """The query in an address. `year` is the reader's chosen year, for filters of kind year."""
        preference = ListPreference.objects.filter(person=person, kind=resource.kind).first()
        query = cls(resource, person, params, all_columns=bound_columns(resource, person))
        query.q = params.get("q", "").strip().replace("\x00", "")[:200]
        query._read_filters(year)
        query._read_columns(preference)
        query._read_sort()
        query._read_page(preference)
        query._read_unknown()
        return query

    def _read_filters(self, year: int | None) -> None:
        self.filters = bound_filters(self.resource, self.person, year)
        for bound in self.filters:
            condition, applied, values = bound.read(self.params, self.problems)
            if applied is not None:
                self.applied.append(applied)
                self.conditions.append((bound, condition, values))

    def _read_columns(self, preference: ListPreference | None) -> None:
        known = {c.name: c for c in self.all_columns}
        asked = [n for n in self.params.get("columns", "").split(",") if n]
        self._say_unknown(asked, known, _("There is no column “%(value)s”; it was left out."))
        names = asked or (preference.columns if preference else [])
        chosen = [known[n] for n in dict.fromkeys(names) if n in known]
        self.columns = chosen or [c for c in self.all_columns if c.column.shown]

    def _read_sort(self) -> None:
        known = {c.name: c for c in self.all_columns if c.order}
        asked = [n for n in self.params.get("sort", "").split(",") if n]
        self._say_unknown([n.removeprefix("-") for n in asked], known, _("The list cannot be sorted by “%(value)s”."))
        self.sort = [Sort(known[n.removeprefix("-")], n.startswith("-")) for n in asked if n.removeprefix("-") in known]

    def _say_unknown(self, names: list[str], known: dict[str, Any], message: str) -> None:
        self.problems += [message % {"value": name[:60]} for name in names if name not in known]

    def _read_page(self, preference: ListPreference | None) -> None:
        usual = (preference.per_page if preference else 0) or self.resource.per_page
        self.per_page = min(self._whole("per_page", usual), MOST_PER_PAGE)
        self.page_number = self._whole("page", 1)
        density = self.params.get("density", preference.density if preference else "")
        self.density = density if density in ("compact", "relaxed") else ""
        self.pks = [int(v) for v in self.params.getlist("pk") if v.isascii() and v.isdigit() and len(v) < 19]

    def _whole(self, name: str, usual: int) -> int:
        text = self.params.get(name, "")
        if not text:
            return usual
        if text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) > 0:
            return int(text)
        self.problems.append(_("“%(value)s” is no page number or size and was left out.") % {"value": text[:60]})
        return usual

    def _read_unknown(self) -> None:
        known = RESERVED.union(*(f.parameters for f in self.filters)) if self.filters else RESERVED
        self._say_unknown(
            list(self.params), dict.fromkeys(known), _("There is no filter “%(value)s”; it was left out.")
        )

    # -- rows

    def filtered(self, leave_out: str = "", walking: bool = False) -> QuerySet[Any]:
        """The rows under all conditions (but the filter named), in no order; `walking`: to be met in the order of the sort."""
        rows = self._annotated(self.resource.rows(self.person))
        for bound, condition, values in self.conditions:
            if bound.name == leave_out:
                continue
            if walking and condition is not None and bound.is_span:
                condition = WhileWalking(condition)
            rows = bound.narrow(rows, condition, values)
        if self.q:
            rows = self.resource.search(self.person, rows, self.q)
        return rows.filter(pk__in=self.pks) if self.pks else rows

    def _annotated(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        made = {c.name: c.column.annotate(self.person) for c in self.all_columns if c.column.annotate}
        return rows.annotate(**made) if made else rows

    def rows(self) -> QuerySet[Any]:
        """All rows of the result in order, with what the columns need."""
        return self._slim(self.filtered().order_by(*self.order()))

    def _walked(self) -> QuerySet[Any]:
        """The same rows, for the first of many."""
        if not self.resource.large or self.count < MANY:
            return self.rows()
        return self._slim(self.filtered(walking=True).order_by(*self.order()))

    def order(self) -> list[Any]:
        """The order, made total by the primary key."""
        model = self.resource.model
        chosen = [paths.ordering(model, s.column.order, s.descending) for s in self.sort]
        usual = [paths.ordering(model, n.removeprefix("-"), n.startswith("-")) for n in self.resource.order_by]
        return [*(chosen or usual), "pk"]

    def _slim(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Only what is shown, where every shown column is a plain field; relations are joined, never asked per row."""
        relations = {r for c in self.columns if c.path for r in self._relations(c)}
        rows = rows.select_related(*relations) if relations else rows
        wanted = self.resource.list_fields
        return rows.only(*wanted) if wanted else rows

    @staticmethod
    def _relations(column: BoundColumn) -> list[str]:
        path = column.path
        if path is None:
            return []
        joined = "__".join(r.name for r in path.relations)
        if path.field is not None and path.field.is_relation:
            return [path.text]
        return [joined] if joined else []

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Number of rows and totals of the columns over the whole result, in one query."""
        rows = self.filtered().order_by()
        asked = {f"total_{c.name}": TOTALS[c.column.total](c.order) for c in self.columns if c.column.total and c.order}
        return self.resource.summarise(rows, asked)

    @property
    def count(self) -> int:
        """Number of rows of the result."""
        return int(self.summary["rows"])

    @cached_property
    def page(self) -> Any:
        """The asked page; one beyond the end is the last one."""
        return CountedPaginator(self.resource.by_key(self._walked()), self.per_page, self.count).get_page(
            self.page_number
        )

    def totals(self) -> list[Cell | None]:
        """One cell per shown column: its total, or None."""
        return [self._total(c) for c in self.columns]

    def _total(self, column: BoundColumn) -> Cell | None:
        name = f"total_{column.name}"
        if name not in self.summary:
            return None
        places = (
            column.column.places if column.column.places is not None else (1 if column.column.total == "avg" else None)
        )
        total = in_wan(self.summary[name]) if column.is_fen else self.summary[name]
        return Cell("number", total, "", places, str(column.column.unit), label=column.label)

    def facets(self) -> list[dict[str, Any]]:
        """How many rows of each light, without the light filter itself; each is a link that filters."""
        bound = next((f for f in self.filters if f.name == self.resource.facet), None)
        if bound is None:
            return []
        counted = self.resource.facet_counts(self.person, self.filtered(bound.name), bound)
        current = self.params.getlist(bound.name)
        return [
            {"light": value, "label": label, "count": counted.get(value, 0), "active": current == [value],
             "url": self.address(**{bound.name: [] if current == [value] else [value]}, page=[])}
            for value, label in bound.choices() if counted.get(value)
        ]  # fmt: skip

    # -- addresses

    def address(self, **changes: Any) -> str:
        """`?…` with parameters replaced (a list of values, one value, or nothing to drop it)."""
        params = self.params.copy()
        params.pop("export", None)
        for name, value in changes.items():
            values = value if isinstance(value, list) else [] if value in (None, "") else [value]
            params.setlist(name, [str(v) for v in values]) if values else params.pop(name, None)
        return f"?{params.urlencode()}"

    def without(self, applied: Applied) -> str:
        """The address without one condition. A year is not dropped but opened to all years."""
        bound = next(f for f in self.filters if f.name == applied.name)
        if bound.kind == "year":
            return self.address(**{bound.name: "all"}, page=[])
        return self.address(**{name: [] for name in bound.parameters}, page=[])

    def chips(self) -> list[dict[str, str]]:
        """What is applied, each with the address that removes it."""
        made = [{"label": a.chip, "url": self.without(a)} for a in self.applied]
        if self.q:
            made.insert(0, {"label": _("Keyword: %(text)s") % {"text": self.q}, "url": self.address(q=[], page=[])})
        if self.pks:
            text = _("%(count)s chosen rows") % {"count": len(self.pks)}
            made.insert(0, {"label": text, "url": self.address(pk=[], page=[])})
        return made


class CountedPaginator(Paginator):
    """A paginator that was told the count, so that it asks no query of its own."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.__dict__["count"] = count
