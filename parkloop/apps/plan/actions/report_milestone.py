"""Whoever is responsible reports how far a milestone or sub-task has come, with evidence (节点反馈)."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import itemprogress, workwords
from parkloop.apps.plan.itemchecks import check_leaf, check_living
from parkloop.apps.plan.models import WorkItem, WorkReport
from parkloop.apps.plan.people import own_organisations
from parkloop.apps.plan.public import MilestoneReported
from parkloop.apps.plan.reportchecks import check_against, check_words, leading_bodies
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Organisation, Person, StoredFile


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
    check_words(item.task, as_of, note)
    _check_percent(done_pp)
    current = WorkReport.objects.filter(item=item, superseded_at__isnull=True).select_related("reported_by")
    older = current.filter(as_of=as_of).first()
    earlier = current.filter(as_of__lt=as_of).order_by("-as_of").first()
    check_against(older, earlier, "done_pp", done_pp, note, reason)
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
        itemprogress.put(item)
        journal.write(
            person, "plan.report_milestone", item, before=before, reason=reason, basis=note, organisation=organisation
        )
        _tell(person, made)
    return made


def _reporter(person: Person, item: WorkItem) -> Organisation:
    """The organisation for which the person reports: the item's own, else the leading one of the task."""
    bodies = [item.organisation, *leading_bodies(item.task)]
    own = own_organisations(person)
    for body in bodies:
        if body is not None and (person.is_system or body.pk in own):
            return body
    raise InvalidState(_("Nobody is responsible for it. Name its organisation, or assign the lead of the task."))


def _check_percent(done_pp: Decimal) -> None:
    if not 0 <= done_pp <= itemprogress.ALL or done_pp != round(done_pp, 2):
        raise InvalidInput(_("It is a percentage from 0 to 100 with at most two decimals."), field="done_pp")


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
