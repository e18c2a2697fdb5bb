"""The set-based half of a bulk verb: rows in, one upsert, one journal entry with the batch's digest. Rights are asked per row first."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from parkloop.domain.refs import Ref
from parkloop.foundation import journal, policy, refs, set_writing, statistics, watching
from parkloop.foundation.acting import ImportResult, RowErrors, StaleVersion
from parkloop.foundation.models import OrganisationPath
from parkloop.foundation.standing import remembering_reach

CHUNK = 500
MANY = 1000
LOCKED_AT_ONCE = 5000
Complaint = Callable[[Any, dict[str, Any]], str | None]
"""`(object as it will be, its row) → a sentence when the row cannot be taken, else None`."""


def apply_rows(
    person: Any,
    model: type[models.Model],
    rows: Sequence[dict[str, Any]],
    *,
    key: str,
    action: str,
    digest: str = "",
    complain: Complaint | None = None,
) -> ImportResult:
    """Make or change the rows' objects, recognised by the unique field `key`.

    Every object is asked of the policy (`action` on what it was and on what it becomes) and of `complain`; RowErrors names the
    rows that cannot be taken, then nothing is changed. Fields that a row does not carry stay as they are.
    """
    known = {getattr(obj, key): obj for obj in _existing(model, key, rows)}
    with remembering_reach(person):
        made, changed = _sorted(person, model, rows, known, key=key, action=action, complain=complain)
    fields = _changed_fields(model, key, rows)
    new = set_writing.prepared(made, set_writing.fields_of(model), new=True)
    old = [
        (*values, obj.pk) for values, obj in zip(set_writing.prepared(changed, fields, new=False), changed, strict=True)
    ]
    with transaction.atomic():
        _refuse_stale(model, changed)
        _write(model, fields, new, old, [obj.pk for obj in changed])
        entry = {"made": len(made), "changed": len(changed), "keys": [str(row[key]) for row in rows[:1000]]}
        journal.write(person, action, Ref(_kind(model), "bulk"), after=entry, digest=digest)
        if len(rows) >= MANY:
            transaction.on_commit(lambda: statistics.refresh(model, OrganisationPath))
    return ImportResult(made=len(made), changed=len(changed))


def _sorted(
    person: Any,
    model: type[models.Model],
    rows: Sequence[dict[str, Any]],
    known: dict[Any, Any],
    *,
    key: str,
    action: str,
    complain: Complaint | None,
) -> tuple[list[Any], list[Any]]:
    """New and changed objects as they will be; RowErrors for rows that cannot be taken."""
    visible = _visible(person, model, [obj.pk for obj in known.values()])
    errors: dict[int, str] = {}
    made: list[Any] = []
    changed: list[Any] = []
    for place, row in enumerate(rows):
        obj = known.get(row[key])
        error = _refusal(person, obj, visible, action)
        target = model() if obj is None else obj
        for name, value in row.items():
            setattr(target, name, value)
        error = error or _refusal(person, target, visible, action, as_it_will_be=True)
        error = error or (complain(target, row) if complain else None)
        if error:
            errors[place] = error
        if obj is not None and hasattr(obj, "version"):
            obj.version += 1
        (made if obj is None else changed).append(target)
    if errors:
        raise RowErrors(errors)
    return made, changed


def _visible(person: Any, model: type[models.Model], keys: list[Any]) -> set[Any]:
    found: set[Any] = set()
    for start in range(0, len(keys), CHUNK):
        found |= set(policy.rows(person, model).filter(pk__in=keys[start : start + CHUNK]).values_list("pk", flat=True))
    return found


def _kind(model: type[models.Model]) -> str:
    kind = refs.kind_of_model(model)
    return kind.name if kind else model._meta.label_lower


def _existing(model: type[models.Model], key: str, rows: Sequence[dict[str, Any]]) -> list[Any]:
    found: list[Any] = []
    for start in range(0, len(rows), CHUNK):
        wanted = [row[key] for row in rows[start : start + CHUNK]]
        found += model._default_manager.filter(**{f"{key}__in": wanted})
    return found


def _refusal(person: Any, obj: Any, visible: set[Any], action: str, *, as_it_will_be: bool = False) -> str | None:
    """Why the person may not do it to the object; None when he may, or when there is no object to ask about."""
    if obj is None:
        return None
    rules = policy.rules_of(type(obj))
    decide = rules.actions.get(action) if rules else None
    seen = as_it_will_be or obj.pk in visible
    if person.is_system or (decide is not None and seen and decide(person, obj)):
        return None
    return _("you have no right to change this row")


def _changed_fields(model: type[models.Model], key: str, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """The fields that any row carries, and the version."""
    names = {name for row in rows for name in row if name != key} | {"version"}
    return [field for field in model._meta.local_concrete_fields if field.name in names]


def _refuse_stale(model: type[models.Model], changed: list[Any]) -> None:
    """Inside the lock: none of the rows was changed since it was read; then each gets its next version."""
    if not changed or not hasattr(changed[0], "version"):
        return
    seen = {obj.pk: obj.version - 1 for obj in changed}
    ordered = sorted(seen)
    for start in range(0, len(ordered), LOCKED_AT_ONCE):
        rows = model._default_manager.filter(pk__in=ordered[start : start + LOCKED_AT_ONCE]).order_by("pk")
        now = rows.select_for_update().values_list("pk", "version")
        if any(seen[pk] != version for pk, version in now):
            raise StaleVersion(_("Meanwhile somebody changed some of these rows. Upload the sheet again."))


def _write(
    model: type[models.Model], fields: list[Any], new: set_writing.Values, old: set_writing.Values, keys: list[Any]
) -> None:
    newest = model._default_manager.aggregate(newest=models.Max("pk"))["newest"] or 0
    set_writing.insert(model, new)
    set_writing.update(model, fields, old)
    added = model._default_manager.filter(pk__gt=newest).values_list("pk", flat=True) if new else ()
    watching.changed_many(model, [*added, *keys])
