"""Moving one activity to another day: what shifts with it, and what forbids it. Nothing is stored here."""

from dataclasses import dataclass, replace
from typing import Literal

from parkloop.domain.workplan.model import Conflict, Link, Network, Timetable
from parkloop.domain.workplan.scheduling import pushed_by, timetable

BreachKind = Literal["fixed", "link", "origin", "must_start", "finish_by"]


@dataclass(frozen=True)
class Shift:
    """One activity that moves, by so many working days (negative: earlier)."""

    key: str
    old_start: int
    new_start: int

    @property
    def by(self) -> int:
        """Working days."""
        return self.new_start - self.old_start


@dataclass(frozen=True)
class Breach:
    """Why a move is not possible.

    `fixed`: its own start is fixed to `day`. `origin`: nothing starts before `day`. `link`: `chain` holds it back until `day`.
    `must_start`, `finish_by`: `key` could no longer keep its fixed date `day`; `chain` is what pushes it.
    """

    kind: BreachKind
    key: str
    day: int
    chain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """The outcome: the network as it would be with its timetable, what shifts (the moved one first), and the breaches, if any."""

    network: Network
    timetable: Timetable
    shifts: tuple[Shift, ...]
    breaches: tuple[Breach, ...]


def move(network: Network, key: str, day: int) -> Move:
    """Try to start the activity `key` on the place `day`. Errors: KeyError, CyclicLinks."""
    before = timetable(network)
    changed = replace(network.activities[key], not_before=day)
    moved = replace(network, activities={**network.activities, key: changed})
    after = timetable(moved)
    breaches = [*_own(moved, after, key, day), *_others(before, after, key)]
    return Move(moved, after, shifts(before, after, key), tuple(breaches))


def shifts(before: Timetable, after: Timetable, first: str = "") -> tuple[Shift, ...]:
    """All that starts on another day, by new start; `first` leads."""
    found = [
        Shift(key, before.slots[key].start, slot.start)
        for key, slot in after.slots.items()
        if key in before.slots and before.slots[key].start != slot.start
    ]
    return tuple(sorted(found, key=lambda s: (s.key != first, s.new_start, s.key)))


def new_conflicts(before: Timetable, after: Timetable) -> list[Conflict]:
    """Conflicts that were not there before, or that became worse."""
    known = {(c.kind, c.key): c.found for c in before.conflicts}
    return [c for c in after.conflicts if (c.kind, c.key) not in known or c.found > known[c.kind, c.key]]


def _own(network: Network, after: Timetable, key: str, day: int) -> list[Breach]:
    activity, start = network.activities[key], after.slots[key].start
    if activity.must_start is not None and day != activity.must_start:
        return [Breach("fixed", key, activity.must_start)]
    if day < network.origin:
        return [Breach("origin", key, network.origin)]
    if start > day:
        return [Breach("link", key, start, pushed_by(_into(after.tight, key), key))]
    return []


def _into(tight: tuple[Link, ...], key: str) -> tuple[Link, ...]:
    """The tight links of which the chain to `key` is made; only the last step is needed to name who holds it back."""
    return tuple(link for link in tight if link.after == key)


def _others(before: Timetable, after: Timetable, key: str) -> list[Breach]:
    return [
        Breach(c.kind, c.key, c.wanted, c.chain)
        for c in new_conflicts(before, after)
        if c.key != key or c.kind == "finish_by"
    ]
