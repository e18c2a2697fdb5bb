"""Units of two editions: one that took the place of another everywhere is one change; what else came or went is named by task."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from parkloop.domain.plan.editions.model import Change, Edition, ItemLink, key_of
from parkloop.domain.plan.editions.similarity import dice
from parkloop.domain.plan.model import Deadline, Duty

_LIKE = 0.5
Place = tuple[ItemLink, str]


def duty_changes(old: Edition, new: Edition, links: Sequence[ItemLink]) -> Iterator[Change]:
    """Replaced units first, then single duties added and removed, task by task."""
    gone, come = _differences(old, new, links)
    for before, after in _pairs(gone, come):
        places = [place for place in gone if before in gone[place] and after in come.get(place, set())]
        for place in places:
            gone[place].discard(before)
            come[place].discard(after)
        olds = tuple(dict.fromkeys(p for link, _ in places for p in link.old))
        news = tuple(dict.fromkeys(p for link, _ in places for p in link.new))
        facts = {"before": before, "after": after, "roles": sorted({role for _, role in places})}
        yield Change(key_of("unit_replaced", olds, news, f"{before}>{after}"), "unit_replaced", olds, news, facts)
    for kind, differing in (("duty_removed", gone), ("duty_added", come)):
        for (link, role), units in differing.items():
            for unit in sorted(units):
                facts = {"unit": unit, "role": role}
                key = key_of(kind, link.old, link.new, f"{role}/{unit}")
                yield Change(key, kind, link.old, link.new, facts)  # type: ignore[arg-type]


def _differences(
    old: Edition, new: Edition, links: Sequence[ItemLink]
) -> tuple[dict[Place, set[str]], dict[Place, set[str]]]:
    """Per group of tasks and role: units that are gone and units that have come."""
    before, after = _units(old, old.plan.duties), _units(new, new.plan.duties)
    known = {path for link in links for path in (*link.old, *link.new)}
    others = sorted({path for path, _ in (*before, *after)} - known)
    gone: dict[Place, set[str]] = {}
    come: dict[Place, set[str]] = {}
    for link in [*links, *(ItemLink((path,), (path,)) for path in others)]:
        if not (link.old and link.new):
            continue
        for role in {role for path, role in (*before, *after) if path in (*link.old, *link.new)}:
            had = set().union(*(before.get((path, role), set()) for path in link.old))
            has = set().union(*(after.get((path, role), set()) for path in link.new))
            gone[link, role], come[link, role] = had - has, has - had
    return gone, come


def _units(edition: Edition, duties: Sequence[Duty]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for duty in duties:
        found[edition.item_of(duty.path) or duty.path, duty.role].add(duty.unit)
    return found


def _pairs(gone: dict[Place, set[str]], come: dict[Place, set[str]]) -> list[tuple[str, str]]:
    """Pairs (before, after) that stand for each other wherever the first one is gone; the most frequent and most alike first."""
    together: Counter[tuple[str, str]] = Counter()
    leaving: Counter[str] = Counter()
    for place, units in gone.items():
        leaving.update(units)
        together.update((before, after) for before in units for after in come.get(place, ()))
    alone = {
        (before, after)
        for place, units in gone.items()
        for before in units
        for after in come.get(place, ())
        if len(units) == 1 and len(come[place]) == 1
    }
    ranked = sorted(together, key=lambda pair: (-together[pair], -dice(*pair), pair))
    found: list[tuple[str, str]] = []
    taken: set[str] = set()
    for before, after in ranked:
        certain = (before, after) in alone or dice(before, after) >= _LIKE or together[before, after] > 1
        if certain and together[before, after] == leaving[before] and not {before, after} & taken:
            found.append((before, after))
            taken |= {before, after}
    return found


def deadline_changes(old: Edition, new: Edition, links: Sequence[ItemLink]) -> Iterator[Change]:
    """Deadlines that moved, came or went, task by task."""
    before, after = _deadlines(old), _deadlines(new)
    for link in links:
        if not (link.old and link.new):
            continue
        had = dict(item for path in link.old for item in before.get(path, {}).items())
        has = dict(item for path in link.new for item in after.get(path, {}).items())
        gone, come = sorted(set(had) - set(has)), sorted(set(has) - set(had))
        if len(gone) == 1 and len(come) == 1:
            yield _deadline("deadline_moved", link, had[gone[0]], has[come[0]])
            continue
        for key in gone:
            yield _deadline("deadline_removed", link, had[key], None)
        for key in come:
            yield _deadline("deadline_added", link, None, has[key])


def _deadlines(edition: Edition) -> dict[str, dict[str, Deadline]]:
    found: dict[str, dict[str, Deadline]] = defaultdict(dict)
    for deadline in edition.plan.deadlines:
        path = edition.item_of(deadline.path) or deadline.path
        found[path][deadline.due or deadline.every or deadline.text] = deadline
    return found


def _deadline(kind: str, link: ItemLink, one: Deadline | None, other: Deadline | None) -> Change:
    facts = {
        "before": one.text if one else "",
        "after": other.text if other else "",
        "due_before": one.due if one else None,
        "due_after": other.due if other else None,
    }
    key = key_of(kind, link.old, link.new, f"{facts['before']}>{facts['after']}")
    return Change(key, kind, link.old, link.new, facts)  # type: ignore[arg-type]
