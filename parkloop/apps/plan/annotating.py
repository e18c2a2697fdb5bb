"""Standings as columns of a queryset, so that lists sort, filter and count by them in the database.

The plan's targets and tasks are few (hundreds); their standings are computed once and put on the query as CASE expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, CharField, DateField, DecimalField, Field, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast

from parkloop.apps.plan.models import Target, Task
from parkloop.apps.plan.standings import Standings


def with_task_standings(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with `light`, `light_word`, `light_rank`, `completion_pp`, `elapsed_pp`, `gap_pp`, `days_left`."""
    stands = Standings().of_tasks(rows.select_related("plan"))
    return rows.annotate(
        **_lamps(stands),
        completion_pp=_case(stands, lambda s: s.completion_pp, _percent()),
        elapsed_pp=_case(stands, lambda s: s.elapsed_pp, _percent()),
        gap_pp=_case(stands, lambda s: s.gap_pp, _percent()),
        days_left=_case(stands, lambda s: s.days_left, IntegerField()),
    )


def with_target_standings(rows: QuerySet[Target]) -> QuerySet[Target]:
    """Targets with the same columns, and `actual`, `data_on`, `source` of the newest due value."""
    stands = Standings().of_targets(rows.select_related("plan"))
    return rows.annotate(
        **_lamps(stands),
        completion_pp=_case(stands, lambda s: s.judgement.completion_pp, _percent()),
        elapsed_pp=_case(stands, lambda s: s.judgement.expected_pp, _percent()),
        gap_pp=_case(stands, lambda s: s.judgement.gap_pp, _percent()),
        days_left=_case(stands, lambda s: s.days_left, IntegerField()),
        actual=_case(stands, lambda s: s.value, DecimalField(max_digits=18, decimal_places=4)),
        data_on=_case(stands, lambda s: s.on, DateField()),
        source=_case(stands, lambda s: s.row.source if s.row else None, CharField()),
    )


def _lamps(stands: Mapping[int, Any]) -> dict[str, Case | Cast]:
    return {
        "light": _case(stands, lambda s: s.lamp.light, CharField()),
        "light_word": _case(stands, lambda s: s.lamp.word, CharField()),
        "light_rank": _case(stands, lambda s: s.lamp.rank, IntegerField()),
    }


def _case(stands: Mapping[int, Any], pick: Callable[[Any], Any], field: Field[Any, Any]) -> Case | Cast:
    """CASE by value: one branch per distinct value with the primary keys that have it; a typed NULL when there is none."""
    keys: dict[Any, list[int]] = {}
    for pk, stand in stands.items():
        value = pick(stand)
        if value is not None:
            keys.setdefault(
                round(value, 1) if isinstance(field, DecimalField) and field.decimal_places == 1 else value, []
            ).append(pk)
    if not keys:
        return Cast(Value(None), output_field=field)
    branches = [When(pk__in=pks, then=Value(value, output_field=field)) for value, pks in keys.items()]
    return Case(*branches, default=Value(None, output_field=field), output_field=field)


def _percent() -> DecimalField[Any, Any]:
    return DecimalField(max_digits=9, decimal_places=1)
