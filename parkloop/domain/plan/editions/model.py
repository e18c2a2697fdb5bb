"""Editions, their items, and changes between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from parkloop.domain.plan.bodies import body_ends, parent_of
from parkloop.domain.plan.model import CompiledPlan, Heading, Span

DEEPEST_ITEM_LEVEL = 4

ChangeKind = Literal[
    "merged", "split", "regrouped", "renumbered", "moved", "retitled", "added", "dropped",
    "target_raised", "target_lowered", "target_restated", "target_rescheduled", "target_added", "target_dropped",
    "goal_added", "goal_dropped", "unit_replaced", "duty_added", "duty_removed",
    "deadline_moved", "deadline_added", "deadline_removed", "period", "edit_lapsed",
]  # fmt: skip

#: What a person may decide about each kind of change, the usual decision first.
OPTIONS: dict[ChangeKind, tuple[str, ...]] = {
    "merged": ("carry_mean", "carry_lowest", "fresh"),
    "split": ("carry", "fresh"),
    "regrouped": ("carry_mean", "carry_lowest", "fresh"),
    "renumbered": ("carry",),
    "moved": ("carry", "fresh"),
    "retitled": ("carry", "fresh"),
    "added": ("accept",),
    "dropped": ("close",),
    "target_raised": ("carry", "fresh"),
    "target_lowered": ("carry", "fresh"),
    "target_restated": ("carry", "fresh"),
    "target_rescheduled": ("carry", "fresh"),
    "target_added": ("accept",),
    "target_dropped": ("close", "keep"),
    "goal_added": ("accept",),
    "goal_dropped": ("accept",),
    "unit_replaced": ("hand_over", "leave"),
    "duty_added": ("accept",),
    "duty_removed": ("accept",),
    "deadline_moved": ("accept",),
    "deadline_added": ("accept",),
    "deadline_removed": ("accept",),
    "period": ("accept",),
    "edit_lapsed": ("accept",),
}


class EditionError(ValueError):
    """The new edition cannot follow the running one; ``code`` is older, same or stranger."""

    def __init__(self, code: Literal["older", "same", "stranger", "empty"], **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered heading without numbered ones below it: a task, a safeguard, a chapter that stands alone."""

    path: str
    number: str
    title: str
    chapter: str
    text: str
    span: Span


@dataclass(frozen=True)
class Edition:
    """A compiled plan with the text its spans count in."""

    plan: CompiledPlan
    text: str
    items: tuple[Item, ...] = field(init=False)
    headings: Mapping[str, Heading] = field(init=False)

    def __post_init__(self) -> None:
        headings = [h for h in self.plan.headings if not h.path.startswith("通知/")]
        object.__setattr__(self, "headings", {h.path: h for h in headings})
        object.__setattr__(self, "items", tuple(_items(headings, self.text)))

    def item_of(self, path: str) -> str:
        """The path of the item that a path belongs to: itself or what stands above it; else the path."""
        known = {item.path for item in self.items}
        while path and path not in known:
            path = path.rpartition("/")[0]
        return path


def _items(headings: list[Heading], text: str) -> list[Item]:
    known = {h.path: h for h in headings}
    ends = body_ends(headings, len(text))
    numbered = [h for h in headings if h.number and h.level <= DEEPEST_ITEM_LEVEL]
    above = {parent_of(h.path, known) for h in numbered}
    return [
        Item(
            h.path, h.number, h.title, parent_of(h.path, known),
            "".join(text[h.span[0] : ends[h.path]].split()), (h.span[0], ends[h.path]),
        )
        for h in numbered
        if h.path not in above
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemLink:
    """Old items that go on as new ones: 1-1, n-1 merged, 1-n split; one side is empty when added or dropped."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetLink:
    """A target by its place in the list of its edition; None on one side when added or dropped."""

    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. ``old`` and ``new`` are paths; ``facts`` the values that a message shows."""

    key: str
    kind: ChangeKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def options(self) -> tuple[str, ...]:
        """What a person may decide, the usual decision first."""
        return OPTIONS[self.kind]


def key_of(kind: str, old: tuple[str, ...] = (), new: tuple[str, ...] = (), name: str = "") -> str:
    """A key that stays the same as long as the two texts do."""
    sides = f"{'+'.join(old)}>{'+'.join(new)}"
    return f"{kind}:{sides}:{name}" if name else f"{kind}:{sides}"
