"""Bringing a database to the shape this version needs: migrations, the cache table, triggers; and asking whether it has it."""

from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare_database() -> list[str]:
    """Apply what is missing; the names of the migrations that were applied. Triggers are installed again in any case."""
    missing = pending()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return missing


def pending() -> list[str]:
    """Names of migrations (`app.name`) that the database lacks."""
    executor = MigrationExecutor(connection)
    plan: list[tuple[Any, bool]] = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def finish_database() -> None:
    """Leave a SQLite database as one file, without a journal beside it, so that it can be moved. Nothing to do on PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA journal_mode=DELETE")
    connection.close()
