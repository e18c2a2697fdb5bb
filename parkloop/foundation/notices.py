"""In-app notices: message id and values are stored, the text is made in the reader's language when it is read.

A value may be plain, a Ref (shown as the thing's name, if the reader may still see it), a date, a `{zh, en}` label, or
`{"msgid": …}`, a message id of its own.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext

from parkloop.domain.refs import Ref
from parkloop.foundation import clock, policy, refs
from parkloop.foundation.models import Notice, Person, Role, RoleGrant
from parkloop.foundation.models.base import in_language, on_day


@dataclass(frozen=True)
class Rendered:
    """A notice as its reader sees it; `address` is empty when there is nothing to open or no right to see it."""

    notice: Notice
    text: str
    address: str


def tell(
    people: Iterable[Person],
    *,
    message: str,
    values: Mapping[str, Any] | None = None,
    ref: Ref | None = None,
    key: str = "",
) -> int:
    """Tell each person once; the number told.

    `message` is an English message id (`gettext_noop`) with `%(name)s` placeholders. A `key` makes the notice unique per person:
    telling again under the same key changes nothing.
    """
    stored = {name: _packed(value) for name, value in (values or {}).items()}
    at, target = clock.now(), str(ref) if ref else ""
    told = {p.pk: p for p in people if p.is_active and not p.is_system}
    if key:
        for known in Notice.objects.filter(person__in=told, key=key).values_list("person_id", flat=True):
            told.pop(known)
    rows = [Notice(person=p, message=message, values=stored, ref=target, key=key, created_at=at) for p in told.values()]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def administrators() -> list[Person]:
    """People who hold the system administration today."""
    held = RoleGrant.objects.filter(on_day(clock.today()), role=Role.SYSTEM_ADMIN, person__is_active=True)
    return list(Person.objects.filter(pk__in=held.values("person")))


def unread_count(person: Person) -> int:
    """How many notices the person has not read."""
    return Notice.objects.filter(person=person, read_at__isnull=True).count()


def render(person: Person, notices: Iterable[Notice]) -> list[Rendered]:
    """Texts and addresses in the active language; things the person may no longer see are not named. One query per kind of thing."""
    rows = list(notices)
    seen = _visible(person, rows)
    return [Rendered(n, _text(n, seen), _address(n, seen)) for n in rows]


def mark_read(person: Person, notices: Iterable[int] | None = None) -> int:
    """Mark the person's notices (by primary key, or all) as read; the number that changed."""
    rows = Notice.objects.filter(person=person, read_at__isnull=True)
    return (
        rows.filter(pk__in=list(notices)).update(read_at=clock.now())
        if notices is not None
        else rows.update(read_at=clock.now())
    )


def _packed(value: Any) -> Any:
    if isinstance(value, Ref):
        return {"ref": str(value)}
    if isinstance(value, dt.datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    return value if isinstance(value, (int, float, bool, dict)) or value is None else str(value)


def _refs_in(notice: Notice) -> list[Ref]:
    found = [v["ref"] for v in notice.values.values() if isinstance(v, dict) and "ref" in v]
    return [Ref.parse(text) for text in (*found, notice.ref) if text]


def _visible(person: Person, rows: list[Notice]) -> dict[Ref, Any]:
    keys: dict[str, set[str]] = defaultdict(set)
    for notice in rows:
        for ref in _refs_in(notice):
            keys[ref.kind].add(ref.key)
    known = refs.kinds()
    found: dict[Ref, Any] = {}
    for name in keys.keys() & known.keys():
        kind = known[name]
        objects = policy.rows(person, kind.model).filter(**{f"{kind.key_field}__in": keys[name]})
        found.update({Ref(name, str(getattr(obj, kind.key_field))): obj for obj in objects})
    return found


def _text(notice: Notice, seen: dict[Ref, Any]) -> str:
    values = {name: _shown(value, seen) for name, value in notice.values.items()}
    return gettext(notice.message) % values


def _shown(value: Any, seen: dict[Ref, Any]) -> Any:
    if not isinstance(value, dict):
        return value
    if "ref" in value:
        ref = Ref.parse(value["ref"])
        return refs.label_of(ref, seen[ref]) if ref in seen else gettext("(no longer visible to you)")
    if "msgid" in value:
        return gettext(value["msgid"])
    if "date" in value:
        return formats.date_format(dt.date.fromisoformat(value["date"]), "SHORT_DATE_FORMAT")
    if "instant" in value:
        at = dt.datetime.fromisoformat(value["instant"]).astimezone(clock.zone())
        return formats.date_format(at, "SHORT_DATETIME_FORMAT")
    return in_language(value.get("zh", ""), value.get("en", ""))


def _address(notice: Notice, seen: dict[Ref, Any]) -> str:
    ref = Ref.parse(notice.ref) if notice.ref else None
    return refs.address_of(ref, seen[ref]) if ref in seen else ""
