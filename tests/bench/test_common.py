"""The arithmetic under the measurements: a wrong percentile would make every promise worthless."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.common import Series, best_of, peak_memory, percentile


def test_the_nearest_rank_of_a_hundred_values() -> None:
    values = list(range(1, 101))
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.95) == 95
    assert percentile(values, 1) == 100


def test_one_slow_request_of_twenty_does_not_move_p95_but_two_do() -> None:
    assert percentile([1.0] * 19 + [500.0], 0.95) == 1.0
    assert percentile([1.0] * 18 + [500.0] * 2, 0.95) == 500.0


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_one_of_the_values_and_covers_its_share(values: list[float], share: float) -> None:
    result = percentile(values, share)
    assert result in values
    assert sum(value <= result for value in values) >= share * len(values) - 1e-9


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.1)])
def test_a_percentile_of_nothing_is_an_error(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match=r"percentile|share"):
        percentile(values, share)


def test_a_broken_promise_is_seen() -> None:
    assert Series("list", limit_ms=100, values_ms=[10.0] * 100).is_kept
    assert not Series("list", limit_ms=100, values_ms=[10.0] * 90 + [200.0] * 10).is_kept


def test_the_peak_sees_memory_that_is_gone_at_the_end() -> None:
    with peak_memory(every_s=0.001) as peak:
        block = bytes(range(256)) * (60 * 4096)
        time.sleep(0.05)
        del block
    assert peak.growth_mb > 30


def test_the_best_run_counts() -> None:
    pauses = iter([0.05, 0.0, 0.05])
    assert best_of(lambda: time.sleep(next(pauses))) < 0.05
