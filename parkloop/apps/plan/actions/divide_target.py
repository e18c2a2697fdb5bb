"""The park divides a target among towns (分解到街镇): each town's share in the target's own unit."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import Target
from parkloop.foundation import journal, policy
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.models import Organisation, Person

LABELS = {"towns": _("Shares of the towns")}
HELP = {
    "towns": _(
        "One town a line, its name or code and its share, as in “Liuxi 30”. Left empty, the target is not divided."
    )
}
MOST = Decimal(10) ** 12


@action(
    "plan.divide_target",
    label=_("Divide among towns"),
    on=Target,
    icon="map-2",
    labels=LABELS,
    help=HELP,
    long=("towns",),
)
def divide_target(
    person: Person, *, target: Target, towns: str = "", reason: str, version: int | None = None
) -> Target:
    """Set the shares of all towns anew; values that towns have reported stay.

    Errors: NotAllowed; InvalidInput naming `towns` with the line (no share, an unknown body, one named twice, below zero) or
    `reason`; StaleVersion.
    """
    require(person, "plan.divide_target", target)
    if not reason.strip():
        raise InvalidInput(_("Say why it changes."), field="reason")
    shares = _shares(person, towns.splitlines())
    before = journal.values_of(target)
    with transaction.atomic():
        bump_version(target, version)
        target.shares = shares
        target.save(update_fields=["shares"])
        journal.write(person, "plan.divide_target", target, before=before, reason=reason)
    return target


def _shares(person: Person, lines: Iterable[str]) -> dict[str, str]:
    """Code of an organisation → its share as text."""
    known = _bodies(person)
    found: dict[str, str] = {}
    for line in (line.strip() for line in lines):
        if not line:
            continue
        name, _blank, number = line.replace("\u3000", " ").replace("\t", " ").rpartition(" ")
        code = known.get(name.strip())
        if code is None:
            raise InvalidInput(
                _("“%(line)s”: there is no such body. Write a town by its name or code, a blank, and its share."),
                field="towns",
                line=line,
            )
        if code in found:
            raise InvalidInput(_("“%(line)s”: this town is named twice."), field="towns", line=line)
        found[code] = str(_share(line, number))
    return found


def _share(line: str, number: str) -> Decimal:
    try:
        share = Decimal(number.replace(",", "").replace("，", ""))
    except InvalidOperation:
        share = Decimal(-1)
    if not share.is_finite() or not 0 <= share < MOST:
        raise InvalidInput(_("“%(line)s”: the share is a number and not below zero."), field="towns", line=line)
    return share


def _bodies(person: Person) -> dict[str, str]:
    """Names and codes of the bodies that the person sees → code; a name that several have means none."""
    names: dict[str, str] = {}
    twice: set[str] = set()
    for code, *called in policy.rows(person, Organisation).values_list(
        "code", "name_zh", "short_zh", "name_en", "short_en"
    ):
        for name in {code, *filter(None, called)}:
            if name in names and names[name] != code:
                twice.add(name)
            names[name] = code
    return {name: code for name, code in names.items() if name not in twice}
