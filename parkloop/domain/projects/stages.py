"""Stages of a project (阶段): which there are, in which order, which steps between them are allowed. The park says them as data."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What a change from one stage to another is."""

    FORWARD = "forward"
    BACK = "back"
    SAME = "same"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Stage:
    """One stage. `following` are the keys of the stages that may come next; in a spending stage investment is reported monthly."""

    key: str
    zh: str
    en: str
    following: tuple[str, ...] = ()
    is_spending: bool = False


@dataclass(frozen=True)
class StageLine:
    """All stages in their order."""

    stages: tuple[Stage, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys in order."""
        return tuple(stage.key for stage in self.stages)

    @property
    def spending(self) -> tuple[str, ...]:
        """Keys of the stages in which investment is reported."""
        return tuple(stage.key for stage in self.stages if stage.is_spending)

    @property
    def final(self) -> tuple[str, ...]:
        """Keys of the stages that nothing follows."""
        return tuple(stage.key for stage in self.stages if not stage.following)

    def get(self, key: str) -> Stage | None:
        """The stage of a key, or None."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def next_of(self, key: str) -> Stage | None:
        """The usual next stage: the first that may follow; None at the end."""
        stage = self.get(key)
        return self.get(stage.following[0]) if stage and stage.following else None

    def step(self, old: str, new: str) -> Step:
        """What the change is: forward only along `following`, back to any earlier stage.

        From a stage that the park no longer has, every stage may be reached, so that no project is stuck.
        """
        before, after = self.get(old), self.get(new)
        if after is None:
            return Step.UNKNOWN
        if before is None:
            return Step.FORWARD
        if old == new:
            return Step.SAME
        if new in before.following:
            return Step.FORWARD
        return Step.BACK if self.keys.index(new) < self.keys.index(old) else Step.NOT_ALLOWED

    def faults(self) -> tuple[tuple[str, str], ...]:
        """(key, other key) of every following stage that is unknown or does not stand later; empty when the line is sound."""
        order = {key: n for n, key in enumerate(self.keys)}
        return tuple(
            (stage.key, other)
            for stage in self.stages
            for other in stage.following
            if order.get(other, -1) <= order[stage.key]
        )
