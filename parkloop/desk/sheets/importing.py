"""Import of a sheet into a resource: template, reading, checking field by field, staging, applying through the bulk verb.

All-or-nothing by default; "import the good rows" on request, the rest comes back in the error sheet. Staged rows wait in the database,
checked in chunks, so that applying is one short set-based transaction.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils.translation import gettext as _

from parkloop.adapters.sheets import UnreadableSheet, read_table
from parkloop.desk.models import ImportBatch, ImportRow
from parkloop.desk.resource import Resource
from parkloop.desk.sheets.cells import ImportColumn, Lookup, columns_of, field_of, names_of, stored_value, typed
from parkloop.foundation import clock, policy
from parkloop.foundation.acting import (
    ActionError,
    ImportResult,
    InvalidInput,
    InvalidState,
    NotAllowed,
    RowErrors,
    actions,
)

CHUNK = 2000
MAX_BYTES = 20 * 1024 * 1024


def template_rows(resource: Resource) -> tuple[list[str], list[str]]:
    """Headings of the template sheet and the sentences that explain its columns."""
    columns = columns_of(resource)
    notes = [_("Fill the first sheet; one row a thing. Columns you leave out stay as they are.")]
    for column in columns:
        need = _("required") if column.is_required else _("optional")
        notes.append(f"{column.label} ({column.name}): {need}. {_explain(column)}".strip())
    return [column.label for column in columns], notes


def _explain(column: ImportColumn) -> str:
    if column.field.choices:
        return _("One of: %(choices)s") % {"choices": ", ".join(str(label) for _value, label in column.field.choices)}
    if column.field.is_relation:
        names = names_of(column.field.related_model)
        return str(names.help) if names else _("Write its code.")
    if isinstance(column.field, models.DateField):
        return _("A date like 2026-10-12.")
    return str(column.field.help_text or "")


def stage(person: Any, resource: Resource, data: bytes, name: str) -> ImportBatch:
    """Read and check a sheet, keep its rows staged. InvalidInput when the file as a whole cannot be used."""
    if not resource.import_action or not policy.may(person, resource.import_action):
        raise NotAllowed(
            _("You have no right to import here. Ask the administrator of your organisation for the role it needs.")
        )
    if len(data) > MAX_BYTES:
        raise InvalidInput(
            _("The file is larger than %(most)s MB. Split it into several files."),
            field="file",
            most=MAX_BYTES // 2**20,
        )
    try:
        table = read_table(data, name)
    except UnreadableSheet as error:
        raise InvalidInput(_unreadable(error.code), field="file") from error
    columns = _headings(resource, table[0])
    batch = ImportBatch.objects.create(
        person=person,
        kind=resource.kind,
        name=name[:255],
        headings=table[0],
        digest=hashlib.sha256(data).hexdigest(),
        at=clock.now(),
    )
    seen: dict[tuple[Any, ...], int] = {}
    for start in range(1, len(table), CHUNK):
        _stage_chunk(person, resource, batch, columns, table[start : start + CHUNK], start + 1, seen)
    _count(batch)
    if resource.import_rehearsal:
        _rehearse(person, resource, batch)
    return batch


def _rehearse(person: Any, resource: Resource, batch: ImportBatch) -> None:
    """Try the good rows through the bulk verb and take everything back: what it would refuse stands in the preview."""
    ready = list(_ready(resource, batch))
    if not ready:
        return
    function = actions()[str(resource.import_action)].function
    try:
        with transaction.atomic():
            function(person, rows=[values for _row, values in ready], digest=batch.digest)
            transaction.set_rollback(True)
    except RowErrors as error:
        _keep_errors(batch, {ready[place][0].number: text for place, text in error.rows.items()})
    except ActionError as error:
        batch.result = {"problem": str(error)}
        batch.save(update_fields=["result"])


def _unreadable(code: str) -> str:
    return {
        "empty": _("The file holds no rows. Download the template, fill it and try again."),
        "damaged": _("The file is damaged or is neither xlsx nor csv. Save it again as xlsx and try once more."),
        "too_big": _("The file is too large. Split it into files of at most 200,000 rows."),
        "encrypted": _("The file is protected by a password. Save a copy without one."),
        "encoding": _("The text's encoding is not known. Save it as UTF-8 csv or as xlsx."),
    }[code]


def _headings(resource: Resource, row: list[str]) -> list[ImportColumn | None]:
    known = {label: column for column in columns_of(resource) for label in column.labels}
    found = [known.get(heading.strip().casefold()) for heading in row]
    unknown = [heading for heading, column in zip(row, found, strict=True) if column is None and heading.strip()]
    if unknown:
        text = _("These columns are not known: %(names)s. Use the headings of the template.")
        raise InvalidInput(text, field="file", names=", ".join(unknown[:5]))
    names = [column.name for column in found if column]
    doubled = sorted({column.label for column in found if column and names.count(column.name) > 1})
    if doubled:
        raise InvalidInput(_("These columns occur twice: %(names)s."), field="file", names=", ".join(doubled))
    missing = [c.label for c in columns_of(resource) if c.is_key and c.name not in names]
    if missing:
        raise InvalidInput(
            _("The column %(names)s is missing; by it rows are recognised."), field="file", names=", ".join(missing)
        )
    return found


def _stage_chunk(
    person: Any,
    resource: Resource,
    batch: ImportBatch,
    columns: list[ImportColumn | None],
    lines: list[list[str]],
    first: int,
    seen: dict[tuple[Any, ...], int],
) -> None:
    lookup = Lookup(person, [c for c in columns if c and c.field.is_relation], columns, lines)
    rows = []
    for number, line in enumerate(lines, first):
        if not any(cell.strip() for cell in line):
            continue
        values, errors = typed(columns, line, lookup)
        key = tuple(values.get(name) for name in resource.import_keys)
        if not errors and key in seen:
            errors[resource.import_keys[0]] = _("the same key stands in row %(row)s") % {"row": seen[key]}
        seen.setdefault(key, number)
        rows.append(ImportRow(batch=batch, number=number, cells=line, values=_storable(values), errors=errors))
    _mark_states(person, resource, rows)
    ImportRow.objects.bulk_create(rows, batch_size=500)


def _storable(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(v) if isinstance(v, Decimal) else v.isoformat() if isinstance(v, dt.date) else v
        for name, v in values.items()
    }


def _mark_states(person: Any, resource: Resource, rows: list[ImportRow]) -> None:
    """New, changed or same, by the import keys within what the person may see; a key that stands outside is refused."""
    if not rows or not resource.import_keys:
        return
    first = resource.import_keys[0]
    wanted = [row.values.get(first) for row in rows]
    everywhere = resource.model._default_manager.filter(**{f"{first}__in": wanted})
    seen = {_key_of(resource, obj): obj for obj in _rows(person, resource).filter(**{f"{first}__in": wanted})}
    hidden = {_key_of(resource, obj) for obj in everywhere} - set(seen)
    for row in rows:
        key = tuple(str(row.values.get(name)) for name in resource.import_keys)
        if key in hidden and not row.errors:
            row.errors = {first: _("this key is taken by something you may not see")}
        known = seen.get(key)
        row.state = ImportRow.State.NEW if known is None else _difference(resource, known, row.values)
        row.object_key = str(known.pk) if known is not None else ""


def _key_of(resource: Resource, obj: Any) -> tuple[str, ...]:
    return tuple(str(obj._meta.get_field(name).value_from_object(obj)) for name in resource.import_keys)


def _rows(person: Any, resource: Resource) -> models.QuerySet[Any]:
    """What the person may see; with all that the resource annotates where the sheet has columns that are no fields."""
    return resource.rows(person) if resource.import_extra else policy.rows(person, resource.model)


def _difference(resource: Resource, obj: Any, values: dict[str, Any]) -> str:
    now = {name: stored_value(resource, obj, name) for name in values}
    same = all(_alike(now[name], value) for name, value in values.items())
    return ImportRow.State.SAME if same else ImportRow.State.CHANGED


def _alike(stored: Any, staged: Any) -> bool:
    if isinstance(stored, Decimal) and staged is not None:
        return stored == Decimal(str(staged))
    return (stored.isoformat() if isinstance(stored, dt.date) else stored) == staged


def _count(batch: ImportBatch) -> None:
    rows = ImportRow.objects.filter(batch=batch)
    batch.wrong = rows.exclude(errors={}).count()
    for state in ImportRow.State.values:
        setattr(batch, f"{state}_rows", rows.filter(errors={}, state=state).count())
    batch.save()


def apply(person: Any, resource: Resource, batch: ImportBatch, *, only_good: bool = False) -> ImportResult:
    """Apply a staged batch through the resource's bulk verb, once. InvalidState when rows are wrong and `only_good` is not asked."""
    if batch.wrong and not only_good:
        text = _("%(count)s rows need correcting. Download the error sheet, or choose “import the good rows”.")
        raise InvalidState(text, count=batch.wrong)
    function = actions()[str(resource.import_action)].function
    numbers: list[int] = []
    rows: list[dict[str, Any]] = []
    for row, values in _ready(resource, batch):
        numbers.append(row.number)
        rows.append(values)
    try:
        with transaction.atomic():
            claimed = ImportBatch.objects.filter(pk=batch.pk, applied_at=None).update(applied_at=clock.now())
            if not claimed:
                raise InvalidState(_("This sheet was imported already."))
            result: ImportResult = function(person, rows=rows, digest=batch.digest)
    except RowErrors as error:
        _keep_errors(batch, {numbers[place]: text for place, text in error.rows.items()})
        raise
    ImportBatch.objects.filter(pk=batch.pk).update(
        result={"made": result.made, "changed": result.changed, "same": result.same}
    )
    return result


def _ready(resource: Resource, batch: ImportBatch) -> Iterator[tuple[ImportRow, dict[str, Any]]]:
    """Good rows that change something, typed again, foreign keys as instances (one query per foreign key)."""
    staged = ImportRow.objects.filter(batch=batch, errors={}).exclude(state=ImportRow.State.SAME).order_by("number")
    related: dict[str, dict[Any, Any]] = {}
    for row in staged.iterator(chunk_size=CHUNK):
        values = {}
        for name, value in row.values.items():
            field = field_of(resource, name)
            values[name] = _instance(related, field, value) if field.is_relation else field.to_python(value)
        yield row, values


def _instance(related: dict[str, dict[Any, Any]], field: Any, pk: Any) -> Any:
    if pk is None:
        return None
    known = related.setdefault(field.name, {})
    if pk not in known:
        try:
            known[pk] = field.related_model._default_manager.get(pk=pk)
        except ObjectDoesNotExist as error:
            raise InvalidState(
                _("Something this sheet points at was removed meanwhile. Upload the sheet again.")
            ) from error
    return known[pk]


def _keep_errors(batch: ImportBatch, errors: dict[int, str]) -> None:
    for number, text in errors.items():
        ImportRow.objects.filter(batch=batch, number=number).update(errors={"": text})
    _count(batch)


def error_rows(batch: ImportBatch) -> Iterator[list[str]]:
    """The wrong rows as they came, each with its row number and its errors in the last column."""
    for row in ImportRow.objects.filter(batch=batch).exclude(errors={}).order_by("number").iterator():
        text = "; ".join(f"{name}: {error}" if name else error for name, error in row.errors.items())
        yield [*row.cells, _("row %(row)s: %(text)s") % {"row": row.number, "text": text}]
