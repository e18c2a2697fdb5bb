"""Scope terms: the words by which search decides, inside its query, what a person may find.

An object carries terms (`all`, `org:<pk>`, `person:<pk>`, `role:<role>`, `role:<role>@<pk>`); a person has terms; one in common is enough.
`org:` terms of an object are widened to the bodies above it, so that a person's own few roots suffice.
"""

from collections.abc import Iterable

from parkloop.foundation import clock
from parkloop.foundation.models import OrganisationPath, Person, Role
from parkloop.foundation.models.base import on_day
from parkloop.foundation.standing import standing_of

ADMINISTRATION = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def terms_of_person(person: Person) -> frozenset[str]:
    """What the person is found by: everybody, himself, roles, and the roots of his business roles."""
    grants = standing_of(person).grants
    terms = {"all", f"person:{person.pk}"}
    for role, organisation in grants:
        terms |= {f"role:{role}", f"role:{role}@{organisation}"}
        if role not in ADMINISTRATION:
            terms |= {f"org:{organisation}", "business"}
    return frozenset(terms)


def held_for(organisation: int | None, *roles: str) -> frozenset[str]:
    """Terms of an object that the holders of these roles find when their reach includes the organisation."""
    return frozenset(f"role:{role}@{organisation}" for role in roles) if organisation is not None else frozenset()


def widened(many: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The objects' terms with each `org:` (and `role:…@`) term repeated for all bodies above; one query for the whole batch."""
    listed = list(many)
    above = _ancestors({_organisation(term) for terms in listed for term in terms} - {None})
    return [frozenset(wide for term in terms for wide in _wide(term, above)) for terms in listed]


def _organisation(term: str) -> int | None:
    for mark in ("org:", "@"):
        if mark in term:
            return int(term.rpartition(mark)[2])
    return None


def _wide(term: str, above: dict[int, list[int]]) -> list[str]:
    organisation = _organisation(term)
    if organisation is None:
        return [term]
    stem = term.removesuffix(str(organisation))
    return [f"{stem}{pk}" for pk in above.get(organisation, [organisation])]


def _ancestors(organisations: set[int | None]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    paths = OrganisationPath.objects.filter(on_day(clock.today()), descendant__in=organisations)
    for descendant, ancestor in paths.values_list("descendant", "ancestor"):
        found.setdefault(descendant, []).append(ancestor)
    return found
