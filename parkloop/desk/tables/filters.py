"""Filters of a list: derived from model fields, read from the address, told back as chips.

A small machine of our own instead of django-filter: options must be narrowed by the policy, wrong values must be told and
ignored instead of emptying the list, and every condition must be able to say itself as a chip.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from parkloop.desk import registry
from parkloop.desk.parts import Filter
from parkloop.desk.resource import Resource
from parkloop.desk.tables import paths
from parkloop.desk.tables.columns import yes_no
from parkloop.domain.money import FEN_PER_WAN
from parkloop.foundation import policy
from parkloop.foundation.models import FenField

OPTIONS_AT_ONCE = 60
ALL_YEARS = "all"
ENDS = {"date": ("_from", "_to"), "number": ("_min", "_max")}


@dataclass(frozen=True)
class Applied:
    """One condition in force: the parameters that carry it, as (name, value) pairs, and what its chip says."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    chip: str


class BoundFilter:
    """A filter resolved against its model for one person."""

    def __init__(self, resource: Resource, person: Any, declared: Filter, year: int | None = None) -> None:
        self.declared, self.resource, self.person, self.year = declared, resource, person, year
        self.name = declared.name
        self.orm = declared.field or declared.name
        self.path = None if declared.apply else paths.resolve(resource.model, self.orm)
        self.kind = declared.kind or _kind(self.path)
        text = str(declared.label if declared.label is not None else paths.label(self.path) if self.path else self.name)
        self.label = text[:1].upper() + text[1:]

    @property
    def is_visible(self) -> bool:
        """Whether it asks about nothing that is withheld."""
        return self.path is None or paths.is_visible(self.person, self.resource.model, self.path)

    @property
    def is_span(self) -> bool:
        """Whether it is a span of one of the model's own fields."""
        return self.kind in ("date", "number", "year") and self.path is not None and not self.path.relations

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the address parameters it reads."""
        return tuple(f"{self.name}{end}" for end in ENDS.get(self.kind, ("",)))

    def choices(self) -> list[tuple[str, str]]:
        """(value, label) of every choice of a choices filter."""
        if self.declared.choices:
            return [(str(v), str(label)) for v, label in self.declared.choices(self.person)]
        field = self.path.field if self.path else None
        return [(str(v), str(label)) for v, label in (field.flatchoices if field is not None else [])]

    @property
    def target(self) -> type[models.Model]:
        """The model that a `fk` filter chooses from."""
        related: type[models.Model] = self.path.field.related_model  # type: ignore[union-attr]
        return related

    def options(self) -> list[tuple[str, str]] | None:
        """Options of a `fk` filter when they are few, else None (then they are asked for as the person types)."""
        rows = list(policy.rows(self.person, self.target)[: OPTIONS_AT_ONCE + 1])
        return None if len(rows) > OPTIONS_AT_ONCE else [(str(o.pk), str(o)) for o in rows]

    def read(self, params: QueryDict, problems: list[str]) -> tuple[Q | None, Applied | None, list[str]]:
        """The condition in the parameters, its chip, and the raw values for `apply`; what cannot be read goes to `problems`."""
        reader = getattr(self, f"_read_{self.kind}")
        found: tuple[Q | None, Applied | None, list[str]] = reader(params, problems)
        return found

    def narrow(self, rows: QuerySet[Any], condition: Q | None, values: list[str]) -> QuerySet[Any]:
        """The rows under the condition."""
        if self.declared.apply is not None:
            narrowed: QuerySet[Any] = self.declared.apply(rows, values, self.person)
            return narrowed
        return rows.filter(condition) if condition is not None else rows

    def _problem(self, problems: list[str], value: str) -> None:
        text = _("%(label)s: “%(value)s” is no possible value and was left out.")
        problems.append(text % {"label": self.label, "value": value[:60]})

    def _chip(self, text: str) -> str:
        return _("%(label)s: %(text)s") % {"label": self.label, "text": text}

    def _read_choices(self, params: QueryDict, problems: list[str]) -> tuple[Q | None, Applied | None, list[str]]:
        known = dict(self.choices())
        asked = [v for v in params.getlist(self.name) if v != ""]
        for value in asked:
            if value not in known:
                self._problem(problems, value)
        values = [v for v in dict.fromkeys(asked) if v in known]
        return self._several(values, [known[v] for v in values])

    def _several(self, values: list[str], labels: list[str]) -> tuple[Q | None, Applied | None, list[str]]:
        if not values:
            return None, None, []
        shown = _(", ").join(labels[:3])
        if len(labels) > 3:
            shown = _("%(names)s and %(more)s more") % {"names": shown, "more": len(labels) - 3}
        applied = Applied(self.name, tuple((self.name, v) for v in values), self._chip(shown))
        return Q(**{f"{self.orm}__in": values}), applied, values

    def _read_fk(self, params: QueryDict, problems: list[str]) -> tuple[Q | None, Applied | None, list[str]]:
        asked = [v for v in params.getlist(self.name) if v != ""]
        numbers = [v for v in asked if v.isascii() and v.isdigit() and len(v) < 19]
        rows = (
            {str(o.pk): str(o) for o in policy.rows(self.person, self.target).filter(pk__in=numbers)} if numbers else {}
        )
        for value in asked:
            if value not in rows:
                self._problem(problems, value)
        values = [v for v in dict.fromkeys(asked) if v in rows]
        return self._several(values, [rows[v] for v in values])

    def _read_boolean(self, params: QueryDict, problems: list[str]) -> tuple[Q | None, Applied | None, list[str]]:
        value = params.get(self.name, "")
        if value not in ("", "1", "0"):
            self._problem(problems, value)
        if value not in ("1", "0"):
            return None, None, []
        applied = Applied(self.name, ((self.name, value),), self._chip(yes_no(value == "1")))
        return Q(**{self.orm: value == "1"}), applied, [value]

    def _read_text(self, params: QueryDict, problems: list[str]) -> tuple[Q | None, Applied | None, list[str]]:
        value = params.get(self.name, "").strip().replace("\x00", "")
        if not value:
            return None, None, []
        applied = Applied(self.name, ((self.name, value),), self._chip(value))
        return Q(**{f"{self.orm}__{self.declared.lookup or 'icontains'}": value}), applied, [value]

    def _read_date(self, params: QueryDict, problems: list[str]) -> tuple[Q | None, Applied | None, list[str]]:
        return self._read_span(params, problems, _date)

    def _read_number(self, params: QueryDict, problems: list[str]) -> tuple[Q | None, Applied | None, list[str]]:
        return self._read_span(params, problems, _number)

    @property
    def factor(self) -> int:
        """What the database counts for one that people write: 1, or the fen of 万元."""
        return FEN_PER_WAN if self.path is not None and isinstance(self.path.field, FenField) else 1

    def _read_span(
        self, params: QueryDict, problems: list[str], parse: Any
    ) -> tuple[Q | None, Applied | None, list[str]]:
        low_name, high_name = self.parameters
        low, high = (self._end(params.get(n, ""), problems, parse) for n in (low_name, high_name))
        if low is None and high is None:
            return None, None, []
        if low is not None and high is not None and low > high:
            problems.append(
                _("%(label)s: the end lies before the beginning; both were left out.") % {"label": self.label}
            )
            return None, None, []
        orm = f"{self.orm}__date" if self.path and isinstance(self.path.field, models.DateTimeField) else self.orm
        condition, pairs = Q(), []
        if low is not None:
            condition, pairs = condition & Q(**{f"{orm}__gte": self._stored(low)}), [*pairs, (low_name, str(low))]
        if high is not None:
            condition, pairs = condition & Q(**{f"{orm}__lte": self._stored(high)}), [*pairs, (high_name, str(high))]
        shown = f"{'' if low is None else low} – {'' if high is None else high}".strip()
        return condition, Applied(self.name, tuple(pairs), self._chip(shown)), [str(low or ""), str(high or "")]

    def _stored(self, end: Any) -> Any:
        return end * self.factor if self.factor != 1 else end

    def _end(self, text: str, problems: list[str], parse: Any) -> Any:
        if not text.strip():
            return None
        value = parse(text.strip())
        if value is None:
            self._problem(problems, text)
        return value

    def _read_year(self, params: QueryDict, problems: list[str]) -> tuple[Q | None, Applied | None, list[str]]:
        text = params.get(self.name, "")
        if text == ALL_YEARS or (not text and self.year is None):
            return None, None, []
        if text and not (text.isascii() and text.isdigit() and 1900 <= int(text[:5]) <= 2200):
            self._problem(problems, text)
            text = ""
        year = int(text) if text else self.year
        if year is None:
            return None, None, []
        is_date = self.path is not None and isinstance(self.path.field, models.DateField)
        condition = Q(**{f"{self.orm}__year" if is_date else self.orm: year})
        return condition, Applied(self.name, ((self.name, ALL_YEARS),), self._chip(str(year))), [str(year)]


def _kind(path: paths.Path | None) -> str:
    field = path.field if path else None
    if field is None:
        return "text"
    if field.choices:
        return "choices"
    for types, kind in KINDS:
        if isinstance(field, types):
            return kind
    return "text"


KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((models.ForeignKey,), "fk"),
    ((models.BooleanField,), "boolean"),
    ((models.DateField,), "date"),
    ((models.IntegerField, models.DecimalField, models.FloatField), "number"),
)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 18 else None


def bound_filters(resource: Resource, person: Any, year: int | None = None) -> list[BoundFilter]:
    """The declared filters that ask about nothing withheld from the person."""
    made = (BoundFilter(resource, person, declared, year) for declared in resource.filters)
    return [f for f in made if f.is_visible]


def remote_address(model: type[models.Model]) -> str:
    """Where options of a model are asked for; empty when it has no resource."""
    from django.urls import reverse

    resource = registry.for_model(model)
    return reverse("desk:options", kwargs={"kind": resource.kind}) if resource else ""
