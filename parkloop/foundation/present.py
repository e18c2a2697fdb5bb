"""What the organisation row repeats of its dated rows (name and parent in force today), and how it is brought up to date."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from parkloop.foundation.models import Organisation, OrganisationName, OrganisationParent
from parkloop.foundation.models.base import on_day
from parkloop.foundation.pinyin import search_key

NAMES = ("name_zh", "name_en", "short_zh", "short_en")
PINYIN_LENGTH = 300


def with_values_of(day: dt.date, queryset: QuerySet[Organisation] | None = None) -> QuerySet[Organisation]:
    """Organisations annotated with `<name>_now` and `parent_now`: what is in force on the day by their dated rows."""
    rows = Organisation.objects.all() if queryset is None else queryset
    names = OrganisationName.objects.filter(on_day(day), organisation=OuterRef("pk"))
    parents = OrganisationParent.objects.filter(on_day(day), organisation=OuterRef("pk"))
    texts = {f"{name}_now": Subquery(names.values(name)[:1]) for name in NAMES}
    return rows.annotate(**texts, parent_now=Subquery(parents.values("parent")[:1]))


def behind(day: dt.date) -> QuerySet[Organisation]:
    """Organisations whose row does not say what is in force on the day."""
    differs = Q()
    for name in NAMES:
        differs |= Q(**{f"{name}_now__isnull": False}) & ~Q(**{f"{name}_now": F(name)})
    differs |= Q(parent_now__isnull=True, parent__isnull=False) | Q(parent_now__isnull=False, parent__isnull=True)
    differs |= Q(parent_now__isnull=False) & ~Q(parent_now=F("parent"))
    return with_values_of(day).filter(differs, founded_on__lte=day)


def bring_up_to_date(organisations: Iterable[int], day: dt.date) -> int:
    """Repeat the values of the day on the rows of these organisations; returns how many changed."""
    found = list(behind(day).filter(pk__in=list(organisations)))
    for organisation in found:
        for name in NAMES:
            value = getattr(organisation, f"{name}_now")
            setattr(organisation, name, getattr(organisation, name) if value is None else value)
        organisation.parent_id = organisation.parent_now  # type: ignore[attr-defined]
        organisation.pinyin = pinyin_of(organisation)
    Organisation.objects.bulk_update(found, [*NAMES, "parent", "pinyin"], 500)
    return len(found)


def pinyin_of(organisation: Organisation) -> str:
    """The search key of its names."""
    return search_key((organisation.name_zh, organisation.short_zh), PINYIN_LENGTH)
