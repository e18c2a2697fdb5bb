"""The critical path method over whole working days: forward pass, backward pass, floats, conflicts.

Links always hold in the timetable; a fixed date that they do not allow is a conflict and shows as negative float.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from parkloop.domain.workplan.model import Activity, Conflict, CyclicLinks, Link, Network, Slot, Timetable


def timetable(network: Network, *, by_group: bool = False) -> Timetable:
    """The earliest schedule of a network with its floats.

    The backward pass starts from the last day of the whole network, or with `by_group` from the last day of each group.
    Errors: CyclicLinks.
    """
    order = in_order(network)
    starts = _forward(network, order)
    late = _backward(network, order, starts, by_group=by_group)
    following = _by(network.links, "before")
    slots = {
        key: _slot(network, activity, starts, late[key], following[key]) for key, activity in network.activities.items()
    }
    tight = tuple(link for link in network.links if starts[link.after] == starts[link.before] + network.gap(link))
    return Timetable(slots, tight, tuple(_conflicts(network, starts, tight)))


def in_order(network: Network) -> tuple[str, ...]:
    """Keys so that every link points forward, otherwise as given. Errors: CyclicLinks, naming one circle."""
    waiting = dict.fromkeys(network.activities, 0)
    for link in network.links:
        waiting[link.after] += 1
    following = _by(network.links, "before")
    ready = [key for key, count in waiting.items() if not count]
    done: list[str] = []
    while ready:
        key = ready.pop(0)
        done.append(key)
        for link in following[key]:
            waiting[link.after] -= 1
            if not waiting[link.after]:
                ready.append(link.after)
    if len(done) < len(waiting):
        raise CyclicLinks(_cycle(following, set(waiting) - set(done)))
    return tuple(done)


def path_between(links: Iterable[Link], first: str, last: str) -> tuple[str, ...]:
    """A shortest way along the links from one activity to another, both ends included; empty when there is none."""
    following = _by(tuple(links), "before")
    came_from: dict[str, str] = {first: ""}
    ready = [first]
    while ready and last not in came_from:
        key = ready.pop(0)
        for link in following[key]:
            if link.after not in came_from:
                came_from[link.after] = key
                ready.append(link.after)
    if last not in came_from:
        return ()
    way = [last]
    while way[-1] != first:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def pushed_by(tight: Iterable[Link], key: str) -> tuple[str, ...]:
    """The chain of activities without room between them that ends at `key`, first one first."""
    leading = _by(tuple(tight), "after")
    chain = [key]
    while leading[chain[-1]]:
        chain.append(leading[chain[-1]][0].before)
    return tuple(reversed(chain))


def _by(links: Iterable[Link], end: str) -> Mapping[str, list[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[getattr(link, end)].append(link)
    return found


def _cycle(following: Mapping[str, list[Link]], left: set[str]) -> tuple[str, ...]:
    """One circle among what could not be ordered. What only hangs behind a circle is taken away first."""
    shrinking = True
    while shrinking:
        kept = {key for key in left if any(link.after in left for link in following[key])}
        shrinking, left = kept != left, kept
    way = [min(left)]
    while way[-1] not in way[:-1]:
        way.append(min(link.after for link in following[way[-1]] if link.after in left))
    return tuple(way[way.index(way[-1]) :])


def _forward(network: Network, order: tuple[str, ...]) -> dict[str, int]:
    leading = _by(network.links, "after")
    starts: dict[str, int] = {}
    for key in order:
        activity = network.activities[key]
        bounds = [network.origin, *(day for day in (activity.not_before, activity.must_start) if day is not None)]
        starts[key] = max([*bounds, *(starts[link.before] + network.gap(link) for link in leading[key])])
    return starts


def _backward(network: Network, order: tuple[str, ...], starts: Mapping[str, int], *, by_group: bool) -> dict[str, int]:
    """Latest start of each activity."""
    ends: dict[str, int] = {}
    for key, activity in network.activities.items():
        group = activity.group if by_group else ""
        ends[group] = max(ends.get(group, network.origin), starts[key] + activity.span)
    following = _by(network.links, "before")
    late: dict[str, int] = {}
    for key in reversed(order):
        activity = network.activities[key]
        bounds = [ends[activity.group if by_group else ""] - activity.span]
        bounds += [late[link.after] - network.gap(link) for link in following[key]]
        if activity.finish_by is not None:
            bounds.append(activity.finish_by - activity.span)
        if activity.must_start is not None:
            bounds.append(activity.must_start)
        late[key] = min(bounds)
    return late


def _slot(
    network: Network, activity: Activity, starts: Mapping[str, int], late: int, following: Iterable[Link]
) -> Slot:
    start = starts[activity.key]
    room = [starts[link.after] - start - network.gap(link) for link in following]
    total = late - start
    return Slot(start, start + activity.span, late, late + activity.span, total, min([*room, max(total, 0)]))


def _conflicts(network: Network, starts: Mapping[str, int], tight: tuple[Link, ...]) -> Iterable[Conflict]:
    for key, activity in network.activities.items():
        start = starts[key]
        if activity.must_start is not None and start > activity.must_start:
            yield Conflict("must_start", key, activity.must_start, start, pushed_by(tight, key))
        if activity.finish_by is not None and start + activity.span > activity.finish_by:
            yield Conflict("finish_by", key, activity.finish_by, start + activity.span, pushed_by(tight, key))
