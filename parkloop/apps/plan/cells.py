"""Cells of the plan's lists: what a column prints for one object. They read annotations and prefetches, never the database."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from parkloop.apps.plan import figures, wording
from parkloop.apps.plan.models import Duty, DutyRole, Plan, SignOff, Target, TargetValue, Task
from parkloop.domain.figures import Figure
from parkloop.foundation import clock, refs
from parkloop.foundation.models.base import in_language
from parkloop.foundation.refs import Ref


def lamp(obj: Any) -> dict[str, str]:
    """Light and word of a task or target."""
    return {"light": obj.light or "none", "label": obj.light_word or "", "detail": ""}


def completion(obj: Any) -> dict[str, Any]:
    """Progress bar with the schedule's tick."""
    return {"completion": short(obj.completion_pp), "schedule": short(obj.elapsed_pp), "light": obj.light or "none"}


def short(value: Decimal | None) -> Decimal | None:
    """A percentage as printed: one decimal at most, none when it is whole."""
    return None if value is None else wording.plain(round(value, 1))


def gap(obj: Any) -> Any:
    """Gap in points."""
    return obj.gap_pp


def task_link(task: Task) -> tuple[str, str]:
    """Title and page."""
    return task.label if not is_chinese() else task.title, refs.address_of(Ref("plan.task", str(task.pk)), task)


def target_link(target: Target) -> tuple[str, str]:
    """Label and page."""
    return target.label, refs.address_of(Ref("plan.target", str(target.pk)), target)


def heading_link(duty: Duty) -> tuple[str, str]:
    """The task's page, or the heading's for a safeguard."""
    task = getattr(duty.heading, "task", None)
    if task is not None:
        return str(task), refs.address_of(Ref("plan.task", str(task.pk)), task)
    return str(duty.heading), refs.address_of(Ref("plan.heading", str(duty.heading_id)), duty.heading)


def lead_units(task: Task) -> str:
    """Leading (or responsible, where the notice says no more) organisations."""
    duties = getattr(task.heading, "seen_duties", [])
    leads = [d for d in duties if d.role == DutyRole.LEAD] or [d for d in duties if d.role == DutyRole.RESPONSIBLE]
    return joined(leads)


def coop_units(task: Task) -> str:
    """Co-operating organisations."""
    return joined([d for d in getattr(task.heading, "seen_duties", []) if d.role == DutyRole.COOP], most=2)


def joined(duties: list[Duty], most: int = 0) -> str:
    """Units by their short names; several that were printed as one phrase (各街镇) stand as that phrase.

    With `most`, only so many are named and the rest is counted.
    """
    together: dict[str, list[Duty]] = {}
    for duty in duties:
        together.setdefault(duty.surface, []).append(duty)
    names = [
        in_language(words, found[0].surface_en) if len(found) > 1 else found[0].unit
        for words, found in together.items()
    ]
    if most and len(names) > most + 1:
        return _("%(names)s and others, %(n)s in all") % {"names": _(", ").join(names[:most]), "n": len(names)}
    return _(", ").join(names)


def actual_figure(target: Target) -> Figure:
    """The newest due value."""
    return Figure(
        value=target.actual,  # type: ignore[attr-defined]
        unit=target.unit_label,
        label=target.label,
        definition=target.code,
        data_date=target.data_on,  # type: ignore[attr-defined]
        source=target.source or "",  # type: ignore[attr-defined]
        rows=figures.rows_address(target),
        formula=wording.rule_of(target),
        ref=figures.ref_of(target),
        places=target.decimals,
    )


def goal_text(target: Target) -> str:
    """What it asks for."""
    return wording.goal(target)


def value_figure(row: TargetValue) -> Figure:
    """A typed value."""
    return figures.of_value(row)


def organisation_or_park(row: TargetValue) -> str:
    """The town, or the whole park."""
    return row.organisation.short if row.organisation else _("Whole park")


def evidence_link(row: TargetValue) -> tuple[str, str] | None:
    """The evidence by its address; None without."""
    if not row.evidence:
        return None
    return _("Evidence"), refs.address_of(Ref.parse(row.evidence))


def signing_lamp(sign_off: SignOff) -> dict[str, str]:
    """Signed, waiting or late."""
    if sign_off.signed_at is not None:
        return {"light": "done", "label": _("Signed"), "detail": ""}
    if sign_off.due_on is not None and sign_off.due_on < clock.today():
        return {"light": "over", "label": _("Not signed, late"), "detail": ""}
    return {"light": "near", "label": _("To be signed"), "detail": ""}


def signed_bar(plan: Plan) -> dict[str, Any] | None:
    """How many of the addressees signed, in percent; None when nobody is addressed."""
    opened, signed = plan.opened, plan.signed  # type: ignore[attr-defined]
    return (
        {"completion": 100 * signed / opened, "schedule": None, "light": "ok" if signed == opened else "near"}
        if opened
        else None
    )


def is_chinese() -> bool:
    """Whether the reader reads Chinese."""
    from django.utils.translation import get_language

    return (get_language() or "zh").startswith("zh")
