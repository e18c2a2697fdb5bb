"""What a subject could change so that a rule is met: the smallest sets of steps, none of which can be left out or made smaller.

Only this period's figures that the definition marks as changeable move, in their direction; age, dates and earlier years never do.
A figure that is part of another (`part_of`) takes it along: hiring an engineer adds one to the staff as well.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parkloop.domain.measure import ir
from parkloop.domain.measure.definitions import FieldSpec
from parkloop.domain.measure.evaluating import Frame
from parkloop.domain.measure.trying import Result, plain

MOST_STEPS = 3
MOST_TIMES = 20
MOST_SETS = 8
REACHED = ("met", "manual")


@dataclass(frozen=True)
class Step:
    """One figure that changes: from, to and by how much, in base units."""

    field: FieldSpec
    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        """How much it moves; negative when it falls."""
        return self.after - self.before

    def as_dict(self) -> dict[str, object]:
        """JSON form, in the field's unit."""
        kind = self.field.type
        return {
            "field": self.field.name,
            "label": dict(self.field.label),
            "from": plain(self.before, kind),
            "to": plain(self.after, kind),
            "change": plain(self.change, kind),
            "unit": kind.unit.name,
        }


def nearest_steps(result: Result) -> list[tuple[Step, ...]]:
    """Sets of steps that reach the rule (or leave only opinions out), fewest first; empty when it is met or out of reach."""
    if "outcome" not in result.measure.lets or result.outcome in REACHED or result.row is None:
        return []
    search = _Search(result)
    found: list[tuple[Step, ...]] = []
    for size in range(1, MOST_STEPS + 1):
        if size == MOST_STEPS and found:
            break
        for chosen in itertools.combinations(search.movable, size):
            names = {spec.name for spec in chosen}
            if any({step.field.name for step in steps} <= names for steps in found):
                continue
            steps = search.smallest(chosen)
            if steps and len(steps) == size:
                found.append(steps)
                if len(found) >= MOST_SETS:
                    return found
    return found


class _Search:
    def __init__(self, result: Result) -> None:
        self.result, self.measure = result, result.measure
        assert result.row is not None  # asked for by nearest_steps
        self.row = result.frame.rows[result.row]
        self.movable = [spec for spec in self.measure.fields.values() if self._can_move(spec)]

    def _can_move(self, spec: FieldSpec) -> bool:
        values = self.row.get(spec.name, ())
        return spec.change != "no" and bool(values) and isinstance(values[0], Fraction)

    def smallest(self, chosen: Sequence[FieldSpec]) -> tuple[Step, ...] | None:
        """Each figure moved as far as it can, then each taken back as far as the rule stays reached."""
        for directions in itertools.product(*(_directions(spec) for spec in chosen)):
            grid = [_grid(spec) * sign for spec, sign in zip(chosen, directions, strict=True)]
            reach = [self._limit(spec, step) for spec, step in zip(chosen, grid, strict=True)]
            moves = self._first_reached(chosen, grid, reach)
            if moves is None:
                continue
            self._take_back(chosen, grid, moves)
            steps = [
                Step(spec, self._now(spec), self._now(spec) + step * move)
                for spec, step, move in zip(chosen, grid, moves, strict=True)
                if move
            ]
            return tuple(steps)
        return None

    def _first_reached(
        self, chosen: Sequence[FieldSpec], grid: Sequence[Fraction], reach: Sequence[int]
    ) -> list[int] | None:
        """The smallest powers of four at which the rule is reached, each figure by itself; None when it never is."""
        levels = [_levels(most) for most in reach]
        if not all(levels):
            return None
        places = itertools.product(*(range(len(level)) for level in levels))
        for place in sorted(places, key=sum):
            moves = [level[at] for level, at in zip(levels, place, strict=True)]
            if self._reached(chosen, grid, moves):
                return moves
        return None

    def _take_back(self, chosen: Sequence[FieldSpec], grid: Sequence[Fraction], moves: list[int]) -> None:
        for place in range(len(moves)):
            low, high = 0, moves[place]
            while low < high:
                middle = (low + high) // 2
                moves[place] = middle
                low, high = (low, middle) if self._reached(chosen, grid, moves) else (middle + 1, high)
            moves[place] = high

    def _reached(self, chosen: Sequence[FieldSpec], grid: Sequence[Fraction], moves: Sequence[int]) -> bool:
        changed: dict[str, Sequence[ir.Value]] = dict(self.row)
        for spec, step, move in zip(chosen, grid, moves, strict=True):
            for name in filter(None, (spec.name, spec.part_of)):
                values = list(changed.get(name, ()))
                if values and isinstance(values[0], Fraction):
                    values[0] += step * move
                    changed[name] = values
        return outcome_with(self.result, changed) in REACHED

    def _now(self, spec: FieldSpec) -> Fraction:
        value = self.row[spec.name][0]
        assert isinstance(value, Fraction)  # _can_move asked
        return value

    def _limit(self, spec: FieldSpec, step: Fraction) -> int:
        """How many grid steps it may move: up to twenty times the figure (or a handful), down to zero."""
        now = self._now(spec)
        if step < 0:
            return max(0, math.floor(now / -step))
        handful = 1000 if spec.type.unit.is_counted else 1_000_000 if spec.type.unit.is_plain else 100 * MOST_TIMES**2
        return max(math.floor(now * MOST_TIMES / step), handful)


def outcome_with(result: Result, row: Mapping[str, Sequence[ir.Value]]) -> str:
    """The outcome if the subject's figures were those of ``row``."""
    frame, measure = result.frame, result.measure
    rows = [row if place == result.row else other for place, other in enumerate(frame.rows)]
    changed = Frame(rows, measure.lets, frame.params, frame.tables, frame.fixed)
    return str(changed.value(ir.Let("outcome", ir.TEXT), result.row))


def _levels(most: int) -> list[int]:
    """1, 4, 16 … and the most."""
    found, level = [], 1
    while level < most:
        found.append(level)
        level *= 4
    return [*found, most] if most > 0 else []


def _directions(spec: FieldSpec) -> tuple[int, ...]:
    return {"up": (1,), "down": (-1,)}.get(spec.change, (1, -1))


def _grid(spec: FieldSpec) -> Fraction:
    """The smallest change worth naming: one of a counted thing, a hundredth of the unit, 0.01 % of a plain number."""
    unit = spec.type.unit
    if unit.is_counted:
        return unit.factor if unit.factor > 0 else Fraction(1)
    return Fraction(1, 10_000) if unit.is_plain else unit.factor / 100
