"""A thing's history as people read it: who did what, when, why, before and after, in the reader's words.

Only entries the person may see; fields withheld from the person are left out; keys of related things are told by their names.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import DateTimeField, Field, ForeignKey, Model
from django.utils.translation import gettext as _

from parkloop.desk import registry
from parkloop.desk.tables.columns import in_wan, yes_no
from parkloop.desk.templatetags.desk_elements import amount
from parkloop.domain.refs import Ref
from parkloop.foundation import acting, clock, policy, refs
from parkloop.foundation.models import FenField, JournalEntry


def entries_of(person: Any, ref: Ref) -> Any:
    """Journal entries of a thing that the person may see, newest first."""
    rows = policy.rows(person, JournalEntry).filter(ref=str(ref))
    return rows.select_related("person", "organisation").order_by("-pk")


def timeline(
    person: Any, entries: Iterable[JournalEntry], *, with_subject: bool = False, brief: bool = False
) -> list[dict[str, Any]]:
    """Items for the timeline element; `with_subject` names the thing of each entry, `brief` leaves out what a new thing began with."""
    listed = list(entries)
    names = _names(person, listed)
    items = [_item(person, entry, names, with_subject) for entry in listed]
    for entry, item in zip(listed, items, strict=True):
        if brief and not entry.before:
            item["changes"] = []
    return items


def _item(person: Any, entry: JournalEntry, names: dict[tuple[Any, str], str], with_subject: bool) -> dict[str, Any]:
    known = acting.actions().get(entry.action)
    item = {
        "when": entry.at.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M"),
        "who": entry.person.name if entry.person else _("the system"),
        "what": str(known.label) if known else entry.action,
        "why": entry.reason,
        "basis": entry.basis,
        "changes": _changes(person, entry, names),
    }
    if with_subject:
        ref = Ref.parse(entry.ref)
        seen = refs.visible(person, ref)
        item |= {
            "subject": refs.label_of(ref, seen) if seen else ref.key,
            "url": refs.address_of(ref, seen) if seen else "",
        }
    return item


def _model_of(entry: JournalEntry) -> type[Model] | None:
    kind = refs.kinds().get(entry.ref.partition(":")[0])
    return kind.model if kind else None


def _changes(person: Any, entry: JournalEntry, names: dict[tuple[Any, str], str]) -> list[dict[str, Any]]:
    model = _model_of(entry)
    if model is None:
        return []
    fields = {f.attname: f for f in model._meta.concrete_fields}
    seen = policy.fields(person, model)
    resource = registry.for_model(model)
    words = resource.words if resource else {}
    found = []
    for name in dict.fromkeys([*entry.before, *entry.after]):
        field = fields.get(name)
        if field is None or field.name not in seen or not field.editable:
            continue
        before, after = (_told(field, side.get(name), names) for side in (entry.before, entry.after))
        if name in words and (before or after):
            known_words = dict(words[name](person))
            before, after = (str(known_words.get(text, text)) for text in (before, after))
        if before or after:
            text = str(field.verbose_name)
            found.append(
                {"label": text[:1].upper() + text[1:], "before": before, "after": after, "is_new": not entry.before}
            )
    return found


def _told(field: "Field[Any, Any]", value: Any, names: dict[tuple[Any, str], str]) -> str:
    """A stored value in the reader's words; an empty text for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, str(value)), _("(not visible to you)"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(field, FenField):
        return amount(in_wan(value))
    if isinstance(field, DateTimeField):
        return _instant(str(value))
    if isinstance(value, (list, dict)):
        return _("%(count)s entries") % {"count": len(value)}
    return str(value)


def _instant(text: str) -> str:
    """A stored instant to the minute in the installation's zone; as it stands when it is none."""
    try:
        return dt.datetime.fromisoformat(text).astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return text


def _names(person: Any, entries: list[JournalEntry]) -> dict[tuple[Any, str], str]:
    """Names of all related things that the entries mention and the person may see: one query per model."""
    wanted: dict[type[Model], set[str]] = {}
    for entry in entries:
        model = _model_of(entry)
        for field in model._meta.concrete_fields if model else ():
            if isinstance(field, ForeignKey):
                values = {str(side[field.attname]) for side in (entry.before, entry.after) if side.get(field.attname)}
                wanted.setdefault(field.related_model, set()).update(v for v in values if v.isdigit())
    return {
        (model, str(obj.pk)): str(obj)
        for model, keys in wanted.items()
        if keys
        for obj in policy.rows(person, model).filter(pk__in=keys)
    }
