"""A person decides what one change of a new edition means for running work; taken back until the edition is confirmed."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import EditionChange, Reissue
from parkloop.domain.plan.editions.model import OPTIONS
from parkloop.foundation import clock, journal
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, action, bump_version, require
from parkloop.foundation.models import Person


@action("plan.decide_change", label=_("Decide"), on=EditionChange, icon="check")
def decide_change(
    person: Person,
    *,
    change: EditionChange,
    option: EditionChange.Option,
    reason: str = "",
    version: int | None = None,
) -> EditionChange:
    """Take the one decision of a change.

    Errors: NotAllowed; InvalidState (the re-issue ended, somebody decided it otherwise: take that back first); InvalidInput naming
    `option` (does not fit this change); AlreadyDone; StaleVersion.
    """
    require(person, "plan.decide_change", change)
    require_open(change.reissue)
    if option not in OPTIONS[change.kind]:  # type: ignore[index]
        fitting = "、".join(str(EditionChange.Option(o).label) for o in OPTIONS[change.kind])  # type: ignore[index]
        raise InvalidInput(
            _("This does not fit the change. Choose among: %(options)s."), field="option", options=fitting
        )
    _check_free(change, option)
    with transaction.atomic():
        bump_version(change, version)
        before = journal.values_of(change)
        change.option, change.reason = option, reason.strip()
        change.decided_by, change.decided_at = person, clock.now()
        change.save(update_fields=["option", "reason", "decided_by", "decided_at"])
        journal.write(person, "plan.decide_change", change, before=before, reason=reason)
    return change


def require_open(reissue: Reissue) -> None:
    """InvalidState unless the re-issue is still under decision."""
    if reissue.state != Reissue.State.OPEN:
        raise InvalidState(
            _("This re-issue ended on %(day)s: %(state)s."),
            day=f"{reissue.ended_at:%Y-%m-%d}" if reissue.ended_at else "",
            state=str(reissue.get_state_display()),
        )


def _check_free(change: EditionChange, option: str) -> None:
    if not change.option:
        return
    values = {"who": change.decided_by.name if change.decided_by else "", "what": str(change.get_option_display())}
    if change.option == option:
        raise AlreadyDone(_("%(who)s decided the same already: %(what)s."), **values)
    raise InvalidState(_("%(who)s decided: %(what)s. Take that decision back first."), **values)
