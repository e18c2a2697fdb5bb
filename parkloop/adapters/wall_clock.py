"""The real clock of the machine; only `foundation.clock` asks it."""

import datetime as dt
from zoneinfo import ZoneInfo


def now(zone: ZoneInfo) -> dt.datetime:
    """The machine's present instant, aware, in `zone`."""
    return dt.datetime.now(zone)
