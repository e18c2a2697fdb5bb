"""How a project of either sort comes to another stage: allowed steps, dates in order, the row of history. Used by the two actions."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models import Project, StageChange
from parkloop.apps.projects.public import StageMoved
from parkloop.domain.projects.stages import StageLine, Step
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, bump_version
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person, StoredFile
from parkloop.foundation.models.base import in_language


def check_step(line: StageLine, project: Any, stage: str, reason: str) -> bool:
    """Whether the step leads back; errors for every step that is not allowed."""
    step = line.step(project.stage, stage)
    if step is Step.SAME:
        raise AlreadyDone(_("The project stands at this stage already."))
    if step is Step.UNKNOWN:
        raise InvalidInput(_("“%(stage)s” is no stage of this park."), field="stage", stage=stage)
    if step is Step.NOT_ALLOWED:
        text = _("From this stage the project may go on to: %(stages)s. Go step by step, so that each date is kept.")
        raise InvalidInput(text, field="stage", stages=_names(line, project.stage))
    if step is Step.BACK and not reason.strip():
        raise InvalidInput(_("The project falls back. Say why."), field="reason")
    return step is Step.BACK


def _names(line: StageLine, key: str) -> str:
    before = line.get(key)
    found = filter(None, (line.get(name) for name in (before.following if before else ())))
    return ", ".join(in_language(stage.zh, stage.en) for stage in found) or "—"


def check_dates(project: Any, on: dt.date, next_on: dt.date | None) -> None:
    """The day is not to come and not before the last change; the next stage is planned after it."""
    if on > clock.today():
        raise InvalidInput(_("A stage is reached today or earlier. For what is to come, plan the date."), field="on")
    last = project.changes.order_by("-on", "-pk").values_list("on", flat=True).first()
    if last is not None and on < last:
        raise InvalidInput(
            _("The project changed its stage on %(day)s; this change cannot lie before it."),
            field="on",
            day=last.isoformat(),
        )
    if next_on is not None and next_on < on:
        raise InvalidInput(_("The next stage is planned after this one."), field="next_on")


def move(
    person: Person, name: str, project: Any, line: StageLine, *, stage: str, on: dt.date, next_on: dt.date | None,
    evidence: StoredFile | None, reason: str, version: int | None,
) -> StageChange:  # fmt: skip
    """Check the step and write it; inside the caller's transaction."""
    is_back = check_step(line, project, stage, reason)
    check_dates(project, on, next_on)
    before, planned, old = journal.values_of(project), project.next_on, project.stage
    bump_version(project, version)
    project.stage = stage
    project.next_on = next_on if line.next_of(stage) else None
    project.save(update_fields=["stage", "next_on"])
    made = record(
        person, project, old, stage, on=on, planned_on=planned, is_back=is_back, evidence=evidence, reason=reason
    )
    journal.write(person, name, project, before=before, reason=reason)
    emit(
        StageMoved(
            project=refs.ref_of(project),
            town=refs.ref_of(project.town),
            stage=stage,
            is_back=is_back,
            on=on.isoformat(),
            reason=reason,
            by=refs.ref_of(person),
        )
    )
    return made


def record(
    person: Person, project: Any, old: str, new: str, *, on: dt.date, planned_on: dt.date | None = None,
    is_back: bool = False, evidence: StoredFile | None = None, reason: str = "",
) -> StageChange:  # fmt: skip
    """The row of history of one change."""
    subject = {"project": project} if isinstance(project, Project) else {"technology": project}
    return StageChange.objects.create(
        **subject,
        from_stage=old,
        to_stage=new,
        on=on,
        planned_on=planned_on,
        is_back=is_back,
        evidence=str(refs.ref_of(evidence)) if evidence else "",
        reason=reason,
        moved_by=person,
        recorded_at=clock.now(),
    )
