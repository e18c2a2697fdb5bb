"""The two databases: SQLite in WAL with IMMEDIATE transactions, PostgreSQL through psycopg 3."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BUSY_SECONDS = 20
KEEP_SECONDS = 60
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;"


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite at `path`: one writer, readers never blocked, busy timeout 20 s."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": BUSY_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": PRAGMAS},
    }


def postgresql(url: str) -> dict[str, Any]:
    """PostgreSQL from `postgresql://user:password@host:port/name`; a host part may be a percent-encoded socket folder."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": KEEP_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }
