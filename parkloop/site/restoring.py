"""Restores a backup. Everything is verified first; then the new data are built where nobody looks and take the place in one step.

SQLite: a new database file beside, flushed, renamed over the old one. PostgreSQL: one transaction that drops, builds and loads. Files are
added by checksum before. Killed at any point, the installation has its old data or the new ones; run it again.
An older backup is loaded into the tables of its own time, then migrated like any older installation.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.apps import apps as installed
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field, Model

from parkloop.adapters import snapshots
from parkloop.adapters.snapshots import SnapshotError, Verified
from parkloop.foundation import files, sealing, triggers
from parkloop.foundation.sealing import ChainHead
from parkloop.site import backing_up

BATCH = 500
Tell = Callable[[str], None]


def check_fits(verified: Verified) -> None:
    """SnapshotError when the backup needs migrations that this version does not have."""
    graph = MigrationExecutor(connection).loader.graph
    unknown = [name for name in verified.head.get("migrations", []) if tuple(name.split(".", 1)) not in graph.nodes]
    if unknown:
        names = ", ".join(unknown[:5])
        raise SnapshotError(
            f"备份来自更新的版本（{names}），请先升级程序。",
            f"The backup needs a newer version of the program ({names}).",
        )


def put_files(path: Path) -> int:
    """Add the files of a verified backup, by checksum; those that are there stay. The number in the backup."""
    count = 0
    for name, data in snapshots.contents(path):
        if name.startswith("files/"):
            digest = files.keep(data)
            if digest != name.removeprefix("files/") or hashlib.sha256(data).hexdigest() != digest:
                raise SnapshotError(f"文件校验和不符：{name}", f"The bytes of {name} have another checksum.")
            count += 1
    return count


def rebuild(path: Path, verified: Verified, tell: Tell, *, accept_broken: bool = False) -> dict[str, int]:
    """Fill the connected database (SQLite: a new file; PostgreSQL: in one transaction) with the backup; rows by table.

    SnapshotError, with nothing changed, when the journal's chain does not hold with this installation's key.
    """
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        if connection.vendor == "postgresql":
            _drop_all()
        registry = _migrate(_last_of(verified.head["migrations"]))
        with transaction.atomic():
            loaded = _load(path, registry, tell)
        _migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
        tell("search index, triggers")
        _finish()
        _check_chain(verified, accept_broken)
    return loaded


def _drop_all() -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")


def _last_of(names: list[str]) -> list[tuple[str, str]]:
    """Of applied migrations those that no other applied one builds upon: the state to reach."""
    applied = {(app, name) for app, _, name in (each.partition(".") for each in names)}
    nodes = MigrationExecutor(connection).loader.graph.node_map
    return sorted(key for key in applied if not any(child.key in applied for child in nodes[key].children))


def _migrate(targets: Any) -> Any:
    """Bring the tables to a state of the migrations; the models of that state."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    executor.loader.build_graph()
    return executor.loader.project_state(list(targets)).apps


def _load(path: Path, registry: Any, tell: Tell) -> dict[str, int]:
    triggers.remove()
    _check_keys("DEFERRED")
    models = {model._meta.db_table: model for model in backing_up.models_of(registry)}
    loaded: dict[str, int] = {}
    columns: list[str] = []
    for name, data in snapshots.contents(path):
        if not name.startswith("tables/"):
            continue
        _, table, part = name.split("/")
        rows = snapshots.rows_of(data)
        if part.startswith("00000"):
            tell(table)
            columns = next(rows)
        if table in models:
            loaded[table] = loaded.get(table, 0) + _insert(models[table], columns, rows)
    _settle_keys(list(models.values()))
    return loaded


def _insert(model: type[Model], columns: list[str], rows: Iterator[list[Any]]) -> int:
    fields: list[Field[Any, Any]] = [
        next(f for f in model._meta.concrete_fields if f.attname == name) for name in columns
    ]
    made = [model(**{f.attname: backing_up.restored(f, v) for f, v in zip(fields, row, strict=True)}) for row in rows]
    for field in fields:
        if hasattr(field, "auto_now"):
            field.auto_now = field.auto_now_add = False
    model._base_manager.bulk_create(made, batch_size=BATCH)
    return len(made)


def _settle_keys(models: list[type[Model]]) -> None:
    """Let new rows get new keys, and let every foreign key be checked now."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    _check_keys("IMMEDIATE")
    connection.check_constraints()


def _check_keys(when: str) -> None:
    """Tables come by name, so rows may point at rows that come later: PostgreSQL compares foreign keys at the end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _finish() -> None:
    from parkloop.desk.finding import search_index

    call_command("createcachetable", verbosity=0)
    emit_post_migrate_signal(0, False, "default", apps=installed, plan=[])
    triggers.install()
    search_index.rebuild()


def _check_chain(verified: Verified, accept_broken: bool) -> None:
    printed = ChainHead.parse(verified.head["chain_head"])
    verdict = sealing.verify(printed)
    if accept_broken or (verdict.holds and verdict.head == printed):
        return
    place = verdict.broken.position if verdict.broken else verdict.head.position
    raise SnapshotError(
        f"日志链在第 {place} 条与本机密钥不符：请使用备份时的 PARKLOOP_JOURNAL_KEY。",
        f"The journal's chain does not hold at position {place} with this installation's PARKLOOP_JOURNAL_KEY: use the key of the backup.",
    )


def release(database: Path) -> None:
    """Make sure that nobody has the SQLite database open, and leave it without a journal beside. SnapshotError when it is in use."""
    import sqlite3

    connection.close()
    if not database.exists():
        return
    try:
        with sqlite3.connect(database, timeout=2) as opened:
            mode = opened.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        opened.close()
    except sqlite3.OperationalError as error:
        raise SnapshotError(
            "数据库正在使用，请先停止 Parkloop。", "The database is in use: stop Parkloop first."
        ) from error
    except sqlite3.DatabaseError:
        _set_aside(database)
        return
    if mode != "delete":
        raise SnapshotError("数据库正在使用，请先停止 Parkloop。", "The database is in use: stop Parkloop first.")


def _set_aside(database: Path) -> None:
    """What is no database any more is kept, together with its journals."""
    for ending in ("-wal", "-shm", "-journal", ""):
        piece = database.with_name(database.name + ending)
        if piece.exists():
            os.replace(piece, piece.with_name(f"{database.name}.broken{ending}"))


def swap(new: Path, database: Path) -> None:
    """Put a finished database file in the place of the old one, durably, in one step."""
    with new.open("rb") as file:
        os.fsync(file.fileno())
    release(database)
    os.replace(new, database)
    folder = os.open(database.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
