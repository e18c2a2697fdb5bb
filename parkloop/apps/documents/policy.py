"""Who sees and changes files. An attached file follows the thing it is attached to; a free one follows its organisation.

Officers, operators and enterprise users see what their roles reach; the auditor sees all; administrations only their own uploads.
"""

from typing import Any

from django.db.models import BigIntegerField, Case, Q, QuerySet, When
from django.db.models.expressions import Value
from django.db.models.functions import Cast, StrIndex, Substr

from parkloop.foundation import clock, policy, refs, scopes
from parkloop.foundation.models import Person, Post, Role, StoredFile
from parkloop.foundation.models.base import on_day
from parkloop.foundation.refs import Ref
from parkloop.foundation.standing import has_role, reach, reaches

KIND = "documents.file"
READERS = (Role.DISTRICT_LEADER, Role.DISTRICT_OFFICER, Role.TOWN_OFFICER, Role.PARK_OPERATOR, Role.ENTERPRISE_USER)
KEEPERS = (Role.DISTRICT_OFFICER, Role.TOWN_OFFICER, Role.PARK_OPERATOR)
"""Who may rename, replace and withdraw what others of their organisations uploaded."""


def file_rows(person: Person, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """One's own; free files of organisations within reach; files of things one may see."""
    if has_role(person, Role.AUDITOR):
        return queryset
    free = Q(ref="", organisation__in=reach(person, *READERS)) if has_role(person, *READERS) else Q(pk__in=[])
    attached, queryset = _attached(person, queryset)
    return queryset.filter(Q(uploaded_by=person) | free | attached)


def _attached(person: Person, queryset: "QuerySet[Any]") -> tuple[Q, "QuerySet[Any]"]:
    """Condition for files whose thing is visible; the key is cut out of the reference once, for kinds with whole numbers as keys."""
    kinds = [k for k in refs.kinds().values() if k.name != KIND and k.key_field == "pk" and policy.rules_of(k.model)]
    is_keyed, visible = Q(pk__in=[]), Q(pk__in=[])
    for kind in kinds:
        has_kind = Q(ref__startswith=f"{kind.name}:")
        rows = policy.rows(person, kind.model)
        if not rows.query.is_empty():
            is_keyed |= has_kind
            visible |= has_kind & Q(attached_key__in=rows.order_by().values("pk"))
    key = Cast(Substr("ref", StrIndex("ref", Value(":")) + 1), BigIntegerField())
    return visible, queryset.alias(
        attached_key=Case(When(is_keyed, then=key), default=None, output_field=BigIntegerField())
    )


def may_upload(person: Person, stored: StoredFile | None) -> bool:
    """Those who work with the park's things, for organisations they reach or belong to."""
    if stored is None or stored.organisation_id is None:
        return has_role(person, *READERS)
    return reaches(person, stored.organisation_id, *READERS) or (
        has_role(person, *READERS) and belongs(person, stored.organisation_id)
    )


def may_keep(person: Person, stored: StoredFile | None) -> bool:
    """Whoever uploaded it, and keepers whose role reaches its organisation."""
    if stored is None:
        return has_role(person, *READERS)
    is_own = stored.uploaded_by_id == person.pk and has_role(person, *READERS)
    return is_own or reaches(person, stored.organisation_id, *KEEPERS)


def belongs(person: Person, organisation_id: int) -> bool:
    """Whether the person holds a post at the organisation today."""
    return Post.objects.filter(on_day(clock.today()), person=person, organisation=organisation_id).exists()


def file_scopes(stored: StoredFile) -> frozenset[str]:
    """Search terms: the uploader, and those of the thing it is attached to or of its organisation."""
    own = frozenset({f"person:{stored.uploaded_by_id}", "role:auditor"})
    if not stored.ref:
        return own | scopes.held_for(stored.organisation_id, *READERS)
    thing = refs.resolve(Ref.parse(stored.ref))
    rules = policy.rules_of(type(thing)) if thing is not None else None
    return own | (rules.scopes(thing) if rules and rules.scopes else frozenset())


policy.register(
    StoredFile,
    policy.Rules(
        rows=file_rows,
        actions={
            "documents.upload": may_upload,
            "documents.rename": may_keep,
            "documents.replace": may_keep,
            "documents.withdraw": may_keep,
        },
        scopes=file_scopes,
    ),
)
