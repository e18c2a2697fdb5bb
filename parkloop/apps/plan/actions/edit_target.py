"""The park corrects its own words and settings of a target; what the notice states stays as printed."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import Target
from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, action, bump_version, check, require
from parkloop.foundation.models import Person


@action("plan.edit_target", label=_("Edit labels and tolerance"), on=Target, icon="edit")
def edit_target(
    person: Person,
    *,
    target: Target,
    label_zh: str,
    label_en: str = "",
    decimals: int = 0,
    tolerance: Decimal | None = None,
    reason: str,
    version: int | None = None,
) -> Target:
    """Change the park's labels, printed decimals and the tolerance of 左右.

    Errors: NotAllowed; InvalidInput (no label, decimals outside 0-4, a tolerance below zero or without 左右); StaleVersion.
    """
    require(person, "plan.edit_target", target)
    if not label_zh.strip():
        raise InvalidInput(_("The Chinese name is needed."), field="label_zh")
    if not 0 <= decimals <= 4:
        raise InvalidInput(_("Print 0 to 4 decimals."), field="decimals")
    if tolerance is not None and (tolerance < 0 or target.comparator not in ("approx", "keep")):
        raise InvalidInput(
            _("Only about-N and kept-at targets have a tolerance, and it is not below zero."), field="tolerance"
        )
    if not reason.strip():
        raise InvalidInput(_("Say why it changes."), field="reason")
    before = journal.values_of(target)
    with transaction.atomic():
        bump_version(target, version)
        target.label_zh, target.label_en, target.decimals, target.tolerance = label_zh, label_en, decimals, tolerance
        check(target)
        target.save(update_fields=["label_zh", "label_en", "decimals", "tolerance"])
        journal.write(person, "plan.edit_target", target, before=before, reason=reason)
    return target
