"""Reading plans for a person: every question starts from `policy.rows`. Counts for the menu, choices of filters, rows for pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Count, IntegerField, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from parkloop.apps.plan.models import (
    Duty,
    DutyRole,
    HeadingKind,
    Plan,
    PlanHeading,
    Reissue,
    SignOff,
    Target,
    TargetValue,
    Task,
)
from parkloop.apps.plan.people import own_organisations
from parkloop.apps.plan.standings import Standings
from parkloop.foundation import clock, policy
from parkloop.foundation.models import Organisation

LATE = ("over", "none")


def count_plans(person: Any) -> int:
    """Plans the person may see."""
    return policy.rows(person, Plan).count()


def count_tasks(person: Any) -> int:
    """Tasks the person may see."""
    return of_running(policy.rows(person, Task)).count()


def count_targets(person: Any) -> int:
    """Targets the person may see."""
    return of_running(policy.rows(person, Target)).count()


def count_duties(person: Any) -> int:
    """Running duties the person may see."""
    return of_running(policy.rows(person, Duty)).filter(ended_on__isnull=True).count()


def count_late_tasks(person: Any) -> int:
    """Tasks with the worst light."""
    stands = Standings().of_tasks(of_running(policy.rows(person, Task)).select_related("plan"))
    return sum(stand.lamp.light == "over" for stand in stands.values())


def count_late_targets(person: Any) -> int:
    """Targets with the worst light."""
    stands = Standings().of_targets(of_running(policy.rows(person, Target)).select_related("plan"))
    return sum(stand.lamp.light == "over" for stand in stands.values())


def count_unsigned(person: Any) -> int:
    """Signings that wait."""
    return of_running(policy.rows(person, SignOff)).filter(signed_at__isnull=True).count()


def count_late_signings(person: Any) -> int:
    """Signings past their due date."""
    return of_running(policy.rows(person, SignOff)).filter(signed_at__isnull=True, due_on__lt=clock.today()).count()


def newest_plan(person: Any) -> Plan | None:
    """The plan that opens first: the newest adopted one of the park's folders, else the newest that was uploaded."""
    uploaded = Case(When(folder="", then=1), default=0, output_field=IntegerField())
    found: Plan | None = policy.rows(person, Plan).order_by(uploaded, "-adopted_on", "-pk").first()
    return found


def with_signing_counts(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    """Plans with `opened` and `signed`: how many addressees there are and how many have signed."""
    return rows.annotate(
        opened=_count(SignOff.objects.all()), signed=_count(SignOff.objects.filter(signed_at__isnull=False))
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def with_duties(person: Any, rows: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks whose `heading.seen_duties` are the running duties that the person may see."""
    duties = (
        policy.rows(person, Duty).filter(ended_on__isnull=True).select_related("organisation").order_by("role", "pk")
    )
    return rows.prefetch_related(Prefetch("heading__duties", queryset=duties, to_attr="seen_duties"))


def with_role_order(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """Duties with `role_order`: lead first, then co-operating, as the roles are declared."""
    cases = [When(role=role, then=Value(n)) for n, role in enumerate(DutyRole.values)]
    return rows.annotate(role_order=Case(*cases, default=Value(len(cases)), output_field=IntegerField()))


def duties_by_unit(person: Any) -> list[tuple[Any, list[Duty]]]:
    """(organisation or None, running duties) for everything the person may see; the busiest lead first."""
    rows = with_role_order(of_running(policy.rows(person, Duty)).filter(ended_on__isnull=True))
    found: dict[Any, list[Duty]] = {}
    for duty in rows.select_related("organisation", "heading", "heading__task").order_by(
        "role_order", "heading__position"
    ):
        found.setdefault(duty.organisation, []).append(duty)
    return sorted(found.items(), key=lambda pair: (-sum(d.role == DutyRole.LEAD for d in pair[1]), -len(pair[1])))


def duties_of(person: Any, heading: PlanHeading) -> list[Duty]:
    """Running duties of a heading that the person may see, lead first."""
    order = {role: n for n, role in enumerate(DutyRole.values)}
    rows = policy.rows(person, Duty).filter(heading=heading, ended_on__isnull=True)
    return sorted(rows.select_related("organisation", "assigned_by", "plan"), key=lambda d: (order[d.role], d.pk))


def chapter_choices(person: Any) -> Sequence[tuple[str, str]]:
    """Chapters that hold tasks."""
    tasks = policy.rows(person, Task).filter(chapter__isnull=False)
    rows = PlanHeading.objects.filter(pk__in=tasks.values("chapter")).order_by("plan", "position")
    return [(str(h.pk), f"{h.word} {h.label}".strip()) for h in rows]


def by_chapter(rows: QuerySet[Task], values: list[str], person: Any) -> QuerySet[Task]:
    """Tasks of the chapters."""
    return rows.filter(chapter__in=[int(v) for v in values]) if values else rows


def lead_choices(person: Any) -> Sequence[tuple[str, str]]:
    """Organisations that lead a task, as far as the person sees their duties."""
    leads = policy.rows(person, Duty).filter(role=DutyRole.LEAD, ended_on__isnull=True, heading__kind=HeadingKind.TASK)
    rows = Organisation.objects.filter(pk__in=leads.values("organisation")).order_by("code")
    return [(str(o.pk), o.short) for o in rows]


def by_lead(rows: QuerySet[Task], values: list[str], person: Any) -> QuerySet[Task]:
    """Tasks that the organisations lead."""
    if not values:
        return rows
    leads = policy.rows(person, Duty).filter(
        role=DutyRole.LEAD, ended_on__isnull=True, organisation__in=[int(v) for v in values]
    )
    return rows.filter(heading__in=leads.values("heading"))


def main_targets(person: Any) -> QuerySet[Target]:
    """Targets of the newest plan that stand by themselves (parts of a target stand with it)."""
    plan = newest_plan(person)
    rows = policy.rows(person, Target).filter(plan=plan, parent__isnull=True) if plan else Target.objects.none()
    return rows.select_related("plan", "heading", "task").order_by("position")


def tasks_of_newest(person: Any) -> QuerySet[Task]:
    """Tasks of the newest plan, in its order."""
    plan = newest_plan(person)
    rows = policy.rows(person, Task).filter(plan=plan) if plan else Task.objects.none()
    return rows.select_related("plan", "heading", "chapter").order_by("position")


def of_running(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without what belongs to an edition that another one followed."""
    return rows.filter(plan__followed_by__isnull=True)


RUNNING = "running"
OF_RUNNING = f"?edition={RUNNING}"
EDITIONS = ((RUNNING, pgettext_lazy("edition", "Running")), ("earlier", pgettext_lazy("edition", "Earlier")))


def edition_choices(person: Any) -> Sequence[tuple[str, Any]]:
    """Running and earlier editions."""
    return EDITIONS


def by_edition(rows: QuerySet[Any], values: list[str], person: Any) -> QuerySet[Any]:
    """What belongs to running editions, to earlier ones, or to both."""
    asked = {value == RUNNING for value in values}
    return rows.filter(plan__followed_by__isnull=asked.pop()) if len(asked) == 1 else rows


def led_by(person: Any) -> QuerySet[Task]:
    """Tasks that the person's own organisations lead."""
    own = own_organisations(person)
    leads = Duty.objects.filter(role=DutyRole.LEAD, ended_on__isnull=True, organisation__in=own)
    return (
        of_running(policy.rows(person, Task))
        .filter(heading__in=leads.values("heading"))
        .select_related("plan", "heading", "chapter")
    )


def values_seen(person: Any) -> QuerySet[TargetValue]:
    """Values the person may see."""
    rows: QuerySet[TargetValue] = policy.rows(person, TargetValue)
    return rows


def waiting_signings(person: Any) -> QuerySet[SignOff]:
    """Unsigned signings of the person's own organisations."""
    own = own_organisations(person)
    rows = of_running(policy.rows(person, SignOff)).filter(signed_at__isnull=True, organisation__in=own)
    return rows.select_related("plan", "organisation").order_by("due_on", "pk")


def open_reissues(person: Any) -> QuerySet[Reissue]:
    """New editions under decision, with `undecided`: how many changes wait."""
    rows = policy.rows(person, Reissue).filter(state=Reissue.State.OPEN).select_related("plan")
    return rows.annotate(undecided=Count("changes", filter=Q(changes__option="")))  # type: ignore[no-any-return]


def leads_by_heading(person: Any, headings: Sequence[int]) -> dict[int, list[Duty]]:
    """Leading duties by heading that the person may see."""
    rows = policy.rows(person, Duty).filter(Q(role=DutyRole.LEAD), heading__in=headings, ended_on__isnull=True)
    found: dict[int, list[Duty]] = {}
    for duty in rows.select_related("organisation"):
        found.setdefault(duty.heading_id, []).append(duty)
    return found


def addresses_of(model: type[Model]) -> str:
    """Address of a model's list."""
    from parkloop.desk import registry

    resource = registry.for_model(model)
    return resource.url("list") if resource else ""
