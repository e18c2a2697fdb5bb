"""Weights of milestones when some of them go to another task: in the same proportions, and 100 together on both sides.

Weights that were not in order before (not 100 together, or missing here and there) are left for people to put in order.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

from parkloop.domain.workplan.progress import Part, WeightsDoNotAddUp, check_weights

Weights = Mapping[str, Decimal | None]
UNITS = 10_000
"""Hundredths of a percent in the whole."""
UNIT = Decimal("0.01")


def scaled(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The same proportions, 100 together to the hundredth, none below 0.01. Errors: ValueError for none, too many, or one not above zero."""
    if not 0 < len(weights) <= UNITS or any(weight <= 0 for weight in weights.values()):
        raise ValueError("weights to scale are above zero, and not more of them than there are hundredths")
    total = sum(weights.values(), Decimal(0))
    exact = {key: weight * UNITS / total for key, weight in weights.items()}
    units = {key: max(int(share), 1) for key, share in exact.items()}
    left = UNITS - sum(units.values())
    by_rest = sorted(exact, key=lambda key: (units[key] - exact[key], key))
    for key in by_rest[: max(left, 0)]:
        units[key] += 1
    for _ in range(-left):
        units[max(units, key=lambda key: units[key])] -= 1
    return {key: UNIT * count for key, count in units.items()}


def are_in_order(weights: Weights) -> bool:
    """Whether all are given and 100 together."""
    try:
        check_weights(Part(key, 0, 0, 0, weight) for key, weight in weights.items())
    except WeightsDoNotAddUp:
        return False
    return bool(weights) and all(weight is not None for weight in weights.values())


def after_leaving(weights: Weights, going: Collection[str]) -> dict[str, Decimal | None]:
    """What those weigh that stay: scaled to 100 where all together were in order, else as before."""
    staying = {key: weight for key, weight in weights.items() if key not in going}
    given = _given(staying)
    if given and going and are_in_order(weights):
        return dict(scaled(given))
    return staying


def after_joining(there: Weights, coming: Weights, *, is_by_weight: bool) -> dict[str, Decimal | None]:
    """What all weigh in the task they come to. `is_by_weight`: its completion is counted by weights.

    Where the task's weights are in order, all are scaled to 100, and one that comes without a weight counts like the mean of those
    there. Where its milestones have no weights, those that come lose theirs. Into a task without milestones they come in their own
    proportions, or each the same where weights are needed and any is missing. Otherwise everything stays as it is.
    """
    if not coming:
        return dict(there)
    if not there:
        return _alone(coming, is_by_weight=is_by_weight)
    given = _given(there)
    if are_in_order(there) and given:
        mean = sum(given.values(), Decimal(0)) / len(given)
        return dict(scaled({**given, **{key: weight or mean for key, weight in coming.items()}}))
    if all(weight is None for weight in there.values()):
        return {**there, **dict.fromkeys(coming)}
    return {**there, **coming}


def _alone(coming: Weights, *, is_by_weight: bool) -> dict[str, Decimal | None]:
    given = _given(coming)
    if given:
        return dict(scaled(given))
    return dict(scaled(dict.fromkeys(coming, Decimal(1)))) if is_by_weight else dict.fromkeys(coming)


def _given(weights: Weights) -> dict[str, Decimal] | None:
    """The weights, or None where any is missing."""
    found = {key: weight for key, weight in weights.items() if weight is not None}
    return found if len(found) == len(weights) else None
