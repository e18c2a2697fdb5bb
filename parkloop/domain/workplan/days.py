"""The plan's line of working days: dates to places on it and back, by the statutory workday table (`domain.workdays`)."""

import datetime as dt
from dataclasses import dataclass

from parkloop.domain.workdays import ONE_DAY, WorkdayTable


@dataclass(frozen=True)
class WorkingDays:
    """Place 0 is the first working day on or after `first`; places before it are negative."""

    table: WorkdayTable
    first: dt.date

    @classmethod
    def since(cls, table: WorkdayTable, day: dt.date) -> "WorkingDays":
        """The line that begins on a day, or on the next working day."""
        return cls(table, table.add(day, 0))

    def day(self, place: int) -> dt.date:
        """The date at a place."""
        return self.table.add(self.first, place)

    def place(self, day: dt.date) -> int:
        """The place of a day; of the next working day when it is not worked."""
        worked = self.table.add(day, 0)
        return self.table.between(self.first, worked)

    def last_place(self, day: dt.date) -> int:
        """The place of a day; of the working day before when it is not worked."""
        worked = day if self.table.is_workday(day) else self.table.add(day + ONE_DAY, -1)
        return self.table.between(self.first, worked)

    def count(self, first: dt.date, last: dt.date) -> int:
        """Working days from `first` to `last`, both included; 0 when `last` lies before."""
        return 0 if last < first else self.table.between(first - ONE_DAY, last)
