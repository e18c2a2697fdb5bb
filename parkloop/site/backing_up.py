"""Writes a backup: every row of every table, read in one transaction that sees one instant, and the bytes of every stored file.

Rows are plain JSON, the same from SQLite and PostgreSQL, so a backup of one can be restored into the other. Left out: what is made anew
(search index, content types, permissions, cache) and what should end (sessions).
"""

import base64
import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

from django.apps import apps as installed
from django.apps.registry import Apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BinaryField, Field, Model

from parkloop import __version__
from parkloop.adapters.snapshots import SnapshotWriter
from parkloop.foundation import clock, files, sealing
from parkloop.foundation.models import StoredFile
from parkloop.foundation.sealing import ChainHead

LEFT_OUT = frozenset(
    {"django_session", "django_content_type", "auth_permission", "desk_searchentry", "django_migrations"}
)
LEFT_OUT_APPS = frozenset({"contenttypes", "sessions"})
CHUNK = 2_000


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds: rows by table, number of files, names of files whose bytes were lost, the chain's head."""

    rows: dict[str, int]
    files: int
    lost: tuple[str, ...]
    head: ChainHead


def write(stream: BinaryIO, tell: Callable[[str], None]) -> BackedUp:
    """Stream a backup of the present instant. `tell(table)` is called before each table."""
    sealing.seal_all()
    with one_instant():
        head = sealing.chain_head()
        archive = SnapshotWriter(stream, describe())
        try:
            rows = _add_tables(archive, tell)
            kept, lost = _add_files(archive, tell)
        except BaseException:
            archive.abandon()
            raise
    archive.close(chain_head=str(head), rows=rows, files=kept, lost_files=list(lost))
    return BackedUp(rows, kept, lost, head)


def _add_tables(archive: SnapshotWriter, tell: Callable[[str], None]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for model in models_of(installed):
        tell(model._meta.db_table)
        rows[model._meta.db_table] = archive.add_rows(model._meta.db_table, rows_of(model)) - 1
    return rows


def describe() -> dict[str, Any]:
    """What made the backup: version, engine, park, instant, and the migrations its rows fit."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "made_at": clock.now().isoformat(),
        "version": __version__,
        "engine": connection.vendor,
        "park": settings.PARKLOOP_PARK,
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
    }


@contextmanager
def one_instant() -> Iterator[None]:
    """A read transaction in which all queries see the same instant; writers are not held up on either engine."""
    begin = "BEGIN DEFERRED" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def models_of(registry: Apps) -> list[type[Model]]:
    """The models whose rows are backed up, by table name; `registry` may be that of an older state of the migrations."""
    found = [m for m in registry.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    kept = [m for m in found if m._meta.db_table not in LEFT_OUT and m._meta.app_label not in LEFT_OUT_APPS]
    return sorted(kept, key=lambda m: m._meta.db_table)


def rows_of(model: type[Model]) -> Iterator[list[Any]]:
    """First the names of the columns, then the rows by primary key, as plain values."""
    fields = model._meta.concrete_fields
    yield [f.attname for f in fields]
    names = [f.attname for f in fields]
    after: Any = None
    while chunk := list(_after(model, after).values_list("pk", *names)[:CHUNK]):
        yield from ([plain(value) for value in row[1:]] for row in chunk)
        after = chunk[-1][0]


def _after(model: type[Model], key: Any) -> Any:
    rows = model._base_manager.order_by("pk")
    return rows if key is None else rows.filter(pk__gt=key)


def plain(value: Any) -> Any:
    """A JSON value of a column's value; decimals and instants as text, bytes in base64."""
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (Decimal, uuid.UUID)):
        return str(value)
    return base64.b64encode(bytes(value)).decode() if isinstance(value, (bytes, memoryview)) else value


def restored(field: "Field[Any, Any]", value: Any) -> Any:
    """The column's value of what `plain` wrote."""
    if value is None or isinstance(value, (dict, list, bool)):
        return value
    if isinstance(field, BinaryField):
        return base64.b64decode(value)
    return value if field.get_internal_type() == "JSONField" else field.to_python(value)


def _add_files(archive: SnapshotWriter, tell: Callable[[str], None]) -> tuple[int, tuple[str, ...]]:
    tell("files")
    kept, lost = 0, []
    for digest in StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct():
        if archive.add_file(digest, files.path_of(digest)):
            kept += 1
        else:
            lost.append(digest)
    return kept, tuple(lost)
