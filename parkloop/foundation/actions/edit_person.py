"""Change a person's names and ways to reach him."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import action, bump_version, check, require
from parkloop.foundation.actions.add_person import PINYIN_LENGTH
from parkloop.foundation.models import Person
from parkloop.foundation.people_checks import refuse_absent
from parkloop.foundation.pinyin import search_key

FIELDS = ("name_zh", "name_en", "phone", "email", "pinyin")


@action(
    "directory.edit_person",
    label=_("Edit person"),
    on=Person,
    icon="edit",
    labels={"name_zh": _("Name in Chinese"), "name_en": _("Name in English")},
)
def edit_person(
    person: Any,
    *,
    holder: Person,
    name_zh: str,
    name_en: str = "",
    phone: str = "",
    email: str = "",
    reason: str = "",
    version: int | None = None,
) -> Person:
    """Set all four fields; the journal keeps them encrypted under the person's own key."""
    require(person, "directory.edit_person", holder)
    refuse_absent(holder)
    with transaction.atomic():
        before = journal.values_of(holder)
        bump_version(holder, version)
        holder.name_zh, holder.name_en = name_zh.strip(), name_en.strip()
        holder.phone, holder.email = phone.strip(), email.strip()
        holder.pinyin = search_key([holder.name_zh], PINYIN_LENGTH)
        check(holder)
        holder.save(update_fields=FIELDS)
        journal.write(person, "directory.edit_person", holder, before=before, reason=reason)
    return holder
