"""The head of every data file: where its content comes from, since when it is in force, whether it was verified."""

import datetime
from dataclasses import dataclass

from parkloop.packs.cursor import Cursor

STATUSES = ("verified", "unverified")


@dataclass(frozen=True)
class Header:
    """Source clause, first day in force and status; a row may override source and status for itself."""

    source: str
    valid_from: datetime.date
    status: str
    synthetic: bool


def read_header(cursor: Cursor) -> Header:
    """Read ``source``, ``valid_from``, ``status`` and ``synthetic`` of a file."""
    return Header(
        source=cursor.text("source"),
        valid_from=cursor.date("valid_from"),
        status=cursor.choice("status", STATUSES),
        synthetic=cursor.flag("synthetic", False),
    )
