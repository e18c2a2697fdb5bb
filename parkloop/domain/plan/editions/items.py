"""Which task of the old edition goes on as which of the new one.

Every old task claims the new one that shares most with it, every new task the old one; a claim needs half of the shorter text in
common, or nearly the same title. Tasks bound by claims form a group: one to one, merged, split, or regrouped.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from parkloop.domain.plan.editions.model import Change, Edition, Item, ItemLink, key_of
from parkloop.domain.plan.editions.similarity import Likeness, dice

_ENOUGH = 0.5
_SAME_TITLE = 0.75


def link_items(old: Sequence[Item], new: Sequence[Item]) -> list[ItemLink]:
    """Groups of items that belong together, in the order of the new edition, what was dropped at its old place."""
    likeness = Likeness([item.text for item in old], [item.text for item in new])
    edges = _claims(old, new, likeness)
    groups = _groups(len(old), len(new), edges)
    links = [
        ItemLink(tuple(old[i].path for i in sorted(olds)), tuple(new[j].path for j in sorted(news)))
        for olds, news in groups
    ]
    place = {item.path: (at, 0) for at, item in enumerate(new)}
    before = {item.path: (at, 1) for at, item in enumerate(old)}
    return sorted(links, key=lambda link: place[link.new[0]] if link.new else before[link.old[0]])


def _claims(old: Sequence[Item], new: Sequence[Item], likeness: Likeness) -> set[tuple[int, int]]:
    """Pairs (old, new) of which at least one side claims the other."""
    titles = {(i, j): dice(o.title, n.title) for i, o in enumerate(old) for j, n in enumerate(new)}

    def score(i: int, j: int) -> tuple[float, float]:
        overlap = likeness.overlap(i, j)
        same = titles[i, j] if titles[i, j] >= _SAME_TITLE else 0.0
        return (max(min(overlap, 1.0), same), likeness.both(i, j) + same)

    found: set[tuple[int, int]] = set()
    for i in range(len(old)):
        best = max(range(len(new)), key=lambda j: score(i, j), default=None)
        if best is not None and score(i, best)[0] >= _ENOUGH:
            found.add((i, best))
    for j in range(len(new)):
        best = max(range(len(old)), key=lambda i: score(i, j), default=None)
        if best is not None and score(best, j)[0] >= _ENOUGH:
            found.add((best, j))
    return found


def _groups(olds: int, news: int, edges: set[tuple[int, int]]) -> list[tuple[set[int], set[int]]]:
    """Connected groups; an item without a claim is a group of its own."""
    ahead: dict[int, set[int]] = defaultdict(set)
    back: dict[int, set[int]] = defaultdict(set)
    for i, j in edges:
        ahead[i].add(j)
        back[j].add(i)
    groups: list[tuple[set[int], set[int]]] = []
    seen: set[int] = set()
    for start in range(olds):
        if start in seen:
            continue
        left, waiting = {start}, [start]
        right: set[int] = set()
        while waiting:
            for j in ahead[waiting.pop()] - right:
                right.add(j)
                fresh = back[j] - left
                left |= fresh
                waiting.extend(fresh)
        seen |= left
        groups.append((left, right))
    groups.extend((set(), {j}) for j in range(news) if not back[j])
    return groups


def item_changes(old: Edition, new: Edition, links: Sequence[ItemLink]) -> Iterator[Change]:
    """What happened to the tasks; those that only got another number are one change together."""
    before, after = {i.path: i for i in old.items}, {i.path: i for i in new.items}
    chapters = _chapters(old, new, links)
    renumbered: list[tuple[Item, Item]] = []
    for link in links:
        olds, news = [before[p] for p in link.old], [after[p] for p in link.new]
        if len(olds) == 1 and len(news) == 1:
            one, other = olds[0], news[0]
            moved = chapters.get(one.chapter, one.chapter) != other.chapter
            if moved:
                yield _change("moved", olds, news, **_chapter_facts(old, new, one, other))
            elif one.number != other.number:
                renumbered.append((one, other))
            if _bare(one.title) != _bare(other.title):
                yield _change("retitled", olds, news)
        else:
            yield _change(_kind_of(link), olds, news)
    if renumbered:
        olds, news = [pair[0] for pair in renumbered], [pair[1] for pair in renumbered]
        yield _change("renumbered", olds, news)


def _kind_of(link: ItemLink) -> str:
    if not link.old:
        return "added"
    if not link.new:
        return "dropped"
    if len(link.new) == 1:
        return "merged"
    return "split" if len(link.old) == 1 else "regrouped"


def _change(kind: str, olds: Sequence[Item], news: Sequence[Item], **facts: str) -> Change:
    old, new = tuple(i.path for i in olds), tuple(i.path for i in news)
    named = {"old": [(i.number, i.title) for i in olds], "new": [(i.number, i.title) for i in news], **facts}
    return Change(key_of(kind, old, new), kind, old, new, named)  # type: ignore[arg-type]


def _chapter_facts(old: Edition, new: Edition, one: Item, other: Item) -> dict[str, str]:
    return {
        "from_chapter": old.headings[one.chapter].title if one.chapter in old.headings else "",
        "to_chapter": new.headings[other.chapter].title if other.chapter in new.headings else "",
    }


def _chapters(old: Edition, new: Edition, links: Sequence[ItemLink]) -> dict[str, str]:
    """Old chapter → new chapter: by the same title, else where most of its tasks went."""
    by_title = {_bare(h.title): path for path, h in new.headings.items()}
    where = {item.path: item.chapter for item in new.items}
    came = {item.path: item.chapter for item in old.items}
    votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for link in links:
        for path in link.old:
            for other in link.new:
                votes[came[path]][where[other]] += 1
    found: dict[str, str] = {"": ""}
    for chapter in {item.chapter for item in old.items}:
        title = _bare(old.headings[chapter].title) if chapter in old.headings else ""
        if title and title in by_title:
            found[chapter] = by_title[title]
        elif votes[chapter]:
            found[chapter] = max(votes[chapter], key=lambda other: votes[chapter][other])
    return found


def _bare(title: str) -> str:
    return "".join(letter for letter in title if letter.isalnum())
