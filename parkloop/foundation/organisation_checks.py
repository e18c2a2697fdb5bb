"""Checks that several actions on organisations share; each refuses with a text that names the way out."""

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from parkloop.domain import credit_code as credit_codes
from parkloop.foundation.acting import InvalidInput, InvalidState
from parkloop.foundation.models import Organisation

CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")


def checked_code(code: str) -> str:
    """The organisation's code, free and well formed."""
    code = code.strip()
    if not CODE.match(code):
        raise InvalidInput(_("A code is made of small letters, digits and hyphens, like “north-town”."), field="code")
    other = Organisation.objects.filter(code=code).first()
    if other is not None:
        raise InvalidInput(
            _("The code %(code)s belongs to %(name)s. Choose another one."), field="code", code=code, name=other.name
        )
    return code


def checked_credit_code(text: str | None, own: Organisation | None = None) -> str | None:
    """The credit code in its stored form, None when empty; InvalidInput says what is wrong or whose it is."""
    if not (text and text.strip()):
        return None
    code = credit_codes.normalise(text)
    wrong = credit_codes.problem(code)
    if wrong is not None:
        raise InvalidInput(_(wrong.message), field="credit_code", **wrong.values)
    other = Organisation.objects.filter(credit_code=code).first()
    if other is not None and other != own:
        raise InvalidInput(
            _("The credit code %(code)s is %(name)s's. One body has one code: open that organisation instead."),
            field="credit_code",
            code=code,
            name=other.name,
        )
    return code


def refuse_dissolved(organisation: Organisation, on: dt.date | None = None, field: str = "") -> None:
    """InvalidState (InvalidInput for a field) when the organisation ends on or before the day, or ends at all when none is given."""
    ends = organisation.dissolved_on
    if ends is None or (on is not None and on < ends):
        return
    text = _("%(name)s ends on %(day)s; choose an organisation that goes on.")
    if field:
        raise InvalidInput(text, field=field, name=organisation.name, day=ends.isoformat())
    raise InvalidState(
        _("%(name)s ends on %(day)s; nothing can be changed after that."), name=organisation.name, day=ends.isoformat()
    )


def refuse_before_founding(organisation: Organisation, on: dt.date, field: str = "on") -> None:
    """InvalidInput when the day lies before the organisation's beginning."""
    if on < organisation.founded_on:
        raise InvalidInput(
            _("%(name)s exists only since %(day)s. Choose that day or a later one."),
            field=field,
            name=organisation.name,
            day=organisation.founded_on.isoformat(),
        )
