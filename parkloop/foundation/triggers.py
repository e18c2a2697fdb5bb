"""Append-only tables: triggers declared once, (re)installed after every migration, for SQLite and PostgreSQL alike.

SQLite drops triggers when a later migration remakes the table; PostgreSQL's also stop TRUNCATE.
"""

from typing import Any

from django.db import connections

APPEND_ONLY = (
    "foundation_journalentry",
    "foundation_journalseal",
    "foundation_organisationtrace",
    "foundation_issuednumber",
    "foundation_handover",
    "projects_stagechange",
    "projects_reading",
)
FROZEN_COLUMNS = {"foundation_definition": ("kind", "ident", "number", "sha256", "body", "valid_from", "origin")}
NO_DELETE = ("foundation_definition", "foundation_storedevent")


def install(using: str = "default", **_: Any) -> None:
    """Install every trigger whose table exists."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    statements = _sqlite(tables) if connection.vendor == "sqlite" else _postgresql(tables)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    """Names of triggers (`name on table`) that should stand and do not."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    statements = _sqlite(tables) if connection.vendor == "sqlite" else _postgresql(tables)
    wanted = {s.split()[2]: s for s in statements if s.startswith("CREATE TRIGGER")}
    names = (
        "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger WHERE tgenabled <> 'D'"
    )
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {names}")
        standing = {row[0] for row in cursor.fetchall()}
    return sorted(wanted.keys() - standing)


def remove(using: str = "default") -> None:
    """Take every trigger away: a restore does so inside its transaction, before it replaces all rows, and installs them again after."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    statements = _sqlite(tables) if connection.vendor == "sqlite" else _postgresql(tables)
    with connection.cursor() as cursor:
        for statement in statements:
            if statement.startswith("DROP TRIGGER"):
                cursor.execute(statement)


def _sqlite(tables: set[str]) -> list[str]:
    made = []
    for table in tables.intersection(APPEND_ONLY):
        made += _sqlite_stop(table, "UPDATE", f"{table} is append-only") + _sqlite_stop(
            table, "DELETE", f"{table} is append-only"
        )
    for table in tables.intersection(NO_DELETE):
        made += _sqlite_stop(table, "DELETE", f"{table} rows are never deleted")
    for table in tables.intersection(FROZEN_COLUMNS):
        made += _sqlite_stop(table, f"UPDATE OF {', '.join(FROZEN_COLUMNS[table])}", f"{table} versions never change")
    return made


def _sqlite_stop(table: str, event: str, message: str) -> list[str]:
    name = f"stop_{event.split()[0].lower()}_{table}"
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ]


def _postgresql(tables: set[str]) -> list[str]:
    made = [
        "CREATE OR REPLACE FUNCTION parkloop_stop() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
    ]
    for table in tables.intersection(APPEND_ONLY):
        made += _postgresql_stop(table, "UPDATE", "ROW") + _postgresql_stop(table, "DELETE", "ROW")
        made += _postgresql_stop(table, "TRUNCATE", "STATEMENT")
    for table in tables.intersection(NO_DELETE):
        made += _postgresql_stop(table, "DELETE", "ROW") + _postgresql_stop(table, "TRUNCATE", "STATEMENT")
    for table in tables.intersection(FROZEN_COLUMNS):
        made += _postgresql_stop(table, f"UPDATE OF {', '.join(FROZEN_COLUMNS[table])}", "ROW")
    return made


def _postgresql_stop(table: str, event: str, each: str) -> list[str]:
    name = f"stop_{event.split()[0].lower()}_{table}"
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION parkloop_stop()",
    ]
