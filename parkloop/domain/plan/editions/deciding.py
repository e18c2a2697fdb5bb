"""The decisions about a comparison: whether each change has one that fits, and what they mean for running work."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from parkloop.domain.plan.editions.comparing import Comparison
from parkloop.domain.plan.editions.model import Change

Rule = Literal["same", "mean", "lowest"]


@dataclass(frozen=True, slots=True)
class DecisionFault:
    """A decision is missing, unknown or about a change that is not there; ``key`` names the place."""

    code: Literal["missing", "unknown_option", "no_such_change"]
    key: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class Carry:
    """Progress of the old items goes on in each of the new ones by the rule."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Settlement:
    """What confirming will do: ``targets`` are pairs (old index, new index), ``kept`` old targets that stay by decision."""

    tasks: tuple[Carry, ...]
    targets: tuple[tuple[int, int], ...]
    kept: tuple[int, ...]
    handed_over: tuple[tuple[str, str], ...]


def faults_of(comparison: Comparison, decisions: Mapping[str, str]) -> list[DecisionFault]:
    """Everything that keeps the edition from being confirmed."""
    known = {change.key: change for change in comparison.changes}
    missing = [DecisionFault("missing", key) for key in known if key not in decisions]
    strange = [DecisionFault("no_such_change", key) for key in decisions if key not in known]
    unfit = [
        DecisionFault("unknown_option", key, option)
        for key, option in decisions.items()
        if key in known and option not in known[key].options
    ]
    return [*missing, *strange, *unfit]


def settled(comparison: Comparison, decisions: Mapping[str, str]) -> Settlement:
    """What the decisions mean; call when :func:`faults_of` found nothing."""
    return Settlement(
        tasks=tuple(_tasks(comparison, decisions)),
        targets=tuple(_targets(comparison, decisions)),
        kept=tuple(
            change.facts["old_index"]
            for change in comparison.changes
            if change.kind == "target_dropped" and decisions[change.key] == "keep"
        ),
        handed_over=tuple(
            (change.facts["before"], change.facts["after"])
            for change in comparison.changes
            if change.kind == "unit_replaced" and decisions[change.key] == "hand_over"
        ),
    )


def _tasks(comparison: Comparison, decisions: Mapping[str, str]) -> list[Carry]:
    fresh = {
        (change.old, change.new)
        for change in comparison.changes
        if decisions.get(change.key) == "fresh" and not change.kind.startswith("target_")
    }
    found = []
    for link in comparison.items:
        if not (link.old and link.new) or (link.old, link.new) in fresh:
            continue
        found.append(Carry(link.old, link.new, _rule(comparison.changes, decisions, link.old, link.new)))
    return found


def _rule(
    changes: tuple[Change, ...], decisions: Mapping[str, str], old: tuple[str, ...], new: tuple[str, ...]
) -> Rule:
    if len(old) == 1:
        return "same"
    of_group = next(c for c in changes if (c.old, c.new) == (old, new) and c.kind in ("merged", "regrouped"))
    return "lowest" if decisions[of_group.key] == "carry_lowest" else "mean"


def _targets(comparison: Comparison, decisions: Mapping[str, str]) -> list[tuple[int, int]]:
    fresh = {
        change.facts["old_index"]
        for change in comparison.changes
        if change.kind.startswith("target_") and decisions.get(change.key) == "fresh"
    }
    return [
        (link.old, link.new)
        for link in comparison.targets
        if link.old is not None and link.new is not None and link.old not in fresh
    ]
