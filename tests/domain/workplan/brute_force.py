"""A slow, independent answer to the scheduling question: no order, no formula, only trying days one by one.

Starts: raise any activity by one day as long as a rule is broken. Latest starts: put an activity on a late day, let everything that
waits for it follow, and go back day by day until no end and no fixed date is passed.
"""

from parkloop.domain.workplan.model import Network

Starts = dict[str, int]
FAR = 40
"""More days than a chain of negative lags in the tests can reach back."""


def days_of(network: Network, key: str, start: int) -> range:
    """The working days that an activity fills; a milestone stands on one."""
    return range(start, start + max(network.activities[key].duration, 1))


def is_kept(network: Network, starts: Starts, link: object) -> bool:
    """The rule of one link, said in days and not in gaps."""
    before, after, kind, lag = link.before, link.after, link.kind, link.lag  # type: ignore[attr-defined]
    if kind == "SS":
        return starts[after] >= starts[before] + lag
    last = days_of(network, before, starts[before])[-1]
    if network.activities[after].duration == 0:
        return starts[after] >= last + lag
    return starts[after] > last + lag


def earliest(network: Network) -> Starts:
    """Smallest starts that keep all links and lower bounds, by raising one day at a time."""
    starts = dict.fromkeys(network.activities, network.origin)
    for key, activity in network.activities.items():
        while any(bound is not None and starts[key] < bound for bound in (activity.not_before, activity.must_start)):
            starts[key] += 1
    broken = True
    while broken:
        broken = False
        for link in network.links:
            while not is_kept(network, starts, link):
                starts[link.after] += 1
                broken = True
    return starts


def ends(network: Network, starts: Starts, by_group: bool) -> dict[str, int]:
    """Last day of every group."""
    found: dict[str, int] = {}
    for key, activity in network.activities.items():
        group = activity.group if by_group else ""
        found[group] = max(found.get(group, network.origin), days_of(network, key, starts[key])[-1])
    return found


def followers(network: Network, key: str) -> set[str]:
    """An activity and everything that waits for it, near or far."""
    found = {key}
    while True:
        more = {link.after for link in network.links if link.before in found} - found
        if not more:
            return found
        found |= more


def pushed(network: Network, key: str, day: int) -> Starts:
    """One activity on the day, what follows it as early as it may: begun far below, raised one day at a time."""
    after = followers(network, key)
    moved = dict.fromkeys(after, day - FAR)
    moved[key] = day
    links = [link for link in network.links if link.before in after]
    broken = True
    while broken:
        broken = False
        for link in links:
            while not is_kept(network, moved, link):
                moved[link.after] += 1
                broken = True
    return moved


def latest(network: Network, key: str, by_group: bool) -> int:
    """The latest start of an activity at which it and what follows it meet their group's end and their fixed dates."""
    starts = earliest(network)
    allowed = ends(network, starts, by_group)
    day = max(allowed.values())
    while True:
        moved = pushed(network, key, day)
        if all(_meets(network, other, start, allowed, by_group) for other, start in moved.items()):
            return day
        day -= 1


def _meets(network: Network, key: str, start: int, allowed: dict[str, int], by_group: bool) -> bool:
    activity, last = network.activities[key], days_of(network, key, start)[-1]
    if last > allowed[activity.group if by_group else ""]:
        return False
    if activity.finish_by is not None and last > activity.finish_by:
        return False
    return activity.must_start is None or start <= activity.must_start
