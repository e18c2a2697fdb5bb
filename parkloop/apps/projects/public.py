"""What other rooms may use of projects: events. Never models."""

from dataclasses import dataclass
from typing import ClassVar

from parkloop.domain.events import Event
from parkloop.domain.refs import Ref
from parkloop.foundation.events import event


@event
@dataclass(frozen=True)
class StageMoved(Event):
    """A project of either sort came to another stage; `is_back` when it fell back."""

    name: ClassVar[str] = "projects.stage_moved"
    project: Ref
    town: Ref
    stage: str
    is_back: bool
    on: str
    reason: str
    by: Ref


@event
@dataclass(frozen=True)
class BlockerRaised(Event):
    """Somebody said what holds a project up and who must solve it."""

    name: ClassVar[str] = "projects.blocker_raised"
    blocker: Ref
    project: Ref
    solver: Ref
    by: Ref


@event
@dataclass(frozen=True)
class BlockerSolved(Event):
    """A blocker was solved."""

    name: ClassVar[str] = "projects.blocker_solved"
    blocker: Ref
    project: Ref
    how: str
    by: Ref
