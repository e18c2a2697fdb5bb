"""Lets tests with real transactions empty the database afterwards: append-only tables refuse that while their triggers stand.

Django's `flush` emits `post_migrate` at its end, which installs the triggers again.
"""

from typing import Any

from django.core.management.commands import flush

from parkloop.foundation import triggers

_plain = flush.sql_flush


def _without_triggers(style: Any, connection: Any, **options: Any) -> list[str]:
    triggers.remove(connection.alias)
    statements: list[str] = _plain(style, connection, **options)
    return statements


def allow() -> None:
    """Make `flush` take the triggers away first; for tests only."""
    flush.sql_flush = _without_triggers
