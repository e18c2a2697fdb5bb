"""First-of-kind recognitions (首台套、首批次、首版次) from a sheet, all or nothing. Certificates are added on the page of the recognition."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.projects import parkdata
from parkloop.apps.projects.models import Recognition
from parkloop.domain.refs import Ref
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import ActionError, ImportResult, InvalidInput, RowErrors, action, check, require
from parkloop.foundation.models import Person
from parkloop.foundation.watching import changed_many
from parkloop.packs.projects import ProjectRules

NAME = "projects.import_recognitions"


@action(NAME, label=gettext_lazy("Import recognitions"), on=Recognition, bulk=True, icon="upload")
def import_recognitions(person: Person, *, rows: Sequence[dict[str, Any]], digest: str = "") -> ImportResult:
    """Record recognitions by project, kind, body and day; of a known one only the certificate number is corrected.

    The kind may be written as key or word. RowErrors says what is wrong in which row; then nothing is changed.
    """
    require(person, NAME)
    rules, errors = parkdata.needed(), {}
    taken: list[tuple[Recognition, dict[str, Any]]] = []
    seen: set[tuple[Any, ...]] = set()
    for place, row in enumerate(rows):
        try:
            made, before = _take(person, row, rules)
            key = (made.technology_id, made.kind, made.body, made.on)
            if key in seen:
                raise InvalidInput(_("the same recognition stands in another row"))
            seen.add(key)
            taken.append((made, before))
        except ActionError as error:
            errors[place] = str(error)
    if errors:
        raise RowErrors(errors)
    return _write(person, taken, digest)


def _take(person: Person, row: dict[str, Any], rules: ProjectRules) -> tuple[Recognition, dict[str, Any]]:
    """(the recognition as it will be, what stood before). Errors: ActionError."""
    require(person, "projects.recognise", row["technology"])
    kind = parkdata.key_of(rules.recognitions, row["kind"])
    if kind is None:
        known = ", ".join(label for _key, label in parkdata.recognitions())
        raise InvalidInput(
            _("“%(word)s” is no kind of recognition of this park. Known are: %(known)s."), word=row["kind"], known=known
        )
    if row["on"] > clock.today():
        raise InvalidInput(_("It was recognised today or earlier."), field="on")
    key = {"technology": row["technology"], "kind": kind, "body": row["body"].strip(), "on": row["on"]}
    found = Recognition.objects.filter(**key).first()
    before = journal.values_of(found) if found else {}
    made = found or Recognition(**key, recorded_by=person, recorded_at=clock.now())
    made.number = row.get("number") or made.number
    check(made)
    return made, before


def _write(person: Person, taken: list[tuple[Recognition, dict[str, Any]]], digest: str) -> ImportResult:
    new = sum(made.pk is None for made, _before in taken)
    with transaction.atomic():
        for made, before in taken:
            made.save()
            journal.write(person, NAME, made, before=before, digest=digest)
        after = {"made": new, "changed": len(taken) - new}
        journal.write(person, NAME, Ref("projects.recognition", "bulk"), after=after, digest=digest)
        changed_many(Recognition, [made.pk for made, _before in taken])
    return ImportResult(made=new, changed=len(taken) - new)
