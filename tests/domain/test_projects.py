"""Rules of projects: steps between stages, sums of months, technical indicators."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.projects.indicators import is_met, way_pp
from parkloop.domain.projects.investment import Month, cumulated, year_sums
from parkloop.domain.projects.stages import Stage, StageLine, Step

LINE = StageLine(
    (
        Stage("planned", "谋划", "Planned", ("signed",)),
        Stage("signed", "签约", "Signed", ("land", "started")),
        Stage("land", "拿地", "Land", ("started",), is_spending=True),
        Stage("started", "开工", "Started", ("done",), is_spending=True),
        Stage("done", "投产", "In production"),
    )
)
ENDS = [dt.date(2026, month, day) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30))]


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("planned", "signed", Step.FORWARD),
        ("signed", "started", Step.FORWARD),
        ("planned", "started", Step.NOT_ALLOWED),
        ("done", "planned", Step.BACK),
        ("started", "land", Step.BACK),
        ("land", "land", Step.SAME),
        ("land", "sold", Step.UNKNOWN),
        ("sold", "land", Step.FORWARD),
    ],
)
def test_steps_between_stages(old: str, new: str, step: Step) -> None:
    assert LINE.step(old, new) is step


def test_a_line_knows_its_ends_and_where_money_is_spent() -> None:
    assert (LINE.final, LINE.spending) == (("done",), ("land", "started"))
    assert LINE.next_of("signed") == LINE.get("land")
    assert LINE.next_of("done") is None


def test_a_line_that_leads_backwards_or_nowhere_says_so() -> None:
    wrong = StageLine((Stage("a", "甲", "A", ("b",)), Stage("b", "乙", "B", ("a", "x"))))
    assert wrong.faults() == (("b", "a"), ("b", "x"))
    assert LINE.faults() == ()


def test_missing_months_are_no_zeros() -> None:
    months = [Month(ENDS[0], 100, 80), Month(ENDS[1], 100, None), Month(ENDS[2], None, 120), Month(ENDS[3], 100, None)]
    sums = cumulated(months)
    assert [s.planned for s in sums] == [100, 200, 200, 300]
    assert [s.done for s in sums] == [80, 80, 200, None]
    assert [s.lacks for s in sums] == [0, 1, 1, 1]


def test_a_year_names_the_months_it_lacks() -> None:
    months = [
        Month(ENDS[0], 100, 80),
        Month(ENDS[1], 100, None),
        Month(ENDS[2], None, 120),
        Month(dt.date(2025, 12, 31), 7, 7),
    ]
    sums = year_sums(months, 2026, ENDS, ENDS[2])
    assert (sums.planned, sums.planned_to_date, sums.done) == (200, 200, 200)
    assert sums.unplanned == (ENDS[2], ENDS[3])
    assert sums.unreported == (ENDS[1],)


def test_a_year_without_any_number_has_no_sum() -> None:
    sums = year_sums([Month(ENDS[0])], 2026, ENDS, ENDS[3])
    assert (sums.planned, sums.done) == (None, None)
    assert sums.unreported == tuple(ENDS)


AMOUNTS = st.none() | st.integers(0, 10**12)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=12))
def test_the_last_sum_is_the_sum_of_what_is_known(pairs: list[tuple[int | None, int | None]]) -> None:
    months = [Month(dt.date(2026, n + 1, 28), planned, done) for n, (planned, done) in enumerate(pairs)]
    sums = cumulated(months)
    assert len(sums) == len(months)
    for name in ("planned", "done"):
        known = [getattr(m, name) for m in months if getattr(m, name) is not None]
        told = [getattr(s, name) for s in sums if getattr(s, name) is not None]
        assert (told[-1] if told else None) == (sum(known) if known else None)
        assert told == sorted(told)


@pytest.mark.parametrize(
    ("comparator", "actual", "met"),
    [
        ("ge", "10", True), ("ge", "9.999999", False), ("le", "10", True), ("le", "10.000001", False),
        ("eq", "10", True), ("eq", "10.0", True), ("eq", "11", False), ("range", "10", True), ("range", "20", True),
        ("range", "20.1", False), ("ge", None, None), ("range", None, None),
    ],
)  # fmt: skip
def test_an_indicator_is_met_by_its_comparator_and_missing_is_no_failure(
    comparator: str, actual: str | None, met: bool | None
) -> None:
    value = None if actual is None else Decimal(actual)
    assert is_met(comparator, value, Decimal(10), Decimal(20) if comparator == "range" else None) is met


def test_a_range_needs_two_ends_and_a_comparator_must_be_known() -> None:
    with pytest.raises(ValueError, match="upper end"):
        is_met("range", Decimal(1), Decimal(0))
    with pytest.raises(ValueError, match="unknown"):
        is_met("gt", Decimal(1), Decimal(0))


@pytest.mark.parametrize(
    ("comparator", "baseline", "actual", "target", "way"),
    [
        ("ge", "0", "5", "10", "50"), ("ge", "0", "12", "10", "100"), ("le", "10", "6", "2", "50"), ("le", "10", "11", "2", "0"),
        ("ge", None, "5", "10", None), ("ge", "20", "5", "10", None), ("eq", "0", "5", "10", None), ("ge", "0", None, "10", None),
    ],
)  # fmt: skip
def test_the_way_from_the_baseline(
    comparator: str, baseline: str | None, actual: str | None, target: str, way: str | None
) -> None:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    assert way_pp(comparator, number(baseline), number(actual), Decimal(target)) == number(way)
