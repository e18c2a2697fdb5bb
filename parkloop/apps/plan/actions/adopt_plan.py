"""The park adopts a plan: its published notice is compiled, the recorded decisions applied, and the result becomes the plan at work."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.adoption import Adoption
from parkloop.apps.plan.carrying import Carrying
from parkloop.apps.plan.compiling import Compilation, compile_folder
from parkloop.apps.plan.models import Plan
from parkloop.apps.plan.public import PlanAdopted
from parkloop.apps.plan.settings import apply_settings
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, action, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


@action("plan.adopt_plan", label=_("Adopt a plan"), on=Plan, creates=True, icon="file-search")
def adopt_plan(person: Person, *, folder: str, reason: str = "") -> Plan:
    """Adopt the plan of a park folder (`plan`, `plan/<name>`) as its next edition; older editions stay.

    A changed decision gives an edition that takes over the running work; a changed text needs a re-issue, so that nothing is lost.
    Errors: NotAllowed; InvalidInput (no notice, no plan in it, a decision that meets nothing); InvalidState (the text changed);
    AlreadyDone when the very same edition was adopted before.
    """
    require(person, "plan.adopt_plan")
    return adopt_compilation(person, compile_folder(folder), reason)


def adopt_compilation(person: Person, compilation: Compilation, reason: str = "") -> Plan:
    """Adopt what was compiled and decided, from a park folder or from a confirmed review, as the next edition of its code.

    Errors: as `adopt_plan`.
    """
    require(person, "plan.adopt_plan")
    if not compilation.elements("heading"):
        raise InvalidInput(_("There is no plan in this notice: it has no numbered heading."), field="folder")
    newest = edition_in_force(compilation)
    _check_against(newest, compilation)
    try:
        with transaction.atomic():
            return _adopt(person, compilation, newest, reason)
    except IntegrityError as error:
        raise AlreadyDone(_("Somebody adopts this plan at the same moment. Open it from the list.")) from error


def edition_in_force(compilation: Compilation) -> Plan | None:
    """The newest adopted edition of the compiled plan, or None."""
    return Plan.objects.filter(code=compilation.folder.provenance.id).order_by("-edition").first()


def was_adopted(compilation: Compilation) -> Plan | None:
    """The edition that was made of exactly this text and these decisions, newest or not; None when there is none."""
    same = Plan.objects.filter(code=compilation.folder.provenance.id, stats__sha256=compilation.sha256)
    return same.order_by("-edition").first()


def _check_against(newest: Plan | None, compilation: Compilation) -> None:
    known = was_adopted(compilation)
    if known is not None:
        raise AlreadyDone(
            _("%(plan)s was adopted on %(day)s and is unchanged."), plan=known.name, day=known.adopted_on.isoformat()
        )
    if newest is not None and newest.source_text != compilation.text:
        raise InvalidState(
            _(
                "The notice differs from the running edition %(n)s. Compare it as a new edition, so that running work goes on."
            ),
            n=newest.edition,
        )


def _adopt(person: Person, compilation: Compilation, newest: Plan | None, reason: str) -> Plan:
    adoption = Adoption(compilation, person, clock.today())
    plan = adoption.make(edition=newest.edition + 1 if newest else 1, follows=newest)
    apply_settings(plan, compilation.folder)
    if newest is not None:
        Carrying(newest, plan, clock.today()).carry_same_text()
    addressees = adoption.addressees()
    journal.write(
        person, "plan.adopt_plan", plan, after=_facts(plan), reason=reason, basis=plan.doc_no, digest=compilation.sha256
    )
    emit(PlanAdopted(plan=refs.ref_of(plan), addressees=addressees, on=plan.adopted_on.isoformat()))
    return plan


def _facts(plan: Plan) -> dict[str, object]:
    """What the journal keeps: the document's facts and counts, not the text."""
    left_out = {"source_text", "compiled", "stats"}
    return {
        **{name: value for name, value in journal.values_of(plan).items() if name not in left_out},
        "headings": plan.headings.count(),
        "tasks": plan.tasks.count(),
        "targets": plan.targets.count(),
    }
