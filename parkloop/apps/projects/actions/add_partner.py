"""An organisation takes part in a key-technology project, or does no longer."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models import Partner, Technology
from parkloop.foundation import journal
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, require
from parkloop.foundation.models import Organisation, Person

LABELS = {"partner": _("Partner"), "part": _("Its part")}


@action("projects.add_partner", label=_("Add a partner"), on=Technology, icon="users", labels=LABELS)
def add_partner(person: Person, *, technology: Technology, partner: Organisation, part: str = "") -> Technology:
    """Let an organisation take part. Errors: NotAllowed; InvalidInput for the lead itself; AlreadyDone."""
    require(person, "projects.add_partner", technology)
    if partner.pk == technology.enterprise_id:
        raise InvalidInput(_("%(unit)s leads the project."), field="partner", unit=partner.name)
    if len(part) > 200:
        raise InvalidInput(_("Say its part in at most 200 characters."), field="part")
    with transaction.atomic():
        if technology.partners.filter(partner=partner).exists():
            raise AlreadyDone(_("%(unit)s takes part already."), unit=partner.name)
        Partner.objects.create(technology=technology, partner=partner, part=part)
        journal.write(person, "projects.add_partner", technology, after={"partner": partner.code, "part": part})
    return technology


@action("projects.remove_partner", label=_("Remove a partner"), on=Technology, icon="x", labels=LABELS)
def remove_partner(person: Person, *, technology: Technology, partner: Organisation, reason: str) -> Technology:
    """Take an organisation out. Errors: NotAllowed; InvalidInput without a reason; AlreadyDone when it takes no part."""
    require(person, "projects.remove_partner", technology)
    if not reason.strip():
        raise InvalidInput(_("Say why."), field="reason")
    with transaction.atomic():
        if not technology.partners.filter(partner=partner).delete()[0]:
            raise AlreadyDone(_("%(unit)s takes no part in the project."), unit=partner.name)
        journal.write(
            person,
            "projects.remove_partner",
            technology,
            before={"partner": partner.code},
            after={"partner": None},
            reason=reason,
        )
    return technology
