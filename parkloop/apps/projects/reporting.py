"""Which month's investment is due: reported by the park's day of the next month, or the next working day."""

import datetime as dt
from dataclasses import dataclass

from parkloop.apps.projects import parkdata
from parkloop.domain import periods
from parkloop.domain.workdays import WorkdayTable
from parkloop.foundation import calendar, clock
from parkloop.packs.projects import ProjectRules


@dataclass(frozen=True)
class Reporting:
    """Terms of one day: the park's rules and the workday table, asked once."""

    today: dt.date
    rules: ProjectRules
    table: WorkdayTable

    @classmethod
    def now(cls) -> "Reporting":
        """The terms of today."""
        return cls(clock.today(), parkdata.known(), calendar.table())

    def due(self, period_end: dt.date) -> dt.date:
        """Last day on which the report of a month is in time."""
        return self.table.add(period_end + dt.timedelta(days=self.rules.due_day), 0)

    @property
    def newest_month(self) -> dt.date:
        """Last day of the newest month that is over: the one to be reported now."""
        return periods.last_closed(self.today)

    @property
    def data_month(self) -> dt.date:
        """Last day of the newest month whose reports are due: sums go up to it."""
        end = self.newest_month
        return end if self.today > self.due(end) else periods.last_closed(end)

    @property
    def near_until(self) -> dt.date:
        """A planned stage up to this day is near."""
        return self.table.add(self.today, self.rules.near_working_days)
