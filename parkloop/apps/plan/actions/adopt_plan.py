"""The park adopts a plan: its published notice is compiled, the recorded decisions applied, and the result becomes the plan at work."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.adoption import Adoption
from parkloop.apps.plan.compiling import Compilation, compile_folder
from parkloop.apps.plan.models import Plan
from parkloop.apps.plan.public import PlanAdopted
from parkloop.apps.plan.settings import apply_settings
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person


@action("plan.adopt_plan", label=_("Adopt a plan"), on=Plan, creates=True, icon="file-search")
def adopt_plan(person: Person, *, folder: str, reason: str = "") -> Plan:
    """Adopt the plan of a park folder (`plan`, `plan/<name>`) as its next edition; older editions stay.

    Errors: NotAllowed; InvalidInput (no notice, no plan in it, a decision that meets nothing); AlreadyDone when the very
    same edition was adopted before.
    """
    require(person, "plan.adopt_plan")
    compilation = compile_folder(folder)
    if not compilation.elements("heading"):
        raise InvalidInput(_("There is no plan in this notice: it has no numbered heading."), field="folder")
    newest = edition_in_force(compilation)
    if newest is not None and newest.stats.get("sha256") == compilation.sha256:
        raise AlreadyDone(
            _("%(plan)s was adopted on %(day)s and is unchanged."), plan=newest.name, day=newest.adopted_on.isoformat()
        )
    try:
        with transaction.atomic():
            return _adopt(person, compilation, reason)
    except IntegrityError as error:
        raise AlreadyDone(_("Somebody adopts this plan at the same moment. Open it from the list.")) from error


def edition_in_force(compilation: Compilation) -> Plan | None:
    """The newest adopted edition of the compiled plan, or None."""
    return Plan.objects.filter(code=compilation.folder.provenance.id).order_by("-edition").first()


def _adopt(person: Person, compilation: Compilation, reason: str) -> Plan:
    code = compilation.folder.provenance.id
    last = Plan.objects.filter(code=code).aggregate(last=Max("edition"))["last"] or 0
    adoption = Adoption(compilation, person, clock.today())
    plan = adoption.make(edition=last + 1)
    apply_settings(plan, compilation.folder)
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
