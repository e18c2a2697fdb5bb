"""Where a person stands: roles in force today, the organisations they reach, own organisations. Policies are written with these.

A role held for an organisation reaches all below it in the tree of that day. A deputy holds the same roles meanwhile.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from parkloop.foundation import clock
from parkloop.foundation.models import Deputy, OrganisationPath, Person, RoleGrant
from parkloop.foundation.models.base import on_day


@dataclass(frozen=True)
class Standing:
    """`grants` are (role, organisation pk) pairs in force on `day`, own and as a deputy."""

    day: dt.date
    grants: frozenset[tuple[str, int]]

    def has(self, *roles: str) -> bool:
        """Whether any of the roles is held for any organisation."""
        return any(role in roles for role, _ in self.grants)

    def roots(self, *roles: str) -> frozenset[int]:
        """Organisations for which one of the roles is held (all roles when none is named)."""
        return frozenset(org for role, org in self.grants if not roles or role in roles)


def standing_of(person: Person) -> Standing:
    """The person's standing today; kept on the person object, so a request asks once."""
    day = clock.today()
    kept: Standing | None = getattr(person, "_standing", None)
    if kept is None or kept.day != day:
        kept = Standing(day, _grants(person, day))
        person._standing = kept  # type: ignore[attr-defined]
    return kept


def _grants(person: Person, day: dt.date) -> frozenset[tuple[str, int]]:
    holders = [person.pk, *Deputy.objects.filter(on_day(day), deputy=person).values_list("person", flat=True)]
    rows = RoleGrant.objects.filter(on_day(day), person__in=holders, person__is_active=True)
    return frozenset(rows.values_list("role", "organisation_id"))


def has_role(person: Person, *roles: str) -> bool:
    """Whether the person holds one of the roles today."""
    return standing_of(person).has(*roles)


def reach(person: Person, *roles: str) -> QuerySet[Any, Any]:
    """Primary keys of the organisations that the person's roles (or only the named ones) reach: an id set for `pk__in`."""
    roots = standing_of(person).roots(*roles)
    return OrganisationPath.objects.filter(on_day(clock.today()), ancestor__in=roots).values("descendant")


def reaches(person: Person, organisation_id: int | None, *roles: str) -> bool:
    """Whether the person's roles reach the organisation."""
    if organisation_id is None:
        return False
    kept: dict[tuple[str, ...], frozenset[int]] | None = getattr(person, "_reached", None)
    if kept is None:
        return reach(person, *roles).filter(descendant=organisation_id).exists()
    if roles not in kept:
        kept[roles] = frozenset(reach(person, *roles).values_list("descendant", flat=True))
    return organisation_id in kept[roles]


@contextmanager
def remembering_reach(person: Person) -> Iterator[None]:
    """Inside, `reaches` asks the database once per set of roles: for a bulk verb that asks it of every row."""
    person._reached = {}  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del person._reached  # type: ignore[attr-defined]


def system_person() -> Person:
    """The one system person, made on first use; listeners and clockwork act as it."""
    person, _made = Person.objects.get_or_create(
        is_system=True, defaults={"code": "system", "name_zh": "系统", "name_en": "System"}
    )
    return person
