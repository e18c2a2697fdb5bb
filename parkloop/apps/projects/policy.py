"""Who may see and do what with projects.

The district and the auditor see all; a town those that stand in it; a park operator those of its carriers and enterprises; an
enterprise its own. Administrators, experts and strangers see none. A blocker is also seen by who must solve it. Months, changes of
stage, indicators, readings and recognitions are seen with their project. Contact persons are withheld from those who only look.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from parkloop.apps.plan.public import own_organisations
from parkloop.apps.projects import models
from parkloop.foundation import scopes
from parkloop.foundation.models import Role
from parkloop.foundation.policy import Rules, register
from parkloop.foundation.standing import has_role, reach, reaches

WIDE = (Role.DISTRICT_LEADER, Role.DISTRICT_OFFICER, Role.AUDITOR)
TOWN = (Role.TOWN_OFFICER,)
PLACE = (Role.PARK_OPERATOR, Role.ENTERPRISE_USER)
"""Roles that reach a project by its carrier or its enterprise."""
WORKING = (Role.DISTRICT_OFFICER, Role.TOWN_OFFICER, Role.PARK_OPERATOR)
HANDS_ON = (*WORKING, Role.ENTERPRISE_USER)
CONTACT = frozenset({"contact_name", "contact_phone"})


def sees_any(person: Any) -> bool:
    """Whether projects are anything to the person."""
    return has_role(person, *WIDE, *TOWN, *PLACE)


def sees_all(person: Any) -> bool:
    """Whether the person sees the projects of every town."""
    return has_role(person, *WIDE)


def condition(person: Any, prefix: str = "", by_carrier: bool = True) -> Q:
    """Which projects the person reaches, for rows that point at one through `prefix`."""
    place = reach(person, *PLACE)
    found = Q(**{f"{prefix}town__in": reach(person, *TOWN)}) | Q(**{f"{prefix}enterprise__in": place})
    return found | Q(**{f"{prefix}carrier__in": place}) if by_carrier else found


def partner_condition(person: Any, prefix: str = "") -> Q:
    """Key-technology projects in which an organisation that the person reaches takes part."""
    part = models.Partner.objects.filter(partner__in=reach(person, *PLACE)).values("technology")
    return Q(**{f"{prefix}pk__in" if not prefix else f"{prefix.removesuffix('__')}__in": part})


def _major(prefix: str = "") -> Callable[[Any, QuerySet[Any]], QuerySet[Any]]:
    def rows(person: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if sees_all(person):
            return queryset
        return queryset.filter(condition(person, prefix)) if sees_any(person) else queryset.none()

    return rows


def _technology(prefix: str = "") -> Callable[[Any, QuerySet[Any]], QuerySet[Any]]:
    def rows(person: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if sees_all(person):
            return queryset
        if not sees_any(person):
            return queryset.none()
        return queryset.filter(condition(person, prefix, by_carrier=False) | partner_condition(person, prefix))

    return rows


def _changes(person: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    if sees_all(person):
        return queryset
    if not sees_any(person):
        return queryset.none()
    technology = condition(person, "technology__", by_carrier=False) | partner_condition(person, "technology__")
    return queryset.filter(condition(person, "project__") | technology)


def _blockers(person: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    if sees_all(person):
        return queryset
    if not sees_any(person):
        return queryset.none()
    return queryset.filter(condition(person, "project__") | Q(solver__in=reach(person, *TOWN, *PLACE)))


# -- what may be done


def may_work_on(person: Any, project: Any) -> bool:
    """Whether the person keeps the project: the district every one, a town its own, an operator those of its carriers."""
    if project is None:
        return has_role(person, *WORKING)
    if has_role(person, Role.DISTRICT_OFFICER) or reaches(person, project.town_id, *TOWN):
        return True
    return _by_place(person, project, Role.PARK_OPERATOR)


def may_report_on(person: Any, project: Any) -> bool:
    """Who keeps the project may, and the enterprise itself."""
    if project is None:
        return has_role(person, *HANDS_ON)
    return may_work_on(person, project) or _by_place(person, project, Role.ENTERPRISE_USER)


def _by_place(person: Any, project: Any, role: str) -> bool:
    places = (project.enterprise_id, getattr(project, "carrier_id", None))
    return any(reaches(person, place, role) for place in places)


def _of_parent(name: str, decide: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """The answer for the thing that the object belongs to."""

    def may(person: Any, obj: Any) -> bool:
        return decide(person, getattr(obj, name) if obj is not None else None)

    return may


def _may_solve(person: Any, blocker: Any) -> bool:
    """Who must solve it, and the officers of the district."""
    if blocker is None:
        return has_role(person, *HANDS_ON)
    if has_role(person, Role.DISTRICT_OFFICER) or blocker.solver_id in own_organisations(person):
        return True
    return reaches(person, blocker.solver_id, Role.ENTERPRISE_USER)


def _never(person: Any, obj: Any) -> bool:
    """Only the system person, whom the policy lets through before it asks."""
    return False


def hidden_contacts(person: Any) -> frozenset[str] | None:
    """Contact persons are for those who work on projects."""
    return None if has_role(person, *HANDS_ON) else CONTACT


# -- search scopes, which must say what the rows say


def _wide() -> frozenset[str]:
    return frozenset(f"role:{role}" for role in WIDE)


def _of_major(project: Any) -> frozenset[str]:
    found = _wide() | scopes.held_for(project.town_id, *TOWN) | scopes.held_for(project.enterprise_id, *PLACE)
    return found | scopes.held_for(project.carrier_id, *PLACE)


def _of_technology(project: Any) -> frozenset[str]:
    found = _wide() | scopes.held_for(project.town_id, *TOWN) | scopes.held_for(project.enterprise_id, *PLACE)
    for partner in project.partners.values_list("partner", flat=True):
        found |= scopes.held_for(partner, *PLACE)
    return found


register(
    models.Project,
    Rules(
        rows=_major(),
        actions={
            "projects.add_project": may_work_on,
            "projects.edit_project": may_work_on,
            "projects.move_stage": may_work_on,
            "projects.plan_year": may_work_on,
            "projects.plan_month": may_work_on,
            "projects.report_month": may_report_on,
            "projects.raise_blocker": may_report_on,
            "projects.link_task": may_work_on,
            "projects.unlink_task": may_work_on,
            "projects.import_projects": may_work_on,
            "projects.follow_edition": _never,
        },
        hidden=hidden_contacts,
        scopes=_of_major,
    ),
)
register(
    models.InvestmentMonth,
    Rules(
        rows=_major("project__"),
        actions={"projects.import_months": _of_parent("project", may_report_on)},
    ),
)
register(
    models.Blocker,
    Rules(
        rows=_blockers,
        actions={
            "projects.solve_blocker": _may_solve,
            "projects.postpone_blocker": _of_parent("project", may_work_on),
            "projects.remind_blocker": _never,
        },
        scopes=lambda blocker: _of_major(blocker.project) | scopes.held_for(blocker.solver_id, *TOWN, *PLACE),
    ),
)
register(
    models.Technology,
    Rules(
        rows=_technology(),
        actions={
            "projects.add_technology": may_work_on,
            "projects.edit_technology": may_work_on,
            "projects.move_technology": may_work_on,
            "projects.import_technologies": may_work_on,
            "projects.add_partner": may_work_on,
            "projects.remove_partner": may_work_on,
            "projects.add_indicator": may_report_on,
            "projects.recognise": may_work_on,
            "projects.link_technology": may_work_on,
            "projects.unlink_technology": may_work_on,
        },
        hidden=hidden_contacts,
        scopes=_of_technology,
    ),
)
register(
    models.Indicator,
    Rules(
        rows=_technology("technology__"),
        actions={
            "projects.edit_indicator": _of_parent("technology", may_work_on),
            "projects.record_reading": _of_parent("technology", may_report_on),
            "projects.import_indicators": _of_parent("technology", may_report_on),
        },
    ),
)
register(models.Reading, Rules(rows=_technology("indicator__technology__")))
register(
    models.Recognition,
    Rules(
        rows=_technology("technology__"),
        actions={"projects.import_recognitions": _of_parent("technology", may_work_on)},
    ),
)
register(models.StageChange, Rules(rows=_changes))
