"""Add a person. Posts, roles and an account are given by their own verbs."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, action, check, require
from parkloop.foundation.models import Person
from parkloop.foundation.pinyin import search_key

PINYIN_LENGTH = 200
GIVEN_CODE = re.compile(r"p\d+\Z")


@action(
    "directory.add_person",
    label=_("Add person"),
    on=Person,
    creates=True,
    icon="plus",
    labels={"name_zh": _("Name in Chinese"), "name_en": _("Name in English")},
)
def add_person(
    person: Any,
    *,
    name_zh: str,
    name_en: str = "",
    phone: str = "",
    email: str = "",
    code: str = "",
    is_synthetic: bool = False,
    reason: str = "",
) -> Person:
    """Add somebody. Without a `code` the next one is given (`p00001`); a code should not tell the name."""
    require(person, "directory.add_person", None)
    if code and Person.objects.filter(code=code).exists():
        raise InvalidInput(
            _("The code %(code)s is taken. Leave the field empty to be given one."), field="code", code=code
        )
    with transaction.atomic():
        new = Person(
            code=code or _next_code(),
            name_zh=name_zh.strip(),
            name_en=name_en.strip(),
            pinyin=search_key([name_zh], PINYIN_LENGTH),
            phone=phone.strip(),
            email=email.strip(),
            is_synthetic=is_synthetic,
        )
        check(new)
        new.save()
        journal.write(person, "directory.add_person", new, reason=reason)
    return new


def _next_code() -> str:
    given = Person.objects.filter(code__regex=r"^p[0-9]+$").values_list("code", flat=True)
    last = max((int(code[1:]) for code in given if GIVEN_CODE.match(code)), default=0)
    return f"p{last + 1:05d}"
