"""How long a bulk verb keeps other writers waiting: `python -m bench.bulk ROWS` (settings and database as in `bench.web`).

New rows, then the same rows changed. Beside it a second writer makes a tiny change every 20 ms: its longest wait is the lock.
"""

import random
import sys
import time
from threading import Event, Thread

import django

from bench.common import Peak, peak_memory


class OtherWriter(Thread):
    """Somebody else, who writes all the while."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.finished, self.longest_s = Event(), 0.0

    def run(self) -> None:
        """Write until told to stop; keep the longest duration."""
        from django.core.cache import cache

        while not self.finished.wait(0.02):
            started = time.perf_counter()
            cache.set("bench:bulk", started)
            self.longest_s = max(self.longest_s, time.perf_counter() - started)


def timed(name: str, rows: list[dict[str, object]]) -> None:
    """Apply the rows and print seconds in all, the longest wait of the other writer, growth of memory."""
    from parkloop.foundation.models import Person
    from tests.bulk.actions import import_parcels

    other = OtherWriter()
    other.start()
    started = time.perf_counter()
    with peak_memory() as peak:
        assert isinstance(peak, Peak)
        import_parcels(Person.objects.get(code="district-officer"), rows=rows)
    seconds = time.perf_counter() - started
    other.finished.set()
    other.join()
    print(
        f"{name}: {len(rows)} rows in {seconds:.1f} s with the search index; others waited {other.longest_s:.1f} s at most; +{peak.growth_mb:.0f} MB"
    )


def main(count: int) -> None:
    """Rows that are new, then changed, on the database of the settings."""
    from bench.fill import make_row, prepare
    from parkloop.foundation.models import Organisation

    prepare()
    bodies: list[object] = list(
        Organisation.objects.filter(code__in=["town", "other-town", "park", "enterprise", "bureau"])
    )
    draw = random.Random(20261012)
    rows = [make_row(number, draw, bodies) for number in range(count)]
    timed("new", rows)
    timed("changed", [{**row, "note": "again"} for row in rows])


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
