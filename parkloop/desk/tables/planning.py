"""A hint to SQLite's planner: meet this condition while walking in the order of the sort, do not look it up in an index.

A page of a large list needs twenty rows. Walking the sort's index finds them after a few hundred; an index on a date range gives
a quarter of the table first and sorts it. PostgreSQL weighs this by itself.
"""

from typing import Any

from django.db.models import BooleanField, Func, Q

MANY = 2000
"""From this many rows of the result on, walking is shorter than sorting."""


class WhileWalking(Func):
    """The condition as one opaque term, so that no index is chosen for it."""

    function = "likely"
    output_field = BooleanField()

    def __init__(self, condition: Q) -> None:
        super().__init__(condition)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The bare condition."""
        return self.as_sql(compiler, connection, function="", **context)
