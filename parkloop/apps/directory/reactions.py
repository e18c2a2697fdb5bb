"""What the directory does when something happened: it tells the people concerned, once, in their own language."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop

from parkloop.apps.directory import watchers
from parkloop.foundation import notices, refs
from parkloop.foundation.events import listens
from parkloop.foundation.models import Person, Role
from parkloop.foundation.occurrences import LeaverHandedOver, OrganisationsMerged, RoleGranted

__all__ = ["watchers"]


@listens(RoleGranted)
def tell_holder(system: Any, happened: RoleGranted) -> None:
    """Who is given a role learns which, where and from when."""
    holder = refs.resolve(happened.holder)
    if isinstance(holder, Person):
        notices.tell(
            [holder],
            message=gettext_noop("You hold the role %(role)s for %(organisation)s from %(day)s on."),
            values={
                "role": {"msgid": _message_id(happened.role)},
                "organisation": happened.organisation,
                "day": {"date": happened.valid_from},
            },
            ref=happened.grant,
            key=f"{happened.name}:{happened.grant.key}",
        )


def _message_id(role: str) -> str:
    """The source text of a role's label: sources are English, so English is what is looked up in the reader's language."""
    with translation.override("en"):
        return str(Role(role).label)


@listens(LeaverHandedOver)
def tell_successor(system: Any, happened: LeaverHandedOver) -> None:
    """The successor learns whose duties are his now."""
    successor = refs.resolve(happened.successor)
    if isinstance(successor, Person):
        notices.tell(
            [successor],
            message=gettext_noop("The duties of %(leaver)s are yours from %(day)s on."),
            values={"leaver": happened.leaver, "day": {"date": happened.on}},
            ref=happened.leaver,
            key=f"{happened.name}:{happened.handover}",
        )


@listens(OrganisationsMerged)
def tell_people_of_merged(system: Any, happened: OrganisationsMerged) -> None:
    """Whoever holds a post or a role at the merged organisation learns where it went."""
    concerned = Person.objects.filter(is_active=True, posts__organisation=int(happened.organisation.key)) | (
        Person.objects.filter(is_active=True, grants__organisation=int(happened.organisation.key))
    )
    notices.tell(
        concerned.distinct(),
        message=gettext_noop("%(organisation)s was merged into %(into)s on %(day)s."),
        values={"organisation": happened.organisation, "into": happened.into, "day": {"date": happened.on}},
        ref=happened.into,
        key=f"{happened.name}:{happened.organisation.key}",
    )
