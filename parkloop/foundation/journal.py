"""Writing the journal, inside the action's transaction: who did what to which thing, before, after, why, on which basis.

Fields declared `PERSONAL` on a model are encrypted under the subject's key (`foundation.secrecy`) and never stored in clear.
Sealing into the chain is clockwork (`foundation.sealing`).
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from parkloop.domain.refs import Ref
from parkloop.foundation import clock, refs, watching
from parkloop.foundation.models import JournalEntry

SKIPPED = frozenset({"id", "version", "pinyin"})


def values_of(obj: Model) -> dict[str, Any]:
    """Plain JSON values of an object's concrete fields, for before and after."""
    names = (f.attname for f in obj._meta.concrete_fields if f.name not in SKIPPED)
    return {name: plain(getattr(obj, name)) for name in names}


def plain(value: Any) -> Any:
    """A JSON-able value of a field value; decimals as text so nothing is rounded."""
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (str, int, float, bool, list, dict)) or value is None:
        return value
    return str(value)


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two sides reduced to what differs."""
    keys = [k for k in {**before, **after} if before.get(k) != after.get(k)]
    return {k: before[k] for k in keys if k in before}, {k: after[k] for k in keys if k in after}


def write(
    person: Any,
    action: str,
    obj: Model | Ref,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    basis: str = "",
    organisation: Any = None,
    digest: str = "",
) -> JournalEntry:
    """Write one entry. `before`/`after` default to nothing and the object's values; unchanged fields are left out.

    `organisation` scopes who may read the entry; it defaults to `obj.organisation` when there is one.
    """
    from parkloop.foundation import secrecy

    if after is None:
        after = values_of(obj) if isinstance(obj, Model) else {}
    old, new = changes(before or {}, after)
    ref = obj if isinstance(obj, Ref) else refs.ref_of(obj)
    old, new, personal = secrecy.hide(ref, getattr(obj, "PERSONAL", frozenset()), old, new)
    scope = organisation or getattr(obj, "organisation", None)
    if isinstance(obj, Model):
        watching.changed(obj)
    return JournalEntry.objects.create(
        at=clock.now(),
        person=person,
        action=action,
        ref=str(ref),
        organisation=scope,
        before=old,
        after=new,
        personal=personal,
        reason=reason,
        basis=basis,
        digest=digest,
    )


def history(ref: Ref) -> Any:
    """Entries of a thing, newest first, with their people."""
    return JournalEntry.objects.filter(ref=str(ref)).select_related("person", "organisation").order_by("-pk")


def last_change_text(obj: Model) -> str:
    """Who last changed the thing, when and which fields, as a sentence fragment in the active language."""
    entry = history(refs.ref_of(obj)).first()
    if entry is None:
        return _("by somebody else")
    names = ", ".join(sorted(str(label) for label in _labels(obj, entry.after)))
    return _("%(who)s at %(when)s (%(fields)s)") % {
        "who": entry.person.name if entry.person else _("the system"),
        "when": entry.at.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M"),
        "fields": names or "-",
    }


def _labels(obj: Model, values: dict[str, Any]) -> list[Any]:
    by_name = {f.attname: f.verbose_name for f in obj._meta.concrete_fields}
    return [by_name.get(name, name) for name in values]
