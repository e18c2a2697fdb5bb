"""DuckDB with everything shut that a formula never needs: files, network, extensions, attaching, settings.

The SQL is generated from the typed form only; this is the second wall. Data are loaded or opened before the lock; files that people
upload never come here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis

MEMORY = "4GB"
THREADS = 2
CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}


@contextmanager
def locked_duckdb(data: Path, *, memory: str = MEMORY, threads: int = THREADS) -> Iterator[Any]:
    """An Ibis connection with the table ``data`` and nothing else: the file stays open, every other file is denied."""
    connection = ibis.duckdb.connect(":memory:", memory_limit=memory, threads=threads, **CONFIG)
    try:
        raw = connection.con
        reader = "read_parquet" if data.suffix == ".parquet" else "read_csv"
        quoted = str(data.resolve()).replace("'", "''")
        raw.execute("SET temp_directory = ''")
        raw.execute(f"SET allowed_paths = ['{quoted}']")
        raw.execute("SET enable_external_access = false")
        raw.execute(f"CREATE VIEW data AS SELECT * FROM {reader}('{quoted}')")
        raw.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.disconnect()
