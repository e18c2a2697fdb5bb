"""Cells of the lists of projects: what a column prints for one object. They read annotations and joined rows, never the database."""

from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from parkloop.apps.projects import wording
from parkloop.desk import registry
from parkloop.domain.figures import Figure
from parkloop.foundation import refs
from parkloop.foundation.refs import Ref


def attribute(name: str) -> Any:
    """A column's value: an annotation as it stands."""
    return attrgetter(name)


def lamp(project: Any) -> dict[str, str]:
    """Light of a project by the planned date of its next stage."""
    return wording.planned_light(project.light, project.next_on, project.next_word)


def year_bar(project: Any) -> dict[str, Any] | None:
    """Done of the year's plan in percent, with what was planned up to the data month as the tick; nothing without a plan."""
    planned, done = project.year_planned_fen, project.year_done_fen
    if not planned:
        return None
    due = project.due_planned_fen
    behind = done is not None and due is not None and done < due
    return {
        "completion": None if done is None else round(100 * done / planned),
        "schedule": None if due is None else round(100 * due / planned),
        "light": "none" if done is None else "lag" if behind else "ok",
    }


def money(name: str) -> Any:
    """A column's value: an annotated amount in 万元."""

    def value(obj: Any) -> Any:
        return wording.wan(getattr(obj, name))

    return value


def report_lamp(month: Any) -> dict[str, str] | None:
    """How the month's report stands."""
    return wording.report_light(month.report)


def blocker_lamp(blocker: Any) -> dict[str, str]:
    """Open, late or solved."""
    words = {
        "done": _("Solved"),
        "none": _("Open, no day set"),
        "over": _("Overdue"),
        "near": _("Due soon"),
        "ok": _("Open"),
    }
    return {"light": blocker.light, "label": words[blocker.light], "detail": ""}


def change_subject(change: Any) -> tuple[str, str]:
    """The project and its page."""
    return change.subject.name, refs.address_of(refs.ref_of(change.subject), change.subject)


def promise(indicator: Any) -> str:
    """What it promises."""
    return wording.promise(indicator)


def met_lamp(indicator: Any) -> dict[str, str]:
    """Met, not met yet, or no data."""
    return wording.met_light(indicator.is_met(indicator.actual))


def actual(indicator: Any) -> Figure:
    """The newest measured value."""
    return Figure(
        value=None if indicator.actual is None else indicator.actual.normalize() + 0,
        unit=indicator.unit,
        label=indicator.name,
        data_date=indicator.measured_on,
        ref=Ref("projects.indicator", str(indicator.pk)),
    )


def indicators_met(project: Any) -> str:
    """Met out of all, and how many have no data."""
    if not project.indicator_count:
        return ""
    text = _("%(met)s of %(all)s met") % {"met": project.met_count, "all": project.indicator_count}
    missing = project.indicator_count - project.measured_count
    return text if not missing else text + _(", %(n)s without data") % {"n": missing}


def evidence(name: str) -> Any:
    """A column's value: an attached file by its address; nothing without."""

    def value(obj: Any) -> tuple[str, str] | None:
        text, files = getattr(obj, name), registry.get("documents.file")
        return (_("Evidence"), files.url("detail", pk=Ref.parse(text).key)) if text and files else None

    return value


def leader(project: Any) -> str:
    """The responsible person with the post, as far as known."""
    return " ".join(filter(None, (project.leader_post, project.leader.name if project.leader else "")))
