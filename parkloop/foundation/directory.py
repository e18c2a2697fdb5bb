"""Reading the directory in time: the tree as of a day, names as of a day. For a person's eyes filter by `policy.rows` first."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from parkloop.foundation.models import Organisation
from parkloop.foundation.models.base import in_language
from parkloop.foundation.present import with_values_of


@dataclass(frozen=True)
class OrganisationOn:
    """One organisation as it was (or will be) on a day; `depth` counts from the top shown."""

    pk: int
    code: str
    kind: str
    name_zh: str
    name_en: str
    short_zh: str
    short_en: str
    parent: int | None
    depth: int = 0

    @property
    def name(self) -> str:
        """Full name in the active language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def short(self) -> str:
        """Short name in the active language."""
        return in_language(self.short_zh or self.name_zh, self.short_en or self.name_en)


def existing_on(day: dt.date, queryset: QuerySet[Organisation] | None = None) -> QuerySet[Organisation]:
    """Organisations founded by the day and not dissolved or merged away on it."""
    rows = Organisation.objects.all() if queryset is None else queryset
    return rows.filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=day), founded_on__lte=day)


def organisations_as_of(day: dt.date, queryset: QuerySet[Organisation] | None = None) -> list[OrganisationOn]:
    """The tree as of a day, parents before their children, siblings by code; one query.

    An organisation whose parent is not among the rows stands at the top.
    """
    rows = with_values_of(day, existing_on(day, queryset)).order_by("code")
    found = {row.pk: _as_of(row) for row in rows}
    children: dict[int | None, list[OrganisationOn]] = defaultdict(list)
    for organisation in found.values():
        children[organisation.parent if organisation.parent in found else None].append(organisation)
    return _in_tree_order(children)


def _as_of(row: Organisation) -> OrganisationOn:
    texts = {
        name: getattr(row, name) if (then := getattr(row, f"{name}_now")) is None else then
        for name in ("name_zh", "name_en", "short_zh", "short_en")
    }
    return OrganisationOn(row.pk, row.code, row.kind, parent=row.parent_now, **texts)  # type: ignore[attr-defined]


def _in_tree_order(children: dict[int | None, list[OrganisationOn]]) -> list[OrganisationOn]:
    ordered: list[OrganisationOn] = []
    waiting = [(o, 0) for o in reversed(children[None])]
    while waiting:
        organisation, depth = waiting.pop()
        ordered.append(OrganisationOn(**{**organisation.__dict__, "depth": depth}))
        waiting += [(child, depth + 1) for child in reversed(children[organisation.pk])]
    return ordered
