"""Reading projects for a person: every question starts from `policy.rows`. Counts for the menu, choices of filters, rows for pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from parkloop.apps.projects import parkdata
from parkloop.apps.projects.models import Blocker, InvestmentMonth, Project, Technology
from parkloop.apps.projects.reporting import Reporting
from parkloop.foundation import clock, policy
from parkloop.foundation.models import Organisation


def count_projects(person: Any) -> int:
    """Major projects the person may see."""
    return policy.rows(person, Project).count()


def count_late_projects(person: Any) -> int:
    """Major projects whose next stage is late."""
    final = parkdata.known().stages.final
    return policy.rows(person, Project).filter(next_on__lt=clock.today()).exclude(stage__in=final).count()


def count_technologies(person: Any) -> int:
    """Key-technology projects the person may see."""
    return policy.rows(person, Technology).count()


def count_late_technologies(person: Any) -> int:
    """Key-technology projects whose next stage is late."""
    final = parkdata.known().technology_stages.final
    return policy.rows(person, Technology).filter(next_on__lt=clock.today()).exclude(stage__in=final).count()


def count_open_blockers(person: Any) -> int:
    """Open blockers the person may see."""
    return policy.rows(person, Blocker).filter(solved_on__isnull=True).count()


def count_late_blockers(person: Any) -> int:
    """Open blockers whose day has passed."""
    return policy.rows(person, Blocker).filter(solved_on__isnull=True, due_on__lt=clock.today()).count()


def town_choices(model: Any) -> Any:
    """A filter's choices: the towns in which the person sees projects."""

    def choices(person: Any) -> Sequence[tuple[str, str]]:
        towns = Organisation.objects.filter(pk__in=policy.rows(person, model).values("town")).order_by("code")
        return [(str(town.pk), town.short) for town in towns]

    return choices


def by_keys(field: str) -> Any:
    """A filter's condition on a key of the register or a primary key."""

    def apply(rows: QuerySet[Any], values: list[str], person: Any) -> QuerySet[Any]:
        return rows.filter(**{f"{field}__in": values}) if values else rows

    return apply


def months_of(person: Any, project: Project) -> list[InvestmentMonth]:
    """The project's months the person may see, in order."""
    rows = policy.rows(person, InvestmentMonth).filter(project=project).select_related("reported_by")
    return list(rows.order_by("period_end"))


def to_report(person: Any, rows: QuerySet[Project]) -> QuerySet[Project]:
    """Of the rows, those in a spending stage whose newest closed month has neither a number nor a reason."""
    terms = Reporting.now()
    told = InvestmentMonth.objects.filter(period_end=terms.newest_month, reported_at__isnull=False).values("project")
    return rows.filter(stage__in=terms.rules.stages.spending).exclude(pk__in=told)
