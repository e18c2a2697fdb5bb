"""Signing is opened for every addressed organisation of an adopted plan."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from parkloop.apps.plan import parkdata
from parkloop.apps.plan.models import Plan, SignOff
from parkloop.apps.plan.people import people_of
from parkloop.foundation import calendar, clock, journal, notices, refs
from parkloop.foundation.acting import action, require
from parkloop.foundation.models import Organisation, Person

MESSAGE = gettext_noop("Please sign for %(plan)s.")


@action("plan.open_sign_offs", label=_("Open signing"), icon="signature", by_hand=False)
def open_sign_offs(person: Person, *, plan: Plan, addressees: list[str]) -> list[SignOff]:
    """Open signing for the organisations (codes) that have none yet, tell their people, and give back what was opened.

    Repeating it opens nothing twice. The due date counts working days from today by the plan's clock, if it has one.
    """
    require(person, "plan.open_sign_offs")
    clocks = parkdata.clocks_of(plan.folder)
    term = clocks.signing.working_days if clocks and clocks.signing else None
    due_on = calendar.add_working_days(clock.today(), term) if term else None
    known = SignOff.objects.filter(plan=plan).values("organisation")
    wanted = Organisation.objects.filter(code__in=addressees, dissolved_on__isnull=True).exclude(pk__in=known)
    with transaction.atomic():
        made = [
            SignOff.objects.create(plan=plan, organisation=organisation, opened_at=clock.now(), due_on=due_on)
            for organisation in wanted.order_by("code")
        ]
        if made:
            codes = [s.organisation.code for s in made]
            journal.write(
                person, "plan.open_sign_offs", plan, after={"addressees": codes, "due_on": journal.plain(due_on)}
            )
        for sign_off in made:
            _tell(sign_off)
    return made


def _tell(sign_off: SignOff) -> None:
    notices.tell(
        people_of([sign_off.organisation_id]),
        message=MESSAGE,
        values={"plan": refs.ref_of(sign_off.plan)},
        ref=refs.ref_of(sign_off),
        key=f"plan.sign:{sign_off.pk}",
    )
