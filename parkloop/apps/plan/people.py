"""Which organisations are a person's own, and which people belong to an organisation. Posts and roles are the foundation's."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from parkloop.foundation import clock
from parkloop.foundation.models import Person, Post, Role, RoleGrant
from parkloop.foundation.models.base import on_day
from parkloop.foundation.standing import standing_of

HANDS_ON = (Role.DISTRICT_OFFICER, Role.TOWN_OFFICER, Role.PARK_OPERATOR)
"""Roles in which somebody acts for an organisation of its own; leaders, experts and auditors only look."""


def own_organisations(person: Any) -> frozenset[int]:
    """Primary keys of the organisations for which the person acts: hands-on roles held for them, and posts held there.

    Posts count only beside a hands-on role, so an auditor or expert acts for nobody. Kept on the person for the day.
    """
    day = clock.today()
    kept: tuple[Any, frozenset[int]] | None = getattr(person, "_own_organisations", None)
    if kept is None or kept[0] != day:
        kept = (day, _own(person))
        person._own_organisations = kept
    return kept[1]


def people_of(organisations: Iterable[int]) -> QuerySet[Person]:
    """Active people with a hands-on role for one of the organisations, or a post there and a hands-on role anywhere."""
    day, listed = clock.today(), list(organisations)
    grants = RoleGrant.objects.filter(on_day(day), role__in=HANDS_ON)
    posts = Post.objects.filter(on_day(day), organisation__in=listed)
    directly = Q(pk__in=grants.filter(organisation__in=listed).values("person"))
    by_post = Q(pk__in=posts.values("person")) & Q(pk__in=grants.values("person"))
    return Person.objects.filter(directly | by_post, is_active=True).distinct()


def officers_running(organisation_id: int | None) -> QuerySet[Person]:
    """District officers whose reach holds the organisation."""
    from parkloop.foundation.models import OrganisationPath

    day = clock.today()
    above = OrganisationPath.objects.filter(on_day(day), descendant=organisation_id).values("ancestor")
    grants = RoleGrant.objects.filter(on_day(day), role=Role.DISTRICT_OFFICER, organisation__in=above)
    return Person.objects.filter(pk__in=grants.values("person"), is_active=True)


def _own(person: Any) -> frozenset[int]:
    roots = standing_of(person).roots(*HANDS_ON)
    if not roots:
        return frozenset()
    posts = Post.objects.filter(on_day(clock.today()), person=person).values_list("organisation", flat=True)
    return roots | frozenset(posts)
