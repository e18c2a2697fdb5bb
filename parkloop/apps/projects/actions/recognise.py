"""A key-technology project is recognised as the first of its kind (首台套、首批次、首版次)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import parkdata
from parkloop.apps.projects.models import Recognition, Technology
from parkloop.foundation import clock, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, check, require
from parkloop.foundation.models import Person, StoredFile

LABELS = {
    "kind": _("Kind of recognition"),
    "body": _("Recognised by"),
    "on": _("Recognised on"),
    "number": _("Certificate number"),
    "certificate": _("Certificate"),
}


@action("projects.recognise", label=_("Record a first-of-kind recognition"), on=Technology, icon="award", labels=LABELS,
        choices={"kind": parkdata.recognitions})  # fmt: skip
def recognise(
    person: Person,
    *,
    technology: Technology,
    kind: str,
    body: str,
    on: dt.date,
    number: str = "",
    certificate: StoredFile | None = None,
) -> Recognition:
    """Record a recognition with its certificate. Errors: NotAllowed; InvalidInput; AlreadyDone when it is recorded."""
    require(person, "projects.recognise", technology)
    if kind not in [entry.key for entry in parkdata.needed().recognitions]:
        raise InvalidInput(_("“%(word)s” is no kind of recognition of this park."), field="kind", word=kind)
    if on > clock.today():
        raise InvalidInput(_("It was recognised today or earlier."), field="on")
    made = Recognition(
        technology=technology, kind=kind, body=body.strip(), on=on, number=number, recorded_by=person, recorded_at=clock.now(),
        certificate=str(refs.ref_of(certificate)) if certificate else "",
    )  # fmt: skip
    check(made)
    with transaction.atomic():
        if technology.recognitions.filter(kind=kind, body=made.body, on=on).exists():
            raise AlreadyDone(_("This recognition is recorded already."))
        made.save()
        journal.write(person, "projects.recognise", made)
    return made
