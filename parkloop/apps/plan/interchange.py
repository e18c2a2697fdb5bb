"""An adopted plan as StratML, from its rows: what people changed since it was compiled is in it, values as the person sees them."""

from collections.abc import Iterable
from typing import Any

from parkloop.apps.plan.models import Duty, Plan, PlanHeading, Target, TargetValue
from parkloop.domain.plan import model as compiled
from parkloop.domain.plan.stored import element_from
from parkloop.domain.stratml import PlanOrReport, Result, report_of
from parkloop.foundation import policy


def report_for(person: Any, plan: Plan) -> PlanOrReport:
    """The plan's StratML document for a person. Goals without numbers and deadlines come from the compiled notice."""
    targets = list(policy.rows(person, Target).filter(plan=plan).select_related("heading", "parent"))
    paths = {t.pk: (t.heading.path, t.indicator) for t in targets}
    kept = plan.compiled.get("elements", [])
    document = compiled.CompiledPlan(
        _document(plan),
        tuple(_heading(h) for h in policy.rows(person, PlanHeading).filter(plan=plan).order_by("position")),
        tuple(_target(t) for t in targets),
        tuple(element_from("qualitative", e["element"]) for e in kept if e["kind"] == "qualitative"),
        tuple(_duty(d) for d in _duties(person, plan)),
        tuple(element_from("deadline", e["element"]) for e in kept if e["kind"] == "deadline"),
    )
    return report_of(
        document, plan.source_text, identifier=f"{plan.code}-{plan.edition}", actuals=_actuals(person, paths)
    )


def _duties(person: Any, plan: Plan) -> Iterable[Duty]:
    rows = policy.rows(person, Duty).filter(plan=plan, ended_on__isnull=True)
    return rows.select_related("heading", "organisation").order_by("heading__position", "role", "pk")  # type: ignore[no-any-return]


def _actuals(person: Any, paths: dict[int, tuple[str, str]]) -> dict[tuple[str, str], list[Result]]:
    rows = policy.rows(person, TargetValue).filter(
        target__in=paths, organisation__isnull=True, superseded_at__isnull=True, value__isnull=False
    )
    found: dict[tuple[str, str], list[Result]] = {}
    for row in rows.order_by("period_end"):
        number = f"{row.value:f}".rstrip("0").rstrip(".") if "." in f"{row.value:f}" else f"{row.value:f}"
        found.setdefault(paths[row.target_id], []).append(
            Result(end=row.period_end.isoformat(), number=number, description=row.source)
        )
    return found


def _document(plan: Plan) -> compiled.Document:
    first, last = plan.period_first, plan.period_last
    return compiled.Document(
        title=plan.title,
        notice_title=plan.notice_title or None,
        doc_no=plan.doc_no or None,
        issued_on=plan.issued_on.isoformat() if plan.issued_on else None,
        drafted_on=plan.drafted_on.isoformat() if plan.drafted_on else None,
        issuer=plan.issuer or None,
        drafter=plan.drafter or None,
        period=(first, last) if first and last else None,
        addressees=tuple(plan.addressees),
        copied_to=tuple(plan.copied_to),
        bases=tuple(plan.bases),
    )


def _heading(row: PlanHeading) -> compiled.Heading:
    return compiled.Heading(row.path, row.level, row.number, row.title, row.is_derived, _span(row))


def _target(row: Target) -> compiled.Target:
    low, high = _number(row.number), _number(row.number_high)
    return compiled.Target(
        path=row.heading.path,
        indicator=row.indicator,
        comparator=row.comparator,  # type: ignore[arg-type]
        word=row.word,
        ambition=row.ambition or None,
        value=(low, high) if low is not None and high is not None else low,
        unit=row.unit,
        scale=_number(row.scale) or 1,
        year=row.year,
        year_source=row.year_source or "none",  # type: ignore[arg-type]
        kind=row.kind,  # type: ignore[arg-type]
        kind_basis="inferred" if row.is_kind_inferred else "explicit",
        parent=row.parent.indicator if row.parent else None,
        span=_span(row),
        qualifier=row.qualifier or None,
    )


def _duty(row: Duty) -> compiled.Duty:
    unit = row.organisation.name_zh if row.organisation else row.surface
    return compiled.Duty(row.heading.path, row.role, unit, _span(row), row.surface)  # type: ignore[arg-type]


def _span(row: Any) -> compiled.Span:
    return (row.start or 0, row.end or 0)


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
