"""Checks that several actions on people, roles and deputies share.

Separation of administrations (三员分立): each administration is held alone, so that who keeps the system, who gives rights and who
reads the audit are different people, and none of them does business.
"""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import standing
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed
from parkloop.foundation.models import Deputy, Organisation, Person, Role, RoleGrant
from parkloop.foundation.scopes import ADMINISTRATION
from parkloop.foundation.spans import overlapping
from parkloop.foundation.watching import changed_many


def lock(*people: Person) -> None:
    """Let nobody else change what these people hold until this transaction ends (SQLite has one writer anyway)."""
    list(Person.objects.select_for_update().filter(pk__in=[p.pk for p in people]).order_by("pk").values_list("pk"))


def refuse_absent(person: Person) -> None:
    """InvalidState when the person is not active any more."""
    if not person.is_active:
        raise InvalidState(_("%(name)s is not active any more."), name=person.name)


def administered(person: Any, role: Role) -> QuerySet[Any, Any]:
    """Primary keys of the organisations that the person administers in the role.

    That is what the role reaches; all of them when it is held for a top of the tree, since bodies outside every tree (an institute, a
    partner's enterprise) would have no administrator otherwise. The system person administers all.
    """
    everything = Organisation.objects.values("pk")
    if person.is_system:
        return everything
    roots = standing.standing_of(person).roots(role)
    if Organisation.objects.filter(pk__in=roots, parent__isnull=True).exists():
        return everything
    return standing.reach(person, role)


def administers(person: Any, organisation_id: int, role: Role) -> bool:
    """Whether the organisation is among those administered."""
    return (
        person.is_system or Organisation.objects.filter(pk=organisation_id, pk__in=administered(person, role)).exists()
    )


def require_reach(person: Any, organisation: Organisation, role: Role) -> None:
    """NotAllowed unless the acting person administers the organisation in the role."""
    if not administers(person, organisation.pk, role):
        raise NotAllowed(_("%(name)s lies outside what you administer."), name=organisation.name)


def refuse_own(person: Any, holder: Person) -> None:
    """NotAllowed when somebody gives rights to himself."""
    if person.pk == holder.pk:
        raise NotAllowed(_("Nobody gives rights to himself. Ask another security administrator."))


def refuse_mixture(holder: Person, roles: set[str], valid_from: dt.date, valid_to: dt.date | None) -> None:
    """InvalidInput when an administration would meet any other role in one hand, deputising included, on any day of the span."""
    span = overlapping(valid_from, valid_to)
    represented = Deputy.objects.filter(span, deputy=holder).values_list("person", flat=True)
    hands = RoleGrant.objects.filter(span, person__in=[holder.pk, *represented])
    held = roles | set(hands.values_list("role", flat=True))
    if held & ADMINISTRATION and len(held) > 1:
        raise InvalidInput(
            _("%(name)s would hold %(roles)s at once. An administration is held alone; end the other role first."),
            field="role",
            name=holder.name,
            roles=", ".join(sorted(str(Role(role).label) for role in held)),
        )


def report_holding(person_id: int, organisation_id: int) -> None:
    """Tell the watchers (search) that who finds this person or this organisation has changed with a post or a role."""
    changed_many(Person, [person_id])
    changed_many(Organisation, [organisation_id])


def roles_of(holder: Person, valid_from: dt.date, valid_to: dt.date | None) -> set[str]:
    """Roles that the person holds himself on any day of the span."""
    return set(
        RoleGrant.objects.filter(overlapping(valid_from, valid_to), person=holder).values_list("role", flat=True)
    )


def hands_of(holder: Person, valid_from: dt.date, valid_to: dt.date | None) -> list[Person]:
    """The person and whoever deputises for him on any day of the span."""
    rows = Deputy.objects.filter(overlapping(valid_from, valid_to), person=holder).select_related("deputy")
    return [holder, *(row.deputy for row in rows)]
