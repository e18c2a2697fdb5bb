"""Actions on consignments, as small as actions get."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import ImportResult, InvalidInput, InvalidState, action, bump_version, check, require
from parkloop.foundation.bulk import apply_rows
from parkloop.foundation.models import Organisation, Person
from tests.bulk.models import Parcel


@action("bulk.add_parcel", label=_("Add consignment"), on=Parcel, creates=True)
def add_parcel(
    person: Person,
    *,
    code: str,
    name_zh: str,
    organisation: Organisation,
    amount: Decimal,
    opened_on: dt.date,
    name_en: str = "",
    share: Decimal | None = None,
    is_urgent: bool = False,
    secret: str = "",
    note: str = "",
) -> Parcel:
    """Make a consignment."""
    require(person, "bulk.add_parcel")
    parcel = Parcel(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        organisation=organisation,
        amount=amount,
        share=share,
        opened_on=opened_on,
        is_urgent=is_urgent,
        secret=secret,
        note=note,
    )
    check(parcel)
    require(person, "bulk.add_parcel", parcel)
    with transaction.atomic():
        if Parcel.objects.filter(code=code).exists():
            raise InvalidInput(_("The code is taken. Choose another one."), field="code")
        parcel.save()
        journal.write(person, "bulk.add_parcel", parcel)
    return parcel


@action("bulk.edit_parcel", label=_("Edit consignment"), on=Parcel)
def edit_parcel(
    person: Person,
    *,
    parcel: Parcel,
    name_zh: str,
    amount: Decimal,
    name_en: str = "",
    share: Decimal | None = None,
    is_urgent: bool = False,
    note: str = "",
    reason: str = "",
    version: int | None = None,
) -> Parcel:
    """Change a consignment."""
    require(person, "bulk.edit_parcel", parcel)
    with transaction.atomic():
        bump_version(parcel, version)
        before = journal.values_of(parcel)
        parcel.name_zh, parcel.name_en, parcel.amount, parcel.share = name_zh, name_en, amount, share
        parcel.is_urgent, parcel.note = is_urgent, note
        check(parcel)
        parcel.save()
        journal.write(person, "bulk.edit_parcel", parcel, before=before, reason=reason)
    return parcel


@action("bulk.send_parcel", label=_("Send consignment"), on=Parcel, icon="send")
def send_parcel(person: Person, *, parcel: Parcel, reason: str = "", version: int | None = None) -> Parcel:
    """Send an open consignment."""
    require(person, "bulk.send_parcel", parcel)
    if parcel.state != Parcel.State.OPEN:
        raise InvalidState(_("Only an open consignment can be sent. This one was sent before."))
    with transaction.atomic():
        bump_version(parcel, version)
        before = journal.values_of(parcel)
        parcel.state = Parcel.State.SENT
        parcel.save()
        journal.write(person, "bulk.send_parcel", parcel, before=before, reason=reason)
    return parcel


@action("bulk.import_parcels", label=_("Import consignments"), on=Parcel, bulk=True)
def import_parcels(person: Person, *, rows: list[dict[str, Any]], digest: str = "") -> ImportResult:
    """Make and change consignments from a sheet, all or nothing."""
    require(person, "bulk.import_parcels")
    return apply_rows(person, Parcel, rows, key="code", action="bulk.import_parcels", digest=digest)
