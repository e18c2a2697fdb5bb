"""Export of exactly what a list shows: the person's rows, filter, sort and columns, as xlsx or csv, streamed with bounded memory.

Beside the shown columns an export carries the import keys, so that a sheet can be corrected and imported again.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from parkloop.adapters.sheets import EMPTY_TEXT, Cell, csv_lines, temporary_file, write_xlsx
from parkloop.desk.downloading import named
from parkloop.desk.parts import Written
from parkloop.desk.resource import Resource
from parkloop.desk.sheets.cells import ImportColumn, columns_of, names_of, natural_key, stored_value
from parkloop.desk.tables.columns import BoundColumn, in_wan, yes_no
from parkloop.foundation import clock, policy
from parkloop.foundation.acting import InvalidInput
from parkloop.foundation.models import FenField

CHUNK = 2000
FORMATS = ("xlsx", "csv")
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def export_response(
    resource: Resource,
    person: Any,
    rows: QuerySet[Any],
    columns: Sequence[BoundColumn],
    *,
    format: str,
    notes: Sequence[str] = (),
) -> HttpResponseBase:
    """The rows as a download; `notes` (filters in force, data date) go to the sheet's second page."""
    if format not in FORMATS:
        raise InvalidInput(_("Export is possible as xlsx or csv."), field="export")
    header = [column.label for column in columns]
    lines = ([_plain(column.plain(obj)) for column in columns] for obj in rows.iterator(chunk_size=CHUNK))
    return _download(resource.label_plural, header, lines, format, notes)


def export_for_import(resource: Resource, person: Any, rows: QuerySet[Any], *, format: str) -> HttpResponseBase:
    """The rows in the columns of the import template: import it again and nothing changes."""
    seen = policy.fields(person, resource.model)
    own = {column.name for column in resource.import_extra}
    columns = [column for column in columns_of(resource) if column.name in seen or column.name in own]
    related, writers = _relations(person, columns)
    found = rows.select_related(*related) if related else rows
    lines = (
        [_stored(resource, column, obj, writers) for column in columns] for obj in found.iterator(chunk_size=CHUNK)
    )
    return _download(resource.label_plural, [column.label for column in columns], lines, format, ())


def _relations(person: Any, columns: Sequence[ImportColumn]) -> tuple[list[str], dict[str, Written]]:
    """Paths to read with the rows, and how the related things are written that no single field names."""
    related: list[str] = []
    writers: dict[str, Written] = {}
    for column in columns:
        if column.field.is_relation:
            names = names_of(column.field.related_model)
            related += [column.name, *(f"{column.name}__{path}" for path in (names.related if names else ()))]
            if names:
                writers[column.name] = names.writer(person)
    return related, writers


def template_response(resource: Resource) -> HttpResponseBase:
    """An empty sheet with the headings, and a page that explains them."""
    from parkloop.desk.sheets.importing import template_rows

    header, notes = template_rows(resource)
    title = _("%(name)s import template") % {"name": resource.label_plural}
    return _download(title, header, iter(()), "xlsx", notes)


def sheet_response(
    title: str, header: Sequence[str], lines: Iterator[Sequence[Cell]], *, format: str = "xlsx"
) -> HttpResponseBase:
    """Any table as a download (the error sheet of an import)."""
    return _download(title, header, lines, format, ())


def _download(
    title: str, header: Sequence[str], lines: Iterator[Sequence[Cell]], format: str, notes: Sequence[str]
) -> HttpResponseBase:
    name = f"{title}-{clock.today():%Y%m%d}.{format}"
    if format == "csv":
        response: HttpResponseBase = StreamingHttpResponse(csv_lines(header, lines), content_type=MEDIA["csv"])
    else:
        path = temporary_file(".xlsx")
        try:
            write_xlsx(path, header, lines, sheet=_sheet_name(title), notes=notes)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        response = _sent_once(path)
    return named(response, name)


def _sent_once(path: Path) -> FileResponse:
    """The file as a response; it is unlinked at once, its bytes go when the response is closed."""
    handle = path.open("rb")
    path.unlink(missing_ok=True)
    return FileResponse(handle, content_type=MEDIA["xlsx"])


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "Sheet1"


def _plain(value: Any) -> Cell:
    if isinstance(value, bool):
        return yes_no(value)
    if value is None or isinstance(value, (str, int, float, Decimal, dt.date)):
        return value
    return str(value)


def _stored(resource: Resource, column: ImportColumn, obj: Any, writers: Mapping[str, Written]) -> Cell:
    """The cell that `cells.typed` reads back to the same value."""
    field = column.field
    if field.is_relation:
        related = getattr(obj, field.name)
        if related is not None and column.name in writers:
            return writers[column.name](related)
        return None if related is None else str(getattr(related, natural_key(field.related_model)))
    value = stored_value(resource, obj, column.name)
    if isinstance(field, FenField):
        return in_wan(value)
    if value == "" and field.null:
        return EMPTY_TEXT
    if field.choices and value is not None:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.datetime):
        return value.astimezone(clock.zone())
    return _plain(value)
