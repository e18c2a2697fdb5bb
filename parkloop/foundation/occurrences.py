"""Events of the ground: what happened to organisations and people that rooms may listen to. Actions of the ground emit them."""

from dataclasses import dataclass
from typing import ClassVar

from parkloop.domain.events import Event
from parkloop.domain.refs import Ref
from parkloop.foundation.events import event


@event
@dataclass(frozen=True)
class OrganisationsMerged(Event):
    """`organisation` went into `into` on a day; references to it stay, its children belong to `into` from then on."""

    name: ClassVar[str] = "directory.organisations_merged"
    organisation: Ref
    into: Ref
    on: str


@event
@dataclass(frozen=True)
class RoleGranted(Event):
    """`holder` holds `role` for `organisation` from a day on."""

    name: ClassVar[str] = "directory.role_granted"
    grant: Ref
    holder: Ref
    organisation: Ref
    role: str
    valid_from: str


@event
@dataclass(frozen=True)
class LeaverHandedOver(Event):
    """The leaver's duties are the successor's from today on: a room moves its open work items from one to the other."""

    name: ClassVar[str] = "directory.leaver_handed_over"
    handover: str
    leaver: Ref
    successor: Ref
    on: str
