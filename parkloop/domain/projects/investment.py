"""Monthly investment (月度投资): planned and done, cumulated, summed by year. Missing (None) is never taken as zero: sums say what they lack."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One month, known by its last day; amounts in fen, None = not planned, not reported."""

    end: dt.date
    planned: int | None = None
    done: int | None = None


@dataclass(frozen=True)
class Cumulated:
    """Sums from the first month up to this one; `done` is None after the last report, `lacks` counts unreported months before it."""

    end: dt.date
    planned: int | None
    done: int | None
    lacks: int


@dataclass(frozen=True)
class YearSums:
    """A year up to a data month: whole year's plan, plan and done up to the month, and the months that have no number."""

    year: int
    planned: int | None
    planned_to_date: int | None
    done: int | None
    unplanned: tuple[dt.date, ...]
    unreported: tuple[dt.date, ...]


def cumulated(months: Iterable[Month]) -> list[Cumulated]:
    """Running sums in order of the months. A month without a number adds nothing and, for done, counts as lacking."""
    listed = sorted(months, key=lambda month: month.end)
    last = max((n for n, month in enumerate(listed) if month.done is not None), default=-1)
    planned: int | None = None
    done: int | None = None
    lacks, made = 0, []
    for place, month in enumerate(listed):
        planned = _plus(planned, month.planned)
        done = _plus(done, month.done)
        lacks += int(month.done is None and place <= last)
        made.append(Cumulated(month.end, planned, done if place <= last else None, lacks))
    return made


def year_sums(months: Iterable[Month], year: int, ends: Iterable[dt.date], data_month: dt.date) -> YearSums:
    """Sums of a year. `ends` are the last days of the year's months that should have numbers; done counts up to `data_month`."""
    known = {month.end: month for month in months if month.end.year == year}
    wanted = sorted(end for end in ends if end.year == year)
    to_date = [end for end in known if end <= data_month]
    return YearSums(
        year,
        planned=_sum(month.planned for month in known.values()),
        planned_to_date=_sum(known[end].planned for end in to_date),
        done=_sum(known[end].done for end in to_date),
        unplanned=tuple(end for end in wanted if end not in known or known[end].planned is None),
        unreported=tuple(end for end in wanted if end <= data_month and (end not in known or known[end].done is None)),
    )


def _plus(total: int | None, amount: int | None) -> int | None:
    if amount is None:
        return total
    return (total or 0) + amount


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
