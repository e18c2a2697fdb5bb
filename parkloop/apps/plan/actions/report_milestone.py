"""Whoever is responsible reports how far a milestone or sub-task has come, with evidence (节点反馈)."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import workwords
from parkloop.apps.plan.itemchecks import check_leaf, check_living
from parkloop.apps.plan.models import Duty, DutyRole, WorkItem, WorkReport
from parkloop.apps.plan.people import own_organisations
from parkloop.apps.plan.public import MilestoneReported
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Organisation, Person, StoredFile

ALL = Decimal(100)


@action(
    "plan.report_milestone",
    label=_("Report on it"),
    on=WorkItem,
    icon="send",
    labels={**workwords.LABELS, "reason": _("Reason of a correction")},
    help={
        **workwords.HELP,
        "reason": _("Only for correcting an earlier report or admitting that it fell back."),
    },
)
def report_milestone(
    person: Person,
    *,
    item: WorkItem,
    as_of: dt.date,
    done_pp: Decimal,
    note: str,
    evidence: StoredFile | None = None,
    reason: str = "",
    version: int | None = None,
) -> WorkReport:
    """Report the percentage done as of a day; 100 finishes the item on that day.

    A report of the same day is corrected, and falling back is admitted, only with a reason; the older row is kept.
    Errors: NotAllowed; InvalidInput; InvalidState (removed, nobody responsible); AlreadyDone; StaleVersion.
    """
    require(person, "plan.report_milestone", item)
    check_living(item)
    check_leaf(item)
    organisation = _reporter(person, item)
    _check_values(item, as_of, done_pp, note)
    current = WorkReport.objects.filter(item=item, superseded_at__isnull=True).select_related("reported_by")
    older = current.filter(as_of=as_of).first()
    earlier = current.filter(as_of__lt=as_of).order_by("-as_of").first()
    _check_against(older, earlier, done_pp, note, reason)
    before = journal.values_of(item)
    with transaction.atomic():
        bump_version(item, version)
        if older is not None:
            WorkReport.objects.filter(pk=older.pk).update(superseded_at=clock.now())
        made = WorkReport.objects.create(
            item=item,
            as_of=as_of,
            done_pp=done_pp,
            note=note,
            evidence=str(refs.ref_of(evidence)) if evidence else "",
            organisation=organisation,
            reported_by=person,
            reported_at=clock.now(),
            supersedes=older,
            reason=reason if older else "",
        )
        _put(item)
        journal.write(
            person, "plan.report_milestone", item, before=before, reason=reason, basis=note, organisation=organisation
        )
        _tell(person, made)
    return made


def _reporter(person: Person, item: WorkItem) -> Organisation:
    """The organisation for which the person reports: the item's own, else the leading one of the task."""
    leads = Duty.objects.filter(
        heading=item.task.heading_id, role=DutyRole.LEAD, ended_on__isnull=True, organisation__isnull=False
    )
    bodies = [item.organisation, *(duty.organisation for duty in leads.select_related("organisation"))]
    own = own_organisations(person)
    for body in bodies:
        if body is not None and (person.is_system or body.pk in own):
            return body
    raise InvalidState(_("Nobody is responsible for it. Name its organisation, or assign the lead of the task."))


def _check_values(item: WorkItem, as_of: dt.date, done_pp: Decimal, note: str) -> None:
    if as_of > clock.today():
        raise InvalidInput(_("Progress is reported as of today or an earlier day."), field="as_of")
    if item.task.starts_on and as_of < item.task.starts_on:
        raise InvalidInput(_("The task began on %(day)s."), field="as_of", day=item.task.starts_on.isoformat())
    if not 0 <= done_pp <= ALL or done_pp != round(done_pp, 2):
        raise InvalidInput(_("It is a percentage from 0 to 100 with at most two decimals."), field="done_pp")
    if not note.strip():
        raise InvalidInput(_("Say in a sentence what was done."), field="note")


def _check_against(
    older: WorkReport | None, earlier: WorkReport | None, done_pp: Decimal, note: str, reason: str
) -> None:
    if older is not None and older.done_pp == done_pp and older.note == note:
        raise AlreadyDone(_("%(who)s reported the same already."), who=older.reported_by.name)
    if older is not None and not reason.strip():
        raise InvalidInput(
            _("%(who)s reported %(value)s %% for this day. To correct it, give the reason; the older report is kept."),
            field="reason",
            who=older.reported_by.name,
            value=f"{older.done_pp.normalize():f}",
        )
    if earlier is not None and done_pp < earlier.done_pp and not reason.strip():
        raise InvalidInput(
            _("It was %(value)s %% on %(day)s. If it really fell back, give the reason."),
            field="done_pp",
            value=f"{earlier.done_pp.normalize():f}",
            day=earlier.as_of.isoformat(),
        )


def _put(item: WorkItem) -> None:
    """The newest report on the item; it is finished on the first day since which every report says 100."""
    rows = list(WorkReport.objects.filter(item=item, superseded_at__isnull=True).order_by("-as_of", "-pk"))
    item.done_pp, item.reported_on, item.finished_on = rows[0].done_pp, rows[0].as_of, None
    for row in rows:
        if row.done_pp < ALL:
            break
        item.finished_on = row.as_of
    item.save(update_fields=["done_pp", "reported_on", "finished_on"])
    if item.parent is not None:
        _put_above(item.parent)


def _put_above(item: WorkItem) -> None:
    """An item with parts is as far as they are, by working days (a milestone counts as one); unknown while nobody reported."""
    parts = list(item.parts.filter(removed_on__isnull=True))
    total = sum(max(part.duration, 1) for part in parts)
    done = sum((max(part.duration, 1) * (part.done_pp or 0) for part in parts), Decimal(0))
    days = [part.finished_on for part in parts]
    finished = [day for day in days if day is not None]
    item.done_pp = round(done / total, 2)
    item.finished_on = max(finished) if len(finished) == len(days) else None
    item.reported_on = max((part.reported_on for part in parts if part.reported_on), default=None)
    item.save(update_fields=["done_pp", "reported_on", "finished_on"])
    if item.parent is not None:
        _put_above(item.parent)


def _tell(person: Person, made: WorkReport) -> None:
    emit(
        MilestoneReported(
            item=refs.ref_of(made.item),
            task=refs.ref_of(made.item.task),
            organisation=refs.ref_of(made.organisation),
            as_of=made.as_of.isoformat(),
            done_pp=str(made.done_pp),
            by=refs.ref_of(person),
        )
    )
