"""Worlds that are costly to make: made once a run by their actions, undone, then put back row by row for each test.

What happened while they were made (journal, events, deliveries) is left out, so that a test counts from nothing.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

HAPPENINGS = frozenset({"JournalEntry", "JournalSeal", "StoredEvent", "Delivery"})


class Keeper:
    """Keeps the rows of the named apps as `make` left them."""

    def __init__(self, make: Callable[[], Any], labels: Iterable[str]) -> None:
        self.make = make
        self.labels = tuple(labels)
        self.rows: list[tuple[type[Model], list[Model]]] = []
        self.made: Any = None

    def put_back(self) -> Any:
        """Put the rows into the test's database and give what `make` gave (its model instances are of the first making)."""
        if not self.rows:
            self._make_once()
        with transaction.atomic():
            for model, rows in self.rows:
                names = [field.attname for field in model._meta.concrete_fields]
                model._default_manager.bulk_create(model(**{n: getattr(row, n) for n in names}) for row in rows)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [model for model, _rows in self.rows]):
                cursor.execute(statement)
        return self.made

    def _make_once(self) -> None:
        models = [m for label in self.labels for m in apps.get_app_config(label).get_models()]
        with transaction.atomic():
            self.made = self.make()
            kept = [m for m in models if m.__name__ not in HAPPENINGS]
            self.rows = [(model, rows) for model in kept if (rows := list(model._default_manager.all()))]
            transaction.set_rollback(True)
