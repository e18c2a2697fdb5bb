"""What is scheduled: activities and milestones on a line of working days, links between them, and the timetable that results.

Days are whole numbers: the place of a working day on the plan's line, 0 for its first one (`days.WorkingDays` converts dates).
An activity of n working days fills n of them; a milestone (里程碑) lasts 0 days and stands on one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

LinkKind = Literal["FS", "SS"]
LINK_KINDS: tuple[LinkKind, ...] = ("FS", "SS")


@dataclass(frozen=True)
class Activity:
    """One thing to do. `duration` in working days, 0 for a milestone; `group` is what shares one end (a task).

    `not_before`: it may not start earlier. `must_start`: it starts on that day, no other. `finish_by`: its last day at the latest.
    """

    key: str
    duration: int
    not_before: int | None = None
    must_start: int | None = None
    finish_by: int | None = None
    group: str = ""

    @property
    def is_milestone(self) -> bool:
        """Whether it lasts no time."""
        return self.duration == 0

    @property
    def span(self) -> int:
        """Working days from its first to its last day: 0 for one day and for a milestone."""
        return max(self.duration - 1, 0)


@dataclass(frozen=True)
class Link:
    """`after` waits for `before`: FS for its finish, SS for its start. `lag` in working days; negative lets it begin earlier."""

    before: str
    after: str
    kind: LinkKind = "FS"
    lag: int = 0


@dataclass(frozen=True)
class Network:
    """Activities by key with their links; nothing starts before day `origin`."""

    activities: Mapping[str, Activity]
    links: tuple[Link, ...] = ()
    origin: int = 0

    @classmethod
    def of(cls, activities: Iterable[Activity], links: Iterable[Link] = (), origin: int = 0) -> "Network":
        """A checked network. Errors: ValueError for a key given twice, a duration below 0, a link to nothing or to itself."""
        listed = list(activities)
        found = {activity.key: activity for activity in listed}
        if len(found) != len(listed):
            raise ValueError("an activity is given twice")
        if any(activity.duration < 0 for activity in listed):
            raise ValueError("a duration lies below zero")
        kept = tuple(links)
        for link in kept:
            if link.before not in found or link.after not in found or link.before == link.after:
                raise ValueError(f"the link {link.before} → {link.after} joins no two activities")
        return cls(found, kept, origin)

    def gap(self, link: Link) -> int:
        """Days from the start of `before` to the earliest start of `after`.

        Finish to start: an activity begins on the working day after the last day of `before`; a milestone falls on that last day.
        """
        if link.kind == "SS":
            return link.lag
        begins_next_day = 0 if self.activities[link.after].is_milestone else 1
        return self.activities[link.before].span + begins_next_day + link.lag


@dataclass(frozen=True)
class Slot:
    """Where an activity stands: first and last day, the latest ones that delay nothing, and its float in working days.

    `total_float` is how far it may slip before the end of its group or a fixed date slips; negative when a date is already missed.
    `free_float` is how far it may slip before anything else moves.
    """

    start: int
    finish: int
    late_start: int
    late_finish: int
    total_float: int
    free_float: int

    @property
    def is_critical(self) -> bool:
        """Whether it has no float: what it loses, the end loses."""
        return self.total_float <= 0


ConflictKind = Literal["must_start", "finish_by"]


@dataclass(frozen=True)
class Conflict:
    """A fixed date that the links do not allow: `wanted` and `found` are days; `chain` are the activities that push it, first one first."""

    kind: ConflictKind
    key: str
    wanted: int
    found: int
    chain: tuple[str, ...]


@dataclass(frozen=True)
class Timetable:
    """The schedule of a network: a slot per activity, the links that leave no room, the dates that cannot be kept."""

    slots: Mapping[str, Slot]
    tight: tuple[Link, ...] = ()
    conflicts: tuple[Conflict, ...] = field(default=())

    @property
    def critical(self) -> tuple[str, ...]:
        """Keys without float, by start."""
        found = [key for key, slot in self.slots.items() if slot.is_critical]
        return tuple(sorted(found, key=lambda key: (self.slots[key].start, self.slots[key].finish, key)))

    @property
    def critical_links(self) -> tuple[Link, ...]:
        """Links between two critical activities that leave no room: the arrows of the critical path."""
        return tuple(
            link for link in self.tight if self.slots[link.before].is_critical and self.slots[link.after].is_critical
        )


class CyclicLinks(ValueError):
    """The links run in a circle; `cycle` names it, the first key once more at its end."""

    def __init__(self, cycle: tuple[str, ...]) -> None:
        self.cycle = cycle
        super().__init__(" → ".join(cycle))
