"""What the database knows about the sizes of its tables. Without it the planner sorts a hundred thousand rows to show twenty.

PostgreSQL gathers it by itself in time; SQLite only when told. Bulk verbs tell after many rows, `parkloop tick` daily.
"""

from django.db import connections
from django.db.models import Model


def refresh(*tables: type[Model], using: str = "default") -> None:
    """Count the tables (all when none is named) for the planner; some milliseconds, by samples of their indexes."""
    connection = connections[using]
    names = [connection.ops.quote_name(table._meta.db_table) for table in tables] or [""]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=2000")
        for name in names:
            cursor.execute(f"ANALYZE {name}".strip())
