"""A second person confirms a re-issue: the new edition comes into force and running work goes over to it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import reissuing
from parkloop.apps.plan.actions.decide_change import require_open
from parkloop.apps.plan.adoption import Adoption
from parkloop.apps.plan.carrying import Carrying
from parkloop.apps.plan.models import EditionChange, Plan, Reissue
from parkloop.apps.plan.public import PlanAdopted, PlanReissued
from parkloop.domain.plan.editions import Settlement
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import InvalidState, NotAllowed, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Organisation, Person
from parkloop.packs import Pack


@action("plan.confirm_reissue", label=_("Confirm the new edition"), on=Reissue, icon="checks")
def confirm_reissue(person: Person, *, reissue: Reissue, reason: str = "", version: int | None = None) -> Plan:
    """Make the new edition from the compiled notice and the decisions; the old edition stays readable with all its rows.

    Errors: NotAllowed (also for the person who started it); InvalidState (a decision is missing, it ended, the running edition was
    followed meanwhile); StaleVersion.
    """
    require(person, "plan.confirm_reissue", reissue)
    require_open(reissue)
    if reissue.started_by_id == person.pk and not person.is_system:
        raise NotAllowed(_("You started this re-issue. A second person who runs the plan confirms it."))
    if hasattr(reissue.plan, "followed_by"):
        raise InvalidState(_("Another edition has followed meanwhile. Compare this notice with it anew."))
    settlement = _settlement(reissue)
    with transaction.atomic():
        bump_version(reissue, version)
        plan = _adopt(person, reissue, settlement)
        reissue.state, reissue.result, reissue.reason = Reissue.State.CONFIRMED, plan, reason.strip()
        reissue.ended_by, reissue.ended_at = person, clock.now()
        reissue.save(update_fields=["state", "result", "reason", "ended_by", "ended_at"])
        journal.write(person, "plan.confirm_reissue", reissue, reason=reason, basis=plan.doc_no)
    return plan


def _settlement(reissue: Reissue) -> Settlement:
    found = reissuing.settlement_of(reissue)
    if found is None:
        count = EditionChange.objects.filter(reissue=reissue, option="").count()
        raise InvalidState(_("%(count)s changes wait for a decision. Decide each of them first."), count=count)
    return found


def _adopt(person: Person, reissue: Reissue, settlement: Settlement) -> Plan:
    compilation = reissuing.compilation_of(reissue)
    adoption = Adoption(compilation, person, clock.today())
    plan = adoption.make(edition=reissue.plan.edition + 1, follows=reissue.plan)
    handed_over = _handed_over(settlement, compilation.pack, adoption.organisations)
    Carrying(reissue.plan, plan, clock.today(), handed_over).carry(settlement)
    journal.write(person, "plan.confirm_reissue", plan, after={"edition": plan.edition}, digest=compilation.sha256)
    emit(PlanAdopted(plan=refs.ref_of(plan), addressees=adoption.addressees(), on=plan.adopted_on.isoformat()))
    emit(
        PlanReissued(
            plan=refs.ref_of(plan), follows=refs.ref_of(reissue.plan), tasks=_task_pairs(reissue.plan, plan, settlement)
        )
    )
    return plan


def _handed_over(settlement: Settlement, pack: Pack, organisations: dict[str, Organisation]) -> dict[int, Organisation]:
    """Organisation → the one that took its place, where both printed names mean one known organisation each."""
    found = {}
    for before, after in settlement.handed_over:
        old, new = pack.codes_of(before), pack.codes_of(after)
        if len(old) == len(new) == 1 and old[0] in organisations and new[0] in organisations:
            found[organisations[old[0]].pk] = organisations[new[0]]
    return found


def _task_pairs(old: Plan, new: Plan, settlement: Settlement) -> tuple[tuple[str, str], ...]:
    before = {t.heading.path: str(t.pk) for t in old.tasks.select_related("heading")}
    after = {t.heading.path: str(t.pk) for t in new.tasks.select_related("heading")}
    return tuple(
        (before[one], after[other])
        for link in settlement.tasks
        for one in link.old
        for other in link.new
        if one in before and other in after
    )
