"""Targets and goals without numbers of two editions: which goes on as which, and what became of its number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from parkloop.domain.plan.editions.model import Change, TargetLink, key_of
from parkloop.domain.plan.editions.similarity import dice
from parkloop.domain.plan.model import Qualitative, Target
from parkloop.domain.plan.quantities import base_unit

_LIKE = 0.5
_STRICTER_WHEN_LOWER = ("le", "lt", "rank")
_ORDER = {"approx": 0, "eq": 1, "keep": 1, "ge": 1, "le": 1, "gt": 2, "lt": 2}
Where = Callable[[str], str]


def link_targets(
    old: Sequence[Target], new: Sequence[Target], places: Mapping[str, frozenset[str]]
) -> list[TargetLink]:
    """Pairs by likeness of the indicator first, then unit, year, part and place; ``places`` says where an old path went."""
    scored = sorted(
        (
            (score, -abs(i - j), i, j)
            for i, one in enumerate(old)
            for j, other in enumerate(new)
            if (score := _score(one, other, places)) > 0
        ),
        reverse=True,
    )
    left, right, pairs = set(range(len(old))), set(range(len(new))), {}
    for _, _, i, j in scored:
        if i in left and j in right:
            pairs[i] = j
            left.discard(i)
            right.discard(j)
    kept = [TargetLink(i, pairs.get(i)) for i in range(len(old))]
    return [*kept, *(TargetLink(None, j) for j in sorted(right))]


def _score(one: Target, other: Target, places: Mapping[str, frozenset[str]]) -> float:
    likeness = max(dice(one.indicator, other.indicator), _held(one.indicator, other.indicator))
    if likeness < _LIKE:
        return 0.0
    return (
        likeness
        + 0.2 * (base_unit(one.unit) == base_unit(other.unit))
        + 0.15 * (one.year == other.year)
        + 0.1 * (one.kind == other.kind)
        + 0.1 * (one.parent == other.parent)
        + 0.1 * (one.qualifier == other.qualifier)
        + 0.1 * (other.path in places.get(one.path, frozenset([one.path])))
    )


def _held(one: str, other: str) -> float:
    """0.7 where one phrase holds the other (高新技术企业 in 园区高新技术企业数量)."""
    short, long = sorted((one, other), key=len)
    return 0.7 if len(short) >= 4 and short in long else 0.0


def target_changes(old: Sequence[Target], new: Sequence[Target], links: Sequence[TargetLink]) -> Iterator[Change]:
    """One change per target that differs."""
    for link in links:
        one = old[link.old] if link.old is not None else None
        other = new[link.new] if link.new is not None else None
        kind = _kind(one, other)
        if kind:
            yield _change(kind, one, other, link)


def _kind(one: Target | None, other: Target | None) -> str:
    if one is None:
        return "target_added"
    if other is None:
        return "target_dropped"
    way = _way(one, other)
    if way:
        return "target_raised" if way > 0 else "target_lowered"
    if _measure(one) != _measure(other) or one.comparator != other.comparator or one.kind != other.kind:
        return "target_restated"
    return "target_rescheduled" if one.year != other.year else ""


def _measure(target: Target) -> tuple[Any, str, str | None]:
    return _amount(target.value, target.scale), base_unit(target.unit), target.reference


def _way(one: Target, other: Target) -> int:
    """1 when the new edition asks for more, -1 for less, 0 when the numbers are equal or cannot be compared."""
    low, high = _amount(one.value, one.scale), _amount(other.value, other.scale)
    if low is None or high is None or base_unit(one.unit) != base_unit(other.unit) or one.kind != other.kind:
        return 0
    if low == high:
        mine, its = _ORDER.get(one.comparator), _ORDER.get(other.comparator)
        return 0 if mine is None or its is None else (its > mine) - (its < mine)
    rising = all(b >= a for a, b in zip(low, high, strict=True))
    falling = all(b <= a for a, b in zip(low, high, strict=True))
    if not (rising or falling):
        return 0
    way = 1 if rising else -1
    lower_is_stricter = other.kind == "limit" or other.comparator in _STRICTER_WHEN_LOWER
    return -way if lower_is_stricter else way


def _amount(value: Any, scale: float) -> tuple[float, float] | None:
    if value is None:
        return None
    low, high = value if isinstance(value, tuple) else (value, value)
    return round(low * scale, 6), round(high * scale, 6)


def _change(kind: str, one: Target | None, other: Target | None, link: TargetLink) -> Change:
    olds, news = ((one.path,) if one else ()), ((other.path,) if other else ())
    shown = other or one
    assert shown is not None  # one side is there
    facts = {
        "indicator": shown.indicator,
        "before": _shown(one),
        "after": _shown(other),
        "old_index": link.old,
        "new_index": link.new,
    }
    name = f"{(one or shown).indicator}#{link.old if link.old is not None else ''}"
    return Change(key_of(kind, olds, news, name), kind, olds, news, facts)  # type: ignore[arg-type]


def _shown(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    value = list(target.value) if isinstance(target.value, tuple) else target.value
    return {
        "word": target.word,
        "comparator": target.comparator,
        "value": value,
        "unit": target.unit,
        "year": target.year,
    }


def goal_changes(old: Sequence[Qualitative], new: Sequence[Qualitative]) -> Iterator[Change]:
    """Goals without numbers that came or went; a reworded one goes on."""
    scored = sorted(
        ((dice(a.indicator, b.indicator), i, j) for i, a in enumerate(old) for j, b in enumerate(new)), reverse=True
    )
    left, right = set(range(len(old))), set(range(len(new)))
    for likeness, i, j in scored:
        if likeness >= _LIKE and i in left and j in right:
            left.discard(i)
            right.discard(j)
    for i in sorted(left):
        yield _goal("goal_dropped", (old[i].path,), (), old[i], i)
    for j in sorted(right):
        yield _goal("goal_added", (), (new[j].path,), new[j], j)


def _goal(kind: str, old: tuple[str, ...], new: tuple[str, ...], goal: Qualitative, at: int) -> Change:
    return Change(key_of(kind, old, new, f"{goal.indicator}#{at}"), kind, old, new, {"indicator": goal.indicator})  # type: ignore[arg-type]
