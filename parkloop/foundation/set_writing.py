"""Many rows in few statements: values are prepared before the lock is taken, then written by `executemany` (SQLite) or COPY (PostgreSQL).

Used by bulk verbs only; a single change goes through the model. A hundred thousand rows keep other writers waiting for seconds, not minutes.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model

Values = list[tuple[Any, ...]]


def fields_of(model: type[Model]) -> list["Field[Any, Any]"]:
    """Every stored field but the key that the database gives."""
    return [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)]


def prepared(objects: Iterable[Model], fields: Sequence["Field[Any, Any]"], *, new: bool) -> Values:
    """The objects' values as the database takes them."""
    return [tuple(field.get_db_prep_save(field.pre_save(obj, new), connection) for field in fields) for obj in objects]


def insert(model: type[Model], values: Values) -> None:
    """Add rows of `fields_of(model)`."""
    if values:
        _fill(
            connection.ops.quote_name(model._meta.db_table), [str(field.column) for field in fields_of(model)], values
        )


def update(model: type[Model], fields: Sequence["Field[Any, Any]"], values: Values) -> int:
    """Set the fields of existing rows; each tuple ends with the row's key. Gives how many rows were there."""
    if not values:
        return 0
    table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name("id")
    names = [connection.ops.quote_name(str(field.column)) for field in fields]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            setting = ", ".join(f"{name} = ?" for name in names)
            return int(cursor.connection.executemany(f"UPDATE {table} SET {setting} WHERE {key} = ?", values).rowcount)
        columns = ", ".join([*names, key])
        cursor.execute(f"CREATE TEMP TABLE staged_rows ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA")
        _fill("staged_rows", [*(str(field.column) for field in fields), "id"], values)
        setting = ", ".join(f"{name} = staged_rows.{name}" for name in names)
        cursor.execute(f"UPDATE {table} SET {setting} FROM staged_rows WHERE {table}.{key} = staged_rows.{key}")
        changed = int(cursor.rowcount)
        cursor.execute("DROP TABLE staged_rows")
        return changed


def _fill(table: str, columns: Sequence[str], values: Values) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
            return
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
