"""Erase a person's personal data: blank the fields, remove the account, destroy the key of what the journal keeps.

The row stays, nameless, so that what the person did remains attributed to one and the same somebody; the journal's chain stays valid.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import clock, journal, refs, secrecy
from parkloop.foundation.acting import InvalidState, action, bump_version, require
from parkloop.foundation.models import Deputy, Person, Post, RoleGrant
from parkloop.foundation.spans import overlapping


@action("directory.erase_person", label=_("Erase personal data"), on=Person, danger=True, icon="trash")
def erase_person(person: Any, *, holder: Person, reason: str, version: int | None = None) -> Person:
    """Irreversible. InvalidState while the person still holds posts, roles or deputies: hand over first."""
    require(person, "directory.erase_person", holder)
    _refuse_duties(holder)
    with transaction.atomic():
        bump_version(holder, version)
        account, holder.user = holder.user, None
        holder.code, holder.name_zh, holder.name_en = f"erased-{holder.pk}", "（已删除）", "(erased)"
        holder.phone = holder.email = holder.pinyin = ""
        holder.is_active = False
        holder.save()
        holder.tokens.all().delete()
        if account is not None:
            account.delete()
        secrecy.destroy_key(refs.ref_of(holder))
        journal.write(person, "directory.erase_person", holder, after={"is_erased": True}, reason=reason)
    return holder


def _refuse_duties(holder: Person) -> None:
    span = overlapping(clock.today(), None)
    own = [model.objects.filter(span, person=holder) for model in (Post, RoleGrant, Deputy)]
    if any(rows.exists() for rows in [*own, Deputy.objects.filter(span, deputy=holder)]):
        raise InvalidState(
            _("%(name)s still holds posts, roles or deputies. Hand the duties over first; then erase."),
            name=holder.name,
        )
