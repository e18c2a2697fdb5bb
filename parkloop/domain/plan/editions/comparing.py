"""Holds a new edition against the running one and lists what differs, the heaviest changes first."""

from collections.abc import Sequence
from dataclasses import dataclass

from parkloop.domain.plan.editions.duties import deadline_changes, duty_changes
from parkloop.domain.plan.editions.goals import goal_changes, link_targets, target_changes
from parkloop.domain.plan.editions.items import item_changes, link_items
from parkloop.domain.plan.editions.model import Change, Edition, EditionError, ItemLink, TargetLink, key_of

#: The order in which changes are shown.
_ORDER = (
    "period", "merged", "split", "regrouped", "moved", "retitled", "renumbered", "dropped", "added",
    "target_raised", "target_lowered", "target_restated", "target_rescheduled", "target_dropped", "target_added",
    "unit_replaced", "duty_removed", "duty_added", "deadline_moved", "deadline_removed", "deadline_added",
    "goal_dropped", "goal_added", "edit_lapsed",
)  # fmt: skip
#: Less than this share of the running tasks found again: it is another plan, not a new edition.
_RELATED = 0.2


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes and the lineage. ``reworded`` are items that go on one to one with other words: to read, not to decide."""

    changes: tuple[Change, ...]
    items: tuple[ItemLink, ...]
    targets: tuple[TargetLink, ...]
    reworded: tuple[ItemLink, ...]

    def change(self, key: str) -> Change | None:
        """The change of a key, or None."""
        return next((change for change in self.changes if change.key == key), None)


def compare_editions(old: Edition, new: Edition, lapsed: Sequence[Change] = ()) -> Comparison:
    """What the new edition changes; ``lapsed`` are corrections of people that do not go over, to be named among the changes.

    Errors: EditionError ``empty`` (no numbered heading), ``same`` (nothing differs), ``older`` (issued before the running
    one), ``stranger`` (hardly a task of the running edition is found again).
    """
    _check_order(old, new)
    links = link_items(old.items, new.items)
    _check_related(old, links)
    places = {path: frozenset(link.new) for link in links for path in link.old}
    targets = link_targets(old.plan.targets, new.plan.targets, places)
    changes = [
        *_period(old, new),
        *item_changes(old, new, links),
        *target_changes(old.plan.targets, new.plan.targets, targets),
        *duty_changes(old, new, links),
        *deadline_changes(old, new, links),
        *goal_changes(old.plan.qualitative, new.plan.qualitative),
        *lapsed,
    ]
    changes.sort(key=lambda change: _ORDER.index(change.kind))
    return Comparison(tuple(changes), tuple(links), tuple(targets), tuple(_reworded(old, new, links)))


def _check_order(old: Edition, new: Edition) -> None:
    if not new.items:
        raise EditionError("empty")
    if "".join(old.text.split()) == "".join(new.text.split()):
        raise EditionError("same")
    before, after = old.plan.document.issued_on, new.plan.document.issued_on
    if before and after and after < before:
        raise EditionError("older", running=before, offered=after)


def _check_related(old: Edition, links: list[ItemLink]) -> None:
    found = sum(len(link.old) for link in links if link.new)
    if old.items and found / len(old.items) < _RELATED:
        raise EditionError("stranger", found=str(found), of=str(len(old.items)))


def _period(old: Edition, new: Edition) -> list[Change]:
    before, after = old.plan.document.period, new.plan.document.period
    if before == after:
        return []
    return [Change(key_of("period"), "period", (), (), {"before": before, "after": after})]


def _reworded(old: Edition, new: Edition, links: list[ItemLink]) -> list[ItemLink]:
    before, after = {i.path: i for i in old.items}, {i.path: i for i in new.items}
    return [
        link
        for link in links
        if len(link.old) == len(link.new) == 1 and _words(before[link.old[0]].text) != _words(after[link.new[0]].text)
    ]


def _words(text: str) -> str:
    """Letters and figures behind the heading's own number."""
    return "".join(letter for letter in text if letter.isalnum()).lstrip("0123456789一二三四五六七八九十")
